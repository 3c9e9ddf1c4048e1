package feed

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// aspect is all that is peculiar to one part. Nothing in one may look into the
// table of them.
type aspect struct {
	word string
	home home // where its answers are kept
	// ask puts the question to the backend. The answer is a slice of the part's
	// noun, for Metrics a map of slices; errUnable when the backend cannot.
	ask func(context.Context, asking) (any, error)
	// fill completes a question with what the snapshot tells, and is false as
	// long as that is too little to ask; nil when nothing is needed.
	fill func(*model.Snapshot, *question) bool
	// cost estimates the calls from the row counts of the snapshot.
	cost func(*model.Snapshot, question) bill
	// moves tells whether a want's rows will look different soon by themselves,
	// and the names or ids of those that can be asked for alone; nil is never.
	moves func(*model.Snapshot, Want) (bool, []string)
	// rowARN is what the ARNs of a cluster's rows begin with, before their names
	// or ids; nil where rows cannot be asked for by those.
	rowARN func(model.ClusterRef) string
	pace   Pace // of Gentle
}

func serviceARN(c model.ClusterRef) string { return c.Service("").ARN() }
func taskARN(c model.ClusterRef) string    { return c.Task("").ARN() }

// asking is a question with what it takes to ask it.
type asking struct {
	question
	backend backend.Backend
	window  time.Duration // how far back metrics are read
	now     time.Time     // in the backend's world
}

// home is where in a snapshot the answers to a part are kept.
type home interface {
	// fold works an answer into n, whose maps it replaces.
	fold(n *model.Snapshot, a *answer, as aliases)
	// known tells whether s has an answer to q from this session.
	known(s *model.Snapshot, q question) bool
	// standing tells how it stands with w in s.
	standing(s *model.Snapshot, w Want) Standing
	// adopt stores under the complete key what is stored under the partial one.
	adopt(n *model.Snapshot, partial, full model.ClusterRef)
	// drop removes the answers to w.
	drop(n *model.Snapshot, w Want, as aliases)
}

// answered tells rows that came in this session.
func answered[R any](p model.Part[R]) bool { return p.Known() && !p.Recalled }

// alone is the home of the one part that there is only once.
type alone[R any] struct {
	rules rules[R]
	at    func(*model.Snapshot) *model.Part[R]
}

func (h alone[R]) fold(n *model.Snapshot, a *answer, _ aliases) {
	p := h.at(n)
	*p = h.rules.part(*p, a)
}

func (h alone[R]) known(s *model.Snapshot, _ question) bool { return answered(*h.at(s)) }

func (h alone[R]) standing(s *model.Snapshot, _ Want) Standing { return standingOf(*h.at(s)) }

func (alone[R]) adopt(*model.Snapshot, model.ClusterRef, model.ClusterRef) {}

// keyed is the home of a part that there is once for each K.
type keyed[K comparable, R any] struct {
	rules rules[R]
	at    func(*model.Snapshot) *map[K]model.Part[R]
	// keys are all that an answer is stored under, the first being the one
	// that was known before.
	keys func(*answer, aliases) []K
	key  func(Want) K
	// rename is the key in the complete cluster of one in the partial one.
	rename func(k K, partial, full model.ClusterRef) (K, bool)
}

// fold works the answer into the part under the first key and stores it under
// all of them.
func (h keyed[K, R]) fold(n *model.Snapshot, a *answer, as aliases) {
	keys, m := h.keys(a, as), h.at(n)
	p := h.rules.part((*m)[keys[0]], a)
	out := clone(*m, len(keys))
	for _, k := range keys {
		out[k] = p
	}
	*m = out
}

func (h keyed[K, R]) known(s *model.Snapshot, q question) bool {
	return answered((*h.at(s))[h.key(q.want)])
}

func (h keyed[K, R]) standing(s *model.Snapshot, w Want) Standing {
	return standingOf((*h.at(s))[h.key(w)])
}

func (h keyed[K, R]) adopt(n *model.Snapshot, partial, full model.ClusterRef) {
	if h.rename == nil {
		return
	}
	m := h.at(n)
	var out map[K]model.Part[R]
	for k, p := range *m {
		to, ok := h.rename(k, partial, full)
		if !ok || answered((*m)[to]) {
			continue
		}
		if out == nil {
			out = clone(*m, 1)
		}
		out[to] = p
	}
	if out != nil {
		*m = out
	}
}

func byCluster[R any](r rules[R], at func(*model.Snapshot) *map[model.ClusterRef]model.Part[R]) keyed[model.ClusterRef, R] {
	return keyed[model.ClusterRef, R]{
		rules: r, at: at,
		keys: func(a *answer, as aliases) []model.ClusterRef { return as.clusters(a.want.Cluster) },
		key:  func(w Want) model.ClusterRef { return w.Cluster },
		rename: func(k, partial, full model.ClusterRef) (model.ClusterRef, bool) {
			return full, k == partial
		},
	}
}

func byService[R any](r rules[R], at func(*model.Snapshot) *map[model.ServiceRef]model.Part[R]) keyed[model.ServiceRef, R] {
	return keyed[model.ServiceRef, R]{
		rules: r, at: at,
		keys: func(a *answer, as aliases) []model.ServiceRef { return as.services(a.want.ServiceRef()) },
		key:  Want.ServiceRef,
		rename: func(k model.ServiceRef, partial, full model.ClusterRef) (model.ServiceRef, bool) {
			return full.Service(k.Name), k.Cluster == partial
		},
	}
}

func byDefinition[R any](r rules[R], at func(*model.Snapshot) *map[model.TaskDefRef]model.Part[R]) keyed[model.TaskDefRef, R] {
	return keyed[model.TaskDefRef, R]{
		rules: r, at: at, keys: definitionKeys,
		key: func(w Want) model.TaskDefRef { return w.TaskDef },
	}
}

func byARN[R any](r rules[R], at func(*model.Snapshot) *map[string]model.Part[R]) keyed[string, R] {
	return keyed[string, R]{
		rules: r, at: at,
		keys: func(a *answer, _ aliases) []string { return []string{a.want.ARN} },
		key:  func(w Want) string { return w.ARN },
	}
}

// serviceHome is that of the services, of which one may be asked for alone.
type serviceHome struct {
	keyed[model.ClusterRef, model.Service]
}

func (h serviceHome) known(s *model.Snapshot, q question) bool {
	p := s.Services[q.want.Cluster]
	if q.want.Service == "" || p.Recalled {
		return answered(p)
	}
	_, ok := s.Service(q.want.ServiceRef())
	return ok
}

// metricHome is that of the metrics, of which one answer tells of many services.
type metricHome struct {
	keyed[model.ServiceRef, model.Series]
}

func (metricHome) fold(n *model.Snapshot, a *answer, as aliases) {
	n.Metrics = putMetrics(n.Metrics, a, as)
	if a.want.Service != "" || a.asking || a.err != nil {
		return
	}
	asked := make(map[string]bool, len(a.services))
	for _, ref := range a.services {
		asked[ref.Name] = true
	}
	n.Metrics = without(n.Metrics, as.clusters(a.want.Cluster), asked) // services that are gone
}

func (metricHome) known(s *model.Snapshot, q question) bool {
	for _, ref := range q.services {
		if !s.Metrics[ref].Known() {
			return false
		}
	}
	return true
}
