package aws

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
)

// flights are the questions on their way that others may wait for as well: the
// same question is never on its way twice.
type flights struct {
	mu sync.Mutex
	by map[string]*flight
}

// flight is a question on its way. It lives as long as anybody waits for it.
type flight struct {
	try     *try
	cancel  context.CancelFunc
	waiting int           // guarded by flights.mu
	done    chan struct{} // closed when out and err are there
	out     any
	err     error
}

// isRead tells whether an operation changes nothing and opens nothing.
func isRead(op string) bool {
	_, name, _ := strings.Cut(op, ":")
	for _, verb := range []string{"Describe", "List", "Get", "Filter", "Lookup", "BatchGet"} {
		if strings.HasPrefix(name, verb) {
			return true
		}
	}
	return false
}

// shareable tells whether an answer may be given to whoever asks the same. Of
// logs and images other regions are asked as well, where the same question is
// another.
func shareable(op string) bool {
	return isRead(op) && !strings.HasPrefix(op, "logs:") && !strings.HasPrefix(op, "ecr:")
}

// sameQuestion is equal for equal questions; ok is false where that cannot be told.
func sameQuestion(op string, in any) (key string, ok bool) {
	data, err := json.Marshal(in)
	return op + string(data), err == nil
}

// join waits for the answer to the question key, which it asks unless that is on
// its way already. ctx ends the waiting, but the asking only when nobody else
// waits: then err is ctx's. What comes out is shared, and not to be changed.
func (f *flights) join(ctx context.Context, key string, t *try, ask func(context.Context, *try) (any, error)) (any, *try, error) {
	f.mu.Lock()
	on := f.by[key]
	if on == nil {
		on = &flight{try: t, done: make(chan struct{})}
		var alone context.Context
		alone, on.cancel = context.WithCancel(context.WithoutCancel(ctx))
		if f.by == nil {
			f.by = map[string]*flight{}
		}
		f.by[key] = on
		go func() {
			on.out, on.err = ask(alone, t)
			f.leave(key, on, true)
			close(on.done)
			on.cancel()
		}()
	}
	on.waiting++
	f.mu.Unlock()
	if on.try != t && !t.routine.Load() {
		on.try.hurry()
	}
	select {
	case <-on.done:
		return on.out, on.try, on.err
	case <-ctx.Done():
		f.leave(key, on, false)
		return nil, on.try, ctx.Err()
	}
}

// leave takes one who waits, or an answer that is there, off.
func (f *flights) leave(key string, on *flight, answered bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !answered {
		if on.waiting--; on.waiting > 0 {
			return
		}
		on.cancel()
	}
	if f.by[key] == on {
		delete(f.by, key)
	}
}

// forget lets nobody join what is on its way: something was written, and whoever
// asks from now on wants to see that.
func (f *flights) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.by)
}
