package suite

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestContract: a backend that keeps the contract passes, and nothing of it is
// skipped.
func TestContract(t *testing.T) {
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := record(t.Context(), c, newMemory().subject())
				if len(r.failures) > 0 || r.skipped != "" {
					t.Errorf("failures %q, skipped %q", r.failures, r.skipped)
				}
			})
		})
	}
}

// TestRun drives the suite as a backend's own test does.
func TestRun(t *testing.T) {
	Run(t, func(*testing.T) Subject { return newMemory().subject() })
}

// TestBroken: every way to break the contract is caught by the check named for
// it, and every check catches something.
func TestBroken(t *testing.T) {
	caught := map[string]bool{}
	for _, b := range broken() {
		t.Run(b.name, func(t *testing.T) {
			i := slices.IndexFunc(checks(), func(c check) bool { return c.name == b.check })
			if i < 0 {
				t.Fatalf("there is no check %q", b.check)
			}
			caught[b.check] = true
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				s := m.subject()
				s.Backend = b.bend(m)
				if r := record(t.Context(), checks()[i], s); len(r.failures) == 0 {
					t.Errorf("%q does not see it (skipped: %q)", b.check, r.skipped)
				}
				m.advance(time.Minute) // wakes a Next that nobody could cancel
			})
		})
	}
	for _, c := range checks() {
		if !caught[c.name] {
			t.Errorf("no broken backend shows that %q can fail", c.name)
		}
	}
}

// TestAbsent: what a backend need not have is skipped, not failed.
func TestAbsent(t *testing.T) {
	for _, c := range checks() {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			s := m.subject()
			s.Backend, s.Now, s.Many, s.Fail = bare{m}, m.Now, "", nil
			if r := record(t.Context(), c, s); len(r.failures) > 0 {
				t.Errorf("%s: a backend without any ability fails: %q", c.name, r.failures)
			}
		})
	}
}

// recorder is a T that writes down what a check finds.
type recorder struct {
	ctx      context.Context
	cleanups []func()
	failures []string
	skipped  string
}

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.ctx }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Skipf(format string, args ...any) {
	r.skipped = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// recorded runs f with a recorder, on a goroutine that it may end.
func recorded(ctx context.Context, f func(T)) *recorder {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &recorder{ctx: ctx}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			for _, f := range slices.Backward(r.cleanups) {
				f()
			}
		}()
		f(r)
	}()
	<-done
	return r
}

func record(ctx context.Context, c check, s Subject) *recorder {
	return recorded(ctx, func(t T) { c.run(t, s) })
}

func TestChecksHaveDistinctNames(t *testing.T) {
	var names []string
	for _, c := range checks() {
		names = append(names, c.name)
	}
	wantDistinct(t, "checks", names)
	if i := slices.IndexFunc(names, func(n string) bool { return strings.TrimSpace(n) == "" }); i >= 0 {
		t.Errorf("check %d has no name", i)
	}
}
