package feed

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// mostWants is how many wants are remembered with their answers: those of the
// screens that a person may come back to. A session lasts for weeks, and
// services, tasks and revisions come and go.
const mostWants = 200

// forget drops what was asked longest ago, and the answers to it, when that has
// become too much.
func (l *loop) forget() {
	if len(l.book.tracks) <= mostWants {
		return
	}
	scope := l.needed()
	needed := make(map[Want]bool, len(scope.Shown)+len(scope.Hover))
	for _, w := range slices.Concat(scope.Shown, scope.Hover) {
		needed[w] = true
	}
	var old []Want
	for w, t := range l.book.tracks {
		if !t.forced && l.book.flying[w.lane()] == 0 && !needed[w] {
			old = append(old, w)
		}
	}
	model.Sort(old, func(a, b Want) int {
		s, t := l.book.tracks[a], l.book.tracks[b]
		if c := latest(s.asked, s.narrowed).Compare(latest(t.asked, t.narrowed)); c != 0 {
			return c
		}
		return compareWants(a, b)
	})
	n := *l.snap
	for _, w := range old[:min(len(old), len(l.book.tracks)-mostWants*3/4)] {
		delete(l.book.tracks, w)
		parts[w.Part].home.drop(&n, w, l.names)
	}
	l.snap = &n
}

func (alone[R]) drop(*model.Snapshot, Want, aliases) {}

func (h keyed[K, R]) drop(n *model.Snapshot, w Want, as aliases) {
	m := h.at(n)
	out := clone(*m, 0)
	for _, k := range h.keys(&answer{question: question{want: w}}, as) {
		delete(out, k)
	}
	*m = out
}

// drop of one service leaves the list that it is in.
func (h serviceHome) drop(n *model.Snapshot, w Want, as aliases) {
	if w.Service == "" {
		h.keyed.drop(n, w, as)
	}
}

func (h metricHome) drop(n *model.Snapshot, w Want, as aliases) {
	if w.Service != "" {
		return // the list of its cluster may need it
	}
	n.Metrics = without(n.Metrics, as.clusters(w.Cluster), nil)
}

// without is m without the services of clusters that are not kept.
func without[R any](m map[model.ServiceRef]model.Part[R], clusters []model.ClusterRef, keep map[string]bool) map[model.ServiceRef]model.Part[R] {
	out := clone(m, 0)
	for ref := range m {
		if !keep[ref.Name] && slices.Contains(clusters, ref.Cluster) {
			delete(out, ref)
		}
	}
	return out
}
