package feed

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

func TestSlept(t *testing.T) {
	for _, c := range []struct {
		name            string
		wall, monotonic time.Duration
		slept           bool
	}{
		{"a second", time.Second, time.Second, false},
		{"a busy minute", time.Minute, time.Minute, false},
		{"the clock is set right", 3 * time.Second, time.Second, false},
		{"the clock is set back", -time.Hour, time.Second, false},
		{"a night", 8 * time.Hour, time.Second, true},
	} {
		if got := slept(c.wall, c.monotonic); got != c.slept {
			t.Errorf("%s: slept is %v", c.name, got)
		}
	}
}

// resumed is a world that is told of a sleep.
type resumed struct {
	*world
	times atomic.Int32
}

func (r *resumed) Resume() { r.times.Add(1) }

func TestAfterASleepAllIsAskedAtOnce(t *testing.T) {
	w := &resumed{world: newWorld(3)}
	var jump atomic.Int64
	wall := func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }
	inBubbleWith(t, Options{Backend: w, Policy: paced(), Wall: wall}, func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, clusters, ownTasks}})
		pass(time.Second)
		w.change(func() {
			w.fail[Clusters], w.fail[OwnTasks] = &backend.Error{Kind: backend.KindThrottled}, errors.New("x")
		})
		f.Refresh(clusters, ownTasks)
		pass(time.Second)
		w.change(func() { w.hang = true })
		f.Refresh(services) // on its way when the machine falls asleep
		synctest.Wait()

		jump.Store(int64(8 * time.Hour))
		w.change(func() { clear(w.fail); w.hang = false; w.asked = nil })
		pass(2 * time.Second)
		if n := w.times.Load(); n != 1 {
			t.Errorf("the backend is told %d times", n)
		}
		if got := w.log(""); len(got) != 3 {
			t.Errorf("asked %q within 2 s of waking, want all three", got)
		}
		s := f.Latest()
		for name, err := range map[string]error{"services": s.Services[prod].Err, "clusters": s.Clusters.Err, "tasks": s.OwnTasks[ownTasks.ServiceRef()].Err} {
			if err != nil {
				t.Errorf("%s fail still: %v", name, err)
			}
		}
		if age := wall().Sub(s.Services[prod].At); age > 2*time.Second {
			t.Errorf("services are %s old", age)
		}
	})
}

func TestQuestionsCutOffBySleepAreNoFailures(t *testing.T) {
	l := testLoop()
	asked := step(l, news{scope: &Scope{Shown: []Want{services}}})
	l.woke(noon)
	cut := reply(services, nil, &backend.Error{Kind: backend.KindCanceled, Err: context.Canceled})
	cut.id = asked[0].id
	if l.fold(noon, cut); l.snap.Services[prod].Err != nil || !l.snap.Services[prod].Asking {
		t.Errorf("%+v: want it still asked", l.snap.Services[prod])
	}
	if again := step(l, news{}); len(again) != 1 || again[0].want != services {
		t.Errorf("asked %+v, want the same again", again)
	}
}
