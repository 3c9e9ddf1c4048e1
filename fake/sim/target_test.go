package sim

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// groupARN is the ARN of a target group of the box.
func (b box) groupARN(name string) string { return b.View().TargetGroupARN(b.View().TargetGroup(name)) }

// verdicts are the targets of a group, a line each: state, reason, description.
func (b box) verdicts(group string) string {
	var out []string
	for _, tg := range b.View().Targets(b.View().TargetGroup(group)) {
		out = append(out, strings.TrimSpace(strings.Join([]string{string(tg.State), tg.Reason, tg.Description}, " ")))
	}
	return strings.Join(out, "\n")
}

func (b box) wantVerdicts(group string, want ...string) {
	b.t.Helper()
	if got := b.verdicts(group); got != strings.Join(want, "\n") {
		b.t.Errorf("targets of %s at %s:\n%s\nwant\n%s", group, b.Now().Format("15:04:05.000"), got, strings.Join(want, "\n"))
	}
}

// until steps by a tenth of a second until it is so.
func (b box) until(what string, limit time.Duration, so func() bool) {
	b.t.Helper()
	for range limit / (100 * time.Millisecond) {
		if so() {
			return
		}
		b.Step(100 * time.Millisecond)
	}
	b.t.Fatalf("not within %v: %s\n%s", limit, what, b.story(0, "event", "target", "task"))
}

// ELB's ranges (SDK elasticloadbalancingv2, CreateTargetGroup).
func TestTargetGroupRanges(t *testing.T) {
	b := newBox(t)
	good := TargetGroup{Name: "g", Kind: "ip", Port: 80}
	for _, c := range []struct {
		change func(g *TargetGroup)
		text   string
	}{
		{func(g *TargetGroup) { g.Name = "-x" }, "Target group name '-x' cannot begin or end with a hyphen(-)"},
		{func(g *TargetGroup) { g.Name = strings.Repeat("x", 33) }, "Target group name '" + strings.Repeat("x", 33) + "' cannot be longer than '32' characters"},
		{func(g *TargetGroup) { g.Interval = 4 * time.Second }, "Health check interval '4' must be between '5' and '300' inclusive"},
		{func(g *TargetGroup) { g.Timeout = 121 * time.Second }, "Health check timeout '121' must be between '2' and '120' inclusive"},
		{func(g *TargetGroup) { g.Timeout = 30 * time.Second }, "Health check interval must be greater than the timeout."},
		{func(g *TargetGroup) { g.Healthy = 1 }, "Healthy threshold count '1' must be between '2' and '10' inclusive"},
		{func(g *TargetGroup) { g.Unhealthy = 11 }, "Unhealthy threshold count '11' must be between '2' and '10' inclusive"},
		{func(g *TargetGroup) { g.Delay = 3601 * time.Second }, "deregistration_delay.timeout_seconds '3601' must be between '0' and '3600' inclusive"},
		{func(g *TargetGroup) { g.SlowStart = 29 * time.Second }, "slow_start.duration_seconds '29' must be 0 or between '30' and '900' inclusive"},
		{func(g *TargetGroup) { g.Matcher = "200-500" }, "Health check matcher '200-500' must be codes or ranges of codes between '200' and '499'"},
		{func(g *TargetGroup) { g.Path = "health" }, "Health check path 'health' must begin with a '/' character and can be at most 1024 characters"},
		{func(g *TargetGroup) { g.Port = -1 }, "Port '-1' must be between '1' and '65535' inclusive"},
		{func(g *TargetGroup) { g.Kind = "lambda" }, "Target type 'lambda' must be one of: instance, ip"},
	} {
		g := good
		c.change(&g)
		b.refuses(CreateTargetGroup{g}, "ValidationError", c.text)
	}
	b.must(CreateTargetGroup{good})
	b.must(CreateTargetGroup{good}) // the same again asks for nothing
	good.Path = "/else"
	b.refuses(CreateTargetGroup{good}, "DuplicateTargetGroupName", "A target group with the same name 'g' exists, but with different settings")
}

