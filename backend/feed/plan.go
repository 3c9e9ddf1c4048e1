package feed

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// outlook is all that the planner decides from. Wants in it carry complete
// cluster refs where those are known.
type outlook struct {
	scope  Scope
	rested time.Time // since when the cursor has been where it is
	book   *book
	snap   *model.Snapshot
	budget budget
	policy Policy
}

// due decides what to ask now, the most important first, and when to look again
// at the latest if nothing happens before; next is zero when only an answer or
// a new scope can change the plan. It is a function of its arguments: the
// caller notes in book and budget what it starts.
func due(now time.Time, o outlook) (ask []question, next time.Time) {
	p := plan{outlook: o, now: now, taken: map[Want]bool{}}
	p.budget = p.budget.refilled(now)
	for _, w := range o.forced() {
		p.consider(w, nil, now, true)
	}
	for _, w := range o.scope.Shown {
		if when, only, urgent := o.when(now, w); !when.IsZero() {
			p.consider(w, only, when, urgent)
		}
	}
	p.hover()
	return p.ask, p.next
}

// plan is a decision in the making.
type plan struct {
	outlook
	now   time.Time
	ask   []question
	next  time.Time
	taken map[Want]bool // lanes of this plan
	full  bool          // the budget is spent: nothing less important may overtake
}

// consider plans a question for the given time, which may be now or later.
func (p *plan) consider(w Want, only []string, when time.Time, urgent bool) {
	lane := w.lane()
	if p.taken[lane] || p.book.flying[lane] > 0 {
		return // its answer will bring us back
	}
	if when.After(p.now) {
		p.lookAgain(when)
		return
	}
	q := newQuestion(p.snap, w, only)
	if w.Part == Metrics && len(q.services) == 0 {
		return // no services known yet; their answer will bring us back
	}
	if p.full && !urgent {
		return // the more important one that waits brings us back
	}
	if !p.budget.affords(q.cost, urgent) {
		p.full = true
		p.lookAgain(p.now.Add(p.budget.wait(p.now, q.cost, urgent)))
		return
	}
	p.budget = p.budget.spent(q.cost)
	p.taken[lane] = true
	p.ask = append(p.ask, q)
}

func (p *plan) lookAgain(t time.Time) {
	if p.next.IsZero() || t.Before(p.next) {
		p.next = t
	}
}

// hover asks once, in advance, what lies behind the row on which the cursor
// rests.
func (p *plan) hover() {
	if p.scope.Idle || p.book.inFlight()+len(p.ask) >= p.policy.Ahead {
		return
	}
	for _, w := range p.scope.Hover {
		if t := p.book.tracks[w]; !t.asked.IsZero() || t.never || slices.Contains(p.scope.Shown, w) {
			continue
		}
		p.consider(w, nil, p.rested.Add(p.policy.Rest), false)
	}
}

// forced are the wants to be asked at once: those on screen first, in their
// order, then all, such as a service just written to.
func (o outlook) forced() []Want {
	var shown, all []Want
	for _, w := range o.scope.Shown {
		if o.book.tracks[w].forced {
			shown = append(shown, w)
		}
	}
	for w, t := range o.book.tracks {
		if t.forced {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, compareWants)
	return append(shown, all...)
}

// when is the time at which a want on screen is due, zero for never; only is
// set when just some of its rows are. A screen that was never filled is urgent.
func (o outlook) when(now time.Time, w Want) (at time.Time, only []string, urgent bool) {
	t := o.book.tracks[w]
	switch {
	case t.never:
		return time.Time{}, nil, false
	case t.fails > 0:
		return t.retryAt, nil, false
	case t.whole.IsZero():
		return now, nil, true
	}
	moves, rows := motion(o.snap, w)
	pace := o.policy.pace(w)
	base := pace.Still
	if moves {
		base = pace.Moving
	}
	if base == 0 {
		return time.Time{}, nil, false
	}
	cost := newQuestion(o.snap, w, nil).cost
	if rest := time.Duration(cost) * o.policy.PerCall; !moves && pace.Narrow > 0 && rest > 0 {
		base = min(base, max(pace.Narrow, rest))
	}
	at = o.after(now, t.asked, t.whole, base, cost)
	rows = union(rows, t.missing, t.lost)
	if pace.Narrow == 0 || len(rows) == 0 || !at.After(now) {
		return at, nil, false
	}
	some := o.after(now, latest(t.asked, t.narrowed), t.answered, pace.Narrow, newQuestion(o.snap, w, rows).cost)
	if some.Before(at) {
		return some, rows, false
	}
	return at, nil, false
}

// after is when a question asked at the given time is due again. The pace is
// stretched while nobody looks, after throttling, and for questions so large
// that they would use up the rate; a backend that takes long to answer is left
// alone for half a pace.
func (o outlook) after(now, asked, answered time.Time, base time.Duration, cost int) time.Time {
	d := time.Duration(float64(base) / o.budget.share(now))
	if o.scope.Idle {
		d = time.Duration(float64(d) * o.policy.Idle)
	}
	d = max(d, o.budget.spread(now, cost))
	return latest(asked.Add(d), answered.Add(d/2))
}

// newQuestion completes a want to a question, with what the snapshot tells.
func newQuestion(s *model.Snapshot, w Want, only []string) question {
	q := question{want: w, only: only}
	if w.Part == Metrics {
		q.services = metricServices(s, w)
	}
	q.cost = cost(q, s)
	return q
}

func metricServices(s *model.Snapshot, w Want) []model.ServiceRef {
	if w.Service != "" {
		return []model.ServiceRef{w.ServiceRef()}
	}
	rows := s.Services[w.Cluster].Rows
	refs := make([]model.ServiceRef, 0, len(rows))
	for _, svc := range rows {
		refs = append(refs, svc.Ref)
	}
	return refs
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// union are the names of all lists, each once, in their order.
func union(lists ...[]string) []string {
	var out []string
	seen := map[string]bool{}
	for _, list := range lists {
		for _, name := range list {
			if !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	return out
}
