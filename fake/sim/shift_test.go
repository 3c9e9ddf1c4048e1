package sim

import (
	"strings"
	"testing"
	"time"
)

// shop is a box with a load balancer that has a production and a test rule for
// the target groups blue and green, and the service api behind them.
type shop struct {
	box
	production, test string // ARNs of the rules
}

const functionARN = "arn:aws:lambda:eu-west-1:123456789012:function:check"

func newShop(t *testing.T, c ShiftConfig) shop {
	t.Helper()
	b := shop{box: newBox(t)}
	b.must(CreateLoadBalancer{LoadBalancer: LoadBalancer{Name: "shop"}, Settled: true})
	for _, name := range []string{"blue", "green"} {
		b.must(CreateTargetGroup{TargetGroup{Name: name, Kind: "ip", Port: 8080, Path: "/", Interval: 10 * time.Second, Timeout: 5 * time.Second, Healthy: 2, Unhealthy: 2, Delay: 30 * time.Second}})
	}
	listener := func(port int) string {
		arn := b.must(CreateListener{Balancer: "shop", Listener: Listener{Port: port, Protocol: "HTTP"}, Action: Action{Fixed: &FixedResponse{Status: "404"}}}).IDs[0]
		return b.must(CreateRule{Listener: arn, Priority: 1, Conditions: []Condition{{Field: "path-pattern", Values: []string{"/*"}}}, Action: Action{Forward: []Weight{{"blue", 1}, {"green", 0}}}}).IDs[0]
	}
	b.production, b.test = listener(80), listener(8080)
	svc := apiService()
	svc.Shift = c
	svc.Balancers = []Balancer{{Group: "blue", Alternate: "green", Container: "app", Port: 8080, ProductionRule: b.production, TestRule: b.test, Role: "arn:aws:iam::123456789012:role/elb"}}
	b.must(svc)
	b.Step(15 * time.Minute)
	return b
}

// next deploys another image.
func (b shop) next(image string) {
	b.t.Helper()
	b.must(RegisterTaskDef{apiDef(image)})
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api"})
}

// until lets time pass until the newest deployment is in a stage.
func (b shop) until(stage string) {
	b.t.Helper()
	for range 2000 {
		if b.Step(time.Second); b.release().Stage == stage {
			return
		}
	}
	b.t.Fatalf("%s is never reached: %+v", stage, b.release())
}

func (b shop) weights(rule string) string { return b.View().Rule(rule).tell() }

// stages is the journal's tale of a shift.
func (b shop) stages(after uint64) string { return b.story(after, "shift", "release", "hook") }

func TestBlueGreenGoesThroughItsStages(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen, Bake: 5 * time.Minute})
	if d := b.release(); d.Status != DeploymentSuccessful {
		t.Fatalf("first deployment: %+v", d)
	}
	seq := b.Seq()
	b.next("api:2")
	b.until(StageBake)
	if n := len(b.live()); n != 4 {
		t.Errorf("%d tasks live in the bake", n)
	}
	if got := b.weights(b.production); got != "forward blue 0 green 100" {
		t.Errorf("production: %s", got)
	}
	s := b.api()
	if len(s.Deployments) != 2 || s.Deployments[1].Rollout != "COMPLETED" || s.Deployments[0].Rollout != "IN_PROGRESS" {
		t.Errorf("deployments %+v %+v", s.Deployments[0], s.Deployments[1])
	}
	b.Step(10 * time.Minute)
	want := strings.TrimSpace(`
IN_PROGRESS api:2
PRE_SCALE_UP
SCALE_UP
POST_SCALE_UP
TEST_TRAFFIC_SHIFT
test traffic 100 %
POST_TEST_TRAFFIC_SHIFT
PRE_PRODUCTION_TRAFFIC_SHIFT
PRODUCTION_TRAFFIC_SHIFT
production traffic 100 %
POST_PRODUCTION_TRAFFIC_SHIFT
BAKE_TIME
CLEAN_UP
SUCCESSFUL api:2`)
	if got := b.stages(seq); got != want {
		t.Errorf("got\n%s", got)
	}
	if len(b.api().Deployments) != 1 || len(b.live()) != 2 {
		t.Errorf("%d deployments, %d tasks", len(b.api().Deployments), len(b.live()))
	}
	b.next("api:3")
	b.Step(20 * time.Minute)
	if got := b.weights(b.production); got != "forward blue 100 green 0" || b.release().Status != DeploymentSuccessful {
		t.Errorf("the third in the first's place: %s, %+v", got, b.release())
	}
}

func TestLinearAndCanaryShiftInSteps(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyLinear, StepPercent: 40, StepBake: 2 * time.Minute})
	seq := b.Seq()
	b.next("api:2")
	b.Step(30 * time.Minute)
	var sent []string
	for _, line := range strings.Split(b.story(seq, "shift"), "\n") {
		if strings.HasPrefix(line, "production") {
			sent = append(sent, line)
		}
	}
	if got := strings.Join(sent, ", "); got != "production traffic 40 %, production traffic 80 %, production traffic 100 %" {
		t.Errorf("linear: %s", got)
	}
	b.must(UpdateService{Cluster: "c", Name: "api", Shift: &ShiftConfig{Strategy: StrategyCanary, CanaryPercent: 12.5, CanaryBake: 10 * time.Minute}})
	b.next("api:3")
	b.until(StageProduction)
	b.Step(time.Minute)
	if got := b.weights(b.production); got != "forward blue 125 green 875" {
		t.Errorf("canary: %s", got)
	}
	b.Step(20 * time.Minute)
	if got := b.weights(b.production); got != "forward blue 100 green 0" {
		t.Errorf("after the canary: %s", got)
	}
}

