package feed

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestOpeningAsksAtOnce(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, metrics}})
		s, err := f.Next(t.Context(), 0)
		if err != nil || !s.Services[prod].Asking || s.Services[prod].Known() {
			t.Fatalf("the first snapshot does not say that the services are being asked for: %+v, %v", s.Services[prod], err)
		}
		pass(2 * w.latency) // services, then the metrics that need their names
		s = f.Latest()
		if n := len(s.Services[prod].Rows); n != 60 || s.Services[prod].Asking {
			t.Errorf("%d services after one answer's time, want 60 and nothing asked", n)
		}
		if n := len(s.Metrics); n != 60 {
			t.Errorf("metrics of %d services, want 60", n)
		}
		if got := w.counted(); got != 8 {
			t.Errorf("opening cost %d calls, want 7 for services and 1 for metrics", got)
		}
	})
}

// balanced is a world whose services each have a target group.
type balanced struct{ *world }

func (w balanced) Targets(ctx context.Context, ref model.ServiceRef) ([]model.Target, error) {
	return []model.Target{{ID: "10.0.0.1", State: model.TargetHealthy}}, w.serve(ctx, Targets, ref.Name, 1)
}

// What the screen of services asks for: of a small cluster tasks and targets too.
func TestQuietServicesCostAtMostThirtyCallsAMinute(t *testing.T) {
	for _, n := range []int{2, 3, 12, 60} {
		w := newWorld(n)
		scope := Scope{Shown: []Want{services, metrics, clusters}}
		if n < 10 {
			scope.Shown = append(scope.Shown, Want{Part: Tasks, Cluster: prod})
		}
		for i := range w.services {
			ref := w.services[i].Ref
			w.services[i].LoadBalancers = make([]model.LoadBalancer, 1)
			w.tasks = append(w.tasks, model.Task{Ref: prod.Task(ref.Name), Status: model.TaskRunning, Group: "service:" + ref.Name})
			if n < 10 {
				scope.Shown = append(scope.Shown, Want{Part: Targets, Cluster: prod, Service: ref.Name})
			}
		}
		inBubble(t, balanced{w}, Gentle(), func(t *testing.T, f *Feed) {
			f.Look(scope)
			pass(time.Minute)
			before := w.counted()
			pass(10 * time.Minute)
			got := float64(w.counted()-before) / 10
			t.Logf("%d services: %.1f calls a minute", n, got)
			if got > 30 || got < 7 {
				t.Errorf("%d services: %.1f calls a minute, want at most 30", n, got)
			}
		})
	}
}

func TestWhatMovesIsAtMostFiveSecondsOld(t *testing.T) {
	w := newWorld(60)
	w.services[7].Running = 1
	inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, metrics, {Part: Clusters}}})
		pass(time.Minute)
		before := w.counted()
		for i := range 60 {
			w.change(func() { w.services[7].Pending = i }) // each state lasts 5 s
			pass(5 * time.Second)
			row, _ := f.Latest().Service(w.services[7].Ref)
			if row.Pending != i {
				t.Fatalf("a moving service is more than 5 s old: pending %d, want %d", row.Pending, i)
			}
		}
		if got := (w.counted() - before) / 5; got > 30 {
			t.Errorf("%d calls a minute with one service moving, want at most 30", got)
		}
		if at := f.Latest().Services[prod].At; time.Since(at) > whole+time.Second {
			t.Errorf("the whole list is %s old", time.Since(at))
		}
	})
}

func TestTasksInTransitionAreAskedByID(t *testing.T) {
	w := newWorld(1)
	w.tasks = []model.Task{{Ref: prod.Task("a"), Status: model.TaskRunning}, {Ref: prod.Task("b"), Status: model.TaskPending}}
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{ownTasks}})
		pass(time.Second)
		w.change(func() { w.tasks[1].Status, w.tasks[1].Version = model.TaskActivating, 2 })
		pass(5 * time.Second)
		if got, _ := f.Latest().Task(prod.Task("b")); got.Status != model.TaskActivating {
			t.Errorf("task b is %s after 5 s, want ACTIVATING", got.Status)
		}
		if got := w.log("tasks of the service"); len(got) != 2 || got[1] != "tasks of the service svc-000 b" {
			t.Errorf("asked %q, want a list and then task b alone", got)
		}
	})
}

