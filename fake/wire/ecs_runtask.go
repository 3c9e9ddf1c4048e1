package wire

import (
	"cmp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func runTask(c call, in *ecs.RunTaskInput) (*ecs.RunTaskOutput, error) {
	if err := honours("RunTask", in, "Cluster", "TaskDefinition", "Count", "Group", "StartedBy", "LaunchType", "CapacityProviderStrategy",
		"NetworkConfiguration", "Overrides", "PlacementStrategy", "PlacementConstraints", "PlatformVersion", "ClientToken",
		"EnableExecuteCommand", "EnableECSManagedTags", "PropagateTags", "Tags"); err != nil {
		return nil, err
	}
	if err := cmp.Or(launchable(in.LaunchType), platform(in.PlatformVersion), checkEC2(in.LaunchType, in.PlatformVersion, in.NetworkConfiguration)); err != nil {
		return nil, err
	}
	start, err := c.readStart(in.Cluster, in.TaskDefinition, in.Overrides, in.NetworkConfiguration, in.PropagateTags)
	if err != nil {
		return nil, err
	}
	cl := start.cluster
	cmd := sim.RunTask{
		Cluster: cl.Name, Family: start.def.Family, Revision: start.def.Revision, Count: 1, Group: aws.ToString(in.Group),
		StartedBy: aws.ToString(in.StartedBy), Launch: model.LaunchType(in.LaunchType), Overrides: start.overrides, Subnets: start.subnets,
		Exec: in.EnableExecuteCommand, Tags: tagMap(in.Tags), Propagate: start.propagate, ManagedTags: in.EnableECSManagedTags,
		Token: aws.ToString(in.ClientToken), Placement: strategies(in.PlacementStrategy), Constraints: constraints(in.PlacementConstraints),
	}
	if in.Count != nil {
		cmd.Count = int(*in.Count)
	}
	if cmd.Strategy, err = strategyItems(in.CapacityProviderStrategy); err != nil {
		return nil, err
	}
	if cmd.Launch == "" && len(cmd.Strategy) == 0 {
		if cmd.Strategy = cl.Strategy; len(cmd.Strategy) == 0 {
			cmd.Launch = model.LaunchEC2
		}
	}
	reply, err := c.world.Do(cmd)
	if err != nil {
		return nil, err
	}
	return &ecs.RunTaskOutput{Tasks: c.started(cl, reply), Failures: c.unstarted(cl, reply)}, nil
}

func startTask(c call, in *ecs.StartTaskInput) (*ecs.StartTaskOutput, error) {
	if err := honours("StartTask", in, "Cluster", "TaskDefinition", "ContainerInstances", "Group", "StartedBy", "NetworkConfiguration", "Overrides",
		"EnableExecuteCommand", "EnableECSManagedTags", "PropagateTags", "Tags"); err != nil {
		return nil, err
	}
	if err := checkEC2(types.LaunchTypeEc2, nil, in.NetworkConfiguration); err != nil {
		return nil, err
	}
	start, err := c.readStart(in.Cluster, in.TaskDefinition, in.Overrides, in.NetworkConfiguration, in.PropagateTags)
	if err != nil {
		return nil, err
	}
	cl := start.cluster
	cmd := sim.StartTask{
		Cluster: cl.Name, Family: start.def.Family, Revision: start.def.Revision, Group: aws.ToString(in.Group),
		StartedBy: aws.ToString(in.StartedBy), Overrides: start.overrides, Subnets: start.subnets,
		Exec: in.EnableExecuteCommand, Tags: tagMap(in.Tags), Propagate: start.propagate, ManagedTags: in.EnableECSManagedTags,
	}
	for _, id := range in.ContainerInstances {
		cmd.Instances = append(cmd.Instances, id[strings.LastIndexByte(id, '/')+1:])
	}
	reply, err := c.world.Do(cmd)
	if err != nil {
		return nil, err
	}
	return &ecs.StartTaskOutput{Tasks: c.started(cl, reply), Failures: c.unstarted(cl, reply)}, nil
}

