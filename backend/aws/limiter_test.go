package aws

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var readServices = model.LimitOf("ecs:DescribeServices") // 100 at once, 20 a second

func urgent() bool  { return false }
func routine() bool { return true }

// takeAll takes n tokens side by side and tells how long it took.
func takeAll(t *testing.T, l *limiter, n int, q model.Quota, routine func() bool) time.Duration {
	t.Helper()
	start := time.Now()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if _, err := l.take(t.Context(), q, routine, nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

func TestTurns(t *testing.T) {
	for _, c := range []struct {
		name    string
		n       int
		routine func() bool
		want    time.Duration
	}{
		{"a thousand services, that a person waits for", 110, urgent, 600 * time.Millisecond},
		{"a burst by routine", 98, routine, 0},
		{"more than a burst by routine: 5 a second", 110, routine, 2 * time.Second},
		{"more than may be owed", 145, urgent, 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := takeAll(t, newLimiter(0.25), c.n, readServices, c.routine)
				if got < c.want-50*time.Millisecond || got > c.want+100*time.Millisecond {
					t.Errorf("it took %s, want about %s", got, c.want)
				}
			})
		})
	}
}

func TestThrottlingSlowsOneBucketOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0.25)
		l.throttled(readServices)
		tasks := model.LimitOf("ecs:DescribeTasks")
		if got := takeAll(t, l, 98, tasks, routine); got != 0 {
			t.Errorf("98 calls to a bucket that nobody throttled took %s", got)
		}
		if got := takeAll(t, l, 5, readServices, routine); got < 1500*time.Millisecond || got > 2500*time.Millisecond {
			t.Errorf("5 calls to the throttled one took %s, want about 2 s: half of 5 a second", got)
		}
		if got := l.usage(time.Now()).Slowed; !slices.Equal(got, []string{"service read"}) {
			t.Errorf("slowed: %v", got)
		}
		time.Sleep(time.Minute)
		if got := l.usage(time.Now()).Slowed; len(got) != 0 {
			t.Errorf("still slowed after a minute: %v", got)
		}
	})
}

// What somebody waits for overtakes what comes by routine, even what came before
// it and what becomes urgent while it waits.
func TestUrgentOvertakesRoutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0.25)
		takeAll(t, l, 120, readServices, urgent)
		var order []string
		var mu sync.Mutex
		var all sync.WaitGroup
		wait := func(name string, routine func() bool) {
			all.Go(func() {
				if _, err := l.take(t.Context(), readServices, routine, nil); err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				order = append(order, name)
			})
			synctest.Wait()
		}
		var hurried atomic.Bool
		wait("routine", routine)
		wait("hurried", func() bool { return !hurried.Load() })
		wait("first", urgent)
		wait("second", urgent)
		hurried.Store(true)
		l.hurry(readServices)
		all.Wait()
		if want := []string{"hurried", "first", "second", "routine"}; !slices.Equal(order, want) {
			t.Errorf("order %v, want %v", order, want)
		}
	})
}

func TestWhoGivesUpTakesNoToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0.25)
		takeAll(t, l, 120, readServices, urgent)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := l.take(ctx, readServices, urgent, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if got := takeAll(t, l, 1, readServices, urgent); got > 210*time.Millisecond {
			t.Errorf("the next waited %s for its token", got)
		}
	})
}

// A turn that does not come in time is told as what it is, and a call's own
// patience does not run while it waits.
func TestTurnThatDoesNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := silent(0.01)
		takeAll(t, b.limits.Load(), 5, readServices, urgent)
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		sends := func(ctx context.Context, _ *struct{}, _ ...int) (*struct{}, error) {
			return &struct{}{}, ctx.Value(tryKey{}).(*try).await(ctx)
		}
		r := request{"ecs:DescribeServices", "cluster prod"}
		if _, err := invoke(ctx, b, r, sends, &struct{}{}); backend.KindOf(err) != backend.KindThrottled {
			t.Errorf("got %v", err)
		}
		start := time.Now()
		for range 4 { // 5 s each: all of it is longer than callTimeout
			if _, err := invoke(t.Context(), b, r, sends, &struct{}{}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < callTimeout {
			t.Errorf("it took %s", took)
		}
	})
}

// silent is a Backend without clients.
func silent(share float64) *Backend {
	b := &Backend{log: slog.New(slog.DiscardHandler), context: "dev/eu-central-1"}
	b.limits.Store(newLimiter(share))
	b.signer = &credentialChain{}
	return b
}

func TestMinute(t *testing.T) {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var m minute
	for i := range 120 {
		m.add(start.Add(time.Duration(i) * time.Second))
	}
	for after, want := range map[time.Duration]int{119 * time.Second: 60, 149 * time.Second: 30, 178 * time.Second: 1, time.Hour: 0} {
		copied := m
		if got := copied.sum(start.Add(after)); got != want {
			t.Errorf("after %s: %d, want %d", after, got, want)
		}
	}
}

