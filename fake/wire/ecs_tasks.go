package wire

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func listTasks(c call, in *ecs.ListTasksInput) (*ecs.ListTasksOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	filter, err := c.taskFilter(cl, in)
	if err != nil {
		return nil, err
	}
	var rows []*sim.Task
	for _, t := range c.view.Tasks(cl.Name) {
		if filter.matches(t) {
			rows = append(rows, t)
		}
	}
	slices.SortFunc(rows, func(a, b *sim.Task) int { return strings.Compare(a.ID, b.ID) })
	l := listing[*sim.Task]{
		rows: rows, key: func(t *sim.Task) string { return t.ID },
		scope: scopeOf("ListTasks", cl.Name, filter),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListTasksOutput{
		TaskArns: each(rows, func(t *sim.Task) string { return c.taskARN(t.Cluster, t.ID) }), NextToken: next,
	}, nil
}

// taskFilter is what ListTasks asks of a task; an empty member asks nothing.
type taskFilter struct {
	desired, launch                      string
	service, family, startedBy, instance string
	nothing                              bool // asks for what this world has none of
}

// taskFilter reads the filters of a request. Without a desired status it is
// RUNNING.
func (c call) taskFilter(cl *sim.Cluster, in *ecs.ListTasksInput) (f taskFilter, err error) {
	f = taskFilter{
		desired: cmp.Or(string(in.DesiredStatus), string(model.TaskRunning)), launch: string(in.LaunchType),
		family: aws.ToString(in.Family), startedBy: aws.ToString(in.StartedBy), nothing: aws.ToString(in.DaemonName) != "",
	}
	if aws.ToString(in.ServiceName) != "" {
		s, err := c.service(&cl.Name, in.ServiceName)
		if err != nil {
			return f, err
		}
		f.service = s.Name
	}
	if id := aws.ToString(in.ContainerInstance); id != "" {
		i, err := c.instance(cl, id)
		if err != nil {
			return f, err
		}
		if i == nil {
			return f, invalid("The referenced container instance was not found.")
		}
		f.instance = i.ID
	}
	if f.startedBy != "" && f.service+f.family+f.instance+f.launch != "" {
		return f, invalid("startedBy must be the only filter of a list of tasks.")
	}
	return f, nil
}

// matches tells whether ListTasks shows a task. One in DELETED is only to be
// had from DescribeTasks.
func (f taskFilter) matches(t *sim.Task) bool {
	passes := func(wanted, is string) bool { return wanted == "" || wanted == is }
	return !f.nothing && t.Status != model.TaskDeleted &&
		passes(f.desired, string(t.Desired)) && passes(f.launch, string(t.Launch)) && passes(f.service, t.Service) &&
		passes(f.family, t.Def.Family) && passes(f.startedBy, t.StartedBy) && passes(f.instance, t.Instance)
}

func describeTasks(c call, in *ecs.DescribeTasksInput) (*ecs.DescribeTasksOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	if len(in.Tasks) == 0 {
		return nil, invalid("Tasks cannot be empty.")
	}
	if err := batch("taskIds", in.Tasks, describeAtMost); err != nil {
		return nil, err
	}
	out := &ecs.DescribeTasksOutput{Tasks: []types.Task{}, Failures: []types.Failure{}}
	for _, id := range in.Tasks {
		name, err := c.member("task", cl, id)
		if err != nil {
			return nil, err
		}
		if t := c.view.Task(cl.Name, name); t != nil {
			out.Tasks = append(out.Tasks, c.projectTask(t))
			continue
		}
		out.Failures = append(out.Failures, types.Failure{Arn: aws.String(c.failedARN("task", cl, id)), Reason: aws.String(missing)})
	}
	return out, nil
}

func stopTask(c call, in *ecs.StopTaskInput) (*ecs.StopTaskOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	if aws.ToString(in.Task) == "" {
		return nil, invalid("Task cannot be empty.")
	}
	id, err := c.member("task", cl, *in.Task)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.StopTask{Cluster: cl.Name, ID: id, Reason: aws.ToString(in.Reason)}); err != nil {
		return nil, err
	}
	out := c.projectTask(c.view.Task(cl.Name, id))
	return &ecs.StopTaskOutput{Task: &out}, nil
}

func runTask(c call, in *ecs.RunTaskInput) (*ecs.RunTaskOutput, error) {
	if err := honours("RunTask", in, "Cluster", "TaskDefinition", "Count", "Group", "StartedBy", "LaunchType", "CapacityProviderStrategy",
		"NetworkConfiguration", "Overrides", "PlacementStrategy", "PlacementConstraints", "PlatformVersion", "ClientToken"); err != nil {
		return nil, err
	}
	if err := platform(in.PlatformVersion); err != nil {
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
	cmd := sim.RunTask{
		Cluster: cl.Name, Family: d.Family, Revision: d.Revision, Count: 1, Group: aws.ToString(in.Group),
		StartedBy: aws.ToString(in.StartedBy), Launch: model.LaunchType(in.LaunchType),
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
	if cmd.Overrides, err = readOverrides(in.Overrides); err != nil {
		return nil, err
	}
	vpc, err := interfaceOf(d, in.NetworkConfiguration)
	if err != nil {
		return nil, err
	}
	cmd.Subnets = vpc.Subnets
	cmd.Placement, cmd.Constraints = strategies(in.PlacementStrategy), constraints(in.PlacementConstraints)
	reply, err := c.world.Do(cmd)
	if err != nil {
		return nil, err
	}
	return &ecs.RunTaskOutput{
		Tasks: each(reply.IDs, func(id string) types.Task { return c.projectTask(c.view.Task(cl.Name, id)) }),
		Failures: each(reply.Failures, func(f sim.Failed) types.Failure {
			out := types.Failure{Reason: aws.String(f.Reason)}
			if f.What != "" {
				out.Arn = aws.String(c.instanceARN(cl.Name, f.What))
			}
			return out
		}),
	}, nil
}

// readOverrides is what RunTask or StartTask changes of a definition.
func readOverrides(in *types.TaskOverride) (o sim.Overrides, err error) {
	if in == nil {
		return o, nil
	}
	if err := honours("a task's overrides", in, "ContainerOverrides", "Cpu", "Memory", "TaskRoleArn", "ExecutionRoleArn"); err != nil {
		return o, err
	}
	o.TaskRole, o.ExecutionRole = aws.ToString(in.TaskRoleArn), aws.ToString(in.ExecutionRoleArn)
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
