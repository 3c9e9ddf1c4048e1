package aws

import (
	"cmp"
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	autoscaling "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	scalingtypes "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Scheduler = (*Backend)(nil)

// ScheduledActions reads what sets the bounds of a service's scaling at a time,
// sorted by name.
func (b *Backend) ScheduledActions(ctx context.Context, ref model.ServiceRef) ([]model.ScheduledAction, error) {
	r := request{"application-autoscaling:DescribeScheduledActions", "service " + ref.String()}
	if err := named(ref.Cluster, r); err != nil {
		return nil, err
	}
	var rows []model.ScheduledAction
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.scaling.DescribeScheduledActions, &autoscaling.DescribeScheduledActionsInput{
			ServiceNamespace: scalingtypes.ServiceNamespaceEcs, ScalableDimension: scalingtypes.ScalableDimensionECSServiceDesiredCount,
			ResourceId: resourceID(ref), MaxResults: sdk.Int32(scalingPage), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, each(out.ScheduledActions, func(a scalingtypes.ScheduledAction) model.ScheduledAction {
			return toScheduledAction(a, b.completed(ref))
		})...)
		return nil, sdk.ToString(out.NextToken), nil
	}, func([]string) {})
	model.Sort(rows, func(x, y model.ScheduledAction) int { return cmp.Compare(x.Name, y.Name) })
	if err != nil && len(rows) > 0 {
		err = &backend.Partial{Err: err}
	}
	return rows, err
}

func toScheduledAction(a scalingtypes.ScheduledAction, ref model.ServiceRef) model.ScheduledAction {
	out := model.ScheduledAction{
		ARN: sdk.ToString(a.ScheduledActionARN), Name: sdk.ToString(a.ScheduledActionName), Service: ref,
		Schedule: sdk.ToString(a.Schedule), Timezone: sdk.ToString(a.Timezone), Min: -1, Max: -1,
		StartAt: when(a.StartTime), EndAt: when(a.EndTime), CreatedAt: when(a.CreationTime),
	}
	if t := a.ScalableTargetAction; t != nil && t.MinCapacity != nil {
		out.Min = number(t.MinCapacity)
	}
	if t := a.ScalableTargetAction; t != nil && t.MaxCapacity != nil {
		out.Max = number(t.MaxCapacity)
	}
	return out
}