// A service cannot use a target group that no listener forwards to.
func TestServiceNeedsALoadBalancer(t *testing.T) {
	b := newBox(t)
	b.must(CreateTargetGroup{TargetGroup{Name: "alone", Kind: "ip", Port: 8080}})
	s := apiService()
	s.Balancers[0].Group = "alone"
	b.refuses(s, ErrInvalid, "The target group with targetGroupArn "+b.groupARN("alone")+" does not have an associated load balancer.")
}

// A target is initial until its first pass, and leaves as draining until the
// deregistration delay is over.
func TestTargetFromRegistrationToDraining(t *testing.T) {
	b := newBox(t)
	s := apiService()
	s.Desired = 1
	b.must(s)
	g := b.View().TargetGroup("api")
	b.until("registered", time.Minute, func() bool { return len(g.Targets) == 1 })
	b.wantVerdicts("api", "initial Elb.RegistrationInProgress Target registration is in progress")
	b.until("healthy", 30*time.Second, func() bool { return b.verdicts("api") == "healthy" })
	none := 0
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &none})
	b.until("draining", 30*time.Second, func() bool {
		return b.verdicts("api") == "draining Target.DeregistrationInProgress Target deregistration is in progress"
	})
	since := b.Now()
	b.until("gone", time.Minute, func() bool { return len(g.Targets) == 0 })
	if took := b.Now().Sub(since).Round(time.Second); took != 30*time.Second {
		t.Errorf("the target drained for %v, want the deregistration delay of 30 s", took)
	}
}

// What a check gets decides the reason (ELB, target-group-health-checks).
func TestReasonsOfUnhealthyTargets(t *testing.T) {
	for name, c := range map[string]struct {
		does    Behaviour
		matcher string
		want    string
	}{
		"wrong code":        {Behaviour{FailsAfter: time.Second}, "", "unhealthy Target.ResponseCodeMismatch Health checks failed with these codes: [503]"},
		"wrong path":        {Behaviour{HealthPath: "/healthz"}, "", "unhealthy Target.ResponseCodeMismatch Health checks failed with these codes: [404]"},
		"a matcher for it":  {Behaviour{HealthPath: "/healthz"}, "200,400-404", "healthy"},
		"nothing listens":   {Behaviour{Boot: time.Hour}, "", "unhealthy Target.FailedHealthChecks Health checks failed"},
		"a need is missing": {Behaviour{Needs: []string{"db"}, NeedsForHealth: true}, "", "unhealthy Target.ResponseCodeMismatch Health checks failed with these codes: [503]"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBox(t)
			b.must(SetImage{"api:1", c.does})
			b.must(Outage{"db", true})
			if c.matcher != "" {
				b.must(ModifyTargetGroup{Name: "api", Matcher: &c.matcher})
			}
			s := apiService()
			s.Desired, s.Grace, s.Breaker = 1, time.Hour, false
			b.must(s)
			b.Step(75 * time.Second)
			b.wantVerdicts("api", c.want)
		})
	}
}

// Without a listener, or in a zone that the load balancer is not in, a target
// is not used and not checked.
func TestUnusedTargets(t *testing.T) {
	b := newBox(t)
	b.must(CreateLoadBalancer{LoadBalancer{Name: "small", Zones: []Zone{{"eu-west-1a", "subnet-a"}}}, true})
	b.must(CreateTargetGroup{TargetGroup{Name: "hand", Kind: "ip", Port: 8080}})
	b.must(RegisterTargets{"hand", []Address{{ID: "10.9.0.1", Zone: "eu-west-1a"}, {ID: "10.9.0.2", Zone: "eu-west-1b"}}})
	idle := "unused Target.NotInUse Target group is not configured to receive traffic from the load balancer"
	b.wantVerdicts("hand", idle, idle)
	r := b.must(CreateListener{"small", Listener{Port: 80, Protocol: "HTTP"}, Action{Forward: []Weight{{"hand", 1}}}})
	b.wantVerdicts("hand", "initial Elb.RegistrationInProgress Target registration is in progress",
		"unused Target.NotInUse Target is in an Availability Zone that is not enabled for the load balancer")
	b.Step(2 * time.Minute)
	b.wantVerdicts("hand", "unhealthy Target.Timeout Request timed out",
		"unused Target.NotInUse Target is in an Availability Zone that is not enabled for the load balancer")
	b.must(DeleteListener{r.IDs[0]})
	b.wantVerdicts("hand", idle, idle)
}

