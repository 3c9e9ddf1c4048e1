package views

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func deploying(revision, desired, running, failed int, rollout model.RolloutState, reason string) model.Deployment {
	return model.Deployment{Status: model.DeploymentPrimary, TaskDef: model.TaskDefRef{Family: "pay", Revision: revision}, Desired: desired, Running: running,
		Failed: failed, Rollout: rollout, RolloutReason: reason, CreatedAt: noon.Add(-5 * time.Minute), UpdatedAt: noon.Add(-time.Minute)}
}

func TestWhatECSSaysOfAService(t *testing.T) {
	old := deploying(42, 4, 3, 0, model.RolloutCompleted, "")
	old.Status = model.DeploymentActive
	failed := deploying(43, 4, 0, 3, model.RolloutFailed, "ECS deployment circuit breaker: tasks failed to start.")
	failed.Status = model.DeploymentActive
	alarmed := failed
	alarmed.RolloutReason = "ECS deployment failed: alarm detected."
	back := deploying(42, 4, 3, 0, model.RolloutInProgress, "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.")
	pause := deploymentRow{ServiceDeployment: model.ServiceDeployment{Status: model.ServiceDeploymentInProgress, Strategy: "BLUE_GREEN", Stage: "POST_TEST_TRAFFIC_SHIFT",
		Hooks: []model.HookRun{{Type: model.HookPause, Status: model.HookAwaiting, ExpiresAt: noon.Add(2 * time.Hour), OnTimeout: "ROLLBACK"}}}}
	canary := deploymentRow{ServiceDeployment: model.ServiceDeployment{Status: model.ServiceDeploymentInProgress, Strategy: "CANARY", Stage: "BAKE_TIME", Bake: 5 * time.Minute, BakeKnown: true,
		UpdatedAt: noon.Add(-2 * time.Minute), Target: model.RevisionUse{WeightKnown: true, ProductionTraffic: 100}}}
	for name, c := range map[string]struct {
		deployments []model.Deployment
		why         string
		history     []deploymentRow
		want        string
	}{
		"rolling":     {[]model.Deployment{deploying(43, 4, 2, 0, model.RolloutInProgress, ""), old}, "", nil, "rolling out :43, 2 of 4 running"},
		"failing":     {[]model.Deployment{deploying(43, 4, 0, 2, model.RolloutInProgress, ""), old}, "2x exit 1", nil, "rolling out :43, 0 of 4 running, 2 failed: 2x exit 1"},
		"old ones":    {[]model.Deployment{deploying(43, 4, 4, 0, model.RolloutInProgress, ""), old}, "", nil, "rolling out :43, 4 of 4 running, waits for 3 old tasks of :42 to stop"},
		"back":        {[]model.Deployment{back, failed}, "3x out of memory (137)", nil, "rolling back to :42 from :43: 3x out of memory (137)"},
		"by an alarm": {[]model.Deployment{back, alarmed}, "deployment failed", nil, "rolling back to :42 from :43: an alarm fired"},
		"failed":      {[]model.Deployment{deploying(43, 4, 0, 3, model.RolloutFailed, "ECS deployment circuit breaker: tasks failed to start.")}, "", nil, "the deployment of :43 failed: its tasks failed to start"},
		"paused":      {[]model.Deployment{deploying(43, 4, 4, 0, model.RolloutInProgress, ""), old}, "", []deploymentRow{pause}, ":43 waits for a decision at post test traffic shift until 14:00:00, then it rolls back"},
		"canary":      {[]model.Deployment{deploying(43, 4, 4, 0, model.RolloutInProgress, ""), old}, "", []deploymentRow{canary}, "canary of :43: bake time for 3m more, 100% of production traffic on it"},
		"steady":      {[]model.Deployment{deploying(43, 4, 4, 0, model.RolloutCompleted, "")}, "", nil, "steady for 1m on pay:43"},
	} {
		s := serviceRow{Service: model.Service{Status: model.ServiceActive, Desired: 4, Running: 4, TaskDef: c.deployments[0].TaskDef, Deployments: c.deployments}, why: c.why}
		if got := ecsSays(s, c.history, noon); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestBreakerThreshold(t *testing.T) {
	for desired, want := range map[int]int{0: 3, 1: 3, 6: 3, 7: 4, 25: 13, 400: 200, 800: 200} {
		if got := breakerThreshold(desired); got != want {
			t.Errorf("desired %d: %d, want %d", desired, got, want)
		}
	}
	s := model.Service{Desired: 4, Breaker: true, BreakerRollback: true, Deployments: []model.Deployment{deploying(43, 4, 0, 2, model.RolloutInProgress, "")}}
	n, on := breakerOf(s, nil)
	if got := n.words(s.Rolling()); !on || got != "breaker 2 of 3 by default, rolls back" {
		t.Errorf("%t %q", on, got)
	}
	n, _ = breakerOf(s, []model.ServiceDeployment{{Status: model.ServiceDeploymentInProgress, BreakerFailures: 4, BreakerThreshold: 10}})
	if got := n.words(true); got != "breaker 4 of 10, rolls back" {
		t.Errorf("told by ECS: %q", got)
	}
	if _, on := breakerOf(model.Service{Desired: 4}, nil); on {
		t.Error("there is no breaker")
	}
}

func TestStageTrack(t *testing.T) {
	d := model.ServiceDeployment{Status: model.ServiceDeploymentInProgress, Strategy: "BLUE_GREEN", Stage: "PRODUCTION_TRAFFIC_SHIFT",
		Planned: []model.Hook{{Type: model.HookPause, Stages: []string{"PRE_PRODUCTION_TRAFFIC_SHIFT"}, Timeout: time.Hour}}}
	track := stageTrack(d)
	for i, s := range track {
		if s.done != (i < 6) || s.present != (i == 6) || (len(s.hooks) == 1) != (i == 6) {
			t.Errorf("%d %+v", i, s)
		}
	}
	h := model.HookRun{Type: model.HookPause, Status: model.HookAwaiting, ExpiresAt: noon.Add(time.Hour)}
	if got := hookSince(d, h); !got.Equal(noon) {
		t.Errorf("the hook waits since %v", got)
	}
	d.Planned = append(d.Planned, model.Hook{Type: model.HookPause, Stages: []string{"PRODUCTION_TRAFFIC_SHIFT"}})
	if got := hookSince(d, h); !got.IsZero() {
		t.Errorf("it may be either hook, but waits since %v", got)
	}
	d.Status = model.ServiceDeploymentRollbackInProgress
	for _, s := range stageTrack(d) {
		if s.done || s.present {
			t.Errorf("a rollback is not on the track: %+v", s)
		}
	}
	if stageTrack(model.ServiceDeployment{Strategy: "ROLLING"}) != nil {
		t.Error("a rolling update has no stages")
	}
}
