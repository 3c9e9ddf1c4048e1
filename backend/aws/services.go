package aws

import (
	"cmp"
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

const (
	servicePage  = 100 // most that ListServices gives; its default is 10
	serviceBatch = 10  // most that DescribeServices takes
)

// Services lists the services of a cluster, sorted by name; with names it
// describes just those, and names that do not exist have no row.
func (b *Backend) Services(ctx context.Context, cluster model.ClusterRef, names ...string) ([]model.Service, error) {
	r := request{"ecs:DescribeServices", "cluster " + cluster.Name}
	if len(names) == 1 {
		r.target = "service " + cluster.Service(names[0]).String()
	}
	if err := named(cluster, r); err != nil {
		return nil, err
	}
	inv := inventory[model.Service]{
		request: r,
		ids:     names,
		batch:   serviceBatch,
		describe: func(ctx context.Context, ids []string) ([]model.Service, []ecstypes.Failure, error) {
			out, err := invoke(ctx, b, r, b.ecs.DescribeServices, &ecs.DescribeServicesInput{Cluster: &cluster.Name, Services: ids})
			if err != nil {
				return nil, nil, err
			}
			rows := each(out.Services, func(s ecstypes.Service) model.Service { return toService(s, cluster) })
			b.rememberServices(rows)
			return rows, out.Failures, nil
		},
		id: func(s model.Service) string { return s.Ref.Name },
	}
	if len(names) == 0 {
		inv.lists = []lister{b.listServices(cluster)}
		inv.count = func(ctx context.Context) int { return b.countServices(ctx, cluster) }
	}
	rows, err := inv.read(ctx)
	model.Sort(rows, func(x, y model.Service) int { return cmp.Compare(x.Ref.Name, y.Ref.Name) })
	return rows, err
}

// countServices is how many active services the cluster says it has, 0 when it
// does not.
func (b *Backend) countServices(ctx context.Context, cluster model.ClusterRef) int {
	rows, _, err := b.describeClusters(ctx, request{"ecs:DescribeClusters", "cluster " + cluster.Name}, []string{cluster.Name})
	if err != nil || len(rows) != 1 {
		return 0
	}
	return rows[0].Services
}

func (b *Backend) listServices(cluster model.ClusterRef) lister {
	r := request{"ecs:ListServices", "cluster " + cluster.Name}
	return func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.ecs.ListServices, &ecs.ListServicesInput{
			Cluster: &cluster.Name, MaxResults: sdk.Int32(servicePage), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		return out.ServiceArns, sdk.ToString(out.NextToken), nil
	}
}
