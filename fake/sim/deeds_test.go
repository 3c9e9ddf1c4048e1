package sim

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// town is the world that the properties are tried on: a service behind a load
// balancer that scales by itself, one on instances of a capacity provider, a
// daemon on each of those, and one on Spot that needs a secret and an outside
// system.
func town(t *rapid.T, seed uint64) *World {
	w := New(Config{Seed: seed, Start: noon, Partition: "aws", Region: "eu-west-1", Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b"}})
	worker := TaskDef{Family: "worker", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{
		Name: "w", Image: "worker:1", Essential: true, CPU: 500, Memory: 500, Ports: []model.Port{{ContainerPort: 9000, Protocol: "tcp"}},
	}}}
	night := apiDef("night:1")
	night.Family, night.ExecutionRole = "night", "arn:aws:iam::123456789012:role/exec"
	night.Containers[0].Secrets = []model.Secret{{Name: "KEY", From: nightKey}}
	for _, c := range []Command{
		CreateCluster{Name: "c", Providers: []string{"FARGATE", "FARGATE_SPOT"}},
		SetImage{"api", Behaviour{Size: 40, Boot: 2 * time.Second, IdleCPU: 5, CPUPerRequest: 20 * time.Millisecond, IdleMemory: 90}},
		SetImage{"night", Behaviour{Boot: time.Second, IdleCPU: 5, IdleMemory: 90, Needs: []string{"warehouse"}, NeedsForHealth: true}},
		RegisterTaskDef{apiDef("api:1")}, RegisterTaskDef{night}, RegisterTaskDef{worker}, RegisterTaskDef{small("agent", 50, 50)},
		CreateTargetGroup{TargetGroup{Name: "api", Balancer: "lb", Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 3, Unhealthy: 2, Delay: 20 * time.Second}},
		CreateProvider{Provider: ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 5, Desired: 1}, Settled: true},
		apiService(),
		CreateService{Cluster: "c", Name: "agent", Family: "agent", Daemon: true, MinPercent: -1, MaxPercent: -1},
		CreateService{Cluster: "c", Name: "worker", Family: "worker", Desired: 2, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: 50, MaxPercent: 150},
		CreateService{Cluster: "c", Name: "night", Family: "night", Desired: 2, Strategy: []StrategyItem{{"FARGATE_SPOT", 0, 1}}, MinPercent: -1, MaxPercent: -1, Breaker: true, BreakerRollback: true},
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

// nightKey is the secret that the service on Spot cannot start without.
const nightKey = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:night/key-Ab12Cd"

// deed is a random command or fault, and the time that passes after it.
type deed struct {
	what, name string
	n          int
	then       time.Duration
}

func (d deed) do(w *World) Command { return command(w, d.what, d.name, d.n) }

func deeds(t *rapid.T) []deed {
	svc := rapid.SampledFrom([]string{"api", "worker", "night"})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) deed {
		d := deed{name: svc.Draw(t, "service"), n: rapid.IntRange(0, 9).Draw(t, "n"), then: time.Duration(rapid.IntRange(0, 400).Draw(t, "seconds")) * time.Second}
		d.what = rapid.SampledFrom([]string{"scale", "redeploy", "percent", "kill", "stop", "instance", "bad", "good", "traffic", "run", "protect", "zone", "drain", "rebalance",
			"agent", "reclaim", "capacity", "outage", "spike", "leak", "secret", "role", "route"}).Draw(t, "what")
		return d
	}), 1, 25).Draw(t, "deeds")
}

func command(w *World, what, name string, n int) Command {
	if c := fault(w, what, name, n); c != nil {
		return c
	}
	v := w.View()
	tasks := slices.DeleteFunc(slices.Clone(v.ServiceTasks(Key{"c", name})), func(t *Task) bool { return t.Status != model.TaskRunning })
	lo, hi := n*10, 100+n*20
	switch what {
	case "redeploy":
		return UpdateService{Cluster: "c", Name: name, Force: true}
	case "percent":
		return UpdateService{Cluster: "c", Name: name, MinPercent: &lo, MaxPercent: &hi}
	case "stop":
		if len(tasks) > 0 {
			return StopTask{"c", tasks[n%len(tasks)].ID, "property"}
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
	case "rebalance":
		on := []string{"ENABLED", "DISABLED"}[n%2]
		return UpdateService{Cluster: "c", Name: name, Rebalance: &on}
	case "run":
		return RunTask{Cluster: "c", Family: "worker", Count: 1 + n%3, Launch: model.LaunchEC2}
	}
	return UpdateService{Cluster: "c", Name: name, Desired: &n}
}

// fault is a deed that no operator does; nil when there is nothing to do it to.
func fault(w *World, what, name string, n int) Command {
	v := w.View()
	tasks := slices.DeleteFunc(slices.Clone(v.ServiceTasks(Key{"c", name})), func(t *Task) bool { return t.Status != model.TaskRunning })
	on := n%2 == 0
	switch what {
	case "kill":
		if len(tasks) > 0 {
			return KillTask{Cluster: "c", ID: tasks[n%len(tasks)].ID, ExitCode: n}
		}
	case "instance":
		if all := v.Instances("c"); len(all) > 0 {
			return KillInstance{"c", all[n%len(all)].ID}
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
	case "agent":
		if all := v.Instances("c"); len(all) > 0 {
			return SetAgent{"c", all[n%len(all)].ID, on}
		}
	case "reclaim":
		return ReclaimSpot{Cluster: "c"}
	case "capacity":
		return SetFargateCapacity{Spot: n%3 == 0, Available: on}
	case "outage":
		return Outage{"warehouse", on}
	case "spike":
		return Spike{"c", "api", float64(1 + n), time.Duration(n) * time.Minute}
	case "leak":
		return SetImage{name, Behaviour{Boot: time.Second, IdleCPU: 5, IdleMemory: 90, LeakPerHour: float64(n * 900)}}
	case "secret":
		return SetSecret{nightKey, on}
	case "role":
		return SetRole{Name: "exec", Exists: on}
	case "route":
		return SetRoute{To: RouteRegistry, Up: on}
	}
	return nil
}

// mended is every fault undone.
func mended(w *World) []Command {
	out := []Command{
		RestoreZone{Zone: "eu-west-1b"}, SetFargateCapacity{Spot: true, Available: true}, SetFargateCapacity{Available: true}, Outage{"warehouse", false},
		SetSecret{nightKey, true}, SetRole{Name: "exec", Exists: true}, SetRoute{To: RouteRegistry, Up: true},
	}
	for _, i := range w.View().Instances("c") {
		out = append(out, SetAgent{"c", i.ID, true}, SetInstanceState{"c", i.ID, model.InstanceActive})
	}
	for _, name := range []string{"api", "worker", "night"} {
		out = append(out, command(w, "good", name, 0))
	}
	return append(out, SetTraffic{"c", "api", nil})
}
