package aws

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

type asking struct{ Name *string }

type reply1 struct{ n int32 }

// held is an operation that answers when release is closed, and counts.
type held struct {
	release chan struct{}
	n       atomic.Int32
}

func (h *held) do(ctx context.Context, _ *asking, _ ...int) (*reply1, error) {
	n := h.n.Add(1)
	select {
	case <-h.release:
		return &reply1{n}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestTheSameQuestionIsAskedOnce(t *testing.T) {
	a, other := "a", "b"
	for _, c := range []struct {
		name   string
		op     string
		second *asking
		opts   []int
		writes bool
		want   int32
	}{
		{"the same", "ecs:ListServices", &asking{&a}, nil, false, 1},
		{"another", "ecs:ListServices", &asking{&other}, nil, false, 2},
		{"a write", "ecs:UpdateService", &asking{&a}, nil, false, 2},
		{"a stream", "logs:StartLiveTail", &asking{&a}, nil, false, 2},
		{"with options of its own", "ecs:ListServices", &asking{&a}, []int{1}, false, 2},
		{"after a write in between", "ecs:ListServices", &asking{&a}, nil, true, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b, h := silent(1), &held{release: make(chan struct{})}
				r := request{c.op, "x"}
				var all sync.WaitGroup
				all.Go(func() { _, _ = invoke(t.Context(), b, r, h.do, &asking{&a}) })
				synctest.Wait()
				if c.writes {
					done := &held{release: make(chan struct{})}
					close(done.release)
					if _, err := invoke(t.Context(), b, request{"ecs:UpdateService", "x"}, done.do, &asking{}); err != nil {
						t.Error(err)
					}
				}
				all.Go(func() {
					if _, err := invoke(t.Context(), b, r, h.do, c.second, c.opts...); err != nil {
						t.Error(err)
					}
				})
				synctest.Wait()
				close(h.release)
				all.Wait()
				if got := h.n.Load(); got != c.want {
					t.Errorf("sent %d times, want %d", got, c.want)
				}
			})
		})
	}
}

// Whoever gives up takes nothing from the others; when all have, the call ends.
func TestGivingUpAQuestionThatOthersAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, h := silent(1), &held{release: make(chan struct{})}
		r := request{"ecs:ListServices", "x"}
		first, giveUp := context.WithCancel(t.Context())
		got := make(chan error, 2)
		go func() { _, err := invoke(first, b, r, h.do, &asking{}); got <- err }()
		synctest.Wait()
		go func() { _, err := invoke(t.Context(), b, r, h.do, &asking{}); got <- err }()
		synctest.Wait()
		giveUp()
		if err := <-got; backend.KindOf(err) != backend.KindCanceled || !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up got %v", err)
		}
		if log := b.CallLog(); len(log) != 1 || log[0].Done {
			t.Errorf("the call log has %+v, want one call on its way", log)
		}
		close(h.release)
		if err := <-got; err != nil {
			t.Errorf("who waited on got %v", err)
		}

		again := &held{release: make(chan struct{})}
		last, giveUp := context.WithCancel(t.Context())
		go func() { _, err := invoke(last, b, r, again.do, &asking{}); got <- err }()
		synctest.Wait()
		giveUp()
		if err := <-got; backend.KindOf(err) != backend.KindCanceled {
			t.Errorf("who gave up last got %v", err)
		}
		synctest.Wait()
		if log := b.CallLog(); !log[0].Done || backend.KindOf(log[0].Err) != backend.KindCanceled {
			t.Errorf("nobody waits, and the call goes on: %+v", log[0])
		}
	})
}

// A routine question becomes urgent when somebody comes to wait for it: then it
// waits for AWS's refill alone.
func TestRoutineQuestionBecomesUrgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := silent(0.25)
		takeAll(t, b.limits.Load(), 100, readServices, urgent)
		n := 0
		do := func(ctx context.Context, _ *asking, _ ...int) (*reply1, error) {
			n++
			return &reply1{}, ctx.Value(tryKey{}).(*try).await(ctx)
		}
		r := request{"ecs:DescribeServices", "x"}
		var all sync.WaitGroup
		all.Go(func() { _, _ = invoke(backend.Routine(t.Context()), b, r, do, &asking{}) })
		synctest.Wait()
		if log := b.CallLog(); log[0].Tries != 0 {
			t.Fatal("the routine call did not wait")
		}
		if _, err := invoke(t.Context(), b, r, do, &asking{}); err != nil {
			t.Error(err)
		}
		if c := b.CallLog()[0]; n != 1 || c.Waited > 100*time.Millisecond || c.Tries != 1 {
			t.Errorf("sent %d times, waited %s", n, c.Waited)
		}
		all.Wait()
	})
}
