package feed

import (
	"maps"

	"github.com/ecsdeck/ecsdeck/model"
)

// aliases knows which complete cluster ref a partial one, such as the bare name
// of a command-line flag, turned out to be. It is a value: learn returns a new
// one.
type aliases map[model.ClusterRef]model.ClusterRef

// canon is the complete ref where it is known, else the ref itself.
func (a aliases) canon(c model.ClusterRef) model.ClusterRef {
	if full, ok := a[c]; ok {
		return full
	}
	return c
}

func (a aliases) want(w Want) Want {
	w.Cluster = a.canon(w.Cluster)
	return w
}

func (a aliases) wants(ws []Want) []Want {
	out := make([]Want, 0, len(ws))
	there := make(map[Want]bool, len(ws))
	for _, w := range ws {
		if w = a.want(w); !there[w] {
			there[w] = true
			out = append(out, w)
		}
	}
	return out
}

// clusters are all keys under which answers about c are stored, the complete
// one first.
func (a aliases) clusters(c model.ClusterRef) []model.ClusterRef {
	keys := []model.ClusterRef{a.canon(c)}
	for partial, full := range a {
		if full == keys[0] {
			keys = append(keys, partial)
		}
	}
	return keys
}

func (a aliases) services(s model.ServiceRef) []model.ServiceRef {
	keys := make([]model.ServiceRef, 0, 1)
	for _, c := range a.clusters(s.Cluster) {
		keys = append(keys, c.Service(s.Name))
	}
	return keys
}

// learn notes that partial means full; news is false when that says nothing new.
func (a aliases) learn(partial, full model.ClusterRef) (next aliases, news bool) {
	if a.canon(partial) == full || !completes(full, partial) {
		return a, false
	}
	next = maps.Clone(a)
	if next == nil {
		next = aliases{}
	}
	next[partial] = full
	return next, true
}

// completes tells whether full says all that partial says, and more.
func completes(full, partial model.ClusterRef) bool {
	fits := func(full, partial string) bool { return partial == "" || partial == full }
	return full != partial && full.Name == partial.Name && full.Account != "" &&
		fits(full.Partition, partial.Partition) && fits(full.Region, partial.Region) && fits(full.Account, partial.Account)
}

// adopt stores under the complete key what has been stored under the partial
// one, so that a row's own ref finds it too.
func adopt(s *model.Snapshot, partial, full model.ClusterRef) *model.Snapshot {
	n := *s
	for i := range parts {
		parts[i].home.adopt(&n, partial, full)
	}
	return &n
}

// completeRef is what a partial ref turned out to be, as the refs of rows tell;
// ok is false when they do not, or when two clusters would fit.
func completeRef(rows any, partial model.ClusterRef) (full model.ClusterRef, ok bool) {
	switch rows := rows.(type) {
	case []model.Cluster:
		for _, c := range rows {
			if !completes(c.Ref, partial) {
				continue
			}
			if ok {
				return model.ClusterRef{}, false
			}
			full, ok = c.Ref, true
		}
		return full, ok
	case []model.Service:
		if len(rows) > 0 {
			full = rows[0].Ref.Cluster
		}
	case []model.Task:
		if len(rows) > 0 {
			full = rows[0].Ref.Cluster
		}
	case []model.Instance:
		if len(rows) > 0 {
			full = rows[0].Ref.Cluster
		}
	}
	return full, completes(full, partial)
}