func TestHoverIsAskedOnceAndOnlyWhenTheCursorRests(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		for _, s := range w.services[:20] { // the cursor runs down the list
			f.Look(Scope{Shown: []Want{services}, Hover: []Want{{Part: OwnTasks, Cluster: prod, Service: s.Ref.Name}}})
			pass(50 * time.Millisecond)
		}
		pass(10 * time.Minute)
		if got := w.log("tasks of"); len(got) != 1 || got[0] != "tasks of the service svc-019" {
			t.Errorf("asked in advance: %q, want the one row on which the cursor came to rest, once", got)
		}
		f.Look(Scope{Shown: []Want{{Part: OwnTasks, Cluster: prod, Service: "svc-019"}}})
		if !f.Latest().OwnTasks[prod.Service("svc-019")].Known() {
			t.Error("Enter on a row that was asked in advance does not find its tasks")
		}
	})
}

func TestRefreshAsksNowButNeverTwiceAtOnce(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Second)
		for range 50 {
			f.Refresh()
		}
		pass(time.Second)
		if got := len(w.log("services")); got != 2 && got != 3 {
			t.Errorf("%d lists after 50 refreshes, want 2 or 3", got)
		}
		before := len(w.log("services"))
		pass(time.Minute)
		if got := len(w.log("services")) - before; got > 10 {
			t.Errorf("%d lists in the 5 minutes after many refreshes, want the usual 10", got)
		}
		if w.most > 1 {
			t.Errorf("the same list was asked %d times at once", w.most)
		}
	})
}

func TestHurriedVisitsStayWithinTheBudget(t *testing.T) {
	w := newWorld(300)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		for _, s := range w.services { // a new screen every 100 ms, for half a minute
			f.Look(Scope{Shown: []Want{{Part: OwnTasks, Cluster: prod, Service: s.Ref.Name}}})
			pass(100 * time.Millisecond)
		}
		// A full bucket, a fifth of it in debt, and a quarter of what flowed in meanwhile.
		if got, most := w.counted(), 100+20+30*5; got > most {
			t.Errorf("%d calls, want at most %d", got, most)
		}
	})
}

func TestIdleSlowsEverything(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}, Idle: Away})
		pass(10 * time.Minute)
		if got := len(w.log("services")); got > 6 {
			t.Errorf("%d lists in 10 idle minutes, want at most 6", got)
		}
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Second)
		if age := time.Since(f.Latest().Services[prod].At); age > whole+time.Second {
			t.Errorf("services are %s old a second after somebody looks again", age)
		}
	})
}

func TestLivelyAsksEverySecond(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, Lively(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, metrics, ownTasks}})
		pass(10 * time.Second)
		for _, part := range []string{"services", "metrics", "tasks of the service"} {
			if got := len(w.log(part)); got < 9 || got > 11 {
				t.Errorf("%s were asked %d times in 10 s, want about 10", part, got)
			}
		}
	})
}

