package fleet

import (
	"cmp"
	"maps"
	"reflect"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// merge is one snapshot of what several tell. before is the merge of old, from
// which everything is taken that has not changed since; published maps never
// change, so the same map is the same contents. Keys are unique across accounts
// and regions, but for what two profiles see of the same one.
func merge(before *model.Snapshot, old, now []*model.Snapshot) *model.Snapshot {
	if len(now) == 1 {
		n := *now[0]
		n.Seq = before.Seq + 1
		return &n
	}
	n := &model.Snapshot{Seq: before.Seq + 1, At: before.At, Wall: before.Wall}
	for _, s := range now {
		n.At, n.Wall = later(n.At, s.At), later(n.Wall, s.Wall)
		n.Calls += s.Calls
	}
	n.Clusters = mergeClusters(now)
	type snap = model.Snapshot
	n.Services = joinParts(before.Services, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.Service] { return s.Services })
	n.Tasks = joinParts(before.Tasks, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.Task] { return s.Tasks })
	n.OwnTasks = joinParts(before.OwnTasks, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Task] { return s.OwnTasks })
	n.Instances = joinParts(before.Instances, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.Instance] { return s.Instances })
	n.TaskDefs = joinParts(before.TaskDefs, old, now, func(s *snap) map[model.TaskDefRef]model.Part[model.TaskDefinition] { return s.TaskDefs })
	n.Metrics = joinParts(before.Metrics, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Series] { return s.Metrics })
	n.Targets = joinParts(before.Targets, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Target] { return s.Targets })
	n.Scaling = joinParts(before.Scaling, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.ScalableTarget] { return s.Scaling })
	n.Activities = joinParts(before.Activities, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Activity] { return s.Activities })
	n.Alarms = joinParts(before.Alarms, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Alarm] { return s.Alarms })
	n.Deployments = joinParts(before.Deployments, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.ServiceDeployment] { return s.Deployments })
	n.ServiceRevisions = joinParts(before.ServiceRevisions, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.ServiceRevision] { return s.ServiceRevisions })
	n.Schedules = joinParts(before.Schedules, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.ScheduledAction] { return s.Schedules })
	n.TargetGroups = joinParts(before.TargetGroups, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.TargetGroup] { return s.TargetGroups })
	n.Insights = joinParts(before.Insights, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Series] { return s.Insights })
	n.Protections = joinParts(before.Protections, old, now, func(s *snap) map[model.ServiceRef]model.Part[model.Protection] { return s.Protections })
	n.Capacity = joinParts(before.Capacity, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.CapacityProvider] { return s.Capacity })
	n.Daemons = joinParts(before.Daemons, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.Daemon] { return s.Daemons })
	n.Express = joinParts(before.Express, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.ExpressService] { return s.Express })
	n.Changes = joinParts(before.Changes, old, now, func(s *snap) map[model.ClusterRef]model.Part[model.Change] { return s.Changes })
	n.Images = joinParts(before.Images, old, now, func(s *snap) map[model.TaskDefRef]model.Part[model.Image] { return s.Images })
	n.Tags = joinParts(before.Tags, old, now, func(s *snap) map[string]model.Part[model.Tag] { return s.Tags })
	n.Families = joinParts(before.Families, old, now, func(s *snap) map[model.ClusterRef]model.Part[string] { return s.Families })
	n.Revisions = joinParts(before.Revisions, old, now, func(s *snap) map[model.TaskDefRef]model.Part[model.TaskDefRef] { return s.Revisions })
	n.Pending = join(before.Pending, old, now, func(s *snap) map[model.ServiceRef]model.PendingWrite { return s.Pending }, latestWrite)
	return n
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func joinParts[K comparable, R any](before map[K]model.Part[R], old, now []*model.Snapshot, of func(*model.Snapshot) map[K]model.Part[R]) map[K]model.Part[R] {
	return join(before, old, now, of, better)
}

