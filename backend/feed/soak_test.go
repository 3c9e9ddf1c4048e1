package feed

import (
	"flag"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

var soak = flag.Int("soak", 500, "refreshes of TestSoak")

// TestSoak refreshes a world that never stands still, from screens that come and
// go: memory stays flat and goroutines do not grow.
func TestSoak(t *testing.T) {
	w := newWorld(60)
	w.latency = time.Millisecond
	inBubble(t, w, Lively(), func(t *testing.T, f *Feed) {
		heap, running := uint64(0), 0
		for i := range *soak {
			w.change(func() { w.turn(i) })
			visited := Want{Part: OwnTasks, Cluster: prod, Service: fmt.Sprintf("svc-%d", i)}
			f.Look(Scope{
				Shown: []Want{services, metrics, clusters, visited, {Part: TaskDef, TaskDef: prod.TaskDef("api", i+1)}},
				Hover: []Want{{Part: Alarms, Cluster: prod, Service: fmt.Sprintf("svc-%d", i)}},
			})
			f.Refresh()
			pass(200 * time.Millisecond)
			if i == *soak*2/5 || i == *soak-1 {
				now, n := inUse(), runtime.NumGoroutine()
				if heap != 0 && (now > heap+heap/4+1<<20 || n > running) {
					t.Errorf("after %d refreshes %d KiB and %d goroutines, before %d KiB and %d", i, now>>10, n, heap>>10, running)
				}
				heap, running = now, n
			}
		}
		if n := len(f.Latest().Metrics); n > 61 {
			t.Errorf("metrics of %d services are kept, of 60", n)
		}
	})
}

// turn makes a service anew under another name and lets some events pile up.
func (w *world) turn(i int) {
	k := i % len(w.services)
	w.services[k] = quiet(fmt.Sprintf("made-%06d", i))
	w.services[k].Status = model.ServiceDraining // so that its end is believed at once
	w.services[k].Events = make([]model.Event, 100)
	w.tasks = nil
	for j := range 20 {
		w.tasks = append(w.tasks, model.Task{
			Ref: prod.Task(fmt.Sprintf("%d-%d", i, j)), Status: model.TaskStopped, DesiredStatus: model.TaskStopped,
			StoppedAt: time.Now().Add(-time.Hour), StoppedReason: fmt.Sprintf("%0500d", i),
		})
	}
	w.asked = nil
}

func inUse() uint64 {
	synctest.Wait()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestWhatWasAskedLongAgoIsForgotten(t *testing.T) {
	w := newWorld(3)
	w.latency = time.Millisecond
	inBubble(t, w, Lively(), func(t *testing.T, f *Feed) {
		visit := func(i int) Want {
			want := Want{Part: OwnTasks, Cluster: prod, Service: fmt.Sprintf("svc-%03d", i)}
			f.Look(Scope{Shown: []Want{services, want}})
			pass(10 * time.Millisecond)
			return want
		}
		for i := range 300 {
			want := visit(i)
			if !f.Latest().OwnTasks[want.ServiceRef()].Known() {
				t.Fatalf("the tasks of service %d do not come", i)
			}
		}
		s := f.Latest()
		if n := len(s.OwnTasks); n > mostWants || n < mostWants/2 {
			t.Errorf("the tasks of %d services are remembered, want those of the last %d or so", n, mostWants)
		}
		if s.OwnTasks[prod.Service("svc-000")].Known() || !s.OwnTasks[prod.Service("svc-299")].Known() || len(s.Services[prod].Rows) != 3 {
			t.Error("it is not what was asked longest ago that is forgotten")
		}
		if again := visit(0); !f.Latest().OwnTasks[again.ServiceRef()].Known() {
			t.Error("what was forgotten is not asked again")
		}
	})
}

// The plan of a screen over a thousand services, of which some move.
func BenchmarkPlan(b *testing.B) {
	w := newWorld(1000)
	for i := range 20 {
		w.services[i*50].Running = 1
	}
	l := testLoop()
	scope := Scope{Shown: []Want{services, metrics, clusters}, Sight: sightOfThousand()}
	l.plan(noon, news{scope: &scope})
	l.fold(noon, reply(services, w.services, nil))
	b.ReportAllocs()
	for b.Loop() {
		l.plan(noon.Add(time.Second), news{scope: &scope})
	}
}
