package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// index is everything in a snapshot that can be found by name, address or id.
// Making one takes some milliseconds; asking it takes fewer.
type index struct {
	seq     uint64 // of the snapshot
	kinds   []string
	entries []indexed
	missing string // what is not loaded, "" for nothing
	loaded  string // what is
}

// indexed is one thing. A name is found by its characters in their order; what
// is in codes (ids, addresses, digests) only as it is, for scattered over hex
// digits everything is found.
type indexed struct {
	kind   uint8
	name   string // folded; "" is found by its codes only
	codes  string // folded, a blank between
	title  string
	detail string
	set    fuzzy.Set // of name and codes
	place  screen.Ref
}

// The kinds of things, in the order in which they are told.
const (
	foundCluster uint8 = iota
	foundService
	foundTask
	foundRevision
	foundImage
	foundInstance
	foundGroup
	foundAlarm
)

var foundKinds = []string{"cluster", "service", "task", "revision", "image", "instance", "target group", "alarm"}

// newIndex makes the index of a snapshot.
func newIndex(snap *model.Snapshot, label func(model.ClusterRef) string) *index {
	x := &index{seq: snap.Seq, kinds: foundKinds}
	b := builder{index: x, snap: snap, label: label, seen: map[string]bool{}, tasksSeen: map[model.TaskRef]bool{}, revisions: map[model.TaskDefRef]bool{}}
	b.entries = make([]indexed, 0, b.size())
	b.clusters()
	b.tasks()
	b.around()
	x.missing = b.missing()
	counts := make([]int, len(foundKinds))
	for _, e := range x.entries {
		counts[e.kind]++
	}
	var says []string
	for kind, n := range counts {
		if n > 0 {
			says = append(says, text.Plural(n, foundKinds[kind]))
		}
	}
	x.loaded = strings.Join(says, ", ")
	return x
}

// builder fills an index.
type builder struct {
	*index
	snap  *model.Snapshot
	label func(model.ClusterRef) string // where a cluster is, of several places
	// What was met already.
	seen      map[string]bool
	tasksSeen map[model.TaskRef]bool
	revisions map[model.TaskDefRef]bool
}

// size is about how many things there are.
func (b *builder) size() int {
	n := len(b.snap.Clusters.Rows)
	for _, p := range b.snap.Services {
		n += 3 * len(p.Rows) // with a revision and an image each
	}
	for _, p := range b.snap.Tasks {
		n += len(p.Rows)
	}
	return n
}

func (b *builder) add(e indexed) {
	e.set = fuzzy.SetOf(e.name) | fuzzy.SetOf(e.codes)
	b.entries = append(b.entries, e)
}

// once tells whether a key is met for the first time.
func once[K comparable](seen map[K]bool, key K) bool {
	if seen[key] {
		return false
	}
	seen[key] = true
	return true
}

// clusters adds clusters, their services, what those run and what stands before
// them.
func (b *builder) clusters() {
	for _, c := range b.snap.Clusters.Rows {
		b.add(indexed{kind: foundCluster, name: fuzzy.Fold(c.Ref.Name), title: c.Ref.Name, detail: b.label(c.Ref), place: screen.OfCluster(c.Ref)})
	}
	for _, in := range sorted(b.snap.Services, model.ClusterRef.ARN) {
		where := strings.TrimSpace(in.Name + " " + b.label(in))
		for _, s := range b.snap.Services[in].Rows {
			b.add(indexed{kind: foundService, name: fuzzy.Fold(s.Ref.Name), title: s.Ref.Name, detail: where, place: screen.OfService(s.Ref)})
			b.revision(in, s.TaskDef)
			for _, d := range s.Deployments {
				b.revision(in, d.TaskDef)
			}
			for _, l := range s.LoadBalancers {
				for _, arn := range []string{l.TargetGroupARN, l.AlternateARN} {
					if arn != "" && once(b.seen, arn) {
						name := model.TargetGroupName(arn)
						b.add(indexed{kind: foundGroup, name: fuzzy.Fold(name), codes: fuzzy.Fold(arn), title: name, detail: "before " + s.Ref.String(), place: screen.OfService(s.Ref)})
					}
				}
			}
		}
	}
}

