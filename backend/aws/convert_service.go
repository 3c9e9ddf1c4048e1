package aws

import (
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

func toService(s ecstypes.Service, asked model.ClusterRef) model.Service {
	cluster := complete(clusterRef(sdk.ToString(s.ClusterArn), asked.Name), asked)
	out := model.Service{
		Ref:                serviceRef(sdk.ToString(s.ServiceArn), sdk.ToString(s.ServiceName), cluster),
		Status:             model.ServiceStatus(sdk.ToString(s.Status)),
		Desired:            int(s.DesiredCount),
		Running:            int(s.RunningCount),
		Pending:            int(s.PendingCount),
		TaskDef:            taskDefRef(sdk.ToString(s.TaskDefinition)),
		LaunchType:         model.LaunchType(s.LaunchType),
		Daemon:             s.SchedulingStrategy == ecstypes.SchedulingStrategyDaemon,
		HealthGracePeriod:  seconds(s.HealthCheckGracePeriodSeconds),
		ExecEnabled:        s.EnableExecuteCommand,
		CreatedAt:          when(s.CreatedAt),
		AvailabilityZoning: string(s.AvailabilityZoneRebalancing),
		CapacityProviders: each(s.CapacityProviderStrategy, func(p ecstypes.CapacityProviderStrategyItem) string {
			return sdk.ToString(p.CapacityProvider)
		}),
		LoadBalancers: each(s.LoadBalancers, toLoadBalancer),
		Deployments:   each(s.Deployments, toDeployment),
		Events:        each(s.Events, toEvent),
	}
	if c := s.DeploymentConfiguration; c != nil {
		out.MinHealthyPercent, out.MaxPercent = number(c.MinimumHealthyPercent), number(c.MaximumPercent)
		out.Strategy = string(c.Strategy)
		if c.Alarms != nil {
			out.Alarms, out.AlarmsOn = c.Alarms.AlarmNames, c.Alarms.Enable
		}
		if br := c.DeploymentCircuitBreaker; br != nil {
			out.Breaker, out.BreakerRollback = br.Enable, br.Rollback
		}
	}
	out.Shares = each(s.CapacityProviderStrategy, toStrategyItem)
	out.Constraints = each(s.PlacementConstraints, func(c ecstypes.PlacementConstraint) string {
		return strings.TrimSpace(string(c.Type) + " " + sdk.ToString(c.Expression))
	})
	out.Placement = each(s.PlacementStrategy, func(p ecstypes.PlacementStrategy) string {
		return strings.TrimSpace(string(p.Type) + " " + sdk.ToString(p.Field))
	})
	if n := s.NetworkConfiguration; n != nil && n.AwsvpcConfiguration != nil {
		out.Subnets = n.AwsvpcConfiguration.Subnets
	}
	model.Sort(out.Deployments, primaryFirst)
	model.Sort(out.Events, func(x, y model.Event) int { return y.At.Compare(x.At) })
	return out
}

func toLoadBalancer(l ecstypes.LoadBalancer) model.LoadBalancer {
	out := model.LoadBalancer{
		TargetGroupARN: sdk.ToString(l.TargetGroupArn), Container: sdk.ToString(l.ContainerName), Port: number(l.ContainerPort),
	}
	if a := l.AdvancedConfiguration; a != nil {
		out.AlternateARN = sdk.ToString(a.AlternateTargetGroupArn)
		out.ProductionRule, out.TestRule = sdk.ToString(a.ProductionListenerRule), sdk.ToString(a.TestListenerRule)
	}
	return out
}

func toDeployment(d ecstypes.Deployment) model.Deployment {
	return model.Deployment{
		ID:            sdk.ToString(d.Id),
		Status:        model.DeploymentStatus(sdk.ToString(d.Status)),
		TaskDef:       taskDefRef(sdk.ToString(d.TaskDefinition)),
		Desired:       int(d.DesiredCount),
		Running:       int(d.RunningCount),
		Pending:       int(d.PendingCount),
		Failed:        int(d.FailedTasks),
		Rollout:       model.RolloutState(d.RolloutState),
		RolloutReason: sdk.ToString(d.RolloutStateReason),
		CreatedAt:     when(d.CreatedAt),
		UpdatedAt:     when(d.UpdatedAt),
		LaunchType:    model.LaunchType(d.LaunchType),
	}
}

// primaryFirst orders the newest deployment first, then the others by age.
func primaryFirst(x, y model.Deployment) int {
	if xp, yp := x.Status == model.DeploymentPrimary, y.Status == model.DeploymentPrimary; xp != yp {
		if xp {
			return -1
		}
		return 1
	}
	return y.CreatedAt.Compare(x.CreatedAt)
}

func toEvent(e ecstypes.ServiceEvent) model.Event {
	return model.Event{ID: sdk.ToString(e.Id), At: when(e.CreatedAt), Message: sdk.ToString(e.Message)}
}
