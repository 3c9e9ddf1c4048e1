package sim_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

var rewriteReality = flag.Bool("reality", false, "write docs/reality.md anew")

// seeds is how many worlds each figure is the median of.
const seeds = 9

// capture is something that was measured on a real account, and what the same
// action takes in the simulator.
type capture struct {
	what, where string // the action, and where its figures come from
	marks       []mark
	// play acts it out in a world and returns the time of each mark, in seconds
	// after the action.
	play func(*stage) []float64
}

// mark is a moment of a capture: when it came on AWS, in seconds.
type mark struct {
	what string
	aws  float64
}

// stage is a world for one capture.
type stage struct {
	t   *testing.T
	w   *sim.World
	seq uint64
	at  time.Time
}

func newStage(t *testing.T, seed uint64) *stage {
	return &stage{t: t, w: sim.New(sim.Config{
		Seed: seed, Start: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Partition: "aws", Region: "eu-west-1", Account: "123456789012",
		Zones: []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"},
	})}
}

func (s *stage) do(commands ...sim.Command) {
	s.t.Helper()
	for _, c := range commands {
		if _, err := s.w.Do(c); err != nil {
			s.t.Fatalf("%T: %v", c, err)
		}
	}
}

// act begins the measurement with a command.
func (s *stage) act(commands ...sim.Command) {
	s.t.Helper()
	s.seq, s.at = s.w.Seq(), s.w.Now()
	s.do(commands...)
}

// until is when the nth entry of a kind that contains text comes, in seconds
// after the action.
func (s *stage) until(n int, kind, text string) float64 {
	s.t.Helper()
	for limit := s.at.Add(2 * time.Hour); s.w.Now().Before(limit); s.w.Step(time.Second) {
		seen := 0
		for _, e := range s.w.Journal(s.seq) {
			if e.Kind == kind && strings.Contains(e.Text, text) {
				if seen++; seen == n {
					return e.At.Sub(s.at).Seconds()
				}
			}
		}
	}
	s.t.Fatalf("no %s of kind %s with %q within two hours", ordinal(n), kind, text)
	return 0
}

func ordinal(n int) string { return fmt.Sprintf("entry number %d", n) }

// fargate is a Fargate service of one container.
type fargate struct {
	desired  int
	size     int // MiB of the image
	balanced bool
	delay    time.Duration // deregistration delay
	breaker  bool
	image    string

	stopTakes time.Duration
}

func (s *stage) fargate(f fargate) {
	s.t.Helper()
	if f.image == "" {
		f.image = "app:1"
	}
	def := sim.TaskDef{
		Family: "app", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"},
		Containers: []sim.ContainerDef{{Name: "app", Image: f.image, Essential: true, Ports: []model.Port{{ContainerPort: 8080, HostPort: 8080, Protocol: "tcp"}}}},
	}
	create := sim.CreateService{
		Cluster: "c", Name: "app", Family: "app", Desired: f.desired, Launch: model.LaunchFargate, MinPercent: -1, MaxPercent: -1,
		Breaker: f.breaker, BreakerRollback: f.breaker,
	}
	s.do(sim.CreateCluster{Name: "c"},
		sim.SetImage{Image: "app", Does: sim.Behaviour{Size: f.size, Boot: 2 * time.Second, IdleCPU: 5, IdleMemory: 80, StopTakes: f.stopTakes}},
		sim.RegisterTaskDef{Def: def})
	if f.balanced {
		s.do(sim.CreateTargetGroup{Group: sim.TargetGroup{
			Name: "app", Balancer: "lb", Kind: "ip", Port: 8080, Path: "/", Interval: 30 * time.Second, Timeout: 5 * time.Second,
			Healthy: 5, Unhealthy: 2, Delay: f.delay,
		}})
		create.Balancers = []sim.Balancer{{Group: "app", Container: "app", Port: 8080}}
	}
	s.do(create)
	s.w.Step(20 * time.Minute)
}

