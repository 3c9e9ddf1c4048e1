package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// town is the world that the properties are tried on: a service behind a load
// balancer that scales by itself, and one on instances of a capacity provider.
func town(t *rapid.T, seed uint64) *World {
	w := New(Config{Seed: seed, Start: noon, Partition: "aws", Region: "eu-west-1", Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b"}})
	worker := TaskDef{Family: "worker", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{
		Name: "w", Image: "worker:1", Essential: true, CPU: 500, Memory: 500, Ports: []model.Port{{ContainerPort: 9000, Protocol: "tcp"}},
	}}}
	for _, c := range []Command{
		CreateCluster{Name: "c"},
		SetImage{"api", Behaviour{Size: 40, Boot: 2 * time.Second, IdleCPU: 5, CPUPerRequest: 20 * time.Millisecond, IdleMemory: 90}},
		RegisterTaskDef{apiDef("api:1")}, RegisterTaskDef{worker}, RegisterTaskDef{small("agent", 50, 50)},
		CreateTargetGroup{TargetGroup{Name: "api", Balancer: "lb", Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 3, Unhealthy: 2, Delay: 20 * time.Second}},
		CreateProvider{Provider: ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 5, Desired: 1}, Settled: true},
		apiService(),
		CreateService{Cluster: "c", Name: "agent", Family: "agent", Daemon: true, MinPercent: -1, MaxPercent: -1},
		CreateService{Cluster: "c", Name: "worker", Family: "worker", Desired: 2, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: 50, MaxPercent: 150},
		PutScaling{Cluster: "c", Name: "api", Min: 1, Max: 8, Policies: []Policy{{Name: "cpu", Metric: "ECSServiceAverageCPUUtilization", Target: 60}}},
		SetTraffic{"c", "api", &Traffic{Base: 8, Noise: 0.2}},
	} {
		if _, err := w.Do(c); err != nil {
			t.Fatalf("%T: %v", c, err)
		}
	}
	w.Step(10 * time.Minute)
	return w
}

// deed is a random command or fault, and the time that passes after it.
type deed struct {
	what string
	do   func(w *World) Command
	then time.Duration
}

func deeds(t *rapid.T) []deed {
	svc := rapid.SampledFrom([]string{"api", "worker"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) deed {
		name, n := svc.Draw(t, "service"), rapid.IntRange(0, 9).Draw(t, "n")
		d := deed{then: time.Duration(rapid.IntRange(0, 400).Draw(t, "seconds")) * time.Second}
		d.what = rapid.SampledFrom([]string{"scale", "redeploy", "percent", "kill", "stop", "instance", "bad", "good", "traffic", "run", "protect", "zone", "drain", "rebalance"}).Draw(t, "what")
		d.do = func(w *World) Command { return command(w, d.what, name, n) }
		return d
	}), 1, 25).Draw(t, "deeds")
}

func command(w *World, what, name string, n int) Command {
	v := w.View()
	tasks := slices.DeleteFunc(slices.Clone(v.ServiceTasks(Key{"c", name})), func(t *Task) bool { return t.Status != model.TaskRunning })
	lo, hi := n*10, 100+n*20
	switch what {
	case "redeploy":
		return UpdateService{Cluster: "c", Name: name, Force: true}
	case "percent":
		return UpdateService{Cluster: "c", Name: name, MinPercent: &lo, MaxPercent: &hi}
	case "kill":
		if len(tasks) > 0 {
			return KillTask{Cluster: "c", ID: tasks[n%len(tasks)].ID, ExitCode: n}
		}
	case "stop":
		if len(tasks) > 0 {
			return StopTask{"c", tasks[n%len(tasks)].ID, "property"}
		}
	case "instance":
		if all := v.Instances("c"); len(all) > 0 {
			return KillInstance{"c", all[n%len(all)].ID}
		}
	case "bad":
		return SetImage{name, Behaviour{Boot: time.Second, Pull: []PullResult{PullOK, PullMissing, PullDenied}[n%3], ExitAfter: time.Duration(n) * 20 * time.Second, ExitCode: 1, FailsAfter: time.Duration(n%4) * time.Minute}}
	case "good":
		return SetImage{name, Behaviour{Boot: time.Second, IdleCPU: 4, CPUPerRequest: 10 * time.Millisecond}}
	case "traffic":
		return SetTraffic{"c", "api", &Traffic{Base: float64(n * 12)}}
	case "protect":
		if len(tasks) > 0 {
			return UpdateTaskProtection{Cluster: "c", Tasks: []string{tasks[n%len(tasks)].ID}, Enable: n%3 > 0, Minutes: 1 + n*7}
		}
	case "zone":
		if n%2 == 0 {
			return RestoreZone{Zone: "eu-west-1b"}
		}
		return KillZone{Zone: "eu-west-1b"}
	case "drain":
		if all := v.Instances("c"); len(all) > 0 {
			return SetInstanceState{"c", all[n%len(all)].ID, model.InstanceDraining}
		}
	case "rebalance":
		on := []string{"ENABLED", "DISABLED"}[n%2]
		return UpdateService{Cluster: "c", Name: name, Rebalance: &on}
	case "run":
		return RunTask{Cluster: "c", Family: "worker", Count: 1 + n%3, Launch: model.LaunchEC2}
	}
	return UpdateService{Cluster: "c", Name: name, Desired: &n}
}

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
		for _, name := range []string{"api", "worker"} {
			two, none, full := 2, 50, 200
			for _, c := range []Command{command(w, "good", name, 0), SetTraffic{"c", "api", nil}, UpdateService{Cluster: "c", Name: name, Desired: &two, MinPercent: &none, MaxPercent: &full, Force: true}} {
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
	healthy map[string]int
}

func newObserver(w *World) *observer {
	return &observer{w: w, seq: w.journal.seq, at: w.Now(), healthy: map[string]int{}}
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