// A target registered by hand is a task's when one answers there, and leaves
// like any other.
func TestTargetsByHand(t *testing.T) {
	b := newBox(t)
	b.must(RunTask{Cluster: "c", Family: "api", Count: 1, Launch: model.LaunchFargate})
	b.Step(2 * time.Minute)
	b.refuses(RegisterTargets{"api", []Address{{ID: "10.0.0.300"}}}, "ValidationError", "The IP address '10.0.0.300' is not a valid IPv4 address")
	b.refuses(RegisterTargets{"nope", nil}, "TargetGroupNotFound", "One or more target groups not found")
	ip := b.View().Tasks("c")[0].IP
	b.must(RegisterTargets{"api", []Address{{ID: ip}}})
	b.Step(5 * time.Second)
	b.wantVerdicts("api", "healthy")
	b.must(StopTask{Cluster: "c", ID: b.View().Tasks("c")[0].ID})
	b.Step(2 * time.Minute)
	b.wantVerdicts("api", "unhealthy Target.Timeout Request timed out")
	b.must(DeregisterTargets{"api", []Address{{ID: ip}}})
	b.wantVerdicts("api", "draining Target.DeregistrationInProgress Target deregistration is in progress")
	b.Step(31 * time.Second)
	b.wantVerdicts("api")
}

// A target that somebody takes out under a service, or the whole group, is told
// of in an event, and the task replaced.
func TestLostTargets(t *testing.T) {
	b := newBox(t)
	s := apiService()
	s.Desired = 1
	b.must(s)
	b.Step(3 * time.Minute)
	task := b.live()[0]
	b.must(DeregisterTargets{"api", []Address{{ID: task.IP}}})
	b.Step(2 * time.Minute)
	if got := b.story(0, "event"); !strings.Contains(got, "is not healthy in (target-group "+b.groupARN("api")+") due to TARGET IS NOT FOUND.") {
		t.Errorf("no word of the lost target:\n%s", got)
	}
	if task.up() {
		t.Error("the task without a target was not replaced")
	}
	b.refuses(DeleteTargetGroup{"api"}, "ResourceInUse", "Target group '"+b.groupARN("api")+"' is currently in use by a listener or a rule")
	arn := b.groupARN("api")
	b.must(DeleteLoadBalancer{"lb"})
	b.must(DeleteTargetGroup{"api"})
	b.Step(time.Minute)
	if got := b.story(0, "event"); !strings.Contains(got, "is not healthy in (target-group "+arn+") due to TARGET GROUP IS NOT FOUND.") {
		t.Errorf("no word of the lost target group:\n%s", got)
	}
}

// A service may be in five target groups (endpoints and quotas).
func TestTargetGroupsPerService(t *testing.T) {
	b := newBox(t)
	s := apiService()
	for len(s.Balancers) <= 5 {
		s.Balancers = append(s.Balancers, s.Balancers[0])
	}
	b.refuses(s, ErrInvalid, "load balancers can have at most 5 items.")
}

// Checks that go to a port on which nothing listens fail, whatever the
// application does; those that go to a port of another container reach that one.
func TestHealthCheckPort(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.Step(5 * time.Minute)
	port := func(text string) {
		t.Helper()
		b.must(ModifyTargetGroup{Name: "api", CheckPort: &text})
		b.Step(3 * time.Minute)
	}
	target := func() *Target { return b.View().Targets(b.View().TargetGroup("api"))[0] }
	if tg := target(); tg.State != model.TargetHealthy {
		t.Fatalf("at first %s %s", tg.State, tg.Reason)
	}
	port("9999")
	bad := false
	for _, tg := range b.View().Targets(b.View().TargetGroup("api")) {
		bad = bad || tg.State == model.TargetUnhealthy && tg.Reason == "Target.FailedHealthChecks"
	}
	if !bad {
		t.Error("no target fails its checks on a port on which nothing listens")
	}
	port("8080")
	b.Step(3 * time.Minute)
	if tg := target(); tg.State != model.TargetHealthy {
		t.Errorf("on the port of the application %s %s", tg.State, tg.Reason)
	}
}
