package feed

import (
	"maps"
	"slices"
	"strings"
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
	full  bill          // of these buckets all is spent: nothing less important may overtake
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
	q, ready := newQuestion(p.snap, w, only)
	if !ready {
		return // what it needs is not known yet; that answer will bring us back
	}
	if p.crowded(q.cost) && !urgent {
		return // the more important one that waits brings us back
	}
	if wait := p.budget.wait(p.now, q.cost, urgent); wait > 0 {
		p.crowd(q.cost)
		p.lookAgain(p.now.Add(wait))
		return
	}
	q.routine = !urgent
	p.budget = p.budget.spent(p.now, q.cost)
	p.taken[lane] = true
	p.ask = append(p.ask, q)
}

// crowd notes that a question waits for its buckets.
func (p *plan) crowd(cost bill) { p.full = append(p.full, cost...) }

// crowded tells whether something more important waits for one of the buckets.
func (p *plan) crowded(cost bill) bool {
	return slices.ContainsFunc(cost, func(i item) bool {
		return slices.ContainsFunc(p.full, func(full item) bool { return full.quota.Name == i.quota.Name })
	})
}

func (p *plan) lookAgain(t time.Time) { p.next = sooner(p.next, t) }

// hover asks once, in advance, what lies behind the row on which the cursor
// rests.
func (p *plan) hover() {
	if p.scope.Idle != Looking || p.book.inFlight()+len(p.ask) >= p.policy.Ahead {
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
	model.Sort(all, compareWants)
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
	base = max(base, time.Duration(o.policy.Breath)*t.whole.Sub(t.asked))
	cost := costOf(o.snap, w, nil)
	if rest := time.Duration(cost.total()) * o.policy.PerCall; !moves && pace.Narrow > 0 && rest > 0 {
		base = min(base, max(pace.Narrow, rest))
	}
	at = o.after(now, t.asked, t.whole, base, cost)
	rows = union(rows, slices.Sorted(maps.Keys(t.lost)))
	var wait time.Time // for those that were missing when they were asked for last
	if !now.Before(t.missingAt) {
		rows = union(t.missing, rows)
	} else if len(t.missing) > 0 {
		wait = t.missingAt
	}
	if pace.Narrow > 0 && o.budget.spread(now, cost) > pace.Still {
		rows = o.closeUp(now, w, pace, rows)
	}
	switch {
	case pace.Narrow == 0 || !at.After(now):
		return at, nil, false
	case len(rows) == 0 && !wait.IsZero() && wait.Before(at):
		return wait, t.missing, false
	case len(rows) == 0:
		return at, nil, false
	}
	some := o.after(now, latest(t.asked, t.narrowed), t.answered, pace.Narrow, costOf(o.snap, w, rows))
	if some.Before(at) {
		return some, rows, false
	}
	return at, nil, false
}

// closeUp are the rows in sight of a list too long to be read at its pace, then
// as many of the others that should be read by name as fit into the pace for
// those.
func (o outlook) closeUp(now time.Time, w Want, pace Pace, others []string) []string {
	inSight := sightOf(o.scope.Sight, w)
	rows := union(inSight, others)
	for len(rows) > len(inSight) && o.budget.spread(now, costOf(o.snap, w, rows)) > pace.Narrow {
		rows = rows[:max(len(inSight), len(rows)*3/4)]
	}
	return rows
}

// sightOf are the names or ids of those ARNs that are rows of the want's list.
func sightOf(sight []string, w Want) []string {
	within := parts[w.Part].rowARN
	if within == nil || w.Part == Services && w.Service != "" {
		return nil
	}
	prefix := within(w.Cluster)
	var names []string
	for _, arn := range sight {
		if name, ok := strings.CutPrefix(arn, prefix); ok {
			names = append(names, name)
		}
	}
	return names
}

// after is when a question asked at the given time is due again. The pace is
// stretched while nobody looks, after throttling, and for questions so large
// that they would use up the rate; a backend that takes long to answer is left
// alone for half a pace.
func (o outlook) after(now, asked, answered time.Time, base time.Duration, cost bill) time.Time {
	d := time.Duration(float64(base) / o.budget.speed(now, cost))
	if factor := o.policy.Idle[min(o.scope.Idle, Away)]; factor > 1 {
		d = time.Duration(float64(d) * factor)
	}
	d = max(d, o.budget.spread(now, cost))
	return latest(asked.Add(d), answered.Add(d/2))
}

// newQuestion completes a want to a question, with what the snapshot tells;
// ready is false as long as that is too little.
func newQuestion(s *model.Snapshot, w Want, only []string) (q question, ready bool) {
	q, ready = question{want: w, only: only}, true
	about := &parts[w.Part]
	if about.fill != nil {
		ready = about.fill(s, &q)
	}
	q.cost = about.cost(s, q)
	return q, ready
}

func costOf(s *model.Snapshot, w Want, only []string) bill {
	q, _ := newQuestion(s, w, only)
	return q.cost
}

// fillMetrics names the services that are asked about.
func fillMetrics(s *model.Snapshot, q *question) bool {
	if q.want.Service != "" {
		q.services = []model.ServiceRef{q.want.ServiceRef()}
		return true
	}
	list := s.Services[q.want.Cluster]
	q.services = make([]model.ServiceRef, 0, len(list.Rows))
	for _, svc := range list.Rows {
		q.services = append(q.services, svc.Ref)
	}
	// A list that is still growing would leave out those to come for a minute.
	return len(q.services) > 0 && !list.Asking && !list.Recalled
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
