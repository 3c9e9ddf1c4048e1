package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// levels of the tree.
type level uint8

const (
	levelCluster level = iota
	levelService
	levelDeployment
	levelTask
	levelContainer
)

// node is something in the tree, with what is below it.
type node struct {
	level    level
	key      string
	name     string
	path     string // the names that lead to it, which the filter looks at
	own      model.Severity
	severity model.Severity // the worst of its own and of all below it
	word     string
	tasks    string
	since    time.Time
	why      string
	to       screen.Route
	thing    screen.Thing
	parent   *node
	children []*node
}

// add puts a node below another, whose severity is never better.
func (n *node) add(child *node) *node {
	child.parent = n
	child.path = n.path + " " + child.name
	n.children = append(n.children, child)
	return child
}

// bubble makes every node as bad as the worst below it.
func (n *node) bubble() model.Severity {
	n.severity = n.own
	for _, c := range n.children {
		n.severity = model.Worst(n.severity, c.bubble())
	}
	return n.severity
}

// each calls f with the node and all below it.
func (n *node) each(f func(*node)) {
	f(n)
	for _, c := range n.children {
		c.each(f)
	}
}

// unfolds tells whether a node is unfolded when the screen opens: the cluster, and
// what leads to trouble. A task shows its containers when asked.
func (n *node) unfolds() bool {
	return n.level == levelCluster || n.parent == nil || n.severity >= model.Warning && n.level < levelTask
}

// urgency puts services with trouble before all others.
func (n *node) urgency() model.Severity {
	if n.level == levelService && n.severity >= model.Warning {
		return n.severity
	}
	return model.Idle
}

// says is the node in a sentence.
func (n *node) says() string {
	words := n.name + ": " + n.word
	if n.tasks != "" {
		words += ", " + n.tasks + " tasks"
	}
	if n.why != "" {
		words += ", " + n.why
	}
	if n.severity > n.own && n.severity >= model.Warning {
		words += "; below it something is " + n.severity.String()
	}
	return words
}

// grow makes the tree of a cluster, or of one service of it.
func grow(snap *model.Snapshot, ref screen.Ref, services []model.Service, tasks []model.Task) *node {
	root := &node{level: levelCluster, key: ref.Cluster.ARN(), name: ref.Cluster.Name, path: ref.Cluster.Name, own: model.Good, word: "active",
		to: screen.Route{Kind: KindServices, Ref: screen.OfCluster(ref.Cluster)}, thing: thingOfCluster(model.Cluster{Ref: ref.Cluster})}
	if c, ok := snap.Cluster(ref.Cluster); ok {
		root.own, root.word, root.thing = c.Status.Severity(), strings.ToLower(or(string(c.Status))), thingOfCluster(c)
	}
	own := tasksByService(tasks)
	for _, s := range services {
		if ref.Service != "" && s.Ref.Name != ref.Service {
			continue
		}
		growService(root, newServiceRow(snap, s, own[s.Ref.Name]), own[s.Ref.Name], snap.At)
		delete(own, s.Ref.Name)
	}
	alone := root.add(&node{level: levelDeployment, key: root.key + "/alone", name: "standalone tasks", own: model.Idle, to: screen.Route{Kind: KindTasks, Ref: screen.OfCluster(ref.Cluster)}, thing: root.thing})
	growTasks(alone, slices.DeleteFunc(slices.Clone(tasks), func(t model.Task) bool { return t.Service() != "" && own[t.Service()] == nil }), snap.At)
	alone.tasks = fmt.Sprint(len(alone.children))
	if len(alone.children) == 0 {
		root.children = root.children[:len(root.children)-1]
	}
	root.bubble()
	model.Sort(root.children, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.urgency(), a.urgency()), cmp.Compare(a.level, b.level), strings.Compare(a.name, b.name))
	})
	if ref.Service != "" && len(root.children) == 1 {
		root.children[0].parent = nil
		return root.children[0]
	}
	return root
}

