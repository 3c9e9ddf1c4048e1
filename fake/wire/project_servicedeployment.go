package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func (c call) deploymentARN(s *sim.Service, d *sim.ServiceDeployment) *string {
	return aws.String(c.arn("service-deployment", s.Cluster, s.Name, d.ID))
}

func (c call) revisionARN(s *sim.Service, r *sim.Revision) *string {
	return aws.String(c.arn("service-revision", s.Cluster, s.Name, r.ID))
}

// briefDeployment is a service deployment as ListServiceDeployments has it.
func (c call) briefDeployment(s *sim.Service, d *sim.ServiceDeployment) types.ServiceDeploymentBrief {
	return types.ServiceDeploymentBrief{
		ServiceDeploymentArn:     c.deploymentARN(s, d),
		ServiceArn:               aws.String(c.serviceARN(s.Cluster, s.Name)),
		ClusterArn:               aws.String(c.clusterARN(s.Cluster)),
		TargetServiceRevisionArn: c.revisionARN(s, d.Target.Revision),
		Status:                   types.ServiceDeploymentStatus(d.Status),
		StatusReason:             told(d.StatusReason),
		CreatedAt:                at(d.CreatedAt),
		StartedAt:                at(d.StartedAt),
		FinishedAt:               at(d.FinishedAt),
	}
}

// projectServiceDeployment is a service deployment in full.
func (c call) projectServiceDeployment(s *sim.Service, d *sim.ServiceDeployment) types.ServiceDeployment {
	target, sources := c.view.Summaries(s, d)
	monitor, failures, threshold := c.view.BreakerMonitor(s, d)
	project := func(r sim.RevisionSummary) types.ServiceRevisionSummary { return c.projectSummary(s, d, r) }
	to := project(target)
	out := types.ServiceDeployment{
		ServiceDeploymentArn:   c.deploymentARN(s, d),
		ServiceArn:             aws.String(c.serviceARN(s.Cluster, s.Name)),
		ClusterArn:             aws.String(c.clusterARN(s.Cluster)),
		Status:                 types.ServiceDeploymentStatus(d.Status),
		StatusReason:           told(d.StatusReason),
		TargetServiceRevision:  &to,
		SourceServiceRevisions: each(sources, project),
		DeploymentCircuitBreaker: &types.ServiceDeploymentCircuitBreaker{
			Status: types.ServiceDeploymentRollbackMonitorsStatus(monitor), FailureCount: count(failures), Threshold: count(threshold),
		},
		Alarms:                  &types.ServiceDeploymentAlarms{Status: types.ServiceDeploymentRollbackMonitorsStatus(d.AlarmMonitor()), AlarmNames: texts(d.Config.Alarms.Names), TriggeredAlarmNames: texts(d.Alarmed)},
		DeploymentConfiguration: projectDeploymentConfig(d.Config),
		LifecycleStage:          types.ServiceDeploymentLifecycleStage(d.Stage),
		LifecycleHookDetails:    each(d.Hooks, projectHookRun),
		CreatedAt:               at(d.CreatedAt),
		StartedAt:               at(d.StartedAt),
		UpdatedAt:               at(d.UpdatedAt),
		FinishedAt:              at(d.FinishedAt),
		StoppedAt:               at(d.StoppedAt),
	}
	if r := d.Rollback; r != nil {
		out.Rollback = &types.Rollback{Reason: told(r.Reason), StartedAt: at(r.StartedAt)}
		if r.To != nil {
			out.Rollback.ServiceRevisionArn = c.revisionARN(s, r.To)
		}
	}
	return out
}

func (c call) projectSummary(s *sim.Service, d *sim.ServiceDeployment, r sim.RevisionSummary) types.ServiceRevisionSummary {
	out := types.ServiceRevisionSummary{
		Arn: c.revisionARN(s, r.Revision), RequestedTaskCount: count(r.Requested), RunningTaskCount: count(r.Running), PendingTaskCount: count(r.Pending),
	}
	if d.Config.Shift.Shifts() {
		out.RequestedProductionTrafficWeight, out.RequestedTestTrafficWeight = aws.Float64(r.Production), aws.Float64(r.Test)
	}
	return out
}

// projectCurrent is a service's running revision as DescribeServices has it.
func (c call) projectCurrent(s *sim.Service, r sim.RevisionSummary) types.ServiceCurrentRevisionSummary {
	return types.ServiceCurrentRevisionSummary{
		Arn: c.revisionARN(s, r.Revision), RequestedTaskCount: count(r.Requested), RunningTaskCount: count(r.Running), PendingTaskCount: count(r.Pending),
	}
}

// projectDeploymentConfig is how a deployment replaces a service.
func projectDeploymentConfig(k sim.DeploymentConfig) *types.DeploymentConfiguration {
	out := &types.DeploymentConfiguration{
		MinimumHealthyPercent:    aws.Int32(count(k.MinPercent)),
		MaximumPercent:           aws.Int32(count(k.MaxPercent)),
		DeploymentCircuitBreaker: projectBreaker(k),
		EarlySuccessCriteria:     projectEarly(k.Early),
	}
	if len(k.Alarms.Names) > 0 {
		out.Alarms = &types.DeploymentAlarms{AlarmNames: texts(k.Alarms.Names), Enable: k.Alarms.Enable, Rollback: k.Alarms.Rollback}
	}
	projectShift(out, k.Shift)
	return out
}

// projectRevision is a service revision.
func (c call) projectRevision(s *sim.Service, r *sim.Revision) types.ServiceRevision {
	out := types.ServiceRevision{
		ServiceRevisionArn: c.revisionARN(s, r),
		ServiceArn:         aws.String(c.serviceARN(s.Cluster, s.Name)),
		ClusterArn:         aws.String(c.clusterARN(s.Cluster)),
		TaskDefinition:     aws.String(c.taskDefARN(r.Def)),
		LaunchType:         types.LaunchType(r.Launch),
		LoadBalancers:      each(r.Balancers, c.projectBalancer),
		ServiceRegistries:  []types.ServiceRegistry{},
		ContainerImages:    each(c.view.RevisionImages(s, r), projectImage),
		CreatedAt:          at(r.CreatedAt),
	}
	if len(r.Strategy) > 0 {
		out.CapacityProviderStrategy = strategy(r.Strategy)
	}
	as := &sim.Service{Settings: r.Settings}
	out.NetworkConfiguration = network(as)
	if launchOf(as) == types.LaunchTypeFargate {
		out.PlatformFamily, out.PlatformVersion = aws.String(platformFamily), aws.String(platformCurrent)
	}
	if len(r.Balancers) > 0 {
		out.ResolvedConfiguration = c.resolved(r)
	}
	return out
}

// resolved are the target groups that a revision's tasks are in.
func (c call) resolved(r *sim.Revision) *types.ResolvedConfiguration {
	out := &types.ResolvedConfiguration{}
	for i, b := range r.Balancers {
		lb := types.ServiceRevisionLoadBalancer{ProductionListenerRule: told(b.ProductionRule)}
		if g := c.view.TargetGroup(r.Groups[i]); g != nil {
			lb.TargetGroupArn = aws.String(c.targetGroupARN(g))
		}
		out.LoadBalancers = append(out.LoadBalancers, lb)
	}
	return out
}

func projectImage(i sim.RevisionImage) types.ContainerImage {
	return types.ContainerImage{ContainerName: aws.String(i.Container), Image: aws.String(i.Image), ImageDigest: told(i.Digest)}
}
