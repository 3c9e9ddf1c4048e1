package aws

import (
	"context"
	"io"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// logTail reads one log group: it polls the group's parts until nothing is left
// of the past, and from then on has Live Tail tell it, or polls on.
type logTail struct {
	parts []*logPart
	live  *live // nil when it only polls
	now   func() time.Time
	life  context.Context
	end   context.CancelFunc

	ready []model.LogEvent // in order of time
	mode  atomic.Pointer[backend.TailMode]
}

// Mode tells whether it polls, once that is known.
func (t *logTail) Mode() (backend.TailMode, bool) {
	if m := t.mode.Load(); m != nil {
		return *m, true
	}
	return backend.TailMode{}, false
}

// Next hands over what is at hand, else it waits for more.
func (t *logTail) Next(ctx context.Context) (backend.Batch, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.life, cancel)()
	for {
		switch n := t.settled(); {
		case t.life.Err() != nil:
			return backend.Batch{}, backend.ErrTailClosed
		case n > 0:
			b := backend.Batch{Events: t.ready[:n:n]}
			t.ready = t.ready[n:]
			return b, nil
		case !slices.ContainsFunc(t.parts, func(p *logPart) bool { return !p.done }):
			return backend.Batch{}, io.EOF
		}
		if err := t.read(ctx); err != nil && t.life.Err() == nil {
			return backend.Batch{}, err
		}
	}
}

// Close ends a Next that is waiting, and what tells it of new lines.
func (t *logTail) Close() error {
	t.end()
	return nil
}

// settled takes over what polling brought and is how many events may be handed
// over: none that a part which is still reading pages could precede.
func (t *logTail) settled() int {
	var until time.Time // zero is no limit
	brought := false
	for _, p := range t.parts {
		if brought = brought || len(p.fresh) > 0; len(p.fresh) > 0 {
			t.ready = append(t.ready, p.fresh...)
			p.fresh = nil
		}
		if len(t.parts) > 1 && p.holds() && (until.IsZero() || p.at.Before(until)) {
			until = p.at
		}
	}
	if brought {
		t.order()
	}
	n := min(len(t.ready), backend.BatchSize)
	if until.IsZero() {
		return n
	}
	for n > 0 && t.ready[n-1].At.After(until) {
		n--
	}
	return n
}

func (t *logTail) order() {
	model.Sort(t.ready, func(x, y model.LogEvent) int { return x.At.Compare(y.At) })
}

// read waits for the next thing to do and does it.
func (t *logTail) read(ctx context.Context) error {
	if t.live != nil && t.live.session != nil {
		return t.live.read(ctx)
	}
	if t.live != nil && t.caughtUp() {
		due := earliest(t.due(), t.live.due)
		if due.Before(t.live.due) {
			return t.poll(ctx, due)
		}
		if err := waitUntil(ctx, due); err != nil {
			return err
		}
		return t.live.start(ctx)
	}
	return t.poll(ctx, t.due())
}

// caughtUp tells that nothing is left of the past.
func (t *logTail) caughtUp() bool {
	return !slices.ContainsFunc(t.parts, func(p *logPart) bool { return p.token != "" || p.failed || p.heard.IsZero() })
}

// due is when the next request is, on the wall clock. It is the part that has
// come least far which is asked: the others would only be held back by it.
func (t *logTail) due() time.Time {
	var due time.Time
	for _, p := range t.parts {
		if !p.done && (due.IsZero() || p.due.Before(due)) {
			due = p.due
		}
	}
	return due
}

// poll waits for due and asks the parts whose turn it is, side by side.
func (t *logTail) poll(ctx context.Context, due time.Time) error {
	if err := waitUntil(ctx, due); err != nil {
		return err
	}
	now := time.Now()
	var asked []*logPart
	for _, p := range t.parts {
		if p.done || p.due.After(now) {
			continue
		}
		// Pages are read in order of time over all parts.
		if p.holds() && slices.ContainsFunc(t.parts, func(o *logPart) bool { return o.holds() && o.at.Before(p.at) }) {
			continue
		}
		asked = append(asked, p)
	}
	var asking errgroup.Group
	asking.SetLimit(sideBySide)
	for _, p := range asked {
		asking.Go(func() error { return p.poll(ctx) })
	}
	err := asking.Wait()
	t.tellPause()
	return err
}

// tellPause keeps the mode's pace right while it polls.
func (t *logTail) tellPause() {
	if m := t.mode.Load(); m != nil && !m.Live {
		t.polling(m.Why)
	}
}

// polling says that it has to ask, and why.
func (t *logTail) polling(why string) {
	pause := pollLatest
	for _, p := range t.parts {
		pause = min(pause, p.pause)
	}
	t.mode.Store(&backend.TailMode{Every: pause, Why: why})
}

// waitUntil waits until the wall clock shows at.
func waitUntil(ctx context.Context, at time.Time) error {
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