// join is one map of many: the one before when none of them is another than it
// was, and no copy when only one has something in it.
func join[K comparable, V any](before map[K]V, old, now []*model.Snapshot, of func(*model.Snapshot) map[K]V, choose func(a, b V) V) map[K]V {
	same, total := len(old) == len(now), 0
	var only map[K]V
	for i, s := range now {
		m := of(s)
		same = same && identity(m) == identity(of(old[i]))
		if total += len(m); len(m) > 0 {
			only = m
		}
	}
	if same {
		return before
	}
	if len(only) == total {
		return only
	}
	if out, ok := patch(before, old, now, of); ok {
		return out
	}
	out := make(map[K]V, total)
	for _, s := range now {
		for k, v := range of(s) {
			if had, ok := out[k]; ok {
				v = choose(had, v)
			}
			out[k] = v
		}
	}
	return out
}

// patch is before with what has changed of the maps it was made of. It is not ok
// where several have something of the same key, of which one is to be chosen.
func patch[K comparable, V any](before map[K]V, old, now []*model.Snapshot, of func(*model.Snapshot) map[K]V) (out map[K]V, ok bool) {
	total := 0
	for _, s := range old {
		total += len(of(s))
	}
	if total == 0 || total != len(before) || len(old) != len(now) {
		return nil, false
	}
	out = maps.Clone(before)
	for i := range now {
		was, is := of(old[i]), of(now[i])
		if identity(was) == identity(is) {
			continue
		}
		kept := 0
		for k, v := range is {
			if _, own := was[k]; own {
				kept++
			} else if _, others := out[k]; others {
				return nil, false
			}
			out[k] = v
		}
		for k := range was {
			if kept == len(was) {
				break
			}
			if _, still := is[k]; !still {
				delete(out, k)
			}
		}
	}
	return out, true
}

// identity tells one map from another, whatever is in them.
func identity[K comparable, V any](m map[K]V) uintptr { return reflect.ValueOf(m).Pointer() }

// better is the part to show of two about the same thing: the one that knows
// it, else the newer, else the one that does not fail.
func better[R any](a, b model.Part[R]) model.Part[R] {
	switch {
	case a.Recalled != b.Recalled && a.Known() && b.Known():
		if a.Recalled {
			return b
		}
	case b.At.After(a.At):
		return b
	case a.At.Equal(b.At) && a.Err != nil && b.Err == nil:
		return b
	}
	return a
}

func latestWrite(a, b model.PendingWrite) model.PendingWrite {
	if b.At.After(a.At) {
		return b
	}
	return a
}

// mergeClusters is the list of all contexts' clusters: each once, by name, and
// those of the same name in the order of the contexts. It has failed only when
// all have. It is as old as the oldest that did not fail.
func mergeClusters(all []*model.Snapshot) model.Part[model.Cluster] {
	out := model.Part[model.Cluster]{Recalled: true}
	failed, total := 0, 0
	for _, s := range all {
		p := s.Clusters
		total += len(p.Rows)
		out.Missing += p.Missing
		out.Asking, out.Growing = out.Asking || p.Asking, out.Growing || p.Growing
		out.Recalled = out.Recalled && (p.Recalled || !p.Known())
		if p.Err != nil {
			failed++
		} else if p.Known() && (out.At.IsZero() || p.At.Before(out.At)) {
			out.At = p.At
		}
	}
	for _, s := range all {
		if out.At.IsZero() || failed == len(all) {
			out.At = later(out.At, s.Clusters.At)
		}
		if failed == len(all) && out.Err == nil {
			out.Err = s.Clusters.Err
		}
	}
	out.Recalled = out.Recalled && out.Known()
	seen := make(map[model.ClusterRef]bool, total)
	out.Rows = make([]model.Cluster, 0, total)
	// Those that answered speak first.
	for _, silent := range []bool{false, true} {
		for _, s := range all {
			if (s.Clusters.Err != nil || s.Clusters.Recalled) != silent {
				continue
			}
			for _, c := range s.Clusters.Rows {
				if !seen[c.Ref] {
					seen[c.Ref] = true
					out.Rows = append(out.Rows, c)
				}
			}
		}
	}
	model.Sort(out.Rows, byName)
	return out
}

// byName sorts clusters as lists show them.
func byName(a, b model.Cluster) int {
	return cmp.Or(cmp.Compare(a.Ref.Name, b.Ref.Name), cmp.Compare(a.Ref.Region, b.Ref.Region), cmp.Compare(a.Ref.Account, b.Ref.Account))
}
