package aws

import (
	"cmp"
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

const (
	// providerBatch is how many capacity providers DescribeCapacityProviders
	// gives on a page.
	providerBatch = 10
	// clusterFresh is how old a cluster's row may be that names them.
	clusterFresh = time.Minute
)

// CapacityProviders lists the capacity providers of a cluster, sorted by name,
// each with its part of the cluster's default strategy.
func (b *Backend) CapacityProviders(ctx context.Context, ref model.ClusterRef) ([]model.CapacityProvider, error) {
	c, err := b.cluster(ctx, ref, clusterFresh)
	if err != nil || len(c.CapacityProviders) == 0 {
		return nil, err
	}
	r := request{"ecs:DescribeCapacityProviders", "cluster " + ref.Name}
	rows, err := inventory[model.CapacityProvider]{
		request: r,
		ids:     c.CapacityProviders,
		batch:   providerBatch,
		describe: func(ctx context.Context, ids []string) ([]model.CapacityProvider, []ecstypes.Failure, error) {
			out, err := invoke(ctx, b, r, b.ecs.DescribeCapacityProviders, &ecs.DescribeCapacityProvidersInput{CapacityProviders: ids})
			if err != nil {
				return nil, nil, err
			}
			return each(out.CapacityProviders, func(p ecstypes.CapacityProvider) model.CapacityProvider { return toCapacityProvider(p, c) }), out.Failures, nil
		},
		id: func(p model.CapacityProvider) string { return p.Name },
	}.read(ctx)
	model.Sort(rows, func(x, y model.CapacityProvider) int { return cmp.Compare(x.Name, y.Name) })
	return rows, err
}

func toCapacityProvider(p ecstypes.CapacityProvider, c model.Cluster) model.CapacityProvider {
	out := model.CapacityProvider{
		ARN: sdk.ToString(p.CapacityProviderArn), Name: sdk.ToString(p.Name), Cluster: c.Ref, Type: string(p.Type), Status: string(p.Status),
		UpdateStatus: string(p.UpdateStatus), UpdateReason: sdk.ToString(p.UpdateStatusReason),
	}
	if g := p.AutoScalingGroupProvider; g != nil {
		out.GroupARN = sdk.ToString(g.AutoScalingGroupArn)
		out.TerminationProtection = g.ManagedTerminationProtection == ecstypes.ManagedTerminationProtectionEnabled
		out.ManagedDraining = g.ManagedDraining == ecstypes.ManagedDrainingEnabled
		if m := g.ManagedScaling; m != nil {
			out.ManagedScaling = m.Status == ecstypes.ManagedScalingStatusEnabled
			out.TargetCapacity, out.WarmupSeconds = number(m.TargetCapacity), number(m.InstanceWarmupPeriod)
			out.MinStep, out.MaxStep = number(m.MinimumScalingStepSize), number(m.MaximumScalingStepSize)
		}
	}
	for _, it := range c.Default {
		if it.Provider == out.Name {
			out.Default, out.InDefault = it, true
		}
	}
	return out
}
