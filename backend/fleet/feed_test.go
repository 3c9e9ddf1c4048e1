package fleet_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/backend/fleet"
	"github.com/ecsdeck/ecsdeck/model"
)

var clusters = feed.Want{Part: feed.Clusters}

// until waits for a snapshot of which a test approves.
func until(t *testing.T, f *fleet.Fleet, good func(*model.Snapshot) bool) *model.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for s := f.Latest(); ; {
		if good(s) {
			return s
		}
		next, err := f.Next(ctx, s.Seq)
		if err != nil {
			t.Fatalf("it does not come: %d clusters (%v), contexts %+v", len(s.Clusters.Rows), s.Clusters.Err, s.Contexts)
		}
		if next.Seq <= s.Seq {
			t.Fatalf("Seq goes from %d to %d", s.Seq, next.Seq)
		}
		s = next
	}
}

// A context that hangs and one that fails keep nobody else from being shown.
func TestOneFailingContextBlanksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := prod(), stage()
		s.hang = make(chan struct{})
		f := fleetOf(t, p, s)
		stop := f.Start(t.Context())
		f.Look(feed.Scope{Shown: []feed.Want{clusters}})
		begun := time.Now()
		snap := until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 2 })
		if waited := time.Since(begun); waited > 0 {
			t.Errorf("prod's clusters came after %s: they wait for stage's", waited)
		}
		if snap.Clusters.Err != nil || len(snap.Contexts) != 2 || snap.Contexts[0].Clusters != 2 || snap.Contexts[0].Account != p.number || snap.Contexts[1].Clusters != 0 {
			t.Errorf("clusters %v, contexts %+v", snap.Clusters.Err, snap.Contexts)
		}

		s.mu.Lock()
		close(s.hang)
		s.hang = nil
		s.mu.Unlock()
		s.fails(nil)
		until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 4 })

		s.fails(&backend.Error{Kind: backend.KindExpired, Message: "the sign-in has expired"})
		snap = until(t, f, func(s *model.Snapshot) bool { return s.Contexts[1].Err != nil })
		if len(snap.Clusters.Rows) != 4 || snap.Clusters.Err != nil || snap.Contexts[0].Err != nil || backend.KindOf(snap.Contexts[1].Err) != backend.KindExpired {
			t.Errorf("one expired: %d rows, %v, %+v", len(snap.Clusters.Rows), snap.Clusters.Err, snap.Contexts)
		}
		if snap.Contexts[1].At.IsZero() {
			t.Error("when stage answered last is forgotten")
		}
		p.fails(errors.New("down"))
		snap = until(t, f, func(s *model.Snapshot) bool { return s.Clusters.Err != nil })
		if len(snap.Clusters.Rows) != 4 {
			t.Errorf("all fail: %d rows are left of 4", len(snap.Clusters.Rows))
		}
		stop()
	})
}

// What is on screen is asked where it is, and elsewhere nothing.
func TestScopesAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := prod(), stage()
		f := fleetOf(t, p, s)
		defer f.Start(t.Context())()
		lab := s.cluster("lab")
		// By its bare name, as on a command line: the lists tell who has it.
		bare := model.ClusterRef{Name: "lab"}
		f.Look(feed.Scope{Shown: []feed.Want{{Part: feed.Services, Cluster: bare}}})
		snap := until(t, f, func(s *model.Snapshot) bool { return s.Services[bare].Known() })
		if snap.Services[bare].Err != nil || len(snap.Services[bare].Rows) != 1 || snap.Services[bare].Rows[0].Ref.Cluster != lab {
			t.Errorf("got %+v", snap.Services[bare])
		}
		f.Look(feed.Scope{Shown: []feed.Want{{Part: feed.Services, Cluster: lab}}})
		until(t, f, func(s *model.Snapshot) bool { return s.Services[lab].Known() })
		synctest.Wait()
		before := len(p.heard())
		n := len(s.heard())
		time.Sleep(5 * time.Second) // of the bubble's own time
		if after := len(p.heard()); after != before {
			t.Errorf("prod is asked while only stage is on screen: %q", p.heard()[before:])
		}
		if len(s.heard()) == n {
			t.Error("stage is not asked any more")
		}
		f.Refresh(feed.Want{Part: feed.Tasks, Cluster: p.cluster("shop")})
		until(t, f, func(*model.Snapshot) bool { return slices.Contains(p.heard(), "tasks shop") })
		if slices.Contains(s.heard(), "tasks shop") {
			t.Error("stage is asked about prod's tasks")
		}
		f.Wrote(lab.Service("api"), model.PendingWrite{Verb: "scale", Desired: 9})
		snap = until(t, f, func(s *model.Snapshot) bool { return len(s.Pending) > 0 })
		if snap.Pending[lab.Service("api")].Desired != 9 {
			t.Errorf("pending: %v", snap.Pending)
		}
	})
}

