package aws

import (
	"cmp"
	"context"
	"slices"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// taskBatch is how many tasks ListTasks gives and DescribeTasks takes.
const taskBatch = 100

// Tasks lists the tasks of a cluster or of one service, those that stopped in
// the last hour or so included, newest first. Ids that ECS has forgotten have
// no row. A task that has stopped is described once.
func (b *Backend) Tasks(ctx context.Context, cluster model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	target := "cluster " + cluster.Name
	if q.Service != "" {
		target = "service " + cluster.Service(q.Service).String()
	}
	r := request{"ecs:DescribeTasks", target}
	if err := named(cluster, r); err != nil {
		return nil, err
	}
	inv := inventory[model.Task]{
		request: r,
		ids:     q.IDs,
		batch:   taskBatch,
		describe: func(ctx context.Context, ids []string) ([]model.Task, []ecstypes.Failure, error) {
			out, err := invoke(ctx, b, r, b.ecs.DescribeTasks, &ecs.DescribeTasksInput{Cluster: &cluster.Name, Tasks: ids})
			if err != nil {
				return nil, nil, err
			}
			rows := each(out.Tasks, func(t ecstypes.Task) model.Task { return toTask(t, cluster) })
			b.rememberStopped(cluster, rows)
			return rows, out.Failures, nil
		},
		id:   func(t model.Task) string { return t.Ref.ID },
		kept: b.stopped(cluster, len(q.IDs) == 0),
	}
	if len(q.IDs) == 0 {
		// One ListTasks tells of one desired status only.
		for _, status := range []ecstypes.DesiredStatus{ecstypes.DesiredStatusRunning, ecstypes.DesiredStatusStopped} {
			inv.lists = append(inv.lists, b.listTasks(cluster, q.Service, status))
		}
	}
	rows, err := inv.read(ctx)
	if len(q.IDs) > 0 && q.Service != "" {
		rows = slices.DeleteFunc(rows, func(t model.Task) bool { return t.Service() != q.Service })
	}
	model.Sort(rows, newestTaskFirst)
	return rows, err
}

// stoppedKept is how long ECS tells of a task that has stopped at the least, with
// some time to spare (DescribeTasks: "for at least one hour").
const stoppedKept = 55 * time.Minute

func (b *Backend) rememberStopped(cluster model.ClusterRef, rows []model.Task) {
	for _, t := range rows {
		if t.Status == model.TaskStopped && !t.StoppedAt.IsZero() {
			b.told.stopped.put(cluster.Task(t.Ref.ID).String(), t)
		}
	}
}

// stopped finds tasks that have stopped and so do not change any more. While ECS
// lists a task, it remembers it; of one that it may have forgotten it is asked.
func (b *Backend) stopped(cluster model.ClusterRef, listed bool) func(id string) (model.Task, bool) {
	return func(id string) (model.Task, bool) {
		t, ok := b.told.stopped.get(cluster.Task(id).String())
		ago := b.now().Sub(t.StoppedAt) // below zero when a simulated world has gone back in time
		return t, ok && ago >= 0 && (listed || ago < stoppedKept)
	}
}

func newestTaskFirst(x, y model.Task) int {
	return cmp.Or(y.CreatedAt.Compare(x.CreatedAt), cmp.Compare(x.Ref.ID, y.Ref.ID))
}

func (b *Backend) listTasks(cluster model.ClusterRef, service string, status ecstypes.DesiredStatus) lister {
	r := request{"ecs:ListTasks", "cluster " + cluster.Name}
	if service != "" {
		r.target = "service " + cluster.Service(service).String()
	}
	return func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.ecs.ListTasks, &ecs.ListTasksInput{
			Cluster: &cluster.Name, ServiceName: optional(service), DesiredStatus: status,
			MaxResults: sdk.Int32(taskBatch), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		return out.TaskArns, sdk.ToString(out.NextToken), nil
	}
}