func TestWriteIsPendingUntilItShows(t *testing.T) {
	w := newWorld(60)
	ref := w.services[5].Ref
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		tasks := Want{Part: OwnTasks, Cluster: prod, Service: ref.Name}
		f.Look(Scope{Shown: []Want{services, tasks}})
		pass(time.Second)
		f.Wrote(ref, model.PendingWrite{Verb: "scale", Desired: 9, At: time.Now()})
		synctest.Wait()
		if f.Latest().Pending[ref].Desired != 9 {
			t.Fatal("the write is not marked as pending")
		}
		pass(time.Second)
		if log := w.log("services"); log[len(log)-1] != "services svc-005" {
			t.Errorf("the last question is %q, want the service that was written to", log[len(log)-1])
		}
		if got := len(w.log("tasks of")); got != 2 {
			t.Errorf("tasks of the service were asked %d times, want again after the write", got)
		}
		before := len(w.log("services"))
		pass(20 * time.Second)
		if got := len(w.log("services")) - before; got > 5 {
			t.Errorf("%d questions in 20 s about one pending service, want 5", got)
		}
		w.change(func() { w.services[5].Desired = 9 })
		f.Look(Scope{}) // the screen has moved on
		pass(5 * time.Second)
		if _, pending := f.Latest().Pending[ref]; pending {
			t.Error("the write is still pending although the service shows it")
		}
		f.Wrote(ref, model.PendingWrite{Verb: "scale", Desired: 10, At: time.Now()})
		pass(pendingFor + time.Second)
		if _, pending := f.Latest().Pending[ref]; pending {
			t.Error("a write that never shows is pending for ever")
		}
	})
}

func TestPartialClusterRefFindsBothKeys(t *testing.T) {
	w := newWorld(3)
	bare := model.ClusterRef{Name: "prod"}
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{{Part: Services, Cluster: bare}, {Part: Metrics, Cluster: bare}}})
		pass(time.Second)
		s := f.Latest()
		if len(s.Services[bare].Rows) != 3 || len(s.Services[prod].Rows) != 3 {
			t.Errorf("%d services under the bare name, %d under the complete ref: want 3 and 3", len(s.Services[bare].Rows), len(s.Services[prod].Rows))
		}
		f.Look(Scope{Shown: []Want{services, {Part: Services, Cluster: bare}}})
		pass(time.Second)
		if got := w.log("services"); len(got) != 1 {
			t.Errorf("asked %q: two names of one cluster are one question", got)
		}
		pass(time.Minute)
		s = f.Latest()
		if a, b := s.Services[bare].At, s.Services[prod].At; !a.Equal(b) || len(s.Metrics) != 6 {
			t.Errorf("rows of %s under the bare name, of %s under the complete ref; %d metrics under both names, want 6", a, b, len(s.Metrics))
		}
	})
}

func TestLookNeverBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := New(Options{Backend: newWorld(1)}) // nobody runs it
		for range 1000 {
			f.Look(Scope{Shown: []Want{services}})
			f.Refresh()
			f.Wrote(prod.Service("a"), model.PendingWrite{Verb: "scale"})
		}
		if s := f.Latest(); s == nil || s.Seq != 0 {
			t.Errorf("Latest before Run is %v, want an empty snapshot", s)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := f.Next(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Next without anything new: %v, want the context's error", err)
		}
	})
}

func TestNextSkipsToTheNewest(t *testing.T) {
	w := newWorld(1)
	inBubble(t, w, Lively(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Minute)
		s, err := f.Next(t.Context(), 1)
		if err != nil || s != f.Latest() || s.Seq < 30 {
			t.Errorf("Next after a minute is snapshot %d (%v), want the newest", s.Seq, err)
		}
	})
}

func TestNothingIsPublishedWhileNothingComes(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Second)
		before, asked := f.Latest().Seq, len(w.log(""))
		for range 100 {
			f.Look(Scope{Shown: []Want{services}})
			pass(time.Second)
		}
		if snaps, answers := int(f.Latest().Seq-before), len(w.log(""))-asked; snaps != answers {
			t.Errorf("%d snapshots for %d answers", snaps, answers)
		}
	})
}

// A short list costs little, and so is asked again soon; a long one is asked
// again when its pace says.
func TestCheapListsAreFresher(t *testing.T) {
	for _, c := range []struct{ services, lists int }{{3, 4}, {60, 2}, {300, 1}} {
		w := newWorld(c.services)
		inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
			f.Look(Scope{Shown: []Want{services}})
			pass(time.Minute)
			before := len(w.log("services"))
			pass(time.Minute)
			if got := len(w.log("services")) - before; got < c.lists || got > c.lists+1 {
				t.Errorf("%d services are listed %d times a minute, want about %d", c.services, got, c.lists)
			}
		})
	}
}