var captures = []capture{
	{
		what: "A Fargate task starts (2021, an image of about 80 MB)", where: "fujiwara/tracer, README",
		marks: []mark{{"agent connected", 3.3}, {"pull begins", 18}, {"pulled", 24.7}, {"running", 25.1}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{size: 80})
			one := 1
			s.act(sim.UpdateService{Cluster: "c", Name: "app", Desired: &one})
			s.until(1, "task", "RUNNING")
			t := s.w.View().Tasks("c")[0].Times
			since := func(at time.Time) float64 { return at.Sub(t.Created).Seconds() }
			return []float64{since(t.Connected), since(t.PullStarted), since(t.PullStopped), since(t.Started)}
		},
	},
	{
		what: "A Fargate service is scaled in by one (2021)", where: "fujiwara/tracer, README",
		marks: []mark{{"the task is STOPPING", 9}, {"steady state", 18}, {"execution stopped", 20.7}, {"STOPPED", 45}},
		play: func(s *stage) []float64 {
			// The application of the capture took 11.7 s to shut down.
			s.fargate(fargate{desired: 2, size: 80, balanced: true, stopTakes: 11700 * time.Millisecond})
			one := 1
			s.act(sim.UpdateService{Cluster: "c", Name: "app", Desired: &one})
			begun := s.until(1, "event", "begun draining")
			stopping, steady, stopped := s.until(1, "task", "STOPPING"), s.until(1, "event", "steady state"), s.until(1, "task", "STOPPED")
			var executed float64
			for _, t := range s.w.View().Tasks("c") {
				if !t.Times.ExecutionStopped.IsZero() {
					executed = t.Times.ExecutionStopped.Sub(s.at).Seconds()
				}
			}
			return []float64{stopping - begun, steady - begun, executed - begun, stopped - begun}
		},
	},
	{
		what: "A rolling deployment, desired 1, 100/200, behind a load balancer (October 2026)", where: "a capture of service events",
		marks: []mark{{"registered", 40}, {"the old task is stopped", 90}, {"deregistered, draining", 100.5}, {"completed, steady", 152}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{desired: 1, size: 220, balanced: true, delay: 30 * time.Second})
			s.act(sim.UpdateService{Cluster: "c", Name: "app", Force: true})
			started := s.until(1, "event", "has started")
			return []float64{
				s.until(1, "event", "registered 1 targets") - started, s.until(1, "event", "has stopped 1 running") - started,
				s.until(1, "event", "deregistered 1 targets") - started, s.until(1, "event", "deployment completed") - started,
			}
		},
	},
	{
		what: "A drained task leaves, deregistration delay 360 s (July 2026)", where: "a capture of DescribeTasks",
		marks: []mark{{"DEACTIVATING lasts", 360}, {"DEPROVISIONING lasts", 15}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{desired: 1, size: 80, balanced: true, delay: 360 * time.Second})
			s.act(sim.StopTask{Cluster: "c", ID: s.w.View().Tasks("c")[0].ID})
			begun, stopping := s.until(1, "task", "DEACTIVATING"), s.until(1, "task", "STOPPING")
			return []float64{stopping - begun, s.until(1, "task", "STOPPED") - s.until(1, "task", "DEPROVISIONING")}
		},
	},
	{
		what: "A deployment of an image that does not exist, Fargate, desired 1, breaker", where: "a runbook's drill, ±30 %",
		marks: []mark{{"failedTasks 1", 154}, {"failedTasks 2", 286}, {"failedTasks 3", 660}, {"rollback", 704}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{desired: 1, size: 80, breaker: true})
			d := sim.TaskDef{
				Family: "app", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"},
				Containers: []sim.ContainerDef{{Name: "app", Image: "nowhere:1", Essential: true}},
			}
			s.do(sim.SetImage{Image: "nowhere", Does: sim.Behaviour{Pull: sim.PullMissing}}, sim.RegisterTaskDef{Def: d})
			s.act(sim.UpdateService{Cluster: "c", Name: "app", Family: "app"})
			failed := func(n int) float64 { return s.until(n, "task", "STOPPED TaskFailedToStart") }
			return []float64{failed(1), failed(2), failed(3), s.until(1, "event", "rolling back")}
		},
	},
	{
		what: "A deployment that crashes when it starts, Fargate, desired 1", where: "a runbook's drill, ±30 %",
		marks: []mark{{"between two starts", 51}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{desired: 1, size: 80})
			s.do(sim.SetImage{Image: "app", Does: sim.Behaviour{Size: 80, Boot: 2 * time.Second, IdleCPU: 5, IdleMemory: 80, ExitAfter: 4 * time.Second, ExitCode: 1}})
			s.act(sim.UpdateService{Cluster: "c", Name: "app", Force: true})
			return []float64{(s.until(5, "event", "has started") - s.until(2, "event", "has started")) / 3}
		},
	},
	{
		what: "Target tracking on CPU, all at 100 % (a drill)", where: "a capture of scaling activities",
		marks: []mark{{"scaled out", 300}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{desired: 2, size: 80})
			s.do(sim.PutScaling{Cluster: "c", Name: "app", Min: 2, Max: 10, Policies: []sim.Policy{{Name: "cpu", Metric: "ECSServiceAverageCPUUtilization", Target: 60}}},
				sim.SetImage{Image: "app", Does: sim.Behaviour{Size: 80, Boot: 2 * time.Second, IdleCPU: 5, CPUPerRequest: 10 * time.Millisecond, IdleMemory: 80}},
				sim.SetTraffic{Cluster: "c", Name: "app", Traffic: &sim.Traffic{Base: 5}})
			s.w.Step(30 * time.Minute)
			s.act(sim.SetTraffic{Cluster: "c", Name: "app", Traffic: &sim.Traffic{Base: 200}})
			return []float64{s.until(1, "scaling", "Setting desired count")}
		},
	},
	{
		what: "A target turns unhealthy and is replaced", where: "a capture of service events and target health",
		marks: []mark{{"replacement started", 45}, {"registered", 64.8}, {"healthy, the old one is stopped", 74}, {"deregistered", 83.7}, {"target removed", 114}},
		play: func(s *stage) []float64 {
			s.fargate(fargate{desired: 1, size: 30, balanced: true, delay: 30 * time.Second})
			age := s.w.Now().Sub(s.w.View().Tasks("c")[0].Times.Started)
			s.act(sim.SetImage{Image: "app", Does: sim.Behaviour{Size: 30, Boot: 2 * time.Second, IdleCPU: 5, IdleMemory: 80, FailsAfter: age}})
			sick := s.until(1, "target", "unhealthy")
			out := []float64{
				s.until(1, "event", "has started") - sick, s.until(1, "event", "registered 1 targets") - sick,
				s.until(1, "event", "has stopped") - sick, s.until(1, "event", "deregistered 1 targets") - sick,
			}
			for len(s.w.View().TargetGroup("app").Targets) > 1 {
				s.w.Step(time.Second)
			}
			return append(out, s.w.Now().Sub(s.at).Seconds()-sick)
		},
	},
	{
		what: "A canary is rolled back by an alarm", where: "a capture of a canary deployment",
		marks: []mark{{"alarm after the bad traffic", 200}, {"rollback after the alarm", 21}, {"drained after the rollback", 129}},
		play: func(s *stage) []float64 {
			s.shop("{strategy: CANARY, canaryPercent: 20, canaryBakeTime: 15m, bakeTime: 5m, alarms: [cpu], alarmRollback: true}")
			bad, alarm, back := s.until(1, "shift", "production traffic 20 %"), s.until(1, "alarm", "OK -> ALARM"), s.until(1, "release", "ROLLBACK_IN_PROGRESS")
			return []float64{alarm - bad, back - alarm, s.until(1, "release", "ROLLBACK_SUCCESSFUL") - back}
		},
	},
	{
		what: "StopServiceDeployment with ROLLBACK, two tasks", where: "the same capture",
		marks: []mark{{"the old revision has the traffic", 45}},
		play: func(s *stage) []float64 {
			s.shop("{strategy: BLUE_GREEN, bakeTime: 1h}")
			s.until(1, "shift", "BAKE_TIME")
			deployment := s.w.View().Service(sim.Key{Cluster: "c", Name: "app"}).ServiceDeployments[0]
			s.act(sim.StopServiceDeployment{Cluster: "c", Service: "app", ID: deployment.ID})
			return []float64{s.until(1, "shift", "CLEAN_UP")}
		},
	},
}

