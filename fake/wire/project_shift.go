package wire

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// projectShift adds to a deployment configuration how traffic is shifted.
func projectShift(out *types.DeploymentConfiguration, k sim.ShiftConfig) {
	if out.Strategy = types.DeploymentStrategy(k.Strategy); out.Strategy == "" {
		out.Strategy = types.DeploymentStrategyRolling
	}
	if k.Shifts() || k.BakeGiven {
		out.BakeTimeInMinutes = inMinutes(k.Bake)
	}
	switch k.Strategy {
	case sim.StrategyLinear:
		out.LinearConfiguration = &types.LinearConfiguration{StepPercent: aws.Float64(k.StepPercent), StepBakeTimeInMinutes: inMinutes(k.StepBake)}
	case sim.StrategyCanary:
		out.CanaryConfiguration = &types.CanaryConfiguration{CanaryPercent: aws.Float64(k.CanaryPercent), CanaryBakeTimeInMinutes: inMinutes(k.CanaryBake)}
	}
	if k.Shifts() {
		out.LifecycleHooks = each(k.Hooks, projectHook)
	}
}

func inMinutes(d time.Duration) *int32 { return aws.Int32(count(int(d / time.Minute))) }

func projectHook(h sim.Hook) types.DeploymentLifecycleHook {
	out := types.DeploymentLifecycleHook{
		TargetType: types.DeploymentLifecycleHookTargetType(h.Type), HookTargetArn: told(h.Target), RoleArn: told(h.Role),
		LifecycleStages: each(h.Stages, func(s string) types.DeploymentLifecycleHookStage { return types.DeploymentLifecycleHookStage(s) }),
	}
	if h.Timeout > 0 || h.OnTime != "" {
		out.TimeoutConfiguration = &types.DeploymentLifecycleHookTimeoutConfiguration{Action: types.DeploymentLifecycleHookAction(h.OnTime)}
		if h.Timeout > 0 {
			out.TimeoutConfiguration.TimeoutInMinutes = inMinutes(h.Timeout)
		}
	}
	return out
}

// projectHookRun is a hook of a service deployment that has been reached.
func projectHookRun(r *sim.HookRun) types.DeploymentLifecycleHookDetail {
	return types.DeploymentLifecycleHookDetail{
		HookId: aws.String(r.ID), Status: types.DeploymentLifecycleHookStatus(r.Status), TargetArn: told(r.Target),
		TargetType: types.DeploymentLifecycleHookTargetType(r.Type), ExpiresAt: at(r.ExpiresAt), TimeoutAction: types.DeploymentLifecycleHookAction(r.OnTime),
	}
}

// projectAdvanced is what of a load balancer is there for shifting traffic.
func (c call) projectAdvanced(b sim.Balancer) *types.AdvancedConfiguration {
	g := c.view.TargetGroup(b.Alternate)
	if g == nil {
		return nil
	}
	return &types.AdvancedConfiguration{
		AlternateTargetGroupArn: aws.String(c.targetGroupARN(g)), ProductionListenerRule: told(b.ProductionRule),
		TestListenerRule: told(b.TestRule), RoleArn: told(b.Role),
	}
}
