package sim

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// last is the newest whole minute of a service of cluster c.
func (b box) last(name string) Minute {
	b.t.Helper()
	all := b.View().Minutes(b.View().Service(Key{"c", name}), b.Now().Add(-2*time.Minute), b.Now())
	if len(all) == 0 {
		b.t.Fatalf("there is no minute of %s", name)
	}
	return all[len(all)-1]
}

// web is service api, at rest, that is given so many requests per second.
func web(t *testing.T, does Behaviour, rate float64) box {
	b := newBox(t)
	b.must(SetImage{"api:1", does})
	b.must(apiService())
	b.must(SetTraffic{"c", "api", &Traffic{Base: rate}})
	b.Step(5 * time.Minute)
	return b
}

// Requests that find no target are the load balancer's own 503, and counted.
func TestNoTargetIsAnError(t *testing.T) {
	b := web(t, Behaviour{}, 2)
	none := 0
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &none})
	b.Step(4 * time.Minute)
	if m := b.last("api"); m.Requests != 120 || m.NoTarget != 120 || m.Errors != 120 {
		t.Errorf("without a target: %+v", m)
	}
	g := b.View().GroupMinutes(b.View().TargetGroup("api"), b.Now().Add(-2*time.Minute), b.Now())
	if m := g[len(g)-1]; m.ELB5xx != 120 || m.Requests != 0 || m.Healthy != 0 {
		t.Errorf("the group without a target: %+v", m)
	}
}

// What an application needs fails its requests when it is down, and no longer.
func TestOutage(t *testing.T) {
	b := web(t, Behaviour{Needs: []string{"database"}}, 2)
	b.must(Outage{"database", true})
	b.refuses(Outage{"database", true}, ErrInvalid, "database is down already")
	b.Step(2 * time.Minute)
	if m := b.last("api"); m.Upstream != 120 || m.Errors != 120 {
		t.Errorf("during the outage: %+v", m)
	}
	b.must(Outage{"database", false})
	b.Step(2 * time.Minute)
	if m := b.last("api"); m.Errors != 0 {
		t.Errorf("after the outage: %+v", m)
	}
}

// A spike multiplies the requests until it is over.
func TestSpike(t *testing.T) {
	b := web(t, Behaviour{}, 2)
	b.must(Spike{"c", "api", 3, 3 * time.Minute})
	b.Step(2 * time.Minute)
	during := b.last("api").Requests
	b.Step(4 * time.Minute)
	if after := b.last("api").Requests; during != 360 || after != 120 {
		t.Errorf("%d requests during the spike and %d after it, want 360 and 120", during, after)
	}
}

// The nearer a task comes to its CPU, the longer its requests take.
func TestLatencyRisesWithLoad(t *testing.T) {
	was := 0.0
	for _, rate := range []float64{2, 12, 18, 22, 24} {
		m := web(t, Behaviour{CPUPerRequest: 20 * time.Millisecond}, rate).last("api")
		if m.ResponseTime <= was {
			t.Errorf("at %v requests per second %v s, after %v s at less", rate, m.ResponseTime, was)
		}
		was = m.ResponseTime
	}
}

// A rule's weights split the requests between target groups, and change at once.
func TestWeightsSplitRequests(t *testing.T) {
	b := web(t, Behaviour{}, 10)
	b.must(CreateTargetGroup{TargetGroup{Name: "green", Kind: "ip", Port: 8080, Path: "/health"}})
	rule := b.View().TargetGroup("api").rules[0]
	arn := b.View().RuleARN(rule)
	b.must(ModifyRule{ARN: arn, Action: &Action{Forward: []Weight{{"api", 9}, {"green", 1}}}})
	green := apiService()
	green.Name, green.Balancers = "green", []Balancer{{Group: "green", Container: "app", Port: 8080}}
	b.must(green)
	b.Step(5 * time.Minute)
	if a, g := b.last("api").Requests, b.last("green").Requests; a != 540 || g != 60 {
		t.Errorf("%d and %d of 600 requests, want 540 and 60", a, g)
	}
	if err := b.setWeights(arn, []Weight{{"api", 0}, {"green", 1}}); err != nil {
		t.Fatal(err)
	}
	b.Step(2 * time.Minute)
	if a, g := b.last("api").Requests, b.last("green").Requests; a != 0 || g != 600 {
		t.Errorf("%d and %d of 600 requests, want 0 and 600", a, g)
	}
}

