package sim

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestInvariantsHoldUnderRandomDeeds is the third net: whatever is done to the
// world, what ECS promises holds, and when it is left alone it comes to rest.
func TestInvariantsHoldUnderRandomDeeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		todo := deeds(t)
		w, twin := town(t, seed), town(t, seed)
		ob := newObserver(w)
		for _, d := range todo {
			// A command may be refused; then it must change nothing that counts.
			_, err := w.Do(d.do(w))
			_, twinErr := twin.Do(d.do(twin))
			if fmt.Sprint(err) != fmt.Sprint(twinErr) {
				t.Fatalf("%s: %v in one world, %v in its twin", d.what, err, twinErr)
			}
			w.Step(0)
			for passed := time.Duration(0); passed < d.then; passed += 5 * time.Second {
				w.Step(5 * time.Second)
				if problem := ob.look(); problem != "" {
					t.Fatalf("after %s: %s", d.what, problem)
				}
			}
			twin.StepTo(w.Now())
		}
		if w.Hash() != twin.Hash() {
			t.Fatal("the same seed and the same commands gave another journal")
		}
		for _, c := range mended(w) {
			// What was never broken cannot be mended.
			_, _ = w.Do(c)
		}
		for _, name := range []string{"api", "worker", "night"} {
			two, none, full := 2, 50, 200
			for _, c := range []Command{UpdateService{Cluster: "c", Name: name, Desired: &two, MinPercent: &none, MaxPercent: &full, Force: true}} {
				if _, err := w.Do(c); err != nil {
					t.Fatal(err)
				}
			}
		}
		// Tasks that were run by hand hold room that nobody frees.
		for _, task := range w.View().Tasks("c") {
			if task.Service == "" && task.up() {
				if _, err := w.Do(StopTask{Cluster: "c", ID: task.ID}); err != nil {
					t.Fatal(err)
				}
			}
		}
		w.Step(90 * time.Minute)
		for _, s := range w.View().Services("c") {
			running, pending := w.View().Counts(s, nil)
			if running != s.Desired || pending != 0 || s.Deployments[0].Rollout != model.RolloutCompleted {
				t.Fatalf("left alone, %s does not come to rest: %d of %d run, %d pending, rollout %s", s.Name, running, s.Desired, pending, s.Deployments[0].Rollout)
			}
		}
	})
}

// observer watches a world from outside for broken promises.
type observer struct {
	w       *World
	seq     uint64
	at      time.Time
	lacking map[string]lack // services short of tasks, by name
}

// lack is how many tasks are wanted and not there, and since when.
type lack struct {
	desired int
	since   time.Time
}

func newObserver(w *World) *observer {
	return &observer{w: w, seq: w.journal.seq, at: w.Now(), lacking: map[string]lack{}}
}

func (o *observer) look() string {
	for _, e := range o.w.Journal(o.seq) {
		if e.Seq != o.seq+1 || e.At.Before(o.at) {
			return fmt.Sprintf("journal entry %d at %v follows %d at %v", e.Seq, e.At, o.seq, o.at)
		}
		o.seq, o.at = e.Seq, e.At
		if e.Kind == "refused" && strings.Contains(e.Text, "overbooked") {
			return e.Text
		}
	}
	v := o.w.View()
	for _, i := range v.Instances("c") {
		if cpu, memory := v.Free(i); cpu < 0 || memory < 0 {
			return fmt.Sprintf("instance %s has %d units and %d MiB left", i.ID, cpu, memory)
		}
		ports := map[hostPort]bool{}
		for _, t := range v.InstanceTasks(i) {
			for _, p := range t.ports {
				if ports[p] {
					return fmt.Sprintf("port %v is taken twice on instance %s", p, i.ID)
				}
				ports[p] = true
			}
		}
	}
	for _, t := range v.Tasks("c") {
		if t.Status == model.TaskRunning && t.Instance != "" && v.Cluster("c").Instances[t.Instance] == nil {
			return fmt.Sprintf("task %s runs on an instance that is gone", t.ID)
		}
		if t.Status == model.TaskStopped && (t.StopCode == "" || t.StoppedReason == "") {
			return fmt.Sprintf("task %s stopped without a reason", t.ID)
		}
	}
	return o.unexplained()
}

// patience is how long a service may be short of tasks before it must have said
// why, or have tried anew.
const patience = 3 * time.Minute

// unexplained finds a service that has been short of tasks for a while although
// nothing holds it back and nothing has been told or tried.
func (o *observer) unexplained() string {
	v := o.w.View()
	for _, s := range v.Services("c") {
		up := 0
		newest := time.Time{}
		for _, t := range s.tasks {
			if t.up() {
				up++
			}
			if t.Times.Created.After(newest) {
				newest = t.Times.Created
			}
		}
		_, upper := bounds(s.Desired, s.MinPercent, s.MaxPercent)
		if up >= min(s.Desired, upper) || s.Status != model.ServiceActive {
			delete(o.lacking, s.Name)
			continue
		}
		if o.lacking[s.Name].desired != s.Desired {
			o.lacking[s.Name] = lack{s.Desired, v.Now()}
		}
		explained := s.Deployments[0].Rollout == model.RolloutFailed || v.Now().Before(s.BackoffUntil.Add(time.Minute)) || len(s.LastEvent) > 0 || v.Now().Sub(newest) < patience
		if !explained && v.Now().Sub(o.lacking[s.Name].since) > patience {
			return fmt.Sprintf("%s has %d of %d tasks since %s and says nothing about it", s.Name, up, s.Desired, o.lacking[s.Name].since.Format("15:04:05"))
		}
	}
	return ""
}

// TestSchedulerKeepsToItsBounds looks at every start and stop by the scheduler:
// a start never exceeds the maximum, a stop of its own never goes below the
// minimum.
func TestSchedulerKeepsToItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		desired, lo, hi := rapid.IntRange(1, 12).Draw(t, "desired"), rapid.IntRange(0, 10).Draw(t, "min")*10, 100+rapid.IntRange(0, 10).Draw(t, "max")*10
		if lo == 100 && hi == 100 {
			lo = 90 // refused: it would block every deployment
		}
		w := town(t, rapid.Uint64().Draw(t, "seed"))
		if _, err := w.Do(PutScaling{Cluster: "c", Name: "api", Min: 0, Max: 100}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Do(UpdateService{Cluster: "c", Name: "api", Desired: &desired, MinPercent: &lo, MaxPercent: &hi}); err != nil {
			t.Fatal(err)
		}
		w.Step(15 * time.Minute)
		if _, err := w.Do(UpdateService{Cluster: "c", Name: "api", Force: true}); err != nil {
			t.Fatal(err)
		}
		s := w.View().Service(Key{"c", "api"})
		lower, upper := bounds(desired, lo, hi)
		for range 1200 {
			w.Step(time.Second)
			healthy, live := 0, 0
			for _, task := range s.tasks {
				if task.up() {
					live++
				}
				if task.up() && !task.HealthySince.IsZero() {
					healthy++
				}
			}
			if live > max(upper, desired) {
				t.Fatalf("%d live tasks, the maximum of %d%% of %d is %d", live, hi, desired, upper)
			}
			if healthy < lower {
				t.Fatalf("%d healthy tasks, the minimum of %d%% of %d is %d", healthy, lo, desired, lower)
			}
		}
	})
}