// shop is a service whose deployments shift traffic between two target groups.
const shop = `
title: a shop behind a load balancer
start: 2026-11-23T09:00:00Z
settle: 30m
images:
  - {name: web, size: 40, boot: 2s, idleCPU: 5, cpuPerRequest: 5ms, idleMemory: 80}
  - {name: "web:1.1", size: 40, boot: 2s, idleCPU: 5, cpuPerRequest: 90ms, idleMemory: 80}
taskDefinitions:
  - {family: web, tags: ["1.0", "1.1"], cpu: 256, memory: 512, containers: [{name: web, image: web, port: 8080}]}
targetGroups:
  - {name: blue, port: 8080, interval: 10s, healthyThreshold: 2, deregistrationDelay: 60s}
  - {name: green, port: 8080, interval: 10s, healthyThreshold: 2, deregistrationDelay: 60s}
loadBalancers:
  - name: lb
    listeners: [{port: 80, rules: [{priority: 1, paths: ["/*"], forward: [{targetGroup: blue, weight: 100}, {targetGroup: green, weight: 0}]}]}]
clusters:
  - name: c
    services:
      - name: app
        taskDefinition: "web:1"
        desired: 2
        loadBalancers: [{targetGroup: blue, alternateTargetGroup: green, productionRule: "lb:80/1"}]
        deployment: %s
        traffic: {base: 20}
        alarms: [{name: cpu, metric: CPUUtilization, above: 30, minutes: 3}]
`

