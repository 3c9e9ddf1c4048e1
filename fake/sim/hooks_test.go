package sim

import (
	"strings"
	"testing"
	"time"
)

func paused(stages ...string) []Hook { return []Hook{{Type: HookPause, Stages: stages}} }

func lambda(stages ...string) []Hook {
	return []Hook{{Type: HookLambda, Target: functionARN, Role: "arn:aws:iam::123456789012:role/hook", Stages: stages}}
}

// newHookedShop has its hooks from the second deployment on.
func newHookedShop(t *testing.T, hooks []Hook) shop {
	t.Helper()
	b := newShop(t, ShiftConfig{Strategy: StrategyBlueGreen})
	b.must(UpdateService{Cluster: "c", Name: "api", Shift: &ShiftConfig{Strategy: StrategyBlueGreen, Hooks: hooks}})
	b.next("api:2")
	return b
}

func TestPauseWaitsForSomebody(t *testing.T) {
	b := newHookedShop(t, paused(StagePostTest))
	b.Step(2 * time.Hour)
	d := b.release()
	if len(d.Hooks) != 1 || d.Hooks[0].Status != HookAwaiting || d.Stage != StagePostTest {
		t.Fatalf("got %+v in %s", d.Hooks, d.Stage)
	}
	h := d.Hooks[0]
	if !strings.HasPrefix(h.ID, "ecs-pause-") || len(h.ID) != len("ecs-pause-")+43 || !h.ExpiresAt.Equal(h.ExpiresAt.Truncate(time.Millisecond)) {
		t.Errorf("hook %+v", h)
	}
	b.refuses(ContinueServiceDeployment{"c", "api", d.ID, "pause", ""}, ErrInvalid, "Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}")
	b.refuses(ContinueServiceDeployment{"c", "api", "none", h.ID, ""}, ErrDeploymentNotFound, "The service deployment does not exist.")
	b.refuses(ContinueServiceDeployment{"c", "api", d.ID, "ecs-pause-other", ""}, ErrInvalid, "Provided hookId is either completed, unavailable, or not associated with the given Resource ARN")
	b.must(ContinueServiceDeployment{"c", "api", d.ID, h.ID, HookContinue})
	b.Step(10 * time.Minute)
	if d.Status != DeploymentSuccessful || h.Status != HookSucceeded {
		t.Errorf("%s, hook %s", d.Status, h.Status)
	}
	b.refuses(ContinueServiceDeployment{"c", "api", d.ID, h.ID, ""}, ErrInvalid, "Continuing a service deployment is not allowed for service deployment in terminal states.")
}

func TestPauseCanRollBack(t *testing.T) {
	b := newHookedShop(t, paused(StagePreScaleUp))
	b.Step(time.Hour)
	d := b.release()
	b.must(ContinueServiceDeployment{"c", "api", d.ID, d.Hooks[0].ID, HookRollback})
	b.Step(5 * time.Minute)
	if d.Status != DeploymentRollbackSuccessful || d.StatusReason != reasonUser || b.api().Def.Name() != "api:1" {
		t.Errorf("got %+v", d)
	}
}

func TestPauseTimesOut(t *testing.T) {
	for _, tt := range []struct{ action, status, reason string }{
		{"", "ROLLBACK_SUCCESSFUL", "Service deployment rolled back because PRE_PRODUCTION_TRAFFIC_SHIFT pause hook timed out."},
		{HookContinue, "SUCCESSFUL", ""},
	} {
		hooks := paused(StagePreProduction)
		hooks[0].Timeout, hooks[0].OnTime = 30*time.Minute, tt.action
		b := newHookedShop(t, hooks)
		b.Step(2 * time.Hour)
		if d := b.release(); string(d.Status) != tt.status || d.StatusReason != tt.reason || d.Hooks[0].Status != HookTimedOut {
			t.Errorf("%q: got %+v, hook %+v", tt.action, d, d.Hooks[0])
		}
	}
}