func growService(root *node, s serviceRow, tasks []model.Task, now time.Time) {
	n := root.add(&node{level: levelService, key: s.Ref.ARN(), name: s.Ref.Name, own: s.severity, word: s.severity.String(), tasks: fmt.Sprintf("%d/%d", s.Running, s.Desired),
		since: s.SteadySince(), why: s.why, to: screen.Route{Kind: KindService, Ref: screen.OfService(s.Ref)}, thing: thingOfService(s.Service)})
	if s.Daemon {
		n.tasks = fmt.Sprintf("%d/all", s.Running)
	}
	of := map[string][]model.Task{}
	for _, t := range tasks {
		of[t.StartedBy] = append(of[t.StartedBy], t)
	}
	for _, d := range s.Deployments {
		state := strings.ToLower(strings.ReplaceAll(string(d.Rollout), "_", " "))
		if d.Status == model.DeploymentActive {
			state = "replaced"
		}
		below := n.add(&node{level: levelDeployment, key: s.Ref.ARN() + " " + d.ID, name: fmt.Sprintf("%s %s", d.TaskDef, strings.ToLower(string(d.Status))), own: deploymentSeverity(d), word: or(state),
			tasks: fmt.Sprintf("%d/%d", d.Running, d.Desired), since: d.CreatedAt, to: n.to, thing: n.thing})
		if d.Failed > 0 {
			below.why = text.Plural(d.Failed, "task") + " failed"
		}
		growTasks(below, of[d.ID], now)
		delete(of, d.ID)
	}
	var rest []model.Task
	for _, t := range tasks {
		if _, left := of[t.StartedBy]; left {
			rest = append(rest, t)
		}
	}
	other := n.add(&node{level: levelDeployment, key: s.Ref.ARN() + " other", name: "earlier deployments", own: model.Idle, to: n.to, thing: n.thing})
	growTasks(other, rest, now)
	if len(other.children) == 0 {
		n.children = n.children[:len(n.children)-1]
	}
}

// growTasks adds tasks that go on, and those that failed lately: a service forgets
// how its tasks died, the tree does not hide it.
func growTasks(n *node, tasks []model.Task, now time.Time) {
	for _, t := range tasks {
		if t.Stopped() && (!t.Failed() || now.Sub(t.Since()) > failureFresh) {
			continue
		}
		own := t.Severity()
		if t.Stopped() {
			own = model.Warning // it is over, and something may have taken its place
		}
		child := n.add(&node{level: levelTask, key: t.Ref.ARN(), name: t.Ref.Short(), own: own, word: statusWord(t), since: t.Since(), why: text.Clean(t.Why()),
			to: screen.Route{Kind: KindTask, Ref: screen.OfTask(t.Ref, t.Service())}, thing: thingOfTask(t)})
		child.path += " " + t.Ref.ID + " " + t.IP
		for _, c := range t.Containers {
			growContainer(child, t, c)
		}
	}
	model.Sort(n.children, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.own, a.own), b.since.Compare(a.since), strings.Compare(a.key, b.key))
	})
}

func growContainer(n *node, t model.Task, c model.Container) {
	own, why := c.Status.Severity(), text.Clean(c.Reason)
	switch {
	case c.Health == model.Unhealthy && !t.Stopped():
		own = model.Broken
	case c.Exited && c.ExitCode != 0 && t.Failed():
		own = model.Warning
	}
	if c.Exited && why == "" {
		why = fmt.Sprintf("exit %d", c.ExitCode)
	}
	if why == "" {
		why = model.ShortImage(c.Image)
	}
	word := strings.ToLower(or(string(c.Status)))
	if c.Health != "" && c.Health != model.HealthUnknown && !t.Stopped() {
		word = strings.ToLower(string(c.Health))
	}
	n.add(&node{level: levelContainer, key: n.key + "/" + c.Name, name: c.Name, own: own, word: word, why: why, to: n.to, thing: n.thing})
}