// Contexts are changed under a running dashboard, and nothing is left of those
// that were let go.
func TestUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := prod(), stage()
		f, err := fleet.Open(t.Context(), opened{inProd.Name(): p, inStage.Name(): s}.options(), inProd)
		if err != nil {
			t.Fatal(err)
		}
		stop := f.Start(t.Context())
		f.Look(feed.Scope{Shown: []feed.Want{clusters}})
		alone := until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 2 })
		if alone.Contexts != nil {
			t.Errorf("an only context is listed: %+v", alone.Contexts)
		}
		asked := len(p.heard())

		if err := f.Use(t.Context(), []model.Context{inProd, inStage}); err != nil {
			t.Fatal(err)
		}
		if at := f.Latest(); len(at.Clusters.Rows) != 2 || at.Seq <= alone.Seq {
			t.Error("prod's rows are gone while stage's are asked for")
		}
		until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 4 })
		if n := len(p.heard()); n != asked {
			t.Errorf("prod is asked again (%d calls, %d before) because of stage", n, asked)
		}

		if err := f.Use(t.Context(), []model.Context{inStage, {Profile: "ghost", Region: "x"}}); backend.KindOf(err) != backend.KindNotFound {
			t.Errorf("a context that cannot be opened: %v", err)
		}
		if len(f.Contexts()) != 2 || p.closed {
			t.Error("a change that failed has changed something")
		}

		if err := f.Use(t.Context(), []model.Context{inStage}); err != nil {
			t.Fatal(err)
		}
		snap := until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 2 })
		if snap.Clusters.Rows[0].Ref.Region != "us-east-1" || snap.Contexts != nil || !p.closed {
			t.Errorf("after the change: %+v, prod closed: %t", snap.Clusters.Rows, p.closed)
		}
		left := len(p.heard())
		time.Sleep(time.Minute) // of the bubble's own time
		if n := len(p.heard()); n != left {
			t.Errorf("prod was asked %d times after it was let go", n-left)
		}
		stop() // the bubble fails when a goroutine is left
		if err := f.Close(); err != nil || !s.closed {
			t.Errorf("closed: %t, %v", s.closed, err)
		}
	})
}

// Memory and goroutines of contexts that were let go come back.
func TestContextsLetGoLeaveNothing(t *testing.T) {
	backends := opened{inProd.Name(): prod()}
	f, err := fleet.Open(t.Context(), backends.options(), inProd)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Start(t.Context())()
	f.Look(feed.Scope{Shown: []feed.Want{clusters}})
	until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 2 })
	const rounds = 20
	gone := make(chan struct{}, rounds)
	before := runtime.NumGoroutine()
	for range rounds {
		s := stage()
		runtime.AddCleanup(s, func(struct{}) { gone <- struct{}{} }, struct{}{})
		backends[inStage.Name()] = s
		if err := f.Use(t.Context(), []model.Context{inProd, inStage}); err != nil {
			t.Fatal(err)
		}
		until(t, f, func(s *model.Snapshot) bool { return len(s.Clusters.Rows) == 4 })
		if err := f.Use(t.Context(), []model.Context{inProd}); err != nil {
			t.Fatal(err)
		}
	}
	if n := runtime.NumGoroutine(); n > before+2 {
		t.Errorf("%d goroutines, %d before", n, before)
	}
	delete(backends, inStage.Name())
	f.Latest()
	for range rounds {
		runtime.GC()
		select {
		case <-gone:
		case <-time.After(5 * time.Second):
			t.Fatal("a context that was let go is still held")
		}
	}
}