func TestFunctionsDecide(t *testing.T) {
	head := "Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. "
	for _, tt := range []struct {
		answer HookAnswer
		status ServiceDeploymentStatus
		reason string
	}{
		{HookAnswer{Result: HookSucceeded, Pending: 3}, DeploymentSuccessful, ""},
		{HookAnswer{Result: HookFailed, Pending: 1}, DeploymentRollbackSuccessful, head + "Lifecycle hook target " + functionARN + " returned FAILED status."},
		{HookAnswer{Result: HookUnreadable}, DeploymentRollbackSuccessful, head + "ECS was unable to parse the response from " + functionARN + " due to HookStatus must not be null."},
	} {
		b := newHookedShop(t, lambda(StageTest))
		b.must(SetHook{functionARN, tt.answer})
		b.Step(30 * time.Minute)
		if d := b.release(); d.Status != tt.status || d.StatusReason != tt.reason {
			t.Errorf("%+v: got %s %s", tt.answer, d.Status, d.StatusReason)
		}
	}
}

// A hook of PRE_PRODUCTION_TRAFFIC_SHIFT is asked before every step.
func TestHooksOfEachStep(t *testing.T) {
	b := newShop(t, ShiftConfig{Strategy: StrategyLinear, StepPercent: 50, StepBake: time.Minute, Hooks: lambda(StagePreProduction, StageProduction)})
	b.next("api:2")
	b.Step(30 * time.Minute)
	var asked []string
	for _, h := range b.release().Hooks {
		asked = append(asked, h.Stage)
	}
	want := strings.Join([]string{StagePreProduction, StageProduction, StagePreProduction, StageProduction}, " ")
	if got := strings.Join(asked, " "); got != want || b.release().Status != DeploymentSuccessful {
		t.Errorf("asked at %s, %s", got, b.release().Status)
	}
}

func TestShiftsAreHeldToTheirRanges(t *testing.T) {
	b := newBox(t)
	svc := apiService()
	svc.Balancers = nil
	for _, tt := range []struct {
		shift ShiftConfig
		text  string
	}{
		{ShiftConfig{Strategy: "PURPLE"}, "Invalid strategy. Valid values are: ROLLING, BLUE_GREEN, LINEAR, CANARY"},
		{ShiftConfig{Strategy: StrategyBlueGreen, Bake: 1441 * time.Minute}, "Invalid bakeTimeInMinutes: it must be a whole number of minutes between 0 and 1440."},
		{ShiftConfig{Strategy: StrategyLinear, StepPercent: 2.9}, "Invalid stepPercent: it must be a multiple of 0.1 between 3.0 and 100.0."},
		{ShiftConfig{Strategy: StrategyCanary, CanaryPercent: 0.05}, "Invalid canaryPercent: it must be a multiple of 0.1 between 0.1 and 100.0."},
		{ShiftConfig{Strategy: StrategyCanary, CanaryPercent: 12.34}, "Invalid canaryPercent: it must be a multiple of 0.1 between 0.1 and 100.0."},
		{ShiftConfig{Strategy: StrategyBlueGreen, Hooks: paused(StageTest)}, "Invalid lifecycle stage provided for Pause Hook"},
		{ShiftConfig{Strategy: StrategyBlueGreen, Hooks: lambda(StageScaleUp)}, "Invalid lifecycle stage SCALE_UP provided for lifecycle hook"},
		{ShiftConfig{Strategy: StrategyBlueGreen, Hooks: []Hook{{Type: "EMAIL"}}}, "Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE"},
		{ShiftConfig{Strategy: StrategyBlueGreen, Hooks: []Hook{{Type: HookPause, Stages: []string{StagePostTest}, Timeout: 20161 * time.Minute}}}, "Invalid timeoutInMinutes: it must be between 1 and 20160."},
	} {
		svc.Shift = tt.shift
		b.refuses(svc, ErrInvalid, tt.text)
	}
	svc = apiService()
	svc.Shift = ShiftConfig{Strategy: StrategyBlueGreen}
	b.refuses(svc, ErrInvalid, "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy")
}

// A deployment is over after 30 days, whatever its pauses would still bear.
func TestShiftEndsAfterThirtyDays(t *testing.T) {
	hooks := paused(StagePreScaleUp, StagePostScaleUp, StagePostTest)
	hooks[0].Timeout, hooks[0].OnTime = hookAtMost, HookContinue
	b := newHookedShop(t, hooks)
	b.Step(29 * day)
	if d := b.release(); d.Stage != StagePostTest || d.Status != DeploymentInProgress {
		t.Errorf("after 29 days: %s in %s", d.Status, d.Stage)
	}
	b.Step(2 * day)
	if d := b.release(); d.Status != DeploymentRollbackSuccessful || d.StatusReason != "Service deployment rolled back because it took longer than 30 days." {
		t.Errorf("after 31 days: %s %s", d.Status, d.StatusReason)
	}
}
