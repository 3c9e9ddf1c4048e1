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
	model.Sort(rows, func(a, b *sim.Task) int { return strings.Compare(a.ID, b.ID) })
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
	if err := cmp.Or(valued("desiredStatus", in.DesiredStatus), valued("launchType", in.LaunchType)); err != nil {
		return f, err
	}
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
	if err := cmp.Or(batch("taskIds", in.Tasks, describeAtMost), eachValued("include", in.Include)); err != nil {
		return nil, err
	}
	out := &ecs.DescribeTasksOutput{Tasks: []types.Task{}, Failures: []types.Failure{}}
	for _, id := range in.Tasks {
		name, err := c.member("task", cl, id)
		if err != nil {
			return nil, err
		}
		if t := c.view.Task(cl.Name, name); t != nil {
			out.Tasks = append(out.Tasks, c.projectTask(t, slices.Contains(in.Include, types.TaskFieldTags)))
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
	out := c.projectTask(c.view.Task(cl.Name, id), false)
	return &ecs.StopTaskOutput{Task: &out}, nil
}
