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

// protectionBatch is how many tasks GetTaskProtection takes.
const protectionBatch = 100

// Protections tells which of the tasks are protected from scale-in, sorted by
// task. ECS tells nothing of tasks that have stopped or belong to no service.
func (b *Backend) Protections(ctx context.Context, cluster model.ClusterRef, ids []string) ([]model.Protection, error) {
	r := request{"ecs:GetTaskProtection", "cluster " + cluster.Name}
	if err := named(cluster, r); err != nil {
		return nil, err
	}
	var rows []model.Protection
	var missing []string
	var first error
	for batch := range slices.Chunk(distinct(slices.Clone(ids)), protectionBatch) {
		if first != nil {
			missing = append(missing, batch...) // what one batch is denied, the others are
			continue
		}
		out, err := invoke(ctx, b, r, b.ecs.GetTaskProtection, &ecs.GetTaskProtectionInput{Cluster: &cluster.Name, Tasks: batch})
		if err != nil {
			first, missing = err, append(missing, batch...)
			continue
		}
		rows = append(rows, each(out.ProtectedTasks, func(p ecstypes.ProtectedTask) model.Protection { return toProtection(p, cluster) })...)
	}
	model.Sort(rows, func(x, y model.Protection) int { return cmp.Compare(x.Task.ID, y.Task.ID) })
	if first != nil && len(rows) > 0 {
		return rows, &backend.Partial{Missing: missing, Err: first}
	}
	return rows, first
}

func toProtection(p ecstypes.ProtectedTask, cluster model.ClusterRef) model.Protection {
	return model.Protection{Task: taskRef(sdk.ToString(p.TaskArn), cluster), Enabled: p.ProtectionEnabled, ExpiresAt: when(p.ExpirationDate)}
}
