package aws

import (
	"cmp"
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const (
	listDaemons     = "ecs:ListDaemons"
	describeDaemon  = "ecs:DescribeDaemon"
	describeExpress = "ecs:DescribeExpressGatewayService"
)

// Daemons lists the daemons of a cluster and describes each. Where Amazon ECS
// does not know daemons yet there are none.
func (b *Backend) Daemons(ctx context.Context, cluster model.ClusterRef) ([]model.Daemon, error) {
	target := "cluster " + cluster.Name
	var arns []string
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		page, err := invoke(ctx, b, request{listDaemons, target}, b.ecs.ListDaemons, &ecs.ListDaemonsInput{
			ClusterArn: optional(nameOf(cluster)), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		for _, d := range page.DaemonSummariesList {
			arns = append(arns, sdk.ToString(d.DaemonArn))
		}
		return nil, sdk.ToString(page.NextToken), nil
	}, func([]string) {})
	if backend.KindOf(err) == backend.KindUnsupported {
		return nil, nil
	}
	rows := make([]model.Daemon, len(arns))
	var asking errgroup.Group
	asking.SetLimit(sideBySide)
	for i, arn := range arns {
		asking.Go(func() error {
			rows[i] = model.Daemon{ARN: arn, Cluster: cluster, Name: lastPart(arn)}
			out, err := invoke(ctx, b, request{describeDaemon, "daemon " + lastPart(arn)}, b.ecs.DescribeDaemon, &ecs.DescribeDaemonInput{DaemonArn: &arn})
			if err == nil && out.Daemon != nil {
				rows[i] = toDaemon(cluster, arn, *out.Daemon)
			}
			return err
		})
	}
	if failed := asking.Wait(); err == nil {
		err = failed
	}
	model.Sort(rows, func(x, y model.Daemon) int {
		return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(x.ARN, y.ARN))
	})
	return partial(rows, err)
}

// nameOf is what a request calls a cluster: by its ARN where that is known.
func nameOf(cluster model.ClusterRef) string {
	if cluster.Account == "" {
		return cluster.Name
	}
	return cluster.ARN()
}

func toDaemon(cluster model.ClusterRef, arn string, d ecstypes.DaemonDetail) model.Daemon {
	if ref, err := model.ParseClusterARN(sdk.ToString(d.ClusterArn)); err == nil {
		cluster = ref
	}
	out := model.Daemon{
		ARN: cmp.Or(sdk.ToString(d.DaemonArn), arn), Cluster: cluster, Name: lastPart(arn), Status: string(d.Status),
		CreatedAt: when(d.CreatedAt), UpdatedAt: when(d.UpdatedAt),
	}
	for _, r := range d.CurrentRevisions {
		out.Running += int(r.TotalRunningCount)
		out.Without += int(r.TotalWithoutDaemonCount)
		for _, p := range r.CapacityProviders {
			if name := lastPart(sdk.ToString(p.Arn)); name != "" && !slices.Contains(out.Providers, name) {
				out.Providers = append(out.Providers, name)
			}
		}
	}
	slices.Sort(out.Providers)
	return out
}

// ExpressServices describes those services of a cluster that Amazon ECS manages
// the resources of. Where it does not know Express Mode yet there are none.
func (b *Backend) ExpressServices(ctx context.Context, cluster model.ClusterRef) ([]model.ExpressService, error) {
	var arns []string
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		page, err := invoke(ctx, b, request{"ecs:ListServices", "cluster " + cluster.Name}, b.ecs.ListServices, &ecs.ListServicesInput{
			Cluster: optional(nameOf(cluster)), ResourceManagementType: ecstypes.ResourceManagementTypeEcs, MaxResults: sdk.Int32(100), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		arns = append(arns, page.ServiceArns...)
		return nil, sdk.ToString(page.NextToken), nil
	}, func([]string) {})
	if backend.KindOf(err) == backend.KindUnsupported {
		return nil, nil
	}
	found := make([]*model.ExpressService, len(arns))
	var asking errgroup.Group
	asking.SetLimit(sideBySide)
	for i, arn := range arns {
		asking.Go(func() error {
			out, err := invoke(ctx, b, request{describeExpress, "service " + lastPart(arn)}, b.ecs.DescribeExpressGatewayService,
				&ecs.DescribeExpressGatewayServiceInput{ServiceArn: &arn})
			if err == nil && out.Service != nil {
				row := toExpress(cluster, arn, *out.Service)
				found[i] = &row
			}
			if kind := backend.KindOf(err); err != nil && (kind == backend.KindUnsupported || kind == backend.KindNotFound) {
				return nil // gone meanwhile, or not known here
			}
			return err
		})
	}
	if failed := asking.Wait(); err == nil {
		err = failed
	}
	var rows []model.ExpressService
	for _, row := range found {
		if row != nil {
			rows = append(rows, *row)
		}
	}
	model.Sort(rows, func(x, y model.ExpressService) int { return strings.Compare(x.Service.Name, y.Service.Name) })
	return partial(rows, err)
}

func toExpress(cluster model.ClusterRef, arn string, s ecstypes.ECSExpressGatewayService) model.ExpressService {
	ref, err := model.ParseServiceARN(cmp.Or(sdk.ToString(s.ServiceArn), arn))
	if err != nil {
		ref = cluster.Service(cmp.Or(sdk.ToString(s.ServiceName), lastPart(arn)))
	}
	out := model.ExpressService{Service: ref, CreatedAt: when(s.CreatedAt), UpdatedAt: when(s.UpdatedAt)}
	if s.Status != nil {
		out.Status, out.Reason = string(s.Status.StatusCode), sdk.ToString(s.Status.StatusReason)
	}
	// During a deployment there are two: the newest is first.
	for i, c := range s.ActiveConfigurations {
		for _, path := range c.IngressPaths {
			if at := sdk.ToString(path.Endpoint); at != "" && !slices.Contains(out.Endpoints, at) {
				out.Endpoints = append(out.Endpoints, at)
			}
		}
		if i > 0 {
			continue
		}
		out.CPU, out.Memory = units(c.Cpu), units(c.Memory)
		if c.PrimaryContainer != nil {
			out.Image = sdk.ToString(c.PrimaryContainer.Image)
		}
		if t := c.ScalingTarget; t != nil {
			out.Min, out.Max = number(t.MinTaskCount), number(t.MaxTaskCount)
		}
	}
	slices.Sort(out.Endpoints)
	return out
}
