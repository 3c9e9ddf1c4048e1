package fake

import (
	"cmp"
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Tail opens a stream of log events.
func (f *Fake) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	if err := f.admit(ctx, "log groups", "logs:FilterLogEvents"); err != nil {
		return nil, err
	}
	var missing error
	until := q.Until
	f.view(func(p projector) {
		for _, s := range q.Sources {
			if p.LogGroup(s.Group) == nil && missing == nil {
				missing = explain("logs:FilterLogEvents", "log group "+s.Group, &sim.Error{Code: sim.ErrResourceNotFound, Message: "The specified log group does not exist."})
			}
		}
		if until.IsZero() && !q.Follow {
			until = p.Now().Add(time.Millisecond)
		}
	})
	if missing != nil {
		return nil, missing
	}
	return &tail{f: f, q: q, until: until, next: q.Since, closed: make(chan struct{})}, nil
}

// tail reads on from where it was. The world can still write at the very
// instant that was read last: seen are the events of that instant which have
// been handed over.
type tail struct {
	f      *Fake
	q      backend.LogQuery
	until  time.Time // zero when there is no end
	next   time.Time
	seen   map[string]bool
	once   sync.Once
	closed chan struct{}
}

// Next waits for events.
func (t *tail) Next(ctx context.Context) (backend.Batch, error) {
	for {
		select {
		case <-t.closed:
			return backend.Batch{}, backend.ErrTailClosed
		default:
		}
		if err := ctx.Err(); err != nil {
			return backend.Batch{}, err
		}
		touched := t.f.Changed()
		events, ended := t.read()
		if len(events) > 0 {
			return backend.Batch{Events: events}, nil
		}
		if ended {
			return backend.Batch{}, io.EOF
		}
		timer := time.NewTimer(backend.BatchWait)
		select {
		case <-touched:
		case <-timer.C:
		case <-ctx.Done():
		case <-t.closed:
		}
		timer.Stop()
	}
}

// read takes what has come since the last time; ended tells that nothing more
// can come.
func (t *tail) read() (events []model.LogEvent, ended bool) {
	t.f.view(func(p projector) {
		now := p.Now()
		to := now.Add(time.Nanosecond)
		if !t.until.IsZero() && t.until.Before(to) {
			to = t.until
		}
		var fresh []model.LogEvent
		for _, s := range t.q.Sources {
			// Twice the batch, less what was seen: the rest waits for the next.
			for _, l := range p.Lines(s.Group, s.Prefix, s.Streams, t.next, to, backend.BatchSize+len(t.seen)) {
				e := model.LogEvent{ID: l.ID, At: l.At, Ingested: l.At, Group: s.Group, Stream: l.Stream, Message: l.Message}
				if !t.seen[key(e)] {
					fresh = append(fresh, e)
				}
			}
		}
		model.Sort(fresh, func(a, b model.LogEvent) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
		events = fresh[:min(len(fresh), backend.BatchSize)]
		ended = !t.until.IsZero() && !now.Before(t.until) || !t.q.Follow
		if len(events) > 0 {
			t.advance(events)
		}
	})
	return events, ended
}

func key(e model.LogEvent) string { return e.Group + "\x00" + e.ID }

// advance moves the place to read from behind the events.
func (t *tail) advance(events []model.LogEvent) {
	last := events[len(events)-1].At
	if !last.Equal(t.next) || t.seen == nil {
		t.next, t.seen = last, map[string]bool{}
	}
	for _, e := range slices.Backward(events) {
		if !e.At.Equal(last) {
			break
		}
		t.seen[key(e)] = true
	}
}

// Close ends the tail.
func (t *tail) Close() error {
	t.once.Do(func() { close(t.closed) })
	return nil
}
