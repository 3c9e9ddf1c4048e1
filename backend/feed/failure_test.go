package feed

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestHangingEndpointTimesOutKeepsDataAndRecovers(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Second)
		good := f.Latest().Services[prod]
		w.change(func() { w.hang = true })
		pass(whole + timeout + time.Second)
		p := f.Latest().Services[prod]
		if kind := backend.KindOf(p.Err); kind != backend.KindUnreachable {
			t.Errorf("a question without an answer is %v (%v), want unreachable", kind, p.Err)
		}
		if len(p.Rows) != 60 || !p.At.Equal(good.At) {
			t.Errorf("a time-out left %d rows of %s, want the 60 of %s", len(p.Rows), p.At, good.At)
		}
		w.change(func() { w.hang = false })
		pass(Gentle().RetryCap + timeout + time.Second) // no key pressed
		if p = f.Latest().Services[prod]; p.Err != nil || !p.At.After(good.At) {
			t.Errorf("not recovered: %v, rows of %s", p.Err, p.At)
		}
	})
}

func TestRecoveryOfOneIsRecoveryOfAll(t *testing.T) {
	w := newWorld(3)
	expired := &backend.Error{Kind: backend.KindExpired}
	w.fail[Services], w.fail[Clusters] = expired, expired
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, {Part: Clusters}}})
		pass(5*time.Minute + 10*time.Second) // the next try by itself is 20 s away
		w.change(func() { clear(w.fail) })
		f.Refresh(services)
		pass(time.Second)
		if p := f.Latest().Clusters; p.Err != nil || !p.Known() {
			t.Errorf("clusters still fail a second after the sign-in: %v", p.Err)
		}
	})
}

func TestThrottlingSlowsItsOwnBucketAlone(t *testing.T) {
	asked := func(throttle bool) (clusters, tasks int) {
		w := newWorld(60)
		inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
			f.Look(Scope{Shown: []Want{services, {Part: Clusters}, {Part: Tasks, Cluster: prod}}})
			pass(time.Second)
			if throttle {
				w.change(func() { w.fail[Clusters] = &backend.Error{Kind: backend.KindThrottled, Op: "ecs:ListServices"} })
			}
			pass(time.Minute)
			before, beforeTasks := len(w.log("services")), len(w.log("tasks of"))
			pass(5 * time.Minute)
			clusters, tasks = len(w.log("services"))-before, len(w.log("tasks of"))-beforeTasks
		})
		return clusters, tasks
	}
	free, tasks := asked(false)
	throttled, others := asked(true)
	if throttled*3 > free*2 {
		t.Errorf("services were asked %d times while their bucket was throttled, %d times without: want about half", throttled, free)
	}
	if others != tasks {
		t.Errorf("tasks were asked %d times while another bucket was throttled, %d times without", others, tasks)
	}
}

func TestPartialAnswerIsCompletedByName(t *testing.T) {
	w := newWorld(60)
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		pass(time.Second)
		w.change(func() { w.missing = []string{"svc-003", "svc-004"} })
		pass(whole)
		p := f.Latest().Services[prod]
		if len(p.Rows) != 60 || p.Missing != 2 || p.Err == nil {
			t.Fatalf("%d rows, %d missing, %v: want 60 rows, 2 of them missing and a reason", len(p.Rows), p.Missing, p.Err)
		}
		w.change(func() { w.missing = nil })
		pass(5 * time.Second)
		if p = f.Latest().Services[prod]; p.Missing != 0 || p.Err != nil {
			t.Errorf("%d missing, %v after the missing could be read", p.Missing, p.Err)
		}
		if log := w.log("services"); log[len(log)-1] != "services svc-003 svc-004" {
			t.Errorf("the last question was %q, want the two missing by name", log[len(log)-1])
		}
	})
}

// What may not be read of a list is no reason to read the rest of it less, nor
// are its names forgotten when all fails.
func TestRowsThatAreDenied(t *testing.T) {
	w := newWorld(60)
	w.missing, w.why = []string{"svc-003", "svc-004"}, backend.KindDenied
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}})
		lacks := func(kind backend.Kind) {
			t.Helper()
			p := f.Latest().Services[prod]
			var partial *backend.Partial
			if !errors.As(p.Err, &partial) || !slices.Equal(partial.Missing, w.missing) || backend.KindOf(p.Err) != kind || p.Missing != 2 || len(p.Rows) != 58 {
				t.Fatalf("%d rows, %d missing, %v", len(p.Rows), p.Missing, p.Err)
			}
		}
		pass(time.Second)
		lacks(backend.KindDenied)
		pass(10 * whole)
		lacks(backend.KindDenied)
		named := len(w.log("services svc-003 svc-004"))
		if lists := len(w.log("services")) - named; lists < 10 || named > lists {
			t.Errorf("asked for %d lists, and %d times for the two: want the list at its pace, and the two each half minute", lists, named)
		}
		w.change(func() { w.fail[Services] = errDown })
		pass(whole)
		lacks(backend.KindOf(errDown))
	})
}

