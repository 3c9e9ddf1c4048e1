package wire

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Bake times that AWS has a default for, in minutes (SDK ecs, CanaryConfiguration
// and LinearConfiguration).
const (
	canaryBakeDefault = 10
	stepBakeDefault   = 6
)

// shiftOf is how deployments of a service are to go that went as before says:
// what a configuration leaves out stays.
func shiftOf(dc *types.DeploymentConfiguration, before sim.ShiftConfig) (sim.ShiftConfig, error) {
	out := before
	if dc.Strategy != "" {
		out.Strategy = string(dc.Strategy)
	}
	if out.Strategy == sim.StrategyBlueGreen && before.Strategy != out.Strategy && dc.BakeTimeInMinutes == nil {
		return out, invalid("bakeTimeInMinutes is required when using the BLUE_GREEN deployment strategy.")
	}
	if dc.BakeTimeInMinutes != nil {
		out.Bake, out.BakeGiven = minutes(dc.BakeTimeInMinutes, 0), true
	}
	if k := dc.CanaryConfiguration; k != nil || out.Strategy == sim.StrategyCanary && before.Strategy != out.Strategy {
		if k == nil {
			k = &types.CanaryConfiguration{}
		}
		out.CanaryPercent, out.CanaryBake = aws.ToFloat64(k.CanaryPercent), minutes(k.CanaryBakeTimeInMinutes, canaryBakeDefault)
	}
	if k := dc.LinearConfiguration; k != nil || out.Strategy == sim.StrategyLinear && before.Strategy != out.Strategy {
		if k == nil {
			k = &types.LinearConfiguration{}
		}
		out.StepPercent, out.StepBake = aws.ToFloat64(k.StepPercent), minutes(k.StepBakeTimeInMinutes, stepBakeDefault)
	}
	if dc.LifecycleHooks != nil {
		out.Hooks = each(dc.LifecycleHooks, hookOf)
	}
	return out, nil
}

func minutes(n *int32, normal int32) time.Duration {
	if n == nil {
		n = &normal
	}
	return time.Duration(*n) * time.Minute
}

func hookOf(h types.DeploymentLifecycleHook) sim.Hook {
	out := sim.Hook{
		Type: string(h.TargetType), Target: aws.ToString(h.HookTargetArn), Role: aws.ToString(h.RoleArn),
		Stages: each(h.LifecycleStages, func(s types.DeploymentLifecycleHookStage) string { return string(s) }),
	}
	if out.Type == "" {
		out.Type = sim.HookLambda
	}
	if t := h.TimeoutConfiguration; t != nil {
		out.OnTime = string(t.Action)
		if t.TimeoutInMinutes != nil {
			if out.Timeout = minutes(t.TimeoutInMinutes, 0); out.Timeout == 0 {
				out.Timeout = -time.Minute // 0 is out of range here, and the default there
			}
		}
	}
	return out
}

// advanced fills in what a load balancer needs for traffic to be shifted.
func (c call) advanced(b *sim.Balancer, k *types.AdvancedConfiguration) error {
	if k == nil {
		return nil
	}
	g := c.targetGroup(aws.ToString(k.AlternateTargetGroupArn))
	if g == nil {
		return invalid("The target group %s does not exist.", aws.ToString(k.AlternateTargetGroupArn))
	}
	b.Alternate, b.Role = g.Name, aws.ToString(k.RoleArn)
	b.ProductionRule, b.TestRule = aws.ToString(k.ProductionListenerRule), aws.ToString(k.TestListenerRule)
	return nil
}
