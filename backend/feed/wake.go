package feed

import (
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

const (
	// beat is how often the clocks are compared.
	beat = time.Second
	// nap is how long the machine must have slept to be taken for asleep.
	nap = 5 * time.Second
)

// slept tells whether the machine has slept: of two times between the same
// instants, the wall clock's goes on in sleep and the monotonic clock's does
// not. A wall clock that was set forward looks the same, and asking anew does no
// harm then.
func slept(wall, monotonic time.Duration) bool { return wall-monotonic > nap }

// pulse notices that the machine has slept.
type pulse struct{ wall, monotonic time.Time }

// felt compares the clocks with what they were, and tells of a sleep.
func (p *pulse) felt(wall, now time.Time) bool {
	wall = wall.Round(0) // without a monotonic reading of its own
	asleep := !p.wall.IsZero() && slept(wall.Sub(p.wall), now.Sub(p.monotonic))
	p.wall, p.monotonic = wall, now
	return asleep
}

// woke starts over after a sleep: what is on its way will not arrive, nothing is
// held back for what happened before, and all that is on screen is asked now.
func (l *loop) woke(now time.Time) {
	if r, ok := backend.As[backend.Resumer](l.options.Backend); ok {
		r.Resume()
	}
	l.budget = l.budget.forgiven(now)
	l.book.retry(now, passing)
	l.epoch = l.asked
	for _, w := range l.names.wants(l.scope.Shown) {
		l.book.force(w)
	}
}

// cutOff tells whether an answer is the failure of a question that a sleep cut
// off, which says nothing about what was asked.
func (l *loop) cutOff(a *answer) bool { return a.err != nil && a.id <= uint64(l.epoch) }