func TestRefreshOvercomesBackOff(t *testing.T) {
	w := newWorld(1)
	alarms := Want{Part: Alarms, Cluster: prod, Service: "svc-000"}
	targets := Want{Part: Targets, Cluster: prod, Service: "svc-000"}
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{alarms, targets}})
		pass(9 * time.Minute)
		if got := len(w.log("alarms")); got != 1 {
			t.Errorf("denied alarms were asked %d times in 9 minutes, want once", got)
		}
		f.Refresh()
		pass(time.Second)
		if got := len(w.log("alarms")); got != 2 {
			t.Errorf("denied alarms were asked %d times after a refresh, want twice", got)
		}
		s := f.Latest()
		if k := backend.KindOf(s.Targets[prod.Service("svc-000")].Err); k != backend.KindUnsupported {
			t.Errorf("targets are %v, want not supported: this backend has none", k)
		}
		if s.Calls != 3 {
			t.Errorf("%d questions were asked, want 2 about alarms and 1 about targets, which is never repeated", s.Calls)
		}
	})
}

func TestTaskThatSlippedThroughIsLookedForByID(t *testing.T) {
	w := newWorld(1)
	slips := model.Task{Ref: prod.Task("a"), Status: model.TaskRunning}
	w.tasks = []model.Task{slips}
	ids := func(f *Feed) int { return len(f.Latest().OwnTasks[ownTasks.ServiceRef()].Rows) }
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{ownTasks}})
		pass(time.Second)
		w.change(func() { w.tasks = nil })
		pass(Gentle().Pace[OwnTasks].Still)
		if ids(f) != 1 {
			t.Fatal("a running task is gone because one list lacked it")
		}
		pass(lingerFor + narrow)
		if log := w.log("tasks of"); !slices.Contains(log, "tasks of the service svc-000 a") || ids(f) != 0 {
			t.Errorf("asked %q, and %d tasks are left; want it looked for by its id, and gone", log, ids(f))
		}
	})
}

func TestTaskThatListsLackIsKeptForAWhileOnly(t *testing.T) {
	w := newWorld(1)
	w.tasks = []model.Task{{Ref: prod.Task("a"), Status: model.TaskRunning}}
	inBubble(t, w, Lively(), func(t *testing.T, f *Feed) { // which never asks by id
		f.Look(Scope{Shown: []Want{ownTasks}})
		pass(500 * time.Millisecond)
		w.change(func() { w.tasks = nil })
		for _, wait := range []struct {
			d    time.Duration
			want int
		}{{lingerFor, 1}, {2 * time.Second, 0}, {time.Second, 0}} {
			pass(wait.d)
			if got := len(f.Latest().OwnTasks[ownTasks.ServiceRef()].Rows); got != wait.want {
				t.Errorf("%d tasks, want %d", got, wait.want)
			}
		}
	})
}

func TestRunEndsWhileQuestionsHang(t *testing.T) {
	w := newWorld(3)
	w.hang = true
	inBubble(t, w, paced(), func(t *testing.T, f *Feed) { // fails when Run stays
		f.Look(Scope{Shown: []Want{services, {Part: Clusters}, ownTasks}})
		pass(time.Second)
		if got := w.log(""); len(got) != 3 {
			t.Errorf("on their way: %q, want three questions", got)
		}
	})
}

// A person who asks for everything again means what is off the screen as well:
// a denial that was met there is not kept for its ten minutes.
func TestRefreshEndsEveryBackOff(t *testing.T) {
	b := newBook()
	off := Want{Part: Alarms, Cluster: prod, Service: "api"}
	b.tracks[off] = track{}.failed(noon, backend.KindDenied, Gentle())
	l := newLoop(Options{Policy: Gentle(), Wall: func() time.Time { return noon }})
	l.book = b
	l.hear(noon.Add(time.Second), news{refreshAll: true})
	if at := b.tracks[off].retryAt; at.After(noon.Add(time.Second)) {
		t.Errorf("asked again at %s", at)
	}
}

// A re-read of the rows in sight says nothing of those that a long list lacked:
// they stay known as missing, with the newest reason, and are read by their
// names once that is possible.
func TestRowsThatALongListLackedStayMissingUntilTheyCome(t *testing.T) {
	w := newWorld(1000)
	for i := range 40 {
		w.missing = append(w.missing, w.services[i].Ref.Name)
	}
	w.why = backend.KindDenied
	inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services}, Sight: sightOfThousand()})
		lacks := func(kind backend.Kind) {
			t.Helper()
			p := f.Latest().Services[prod]
			var partial *backend.Partial
			if !errors.As(p.Err, &partial) || len(partial.Missing) != 40 || backend.KindOf(p.Err) != kind || p.Missing != 40 || len(p.Rows) != 960 {
				t.Fatalf("%d rows, %d missing, %v", len(p.Rows), p.Missing, p.Err)
			}
		}
		pass(20 * time.Second) // the rows in sight were read again
		lacks(backend.KindDenied)
		w.change(func() { w.fail[Services] = &backend.Error{Kind: backend.KindServer} })
		pass(40 * time.Second)
		lacks(backend.KindServer)
		w.change(func() { w.missing = nil; clear(w.fail) })
		pass(35 * time.Second)
		if p := f.Latest().Services[prod]; len(p.Rows) != 1000 || p.Missing != 0 || p.Err != nil {
			t.Errorf("%d rows, %d missing, %v half a minute after the fault", len(p.Rows), p.Missing, p.Err)
		}
	})
}