func (b *builder) revision(in model.ClusterRef, d model.TaskDefRef) {
	if !d.IsZero() && once(b.revisions, d) {
		b.add(indexed{kind: foundRevision, name: fuzzy.Fold(d.String()), title: d.String(), detail: "seen in " + in.Name, place: screen.OfTaskDef(in, d)})
	}
}

// tasks adds tasks, by id and address, and their images.
func (b *builder) tasks() {
	for _, in := range sorted(b.snap.Tasks, model.ClusterRef.ARN) {
		for i := range b.snap.Tasks[in].Rows {
			b.task(&b.snap.Tasks[in].Rows[i])
		}
	}
	for _, of := range sorted(b.snap.OwnTasks, model.ServiceRef.ARN) {
		for i := range b.snap.OwnTasks[of].Rows {
			b.task(&b.snap.OwnTasks[of].Rows[i])
		}
	}
}

func (b *builder) task(t *model.Task) {
	if !once(b.tasksSeen, t.Ref) {
		return
	}
	ref := screen.OfTask(t.Ref, t.Service())
	detail := strings.Join(strings.Fields(cmp.Or(t.Service(), t.Group)+" "+strings.ToLower(string(t.Status))+" "+t.IP+" "+t.Ref.Cluster.Name+" "+b.label(t.Ref.Cluster)), " ")
	b.add(indexed{kind: foundTask, codes: t.Ref.ID + " " + t.IP, title: t.Ref.Short(), detail: detail, place: ref})
	b.revision(t.Ref.Cluster, t.TaskDef)
	for _, c := range t.Containers {
		if key := c.Image + " " + c.Digest; c.Image != "" && once(b.seen, key) {
			place := screen.Ref{Cluster: t.Ref.Cluster, Service: t.Service(), Word: c.Image}
			b.add(indexed{kind: foundImage, name: fuzzy.Fold(imageName(c.Image)), codes: fuzzy.Fold(key), title: imageName(c.Image), detail: strings.TrimSpace(shortDigest(c.Digest) + " in " + cmp.Or(t.Service(), t.Group)), place: place})
		}
	}
}

// imageName is an image without its registry: what people call it.
func imageName(image string) string {
	host, name, ok := strings.Cut(image, "/")
	if ok && strings.ContainsAny(host, ".:") {
		return name
	}
	return image
}

func shortDigest(digest string) string {
	if algorithm, hex, ok := strings.Cut(digest, ":"); ok && len(hex) > 12 {
		return algorithm + ":" + hex[:12]
	}
	return digest
}

// around adds instances and alarms.
func (b *builder) around() {
	for _, in := range sorted(b.snap.Instances, model.ClusterRef.ARN) {
		for _, i := range b.snap.Instances[in].Rows {
			title := cmp.Or(i.EC2ID, i.Ref.Short())
			b.add(indexed{kind: foundInstance, codes: i.EC2ID + " " + i.Ref.ID, title: title, detail: strings.Join(strings.Fields(i.Type+" "+i.Zone+" "+in.Name+" "+b.label(in)), " "), place: screen.OfInstance(i.Ref)})
		}
	}
	for _, of := range sorted(b.snap.Alarms, model.ServiceRef.ARN) {
		for _, a := range b.snap.Alarms[of].Rows {
			if once(b.seen, strings.Join([]string{"alarm", of.Cluster.Account, of.Cluster.Region, a.Name}, " ")) {
				b.add(indexed{kind: foundAlarm, name: fuzzy.Fold(a.Name), title: a.Name, detail: strings.ToLower(string(a.State)) + " of " + of.String(), place: screen.OfService(of)})
			}
		}
	}
}

// sorted are the keys of a map in the order of a name: what is found first must
// not depend on chance.
func sorted[K comparable, V any](all map[K]V, name func(K) string) []K {
	keys := make([]K, 0, len(all))
	for k := range all {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b K) int { return strings.Compare(name(a), name(b)) })
	return keys
}