// shop replaces the stage's world by that of a shop and deploys what is bad.
func (s *stage) shop(deployment string) {
	s.t.Helper()
	sc, err := scenario.Parse("shop.yaml", fmt.Appendf(nil, shop, deployment))
	if err != nil {
		s.t.Fatal(err)
	}
	if s.w, err = sc.Build(s.w.Config().Seed); err != nil {
		s.t.Fatal(err)
	}
	s.act(sim.UpdateService{Cluster: "c", Name: "app", Family: "web"})
}

// TestReality acts out what was captured on real accounts and compares
// docs/reality.md with what comes of it, so that the page cannot go stale. Run
// with -reality after a change that is meant.
func TestReality(t *testing.T) {
	const page = "../../docs/reality.md"
	var b strings.Builder
	b.WriteString(realityHead)
	for _, c := range captures {
		runs := make([][]float64, len(c.marks))
		for seed := range uint64(seeds) {
			for i, v := range c.play(newStage(t, seed+1)) {
				runs[i] = append(runs[i], v)
			}
		}
		fmt.Fprintf(&b, "\n%s. Source: %s.\n\n| moment | AWS | simulator | ratio |\n|---|---:|---:|---:|\n", c.what, c.where)
		for i, m := range c.marks {
			slices.Sort(runs[i])
			got := runs[i][seeds/2]
			fmt.Fprintf(&b, "| %s | %s | %s | %.2f |\n", m.what, seconds(m.aws), seconds(got), got/m.aws)
			if r := got / m.aws; r < 0.5 || r > 2 {
				t.Errorf("%s: %s after %s, on AWS after %s", c.what, m.what, seconds(got), seconds(m.aws))
			}
		}
	}
	if *rewriteReality {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != b.String() {
		t.Errorf("%s is not what the simulator does now; go test ./fake/sim -run TestReality -reality writes it anew:\n%s", page, b.String())
	}
}

func seconds(x float64) string { return fmt.Sprintf("%.1f s", x) }

const realityHead = `# The simulator beside the real thing

What the simulator does takes as long as on AWS, as far as anybody has measured
AWS in public. Each table is one capture of a real account: the moments after
the action, on AWS and in the simulator (the median of nine seeds), and the
ratio of the two. The page is written by a test, which acts the captures out.
`
