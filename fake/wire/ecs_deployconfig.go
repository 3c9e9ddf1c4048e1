package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// knownDeployment holds a deployment configuration to what the world does.
func knownDeployment(dc *types.DeploymentConfiguration) error {
	if b := dc.DeploymentCircuitBreaker; b != nil {
		if err := honours("a deployment circuit breaker", b, "Enable", "Rollback", "ResetOnHealthyTask", "ThresholdConfiguration"); err != nil {
			return err
		}
	}
	if t := dc.EarlySuccessCriteria; t != nil && t.Enable {
		switch {
		case t.HealthyPercent == nil:
			return invalid("healthyPercent is required when early success criteria are enabled.")
		case t.SourceServiceRevisionCleanup != types.ServiceRevisionCleanupBlocking && t.SourceServiceRevisionCleanup != types.ServiceRevisionCleanupDeferred:
			return invalid("sourceServiceRevisionCleanup should be one of [BLOCKING,DEFERRED]")
		}
	}
	return honours("a deployment configuration", dc, "Strategy", "MinimumHealthyPercent", "MaximumPercent", "DeploymentCircuitBreaker",
		"BakeTimeInMinutes", "CanaryConfiguration", "LinearConfiguration", "LifecycleHooks", "Alarms", "EarlySuccessCriteria")
}

// alarmsOf are the alarms that a deployment is to be failed by.
func alarmsOf(a *types.DeploymentAlarms) *sim.AlarmWatch {
	if a == nil {
		return nil
	}
	return &sim.AlarmWatch{Names: a.AlarmNames, Enable: a.Enable, Rollback: a.Rollback}
}

// thresholdOf is how many failures a circuit breaker bears; the zero value is
// AWS's default.
func thresholdOf(b *types.DeploymentCircuitBreaker) sim.Threshold {
	if t := b.ThresholdConfiguration; t != nil {
		return sim.Threshold{Type: string(t.Type), Value: int(t.Value)}
	}
	return sim.Threshold{}
}

// keepsFailures tells a circuit breaker that a healthy task does not reset.
func keepsFailures(b *types.DeploymentCircuitBreaker) bool {
	return b.ResetOnHealthyTask != nil && !*b.ResetOnHealthyTask
}

func earlyOf(e *types.DeploymentEarlySuccessCriteria) sim.EarlySuccess {
	return sim.EarlySuccess{Enable: e.Enable, Percent: int(aws.ToInt32(e.HealthyPercent)), Deferred: e.SourceServiceRevisionCleanup == types.ServiceRevisionCleanupDeferred}
}

// projectBreaker is a circuit breaker as an answer has it, defaults written out
// where the threshold was given.
func projectBreaker(k sim.DeploymentConfig) *types.DeploymentCircuitBreaker {
	out := &types.DeploymentCircuitBreaker{Enable: k.Breaker, Rollback: k.BreakerRollback}
	if k.KeepFailures {
		out.ResetOnHealthyTask = aws.Bool(false)
	}
	if k.Threshold.Type != "" {
		out.ThresholdConfiguration = &types.ThresholdConfiguration{Type: types.ThresholdType(k.Threshold.Type), Value: count(k.Threshold.Value)}
	}
	return out
}

func projectEarly(e sim.EarlySuccess) *types.DeploymentEarlySuccessCriteria {
	if !e.Enable {
		return nil
	}
	cleanup := types.ServiceRevisionCleanupBlocking
	if e.Deferred {
		cleanup = types.ServiceRevisionCleanupDeferred
	}
	return &types.DeploymentEarlySuccessCriteria{Enable: true, HealthyPercent: aws.Int32(count(e.Percent)), SourceServiceRevisionCleanup: cleanup}
}
