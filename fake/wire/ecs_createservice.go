package wire

import (
	"cmp"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func createService(c call, in *ecs.CreateServiceInput) (*ecs.CreateServiceOutput, error) {
	if err := onlySimulated(in); err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	d := c.taskDef(aws.ToString(in.TaskDefinition))
	if d == nil {
		return nil, refusal(sim.ErrClient, "TaskDefinition not found.")
	}
	cmd := sim.CreateService{
		Cluster: cl.Name, Name: aws.ToString(in.ServiceName), Family: d.Family, Revision: d.Revision,
		Daemon: in.SchedulingStrategy == types.SchedulingStrategyDaemon, Desired: int(aws.ToInt32(in.DesiredCount)), Launch: model.LaunchType(in.LaunchType),
		MinPercent: -1, MaxPercent: -1, ExecEnabled: in.EnableExecuteCommand, Tags: tagMap(in.Tags), Platform: platformOf(in.PlatformVersion),
		Rebalance: string(in.AvailabilityZoneRebalancing), PropagateTags: propagation(in.PropagateTags), ManagedTags: in.EnableECSManagedTags,
		Token: aws.ToString(in.ClientToken),
	}
	if g := duration(in.HealthCheckGracePeriodSeconds); g != nil {
		cmd.Grace = *g
	}
	if cmd.Strategy, err = strategyItems(in.CapacityProviderStrategy); err != nil {
		return nil, err
	}
	cmd.Placement, cmd.Constraints = strategies(in.PlacementStrategy), constraints(in.PlacementConstraints)
	if cmd.Balancers, err = c.balancers(in.LoadBalancers); err != nil {
		return nil, err
	}
	if dc := in.DeploymentConfiguration; dc != nil {
		if err := knownDeployment(dc); err != nil {
			return nil, err
		}
		cmd.MinPercent, cmd.MaxPercent = percent(dc.MinimumHealthyPercent), percent(dc.MaximumPercent)
		if b := dc.DeploymentCircuitBreaker; b != nil {
			cmd.Breaker, cmd.BreakerRollback, cmd.Threshold, cmd.KeepFailures = b.Enable, b.Rollback, thresholdOf(b), keepsFailures(b)
		}
		if e := dc.EarlySuccessCriteria; e != nil {
			cmd.Early = earlyOf(e)
		}
		if cmd.Shift, err = shiftOf(dc, cmd.Shift); err != nil {
			return nil, err
		}
		if a := alarmsOf(dc.Alarms); a != nil {
			cmd.Alarms = *a
		}
	}
	vpc, err := interfaceOf(d, in.NetworkConfiguration)
	if err != nil {
		return nil, err
	}
	cmd.Subnets, cmd.SecurityGroups, cmd.PublicIP = vpc.Subnets, vpc.SecurityGroups, vpc.AssignPublicIp == types.AssignPublicIpEnabled
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	out := c.projectService(c.view.Service(sim.Key{Cluster: cl.Name, Name: cmd.Name}), true)
	return &ecs.CreateServiceOutput{Service: &out}, nil
}

// onlySimulated holds a new service to what the world knows. Of the members
// let through some have no effect here, and take values that ask for none.
func onlySimulated(in *ecs.CreateServiceInput) error {
	if err := scheduling(in); err != nil {
		return err
	}
	if k := in.DeploymentController; k != nil && k.Type != types.DeploymentControllerTypeEcs {
		return invalid("The simulator does not know the deployment controller %s: its services are deployed by ECS.", k.Type)
	}
	if err := cmp.Or(launchable(in.LaunchType), platform(in.PlatformVersion), checkEC2(in.LaunchType, in.PlatformVersion, in.NetworkConfiguration)); err != nil {
		return err
	}
	if err := balancing(in.AvailabilityZoneRebalancing); err != nil {
		return err
	}
	return honours("a service", in, "Cluster", "ServiceName", "TaskDefinition", "DesiredCount", "LaunchType",
		"CapacityProviderStrategy", "DeploymentConfiguration", "HealthCheckGracePeriodSeconds", "LoadBalancers",
		"NetworkConfiguration", "PlacementStrategy", "PlacementConstraints", "EnableExecuteCommand", "Tags", "ClientToken",
		"SchedulingStrategy", "DeploymentController", "PlatformVersion", "PropagateTags",
		"EnableECSManagedTags", "AvailabilityZoneRebalancing")
}

// scheduling holds a new service to its scheduling strategy: replicas have a
// desired count, daemons have none.
func scheduling(in *ecs.CreateServiceInput) error {
	switch in.SchedulingStrategy {
	case "", types.SchedulingStrategyReplica:
		if in.DesiredCount == nil {
			return invalid("DesiredCount is missing")
		}
	case types.SchedulingStrategyDaemon:
		if in.DesiredCount != nil {
			return invalid("The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again")
		}
	default:
		return invalid("Scheduling strategy should be one of [REPLICA,DAEMON]")
	}
	return nil
}

func balancing(b types.AvailabilityZoneRebalancing) error {
	if b != "" && b != types.AvailabilityZoneRebalancingEnabled && b != types.AvailabilityZoneRebalancingDisabled {
		return invalid("AvailabilityZoneRebalancing should be one of [ENABLED,DISABLED]")
	}
	return nil
}

// platformOf is the platform version that is asked for; "" is the newest.
func platformOf(version *string) string {
	if v := aws.ToString(version); v != platformAsked {
		return v
	}
	return ""
}

// propagation is what tags of tasks come from; "" is from nothing.
func propagation(p types.PropagateTags) string {
	if p == types.PropagateTagsNone {
		return ""
	}
	return string(p)
}

// balancers finds the target groups that a service is to be registered in.
func (c call) balancers(in []types.LoadBalancer) (out []sim.Balancer, err error) {
	for i := range in {
		b := &in[i]
		if err := honours("a load balancer", b, "TargetGroupArn", "ContainerName", "ContainerPort", "AdvancedConfiguration"); err != nil {
			return nil, err
		}
		g := c.targetGroup(aws.ToString(b.TargetGroupArn))
		if g == nil {
			return nil, invalid("The target group %s does not exist.", aws.ToString(b.TargetGroupArn))
		}
		made := sim.Balancer{Group: g.Name, Container: aws.ToString(b.ContainerName), Port: int(aws.ToInt32(b.ContainerPort))}
		if err := c.advanced(&made, b.AdvancedConfiguration); err != nil {
			return nil, err
		}
		out = append(out, made)
	}
	return out, nil
}

func (c call) targetGroup(arn string) *sim.TargetGroup {
	for _, g := range c.view.TargetGroups() {
		if c.targetGroupARN(g) == arn {
			return g
		}
	}
	return nil
}

// percent is what the world takes for a percentage: -1 is AWS's default.
func percent(p *int32) int {
	if p == nil {
		return -1
	}
	return int(*p)
}

// wide is the SDK's optional number as the world has it.
func wide(n *int32) *int {
	if n == nil {
		return nil
	}
	return aws.Int(int(*n))
}

func duration(s *int32) *time.Duration {
	if s == nil {
		return nil
	}
	return aws.Duration(time.Duration(*s) * time.Second)
}