// A new target comes to its full share within the group's slow start.
func TestSlowStart(t *testing.T) {
	b := web(t, Behaviour{}, 10)
	b.must(ModifyTargetGroupAttributes{"api", map[string]string{attrSlowStart: "300"}})
	three := 3
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &three})
	b.Step(2 * time.Minute)
	all := b.live()
	young := all[len(all)-1].Usage.Rate
	b.Step(6 * time.Minute)
	if old := b.live()[2].Usage.Rate; young >= 3 || old != 3.33 {
		t.Errorf("the new target is given %v requests per second at first and %v at last, want less than 3 and 3.33", young, old)
	}
}

// When no target is healthy all are asked.
func TestFailOpen(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"api:1", Behaviour{FailsAfter: time.Second}})
	s := apiService()
	s.Grace, s.Breaker = time.Hour, false
	b.must(s)
	b.must(SetTraffic{"c", "api", &Traffic{Base: 2}})
	b.Step(5 * time.Minute)
	if m := b.last("api"); m.Takers != 2 || m.Errors != 0 || m.Requests != 120 {
		t.Errorf("with two unhealthy targets that answer: %+v", m)
	}
}

// A task without a CPU limit takes what the others leave, and no more than its
// weight when they want it all.
func TestNoisyNeighbour(t *testing.T) {
	b := newBox(t)
	b.must(CreateProvider{Provider: ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 1, Desired: 1}, Settled: true})
	for _, name := range []string{"quiet", "noisy"} {
		b.must(RegisterTaskDef{TaskDef{Family: name, NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: name, Image: name + ":1", Essential: true, CPU: 512, Memory: 400}}}})
	}
	b.must(SetImage{"quiet:1", Behaviour{CPUPerRequest: 100 * time.Millisecond, IdleMemory: 50}})
	b.must(SetImage{"noisy:1", Behaviour{IdleCPU: 4000, IdleMemory: 50}})
	b.must(CreateService{Cluster: "c", Name: "quiet", Family: "quiet", Desired: 1, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: -1, MaxPercent: -1})
	b.must(SetTraffic{"c", "quiet", &Traffic{Base: 12}})
	b.Step(5 * time.Minute)
	alone := b.last("quiet")
	b.must(CreateService{Cluster: "c", Name: "noisy", Family: "noisy", Desired: 1, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: -1, MaxPercent: -1})
	b.Step(5 * time.Minute)
	beside, noise := b.last("quiet"), b.last("noisy")
	if alone.Errors != 0 || alone.CPU < 200 || beside.Errors == 0 || beside.ResponseTime <= alone.ResponseTime {
		t.Errorf("alone %+v\nbeside a noisy neighbour %+v", alone, beside)
	}
	if sum := beside.CPUUsed + noise.CPUUsed; sum > 2048.5 || sum < 2047 {
		t.Errorf("the two take %v units together, want the 2048 of the instance", sum)
	}
}

// On an instance without memory left the kernel ends the largest task.
func TestInstanceOutOfMemory(t *testing.T) {
	b := newBox(t)
	b.must(CreateProvider{Provider: ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 1, Desired: 1}, Settled: true})
	for _, name := range []string{"small", "large"} {
		b.must(RegisterTaskDef{TaskDef{Family: name, NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: name, Image: name + ":1", Essential: true, CPU: 100, SoftLimit: 128}}}})
		b.must(CreateService{Cluster: "c", Name: name, Family: name, Desired: 1, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: -1, MaxPercent: -1})
	}
	b.must(SetImage{"small:1", Behaviour{IdleMemory: 300}})
	b.must(SetImage{"large:1", Behaviour{IdleMemory: 500, LeakPerHour: 6000}})
	b.Step(25 * time.Minute)
	killed := ""
	for _, task := range b.View().Tasks("c") {
		if task.StopCode == model.StopEssentialExited {
			killed += task.Service + " " + task.Containers[0].Reason + "\n"
		}
	}
	if !strings.HasPrefix(killed, "large OutOfMemoryError: Container killed due to memory usage\n") || strings.Contains(killed, "small") {
		t.Errorf("killed:\n%s", killed)
	}
	if m := b.last("large"); m.Memory <= 100 {
		t.Errorf("%v %% of a soft limit, want more than it reserves", m.Memory)
	}
}
