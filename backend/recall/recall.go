// Package recall remembers the lists that were seen last, on disk, so that the
// next session has something to show in its first frame. It keeps what tells
// what there was: clusters, services, tasks and container instances. It keeps no
// task definitions, which carry environments, and no log lines.
package recall

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// How much is kept of a context: what a person may come back to.
const (
	mostServices  = 50 // lists of services
	mostOwnTasks  = 20 // lists of the tasks of a service
	mostTasks     = 3  // lists of the tasks of a cluster
	mostInstances = 10 // lists of instances
	mostEvents    = 5  // of a service
)

// memory is what is stored of a context. A field that is added or goes needs no
// new version: gob leaves out what the other side does not know.
type memory struct {
	Clusters  clusters
	Services  []list[model.ClusterRef, model.Service]
	OwnTasks  []list[model.ServiceRef, model.Task]
	Tasks     []list[model.ClusterRef, model.Task]
	Instances []list[model.ClusterRef, model.Instance]
}

type clusters struct {
	At   time.Time
	Rows []model.Cluster
}

// list is one part of a snapshot.
type list[K comparable, R any] struct {
	Key  K
	At   time.Time
	Rows []R
}

// remember is what is worth keeping of a snapshot.
func remember(s *model.Snapshot) memory {
	m := memory{
		Clusters: clusters{At: s.Clusters.At, Rows: s.Clusters.Rows},
		Services: newest(s.Services, mostServices, whole),
		OwnTasks: newest(s.OwnTasks, mostOwnTasks, func(r model.ServiceRef) bool { return whole(r.Cluster) }),
		Tasks:    newest(s.Tasks, mostTasks, whole), Instances: newest(s.Instances, mostInstances, whole),
	}
	for i := range m.Services {
		m.Services[i].Rows = each(m.Services[i].Rows, func(v *model.Service) { v.Events = v.Events[:min(len(v.Events), mostEvents)] })
	}
	for i := range m.Instances {
		// Attributes are whatever somebody wrote there.
		m.Instances[i].Rows = each(m.Instances[i].Rows, func(v *model.Instance) { v.Attributes = nil })
	}
	return m
}

// whole tells a complete ref: under a bare name the same part is there once more.
func whole(c model.ClusterRef) bool { return c.Account != "" }

// newest are the parts that were read last, at most n, the newest first.
func newest[K comparable, R any](parts map[K]model.Part[R], n int, keep func(K) bool) []list[K, R] {
	var out []list[K, R]
	for _, k := range slices.Collect(maps.Keys(parts)) {
		if p := parts[k]; p.Known() && keep(k) {
			out = append(out, list[K, R]{Key: k, At: p.At, Rows: p.Rows})
		}
	}
	model.Sort(out, func(a, b list[K, R]) int { return b.At.Compare(a.At) })
	return out[:min(len(out), n)]
}

// each is a copy of rows with every row changed.
func each[R any](rows []R, change func(*R)) []R {
	out := slices.Clone(rows)
	for i := range out {
		change(&out[i])
	}
	return out
}

// lessen drops what is missed least; false when nothing is left to drop.
func (m *memory) lessen() bool {
	switch {
	case len(m.Tasks) > 0:
		m.Tasks = nil
	case len(m.OwnTasks) > 0:
		m.OwnTasks = nil
	case len(m.Instances) > 0:
		m.Instances = nil
	case len(m.Services) > 0:
		m.Services = m.Services[:len(m.Services)/2]
	default:
		return false
	}
	return true
}

// snapshot is what is remembered, as a feed begins with it.
func (m *memory) snapshot() *model.Snapshot {
	return &model.Snapshot{
		Clusters: part(m.Clusters.Rows, m.Clusters.At), Services: parts(m.Services), OwnTasks: parts(m.OwnTasks),
		Tasks: parts(m.Tasks), Instances: parts(m.Instances),
	}
}

func part[R any](rows []R, at time.Time) model.Part[R] {
	return model.Part[R]{Rows: rows, At: at, Recalled: !at.IsZero()}
}

func parts[K comparable, R any](lists []list[K, R]) map[K]model.Part[R] {
	out := make(map[K]model.Part[R], len(lists))
	for _, l := range lists {
		out[l.Key] = part(l.Rows, l.At)
	}
	return out
}

// ageless is m without the times at which it was read: equal to another when
// nothing but those has changed.
func (m memory) ageless() memory {
	m.Clusters.At = time.Time{}
	m.Services, m.OwnTasks = unaged(m.Services), unaged(m.OwnTasks)
	m.Tasks, m.Instances = unaged(m.Tasks), unaged(m.Instances)
	return m
}

// unaged are the lists without their ages, in an order that does not depend on
// them.
func unaged[K interface {
	comparable
	ARN() string
}, R any](lists []list[K, R]) []list[K, R] {
	out := each(lists, func(l *list[K, R]) { l.At = time.Time{} })
	model.Sort(out, func(a, b list[K, R]) int { return cmp.Compare(a.Key.ARN(), b.Key.ARN()) })
	return out
}