// launchable holds a launch type to those that are simulated.
func launchable(l types.LaunchType) error {
	if err := valued("launchType", l); err != nil {
		return err
	}
	if l != "" && l != types.LaunchTypeEc2 && l != types.LaunchTypeFargate {
		return invalid("The simulator does not know the launch type %s: its tasks run on EC2 or FARGATE.", l)
	}
	return nil
}

// taskStart is what RunTask and StartTask have in common.
type taskStart struct {
	cluster   *sim.Cluster
	def       *sim.TaskDef
	overrides sim.Overrides
	subnets   []string
	propagate bool
}

func (c call) readStart(cluster, def *string, o *types.TaskOverride, n *types.NetworkConfiguration, tags types.PropagateTags) (s taskStart, err error) {
	if s.cluster, err = c.cluster(cluster); err != nil {
		return s, err
	}
	if s.def = c.taskDef(aws.ToString(def)); s.def == nil {
		return s, refusal(sim.ErrClient, "TaskDefinition not found.")
	}
	if s.overrides, err = readOverrides(o); err != nil {
		return s, err
	}
	vpc, err := interfaceOf(s.def, n)
	if err != nil {
		return s, err
	}
	s.subnets = vpc.Subnets
	switch tags {
	case "", types.PropagateTagsNone:
	case types.PropagateTagsTaskDefinition:
		s.propagate = true
	default:
		return s, invalid("Invalid propagateTags '%s': a standalone task has its tags from its definition alone.", tags)
	}
	return s, nil
}

// started are the tasks of a reply.
func (c call) started(cl *sim.Cluster, reply sim.Reply) []types.Task {
	return each(reply.IDs, func(id string) types.Task { return c.projectTask(c.view.Task(cl.Name, id), true) })
}

// unstarted are the failures of a reply; each names the instance, if any.
func (c call) unstarted(cl *sim.Cluster, reply sim.Reply) []types.Failure {
	return each(reply.Failures, func(f sim.Failed) types.Failure {
		out := types.Failure{Reason: aws.String(f.Reason)}
		if f.What != "" {
			out.Arn = aws.String(c.instanceARN(cl.Name, f.What))
		}
		return out
	})
}

// readOverrides is what RunTask or StartTask changes of a definition.
func readOverrides(in *types.TaskOverride) (o sim.Overrides, err error) {
	if in == nil {
		return o, nil
	}
	if err := honours("a task's overrides", in, "ContainerOverrides", "Cpu", "Memory", "TaskRoleArn", "ExecutionRoleArn", "EphemeralStorage"); err != nil {
		return o, err
	}
	o.TaskRole, o.ExecutionRole = aws.ToString(in.TaskRoleArn), aws.ToString(in.ExecutionRoleArn)
	if in.EphemeralStorage != nil {
		o.Storage = int(in.EphemeralStorage.SizeInGiB)
	}
	if o.CPU, err = units(aws.ToString(in.Cpu), "vcpu", "cpu"); err != nil {
		return o, err
	}
	if o.Memory, err = units(aws.ToString(in.Memory), "gb", "memory"); err != nil {
		return o, err
	}
	for i := range in.ContainerOverrides {
		k := &in.ContainerOverrides[i]
		if err := honours("a container's overrides", k, "Name", "Command", "Environment", "Cpu", "Memory", "MemoryReservation"); err != nil {
			return o, err
		}
		c := sim.ContainerOverride{
			Name: aws.ToString(k.Name), Command: k.Command,
			CPU: int(aws.ToInt32(k.Cpu)), Memory: int(aws.ToInt32(k.Memory)), Soft: int(aws.ToInt32(k.MemoryReservation)),
		}
		for _, v := range k.Environment {
			c.Environment = append(c.Environment, model.Variable{Name: aws.ToString(v.Name), Value: aws.ToString(v.Value)})
		}
		o.Containers = append(o.Containers, c)
	}
	return o, nil
}
