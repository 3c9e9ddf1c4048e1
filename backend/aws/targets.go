package aws

import (
	"cmp"
	"context"
	"slices"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.TargetChecker = (*Backend)(nil)

// Targets reads the health of the targets of a service's target groups, the
// alternate ones of shifts of traffic included: one call for each group, all at
// once. Those of a service without a load balancer cost none.
func (b *Backend) Targets(ctx context.Context, ref model.ServiceRef) ([]model.Target, error) {
	s, ok, err := b.service(ctx, ref)
	if err != nil || !ok {
		return nil, err
	}
	r := request{"elasticloadbalancing:DescribeTargetHealth", "service " + ref.String()}
	groups := s.TargetGroups()
	var (
		mu      sync.Mutex
		rows    []model.Target
		missing []string
		first   error
		calls   errgroup.Group
	)
	calls.SetLimit(sideBySide)
	for _, arn := range groups {
		calls.Go(func() error {
			got, err := b.targetsOf(ctx, r, arn)
			mu.Lock()
			defer mu.Unlock()
			rows = append(rows, got...)
			if err != nil {
				missing = append(missing, model.TargetGroupName(arn))
				first = cmp.Or(first, err)
			}
			return nil
		})
	}
	_ = calls.Wait() // none of them returns an error
	model.Sort(rows, func(x, y model.Target) int {
		return cmp.Or(cmp.Compare(slices.Index(groups, x.TargetGroupARN), slices.Index(groups, y.TargetGroupARN)), x.Compare(y))
	})
	switch {
	case first == nil:
		return rows, nil
	case len(missing) == len(groups):
		return nil, first
	}
	slices.Sort(missing)
	return rows, &backend.Partial{Missing: missing, Err: first}
}

func (b *Backend) targetsOf(ctx context.Context, r request, group string) ([]model.Target, error) {
	out, err := invoke(ctx, b, r, b.elb.DescribeTargetHealth, &elb.DescribeTargetHealthInput{TargetGroupArn: &group})
	if err != nil {
		return nil, err
	}
	return each(out.TargetHealthDescriptions, func(d elbtypes.TargetHealthDescription) model.Target { return toTarget(d, group) }), nil
}

func toTarget(d elbtypes.TargetHealthDescription, group string) model.Target {
	out := model.Target{TargetGroupARN: group}
	if t := d.Target; t != nil {
		out.ID, out.Port, out.Zone = sdk.ToString(t.Id), number(t.Port), sdk.ToString(t.AvailabilityZone)
	}
	if h := d.TargetHealth; h != nil {
		out.State, out.Reason, out.Description = model.TargetState(h.State), string(h.Reason), sdk.ToString(h.Description)
	}
	return out
}