// TestThrottledCallOverHTTP: every try is in the log and in the usage.
func TestThrottledCallOverHTTP(t *testing.T) {
	var n atomic.Int32
	e := &endpoint{t: t, answer: answers{"ListClusters": func(object) reply {
		if n.Add(1) < 3 {
			return failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
		}
		return ok(object{"clusterArns": []string{}})
	}}}
	inNoTime(t, e, func(t *testing.T, b *Backend) {
		if _, err := b.Clusters(t.Context()); err != nil {
			t.Fatal(err)
		}
		log := b.CallLog()
		if len(log) != 1 {
			t.Fatalf("%d calls in the log", len(log))
		}
		c := log[0]
		if c.Op != "ecs:ListClusters" || c.Tries != 3 || c.Throttled != 2 || c.Status != 200 || c.RequestID != "req-1" || !c.Done || c.Err != nil ||
			c.Bucket != "cluster read" || c.Context != "eu-central-1" || c.Target == "" || c.Took <= 0 || c.At.IsZero() {
			t.Errorf("got %+v", c)
		}
		u := b.Usage(time.Now())
		if u.PerMinute != 3 || u.Busiest != "cluster read" || u.Share != 3.0/60/20 || u.Limit != 1000 || !slices.Equal(u.Slowed, []string{"cluster read"}) {
			t.Errorf("got %+v", u)
		}
	})
}

func TestCallLogKeepsTheNewest(t *testing.T) {
	b, _ := serve(t, answers{"DescribeServices": func(object) reply {
		return failure(http.StatusBadRequest, "InvalidParameterException", "no")
	}})
	for i := range callLogSize + 3 {
		b.journal.begin(&backend.Call{Op: fmt.Sprint(i)})
	}
	if _, err := b.Services(t.Context(), prod, "a"); backend.KindOf(err) != backend.KindInvalid {
		t.Fatalf("got %v", err)
	}
	log := b.CallLog()
	if len(log) != callLogSize || log[0].Op != "ecs:DescribeServices" || log[1].Op != "502" || log[callLogSize-1].Op != "4" {
		t.Errorf("%d calls, from %q to %q", len(log), log[0].Op, log[len(log)-1].Op)
	}
	if c := log[0]; c.Status != 400 || backend.KindOf(c.Err) != backend.KindInvalid || c.Tries != 1 {
		t.Errorf("got %+v", c)
	}
}

// TestAccountsShareTheirLimits: two regions have limits of their own, two
// backends of one account and region share theirs, once STS has told.
func TestAccountsShareTheirLimits(t *testing.T) {
	_, e := serve(t, answers{"GetCallerIdentity": always(identity1)})
	open := func(profile, region string) *Backend {
		t.Setenv("AWS_PROFILE", "")
		b, err := Open(t.Context(), Options{Region: region, Endpoint: e.URL})
		if err != nil {
			t.Fatal(err)
		}
		b.profile = profile
		b.limits.Store(b.limiter(Options{}))
		return b
	}
	one, same, other, elsewhere := open("dev", "eu-west-1"), open("dev", "eu-west-1"), open("ops", "eu-west-1"), open("dev", "eu-west-3")
	if one.limits.Load() != same.limits.Load() {
		t.Error("the same profile and region: two limiters")
	}
	if one.limits.Load() == other.limits.Load() {
		t.Error("two profiles of which nothing is known: one limiter")
	}
	for _, b := range []*Backend{one, other, elsewhere} {
		if _, err := b.About(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if one.limits.Load() != other.limits.Load() {
		t.Error("two profiles of the same account: two limiters")
	}
	if one.limits.Load() == elsewhere.limits.Load() {
		t.Error("two regions: one limiter")
	}
}

// TestAnAccountOwesWhatWasAskedUnderEachName: the budget of an account is not
// full again because its number has become known.
func TestAnAccountOwesWhatWasAskedUnderEachName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one, two := newLimiter(0.25), newLimiter(0.25)
		account := fmt.Sprintf("account of %p", one) // the process knows every account it met
		takeAll(t, one, 10, readServices, urgent)
		takeAll(t, two, 98, readServices, urgent)
		if got := sameLimiter(account, one); got != one {
			t.Fatal("the first limiter of an account is not its own")
		}
		if got := sameLimiter(account, two); got != one {
			t.Fatal("there are two limiters for one account")
		}
		if got := one.usage(time.Now()).PerMinute; got != 108 {
			t.Errorf("%d calls in the last minute, want 108", got)
		}
		if got := takeAll(t, one, 1, readServices, urgent); got < 40*time.Millisecond {
			t.Errorf("the next call waited %s: what the other emptied is full", got)
		}
		other := sameLimiter(account+" other", one) // new credentials
		if other == one || other.usage(time.Now()).PerMinute != 0 {
			t.Error("another account has the limiter of this one")
		}
		if got := sameLimiter(account, other); got != one {
			t.Error("back in the first account, its limiter is another one")
		}
	})
}