func TestBreakerGivesTheTrafficBack(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen, Bake: time.Minute})
	b.must(SetImage{"api:2", Behaviour{Pull: PullMissing}})
	b.next("api:2")
	b.Step(2 * time.Hour)
	d := b.release()
	if d.Status != DeploymentRollbackSuccessful || d.StatusReason != reasonBreaker {
		t.Errorf("got %+v", d)
	}
	if b.api().Def.Name() != "api:1" || len(b.live()) != 2 || b.weights(b.production) != "forward blue 100 green 0" {
		t.Errorf("%s, %d tasks, %s", b.api().Def.Name(), len(b.live()), b.weights(b.production))
	}
}

func TestStopRollsBackFromTheBake(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen, Bake: time.Hour})
	b.next("api:2")
	b.until(StageBake)
	d := b.release()
	b.refuses(StopServiceDeployment{"c", "api", d.ID, "ABORT"}, ErrInvalid, "Invalid stopType. Valid values are: ROLLBACK")
	b.must(StopServiceDeployment{Cluster: "c", Service: "api", ID: d.ID})
	at := b.Now()
	for b.weights(b.production) != "forward blue 100 green 0" {
		b.Step(time.Second)
	}
	if took := b.Now().Sub(at); took > 45*time.Second {
		t.Errorf("the traffic is back after %v", took)
	}
	b.Step(5 * time.Minute)
	if d.Status != DeploymentRollbackSuccessful || d.StatusReason != reasonUser || b.api().Deployments[0].Rollout != "COMPLETED" {
		t.Errorf("got %+v", d)
	}
	b.refuses(StopServiceDeployment{"c", "api", d.ID, ""}, ErrConflict, "The service deployment cannot be stopped because it is in the ROLLBACK_SUCCESSFUL state.")
}

func TestScalingDuringAShift(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen, Bake: 30 * time.Minute})
	b.next("api:2")
	b.until(StageBake)
	n := 4
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &n})
	b.Step(5 * time.Minute)
	if len(b.live()) != 8 || b.api().Deployments[1].Desired != 4 {
		t.Errorf("%d tasks live, blue wants %d", len(b.live()), b.api().Deployments[1].Desired)
	}
	n = 1
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &n})
	b.Step(5 * time.Minute)
	if len(b.live()) != 2 {
		t.Errorf("%d tasks live", len(b.live()))
	}
}

func TestNewDeploymentDuringAShift(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen, Bake: 30 * time.Minute})
	b.next("api:2")
	b.until(StageBake)
	seq := b.Seq()
	b.next("api:3")
	if got := b.weights(b.production); got != "forward blue 100 green 0" {
		t.Errorf("at once: %s", got)
	}
	b.Step(time.Hour)
	if got := b.stages(seq); !strings.Contains(got, "RECONCILE_SERVICE") || !strings.Contains(got, "SUCCESSFUL api:3") {
		t.Errorf("got\n%s", got)
	}
	if b.api().Def.Name() != "api:3" || len(b.live()) != 2 || len(b.api().Deployments) != 1 {
		t.Errorf("%s, %d tasks, %d deployments", b.api().Def.Name(), len(b.live()), len(b.api().Deployments))
	}
}

func TestHeadlessServiceShifts(t *testing.T) {
	b := newBox(t)
	svc := apiService()
	svc.Balancers, svc.Shift = nil, ShiftConfig{Strategy: StrategyBlueGreen, Bake: time.Minute}
	b.must(svc)
	b.Step(10 * time.Minute)
	b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	b.Step(15 * time.Minute)
	if b.release().Status != DeploymentSuccessful || len(b.live()) != 2 {
		t.Errorf("%+v, %d tasks", b.release(), len(b.live()))
	}
}

// A protected task of blue keeps its deployment in CLEAN_UP until the
// protection is over.
func TestProtectionHoldsTheCleanUp(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen})
	kept := b.live()[0]
	b.must(UpdateTaskProtection{Cluster: "c", Tasks: []string{kept.ID}, Enable: true, Minutes: 60})
	seq := b.Seq()
	b.next("api:2")
	b.Step(30 * time.Minute)
	if d := b.release(); d.Stage != StageCleanUp || len(b.live()) != 3 || !kept.up() {
		t.Errorf("%s, %d tasks live", d.Stage, len(b.live()))
	}
	if got := b.story(seq, "event"); !strings.Contains(got, "was unable to scale in due to (reason 1 tasks under protection)") {
		t.Errorf("got\n%s", got)
	}
	b.Step(time.Hour)
	if d := b.release(); d.Status != DeploymentSuccessful {
		t.Errorf("got %+v", d)
	}
}
