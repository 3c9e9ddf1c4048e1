package aws

import (
	"context"
	"fmt"
	"math"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Stopper = (*Backend)(nil)

// Scale sets the desired count. Nothing else is in the request, so it needs no
// iam:PassRole and undoes nobody's other change.
func (b *Backend) Scale(ctx context.Context, service model.ServiceRef, desired int) error {
	r := request{"ecs:UpdateService", "service " + service.String()}
	if desired < 0 || desired > math.MaxInt32 {
		return &backend.Error{Kind: backend.KindInvalid, Op: r.op, Target: r.target, Message: fmt.Sprintf("%d is no desired count", desired)}
	}
	return b.updateService(ctx, r, service, &ecs.UpdateServiceInput{DesiredCount: sdk.Int32(int32(desired))})
}

// Redeploy starts a new deployment of the task definition that is there.
func (b *Backend) Redeploy(ctx context.Context, service model.ServiceRef) error {
	r := request{"ecs:UpdateService", "service " + service.String()}
	return b.updateService(ctx, r, service, &ecs.UpdateServiceInput{ForceNewDeployment: true})
}

func (b *Backend) updateService(ctx context.Context, r request, service model.ServiceRef, in *ecs.UpdateServiceInput) error {
	if err := b.own(service.Cluster, r); err != nil {
		return err
	}
	in.Cluster, in.Service = &service.Cluster.Name, &service.Name
	_, err := invoke(ctx, b, r, b.ecs.UpdateService, in, asWrite)
	return err
}

// StopTask stops one task; ECS shows reason as its stoppedReason.
func (b *Backend) StopTask(ctx context.Context, task model.TaskRef, reason string) error {
	r := request{"ecs:StopTask", "task " + task.String()}
	if err := b.own(task.Cluster, r); err != nil {
		return err
	}
	_, err := invoke(ctx, b, r, b.ecs.StopTask, &ecs.StopTaskInput{
		Cluster: &task.Cluster.Name, Task: &task.ID, Reason: optional(reason),
	}, asWrite)
	return err
}
