package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func updateTaskProtection(c call, in *ecs.UpdateTaskProtectionInput) (*ecs.UpdateTaskProtectionOutput, error) {
	cl, ids, err := c.tasksNamed(in.Cluster, in.Tasks)
	if err != nil {
		return nil, err
	}
	cmd := sim.UpdateTaskProtection{Cluster: cl.Name, Tasks: ids, Enable: in.ProtectionEnabled}
	if m := in.ExpiresInMinutes; m != nil {
		if cmd.Minutes = int(*m); cmd.Minutes == 0 {
			cmd.Minutes = -1 // 0 is out of range here, and the default there
		}
	}
	reply, err := c.world.Do(cmd)
	if err != nil {
		return nil, err
	}
	return &ecs.UpdateTaskProtectionOutput{
		ProtectedTasks: each(reply.IDs, func(id string) types.ProtectedTask { return c.projectProtection(c.view.Task(cl.Name, id)) }),
		Failures:       each(reply.Failures, func(f sim.Failed) types.Failure { return c.unprotected(cl, f.What, f.Reason) }),
	}, nil
}

// getTaskProtection tells of the tasks that are named; there must be some, as
// AWS has no list of all protected tasks.
func getTaskProtection(c call, in *ecs.GetTaskProtectionInput) (*ecs.GetTaskProtectionOutput, error) {
	cl, ids, err := c.tasksNamed(in.Cluster, in.Tasks)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, invalid("Tasks cannot be empty.")
	}
	if err := batch("tasks", ids, describeAtMost); err != nil {
		return nil, err
	}
	out := &ecs.GetTaskProtectionOutput{ProtectedTasks: []types.ProtectedTask{}, Failures: []types.Failure{}}
	for _, id := range ids {
		t := c.view.Task(cl.Name, id)
		if reason := c.view.Unprotectable(t); reason != "" {
			out.Failures = append(out.Failures, c.unprotected(cl, id, reason))
			continue
		}
		out.ProtectedTasks = append(out.ProtectedTasks, c.projectProtection(t))
	}
	return out, nil
}

// tasksNamed are the ids of the tasks of a cluster that a request names.
func (c call) tasksNamed(cluster *string, names []string) (*sim.Cluster, []string, error) {
	cl, err := c.cluster(cluster)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for _, name := range names {
		id, err := c.member("task", cl, name)
		if err != nil {
			return nil, nil, err
		}
		ids = append(ids, id)
	}
	return cl, ids, nil
}

func (c call) projectProtection(t *sim.Task) types.ProtectedTask {
	return types.ProtectedTask{TaskArn: aws.String(c.taskARN(t.Cluster, t.ID)), ProtectionEnabled: !t.Protected.IsZero(), ExpirationDate: at(t.Protected)}
}

// unprotected is why a task's protection could not be changed or told.
func (c call) unprotected(cl *sim.Cluster, id, reason string) types.Failure {
	out := types.Failure{Arn: aws.String(c.taskARN(cl.Name, id)), Reason: aws.String(reason)}
	switch reason {
	case sim.FailInvalid:
		out.Detail = aws.String("The specified task isn't part of an Amazon ECS service, or has stopped. Only running tasks of services can be protected.")
	case sim.FailBlocked:
		out.Detail = aws.String("The service deployment is blocked by tasks that are protected already.")
	}
	return out
}
