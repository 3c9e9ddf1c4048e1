package aws

import (
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

// plan takes over how a deployment is to go.
func plan(out *model.ServiceDeployment, c *ecstypes.DeploymentConfiguration) {
	out.Strategy = string(c.Strategy)
	if c.BakeTimeInMinutes != nil {
		out.Bake, out.BakeKnown = inMinutes(c.BakeTimeInMinutes), true
	}
	if l := c.LinearConfiguration; l != nil {
		out.Step, out.StepBake = sdk.ToFloat64(l.StepPercent), inMinutes(l.StepBakeTimeInMinutes)
	}
	if y := c.CanaryConfiguration; y != nil {
		out.Step, out.StepBake = sdk.ToFloat64(y.CanaryPercent), inMinutes(y.CanaryBakeTimeInMinutes)
	}
	out.Planned = each(c.LifecycleHooks, toHook)
}

func inMinutes(n *int32) time.Duration { return time.Duration(number(n)) * time.Minute }

func toHook(h ecstypes.DeploymentLifecycleHook) model.Hook {
	out := model.Hook{
		Type: string(h.TargetType), Target: sdk.ToString(h.HookTargetArn),
		Stages: each(h.LifecycleStages, func(s ecstypes.DeploymentLifecycleHookStage) string { return string(s) }),
	}
	if t := h.TimeoutConfiguration; t != nil {
		out.Timeout = inMinutes(t.TimeoutInMinutes)
	}
	return out
}

func toHookRun(h ecstypes.DeploymentLifecycleHookDetail) model.HookRun {
	return model.HookRun{
		ID: sdk.ToString(h.HookId), Type: string(h.TargetType), Target: sdk.ToString(h.TargetArn), Status: string(h.Status),
		ExpiresAt: when(h.ExpiresAt), OnTimeout: string(h.TimeoutAction),
	}
}

func toServiceRevision(r ecstypes.ServiceRevision) model.ServiceRevision {
	out := model.ServiceRevision{
		ARN: sdk.ToString(r.ServiceRevisionArn), Service: ownerRef(r.ServiceArn, r.ClusterArn, model.ServiceRef{}),
		TaskDef: taskDefRef(sdk.ToString(r.TaskDefinition)), LaunchType: model.LaunchType(r.LaunchType),
		CapacityProvider: each(r.CapacityProviderStrategy, toStrategyItem), PlatformVersion: sdk.ToString(r.PlatformVersion),
		LoadBalancers: each(r.LoadBalancers, toLoadBalancer), GuardDuty: r.GuardDutyEnabled, CreatedAt: when(r.CreatedAt),
		Images: each(r.ContainerImages, func(i ecstypes.ContainerImage) model.ContainerImage {
			return model.ContainerImage{Container: sdk.ToString(i.ContainerName), Image: sdk.ToString(i.Image), Digest: sdk.ToString(i.ImageDigest)}
		}),
	}
	if n := r.NetworkConfiguration; n != nil && n.AwsvpcConfiguration != nil {
		v := n.AwsvpcConfiguration
		out.Network = &model.AwsvpcNetwork{Subnets: v.Subnets, SecurityGroups: v.SecurityGroups, PublicIP: v.AssignPublicIp == ecstypes.AssignPublicIpEnabled}
	}
	return out
}
