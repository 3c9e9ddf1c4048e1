package backend

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// ErrTailClosed is what Next of a closed tail returns.
var ErrTailClosed = errors.New("the tail is closed")

// Merge makes one tail of many; closing it closes them all. Events are ordered
// by time within a batch, and from batch to batch for as long as every tail has
// some at hand, as when old lines are read: what a slower tail could still
// precede is held back. A tail that stays silent holds the others up once, for
// BatchWait; from then on they are handed over as they come until it speaks.
//
// Each tail is asked again only when what it gave last has been handed on, so a
// merge that is not pulled pulls nothing. The error of one tail is returned once
// and does not stop the others. The merge has ended when all tails have.
func Merge(tails ...Tail) Tail {
	if len(tails) == 1 {
		return tails[0]
	}
	life, end := context.WithCancel(context.Background())
	m := &merge{life: life, end: end, answers: make(chan answer, len(tails))}
	for _, t := range tails {
		m.lanes = append(m.lanes, &lane{tail: t})
	}
	return m
}

// merge is used by one Next at a time; only Close may come from elsewhere.
type merge struct {
	lanes   []*lane
	answers chan answer // has room for one answer of every lane: nobody blocks on it
	life    context.Context
	end     context.CancelFunc
	asking  sync.WaitGroup
	mu      sync.Mutex // guards asking.Add against Close
	closing sync.Once
	closed  error
}

// lane is a tail with what it gave and is not handed on yet.
type lane struct {
	tail    Tail
	asked   bool
	silent  bool // asked, and not waited for any more
	ended   bool
	events  []model.LogEvent
	skipped int
	err     error
}

type answer struct {
	lane  *lane
	batch Batch
	err   error
}

// ready tells a lane that has something to give without being asked.
func (l *lane) ready() bool { return len(l.events) > 0 || l.skipped > 0 || l.err != nil }

func (m *merge) Next(ctx context.Context) (Batch, error) {
	for {
		if m.life.Err() != nil {
			return Batch{}, ErrTailClosed
		}
		if err := ctx.Err(); err != nil {
			return Batch{}, err
		}
		m.ask()
		if err := m.gather(ctx); err != nil {
			return Batch{}, err
		}
		if b := m.take(); len(b.Events) > 0 || b.Skipped > 0 {
			return b, nil
		}
		if err := m.takeError(); err != nil {
			return Batch{}, err
		}
		if !m.any(func(l *lane) bool { return !l.ended }) {
			return Batch{}, io.EOF
		}
	}
}

// ask sends a Next to every lane that has nothing left and is not asked yet. The
// question outlives the Next that asked it, so that no answer is lost when the
// caller stops waiting.
func (m *merge) ask() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.life.Err() != nil {
		return
	}
	for _, l := range m.lanes {
		if l.asked || l.ended || l.ready() {
			continue
		}
		l.asked = true
		m.asking.Go(func() {
			b, err := l.tail.Next(m.life)
			m.answers <- answer{l, b, err}
		})
	}
}

// gather waits for the first answer when nothing is at hand, then for those of
// the lanes that are not known to be silent.
func (m *merge) gather(ctx context.Context) error {
	m.drain()
	for !m.any((*lane).ready) && m.any(func(l *lane) bool { return l.asked }) {
		if err := m.await(ctx, nil); err != nil {
			return err
		}
	}
	linger := time.NewTimer(BatchWait)
	defer linger.Stop()
	for m.any(func(l *lane) bool { return l.asked && !l.silent }) {
		if err := m.await(ctx, linger.C); err != nil {
			return err
		}
	}
	return nil
}

// await keeps one answer. When enough comes first, every lane that is still
// asked counts as silent.
func (m *merge) await(ctx context.Context, enough <-chan time.Time) error {
	select {
	case a := <-m.answers:
		a.keep()
	case <-enough:
		for _, l := range m.lanes {
			l.silent = l.asked
		}
	case <-m.life.Done():
		return ErrTailClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// drain takes the answers that came while nobody waited.
func (m *merge) drain() {
	for {
		select {
		case a := <-m.answers:
			a.keep()
		default:
			return
		}
	}
}

func (a answer) keep() {
	l := a.lane
	l.asked, l.silent = false, false
	l.events, l.skipped = a.batch.Events, a.batch.Skipped
	if errors.Is(a.err, io.EOF) {
		l.ended = true
		return
	}
	l.err = a.err
}

func (m *merge) any(is func(*lane) bool) bool { return slices.ContainsFunc(m.lanes, is) }

// take hands over the oldest events at hand, at most a batch of them. It stops
// at the end of what a lane gave, because the next thing which that lane gives
// may be older than what the others still hold.
func (m *merge) take() Batch {
	var b Batch
	for _, l := range m.lanes {
		b.Skipped += l.skipped
		l.skipped = 0
	}
	for len(b.Events) < BatchSize {
		oldest := m.oldest()
		if oldest == nil {
			break
		}
		b.Events = append(b.Events, oldest.events[0])
		oldest.events = oldest.events[1:]
		if len(oldest.events) == 0 && !oldest.ended && oldest.err == nil {
			break
		}
	}
	return b
}

// oldest is the lane whose first event is the oldest; the first such lane wins
// a tie, so that the order does not depend on who answered first.
func (m *merge) oldest() *lane {
	var best *lane
	for _, l := range m.lanes {
		if len(l.events) > 0 && (best == nil || l.events[0].At.Before(best.events[0].At)) {
			best = l
		}
	}
	return best
}

func (m *merge) takeError() error {
	for _, l := range m.lanes {
		if err := l.err; err != nil {
			l.err = nil
			return err
		}
	}
	return nil
}

// Mode is that of the first tail which has to poll, else of the first of which
// it is known.
func (m *merge) Mode() (mode TailMode, ok bool) {
	for _, l := range m.lanes {
		switch of, known := ModeOf(l.tail); {
		case !known:
		case !of.Live:
			return of, true
		case !ok:
			mode, ok = of, true
		}
	}
	return mode, ok
}

// Close ends the questions under way, waits for them and closes every tail.
func (m *merge) Close() error {
	m.closing.Do(func() {
		m.mu.Lock()
		m.end()
		m.mu.Unlock()
		m.asking.Wait()
		var errs []error
		for _, l := range m.lanes {
			errs = append(errs, l.tail.Close())
		}
		m.closed = errors.Join(errs...)
	})
	return m.closed
}
