package aws

import (
	"cmp"
	"context"
	"slices"

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
// no row.
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
			return each(out.Tasks, func(t ecstypes.Task) model.Task { return toTask(t, cluster) }), out.Failures, nil
		},
		id: func(t model.Task) string { return t.Ref.ID },
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
	slices.SortFunc(rows, newestTaskFirst)
	return rows, err
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
