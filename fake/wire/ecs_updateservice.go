package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func updateService(c call, in *ecs.UpdateServiceInput) (*ecs.UpdateServiceOutput, error) {
	s, err := c.service(in.Cluster, in.Service)
	if err != nil {
		return nil, err
	}
	if err := onlyUpdatable(in); err != nil {
		return nil, err
	}
	cmd := sim.UpdateService{
		Cluster: s.Cluster, Name: s.Name, Desired: wide(in.DesiredCount), Force: in.ForceNewDeployment,
		Grace: duration(in.HealthCheckGracePeriodSeconds), ExecEnabled: in.EnableExecuteCommand, ManagedTags: in.EnableECSManagedTags,
	}
	def := s.Def
	if in.TaskDefinition != nil {
		if def = c.taskDef(*in.TaskDefinition); def == nil {
			return nil, refusal(sim.ErrClient, "TaskDefinition not found.")
		}
		cmd.Family, cmd.Revision = def.Family, def.Revision
	}
	if err := c.updateWhere(&cmd, in, s, def); err != nil {
		return nil, err
	}
	if dc := in.DeploymentConfiguration; dc != nil {
		if err := updateDeployment(&cmd, dc, s); err != nil {
			return nil, err
		}
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	out := c.projectService(s, false)
	return &ecs.UpdateServiceOutput{Service: &out}, nil
}

// onlyUpdatable holds an update to what the world knows.
func onlyUpdatable(in *ecs.UpdateServiceInput) error {
	if k := in.DeploymentController; k != nil && k.Type != types.DeploymentControllerTypeEcs {
		return invalid("The simulator does not know the deployment controller %s: its services are deployed by ECS.", k.Type)
	}
	if err := platform(in.PlatformVersion); err != nil {
		return err
	}
	if err := balancing(in.AvailabilityZoneRebalancing); err != nil {
		return err
	}
	return honours("a service's update", in, "Cluster", "Service", "DesiredCount", "ForceNewDeployment", "HealthCheckGracePeriodSeconds",
		"TaskDefinition", "DeploymentConfiguration", "PlacementStrategy", "PlacementConstraints", "NetworkConfiguration", "LoadBalancers",
		"CapacityProviderStrategy", "PlatformVersion", "EnableExecuteCommand", "EnableECSManagedTags", "PropagateTags",
		"AvailabilityZoneRebalancing", "DeploymentController")
}

// updateWhere reads what an update says of where tasks run, and of how their
// clients reach them. A list that is there and empty takes away what was.
func (c call) updateWhere(cmd *sim.UpdateService, in *ecs.UpdateServiceInput, s *sim.Service, def *sim.TaskDef) error {
	if in.CapacityProviderStrategy == nil {
		if err := checkEC2(types.LaunchType(s.Launch), in.PlatformVersion, in.NetworkConfiguration); err != nil {
			return err
		}
	}
	if in.PlacementStrategy != nil {
		rules := strategies(in.PlacementStrategy)
		cmd.Placement = &rules
	}
	if in.PlacementConstraints != nil {
		rules := constraints(in.PlacementConstraints)
		cmd.Constraints = &rules
	}
	if in.NetworkConfiguration != nil {
		vpc, err := interfaceOf(def, in.NetworkConfiguration)
		if err != nil {
			return err
		}
		cmd.Network = &sim.Network{Subnets: vpc.Subnets, SecurityGroups: vpc.SecurityGroups, PublicIP: vpc.AssignPublicIp == types.AssignPublicIpEnabled}
	}
	if in.LoadBalancers != nil {
		balancers, err := c.balancers(in.LoadBalancers)
		if err != nil {
			return err
		}
		cmd.Balancers = &balancers
	}
	if in.CapacityProviderStrategy != nil {
		items, err := strategyItems(in.CapacityProviderStrategy)
		if err != nil {
			return err
		}
		cmd.Strategy = &items
	}
	if in.PlatformVersion != nil {
		cmd.Platform = aws.String(platformOf(in.PlatformVersion))
	}
	if in.PropagateTags != "" {
		cmd.PropagateTags = aws.String(propagation(in.PropagateTags))
	}
	if in.AvailabilityZoneRebalancing != "" {
		cmd.Rebalance = aws.String(string(in.AvailabilityZoneRebalancing))
	}
	return nil
}

// updateDeployment reads a deployment configuration: what it leaves out stays.
func updateDeployment(cmd *sim.UpdateService, dc *types.DeploymentConfiguration, s *sim.Service) error {
	if err := knownDeployment(dc); err != nil {
		return err
	}
	cmd.MinPercent, cmd.MaxPercent = wide(dc.MinimumHealthyPercent), wide(dc.MaximumPercent)
	if b := dc.DeploymentCircuitBreaker; b != nil {
		cmd.Breaker, cmd.BreakerRollback = aws.Bool(b.Enable), aws.Bool(b.Rollback)
		if b.ThresholdConfiguration != nil {
			threshold := thresholdOf(b)
			cmd.Threshold = &threshold
		}
		if b.ResetOnHealthyTask != nil {
			cmd.KeepFailures = aws.Bool(keepsFailures(b))
		}
	}
	if dc.EarlySuccessCriteria != nil {
		early := earlyOf(dc.EarlySuccessCriteria)
		cmd.Early = &early
	}
	shift, err := shiftOf(dc, s.Shift)
	if err != nil {
		return err
	}
	cmd.Shift, cmd.Alarms = &shift, alarmsOf(dc.Alarms)
	return nil
}
