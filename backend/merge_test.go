package backend_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// script is a Tail that gives what it is told to, one step a Next, and then
// waits for ever or, when ends, ends.
type script struct {
	steps  []step
	ends   bool
	asked  atomic.Int32 // how often Next was called
	inside atomic.Int32 // how many Nexts are under way
	closed atomic.Int32
}

type step struct {
	after time.Duration
	batch backend.Batch
	err   error
}

func (s *script) Next(ctx context.Context) (backend.Batch, error) {
	s.asked.Add(1)
	if s.inside.Add(1) > 1 {
		return backend.Batch{}, errors.New("two Nexts at once")
	}
	defer s.inside.Add(-1)
	if len(s.steps) == 0 {
		if s.ends {
			return backend.Batch{}, io.EOF
		}
		<-ctx.Done()
		return backend.Batch{}, ctx.Err()
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	select {
	case <-time.After(next.after):
		return next.batch, next.err
	case <-ctx.Done():
		return backend.Batch{}, ctx.Err()
	}
}

func (s *script) Close() error {
	if s.inside.Load() > 0 {
		return errors.New("closed during a Next")
	}
	s.closed.Add(1)
	return nil
}

// at is a batch of one event a number, at so many seconds.
func at(seconds ...int) backend.Batch {
	var b backend.Batch
	for _, s := range seconds {
		b.Events = append(b.Events, model.LogEvent{At: time.Unix(int64(s), 0), Message: fmt.Sprint(s)})
	}
	return b
}

func written(b backend.Batch) string {
	var out []string
	for _, e := range b.Events {
		out = append(out, e.Message)
	}
	return strings.Join(out, " ")
}

func TestMergeOrdersWhatIsAtHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := backend.Merge(
			&script{steps: []step{{batch: at(1, 4, 9)}, {batch: at(10, 12)}}, ends: true},
			&script{steps: []step{{batch: at(2, 3, 5)}, {batch: at(6, 7)}, {batch: at(11)}}, ends: true},
			&script{ends: true},
		)
		defer m.Close() //nolint:errcheck // it has ended
		var got []string
		for {
			b, err := m.Next(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, written(b))
		}
		if all := strings.Join(got, " "); all != "1 2 3 4 5 6 7 9 10 11 12" {
			t.Errorf("got %q", got)
		}
		if _, err := m.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestMergeDoesNotWaitForTheSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		second := time.Second
		talks := &script{steps: []step{{after: second, batch: at(1)}, {after: second, batch: at(2)}, {after: second, batch: at(3)}}}
		m := backend.Merge(talks, &script{})
		defer m.Close() //nolint:errcheck // checked elsewhere
		start := time.Now()
		for i, want := range []time.Duration{second + backend.BatchWait, 2*second + backend.BatchWait, 3*second + backend.BatchWait} {
			if _, err := m.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took > want {
				t.Errorf("line %d came after %s", i+1, took)
			}
		}
	})
}

func TestMergeBatchesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var odd, even []int
		for i := range backend.BatchSize {
			odd, even = append(odd, 2*i+1), append(even, 2*i)
		}
		m := backend.Merge(&script{steps: []step{{batch: at(odd...)}}, ends: true}, &script{steps: []step{{batch: at(even...)}}, ends: true})
		defer m.Close() //nolint:errcheck // it ends
		var got []model.LogEvent
		for {
			b, err := m.Next(t.Context())
			if err != nil {
				break
			}
			if len(b.Events) > backend.BatchSize {
				t.Errorf("a batch of %d", len(b.Events))
			}
			got = append(got, b.Events...)
		}
		if len(got) != 2*backend.BatchSize || !slices.IsSortedFunc(got, func(x, y model.LogEvent) int { return x.At.Compare(y.At) }) {
			t.Errorf("got %d events", len(got))
		}
	})
}

func TestMergeThatIsNotPulledPullsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var endless []step
		for i := range 100 {
			endless = append(endless, step{batch: at(i)})
		}
		a, b := &script{steps: endless}, &script{steps: slices.Clone(endless)}
		m := backend.Merge(a, b)
		defer m.Close() //nolint:errcheck // checked elsewhere
		if a.asked.Load() != 0 {
			t.Error("asked before anybody wants anything")
		}
		if _, err := m.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if a.asked.Load() > 1 || b.asked.Load() > 1 {
			t.Errorf("asked %d and %d times for one batch", a.asked.Load(), b.asked.Load())
		}
	})
}

func TestMergeLosesNothingWhenTheCallerStopsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &script{steps: []step{{after: time.Minute, batch: at(1)}}}
		m := backend.Merge(slow, &script{})
		defer m.Close() //nolint:errcheck // checked elsewhere
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := m.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		b, err := m.Next(t.Context())
		if err != nil || written(b) != "1" || slow.asked.Load() != 1 {
			t.Errorf("got %q, %v after %d questions", written(b), err, slow.asked.Load())
		}
	})
}

func TestMergeGoesOnAfterTheErrorOfOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oops := errors.New("oops")
		m := backend.Merge(
			&script{steps: []step{{err: oops}, {batch: at(3)}}, ends: true},
			&script{steps: []step{{batch: backend.Batch{Events: at(1).Events, Skipped: 7}}, {batch: at(2)}}, ends: true},
		)
		defer m.Close() //nolint:errcheck // it ends
		var lines []string
		var failed, skipped int
		for {
			b, err := m.Next(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if errors.Is(err, oops) {
				failed++
			} else if err != nil {
				t.Fatal(err)
			}
			skipped += b.Skipped
			if len(b.Events) > 0 {
				lines = append(lines, written(b))
			}
		}
		if got := strings.Fields(strings.Join(lines, " ")); len(got) != 3 || failed != 1 || skipped != 7 {
			t.Errorf("lines %q, %d failures, %d skipped", lines, failed, skipped)
		}
	})
}

func TestMergeClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := &script{}, &script{}
		m := backend.Merge(a, b)
		ended := make(chan error, 1)
		go func() {
			_, err := m.Next(context.Background())
			ended <- err
		}()
		synctest.Wait()
		for range 2 {
			if err := m.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := <-ended; !errors.Is(err, backend.ErrTailClosed) {
			t.Errorf("the Next that waited: %v", err)
		}
		if _, err := m.Next(t.Context()); !errors.Is(err, backend.ErrTailClosed) {
			t.Errorf("a Next afterwards: %v", err)
		}
		if a.closed.Load() != 1 || b.closed.Load() != 1 {
			t.Errorf("closed %d and %d times", a.closed.Load(), b.closed.Load())
		}
	})
}

func TestMergeOfFew(t *testing.T) {
	one := &script{}
	if backend.Merge(one) != backend.Tail(one) {
		t.Error("one tail needs no merge")
	}
	none := backend.Merge()
	if _, err := none.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("no tails: %v", err)
	}
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}
