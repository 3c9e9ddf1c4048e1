package wire

import (
	"cmp"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// What AWS calls the platform of Fargate tasks: the version that is asked for,
// and the one that this is at the moment.
const (
	platformFamily  = "Linux"
	platformAsked   = "LATEST"
	platformCurrent = "1.4.0"
)

// projectService is a service as DescribeServices has it.
func (c call) projectService(s *sim.Service, withTags bool) types.Service {
	running, pending := c.view.Counts(s, nil)
	out := types.Service{
		ServiceArn:              aws.String(c.serviceARN(s.Cluster, s.Name)),
		ServiceName:             aws.String(s.Name),
		ClusterArn:              aws.String(c.clusterARN(s.Cluster)),
		Status:                  aws.String(string(s.Status)),
		DesiredCount:            count(s.Desired),
		RunningCount:            count(running),
		PendingCount:            count(pending),
		TaskDefinition:          aws.String(c.taskDefARN(s.Def)),
		LaunchType:              types.LaunchType(s.Launch),
		DeploymentConfiguration: projectDeploymentConfig(s.DeploymentConfig()),
		DeploymentController:    &types.DeploymentController{Type: types.DeploymentControllerTypeEcs},
		Deployments:             each(s.Deployments, func(d *sim.Deployment) types.Deployment { return c.projectDeployment(s, d) }),
		Events:                  each(s.Events, projectEvent),
		LoadBalancers:           each(s.Balancers, c.projectBalancer),
		ServiceRegistries:       []types.ServiceRegistry{},
		PlacementConstraints:    each(s.Constraints, projectConstraint),
		PlacementStrategy:       each(s.Placement, projectStrategy),
		NetworkConfiguration:    network(s),
		SchedulingStrategy:      schedulingOf(s),
		PropagateTags:           propagated(s),
		EnableECSManagedTags:    s.ManagedTags,
		ResourceManagementType:  c.managedBy(s),

		AvailabilityZoneRebalancing: rebalancing(s),
		EnableExecuteCommand:        s.ExecEnabled,
		CreatedAt:                   at(s.CreatedAt),
		CreatedBy:                   aws.String(c.caller()),
		Tags:                        tags(s.Tags, withTags),

		CurrentServiceRevisions: each(c.view.CurrentRevisions(s), func(r sim.RevisionSummary) types.ServiceCurrentRevisionSummary { return c.projectCurrent(s, r) }),
	}
	if len(s.ServiceDeployments) > 0 {
		out.CurrentServiceDeployment = c.deploymentARN(s, s.ServiceDeployments[0])
	}
	if len(s.Strategy) > 0 {
		out.CapacityProviderStrategy = strategy(s.Strategy)
	}
	if launchOf(s) == types.LaunchTypeFargate {
		out.PlatformFamily, out.PlatformVersion = aws.String(platformFamily), aws.String(cmp.Or(s.Platform, platformAsked))
	}
	if len(s.Balancers) > 0 {
		out.HealthCheckGracePeriodSeconds = aws.Int32(count(int(s.Grace / time.Second)))
		out.RoleArn = aws.String(c.iam("role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"))
	}
	return out
}

// schedulingOf is how many tasks a service has: so many as are desired, or one
// on each instance.
func schedulingOf(s *sim.Service) types.SchedulingStrategy {
	if s.Daemon {
		return types.SchedulingStrategyDaemon
	}
	return types.SchedulingStrategyReplica
}

func propagated(s *sim.Service) types.PropagateTags {
	return types.PropagateTags(cmp.Or(s.PropagateTags, string(types.PropagateTagsNone)))
}

func rebalancing(s *sim.Service) types.AvailabilityZoneRebalancing {
	if s.Rebalance {
		return types.AvailabilityZoneRebalancingEnabled
	}
	return types.AvailabilityZoneRebalancingDisabled
}

// projectDeployment is one generation of a service.
func (c call) projectDeployment(s *sim.Service, d *sim.Deployment) types.Deployment {
	running, pending := c.view.Counts(s, d)
	as := &sim.Service{Settings: d.Settings}
	out := types.Deployment{
		Id:                   aws.String(d.ID),
		Status:               aws.String(string(d.Status)),
		TaskDefinition:       aws.String(c.taskDefARN(d.Def)),
		DesiredCount:         count(d.Desired),
		RunningCount:         count(running),
		PendingCount:         count(pending),
		FailedTasks:          count(d.Failed),
		RolloutState:         types.DeploymentRolloutState(d.Rollout),
		RolloutStateReason:   told(d.Reason),
		LaunchType:           types.LaunchType(d.Launch),
		NetworkConfiguration: network(as),
		CreatedAt:            at(d.CreatedAt),
		UpdatedAt:            at(d.UpdatedAt),
	}
	if len(d.Strategy) > 0 {
		out.CapacityProviderStrategy = strategy(d.Strategy)
	}
	if launchOf(as) == types.LaunchTypeFargate {
		out.PlatformFamily, out.PlatformVersion = aws.String(platformFamily), aws.String(platformCurrent)
	}
	return out
}

func projectEvent(e sim.Event) types.ServiceEvent {
	return types.ServiceEvent{Id: aws.String(e.ID), CreatedAt: at(e.At), Message: aws.String(e.Message)}
}

func (c call) projectBalancer(b sim.Balancer) types.LoadBalancer {
	out := types.LoadBalancer{ContainerName: aws.String(b.Container), ContainerPort: aws.Int32(count(b.Port))}
	if g := c.view.TargetGroup(b.Group); g != nil {
		out.TargetGroupArn = aws.String(c.targetGroupARN(g))
	}
	out.AdvancedConfiguration = c.projectAdvanced(b)
	return out
}

// network is where the tasks of a service are put, if they have an interface
// of their own.
func network(s *sim.Service) *types.NetworkConfiguration {
	if s.Def.NetworkMode != string(types.NetworkModeAwsvpc) {
		return nil
	}
	public := types.AssignPublicIpDisabled
	if s.PublicIP {
		public = types.AssignPublicIpEnabled
	}
	return &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{
		Subnets: texts(s.Subnets), SecurityGroups: texts(s.SecurityGroups), AssignPublicIp: public,
	}}
}

// listed tells whether ListServices shows a service: one that is being deleted
// is only found by its name (SDK ecs, DeleteService).
func listed(s *sim.Service) bool { return s.Status == model.ServiceActive }
