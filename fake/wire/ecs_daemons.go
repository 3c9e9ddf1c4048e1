package wire

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func listDaemons(c call, in *ecs.ListDaemonsInput) (*ecs.ListDaemonsOutput, error) {
	if err := honours("ListDaemons", in, "ClusterArn", "MaxResults", "NextToken"); err != nil {
		return nil, err
	}
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.ClusterArn)
	if err != nil {
		return nil, err
	}
	l := listing[*sim.Daemon]{
		rows: c.view.Daemons(cl.Name), key: func(d *sim.Daemon) string { return d.Name }, scope: scopeOf("ListDaemons", cl.Name),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListDaemonsOutput{NextToken: next, DaemonSummariesList: each(rows, func(d *sim.Daemon) types.DaemonSummary {
		return types.DaemonSummary{DaemonArn: aws.String(c.view.DaemonARN(d)), Status: types.DaemonStatus(d.Status), CreatedAt: at(d.CreatedAt), UpdatedAt: at(d.CreatedAt)}
	})}, nil
}

func describeDaemon(c call, in *ecs.DescribeDaemonInput) (*ecs.DescribeDaemonOutput, error) {
	for _, cl := range c.view.Clusters() {
		for _, d := range c.view.Daemons(cl.Name) {
			if c.view.DaemonARN(d) == aws.ToString(in.DaemonArn) {
				return &ecs.DescribeDaemonOutput{Daemon: c.projectDaemon(d)}, nil
			}
		}
	}
	return nil, refusal("DaemonNotFoundException", "Daemon not found.")
}

func (c call) projectDaemon(d *sim.Daemon) *types.DaemonDetail {
	revision := types.DaemonRevisionDetail{
		Arn: aws.String(strings.Replace(c.view.DaemonARN(d), ":daemon/", ":daemon-revision/", 1) + "/1"), CapacityProviders: []types.DaemonCapacityProvider{},
	}
	for _, name := range d.Providers {
		on, without := c.view.DaemonRuns(d, name)
		revision.CapacityProviders = append(revision.CapacityProviders, types.DaemonCapacityProvider{
			Arn: aws.String(c.arn("capacity-provider", name)), RunningCount: count(on), WithoutDaemonCount: count(without),
		})
		revision.TotalRunningCount += count(on)
		revision.TotalWithoutDaemonCount += count(without)
	}
	return &types.DaemonDetail{
		DaemonArn: aws.String(c.view.DaemonARN(d)), ClusterArn: aws.String(c.clusterARN(d.Cluster)), Status: types.DaemonStatus(d.Status),
		CreatedAt: at(d.CreatedAt), UpdatedAt: at(d.CreatedAt), CurrentRevisions: []types.DaemonRevisionDetail{revision},
	}
}

// managedBy tells who looks after the resources of a service.
func (c call) managedBy(s *sim.Service) types.ResourceManagementType {
	if _, ok := c.view.Express(s); ok {
		return types.ResourceManagementTypeEcs
	}
	return types.ResourceManagementTypeCustomer
}

func describeExpress(c call, in *ecs.DescribeExpressGatewayServiceInput) (*ecs.DescribeExpressGatewayServiceOutput, error) {
	if err := honours("DescribeExpressGatewayService", in, "ServiceArn"); err != nil {
		return nil, err
	}
	for _, cl := range c.view.Clusters() {
		i := slices.IndexFunc(c.view.Services(cl.Name), func(s *sim.Service) bool { return c.serviceARN(cl.Name, s.Name) == aws.ToString(in.ServiceArn) })
		if i < 0 {
			continue
		}
		s := c.view.Services(cl.Name)[i]
		if e, ok := c.view.Express(s); ok {
			return &ecs.DescribeExpressGatewayServiceOutput{Service: c.projectExpress(s, e)}, nil
		}
		return nil, invalid("The service %s is not an Express service.", s.Name)
	}
	return nil, errServiceNotFound
}

func (c call) projectExpress(s *sim.Service, e sim.SetExpress) *types.ECSExpressGatewayService {
	config := types.ExpressGatewayServiceConfiguration{
		Cpu: aws.String(strconv.Itoa(s.Def.CPU)), Memory: aws.String(strconv.Itoa(s.Def.Memory)), CreatedAt: at(s.CreatedAt),
		PrimaryContainer: &types.ExpressGatewayContainer{Image: aws.String(s.Def.Containers[0].Image)},
		ScalingTarget:    &types.ExpressGatewayScalingTarget{MinTaskCount: aws.Int32(count(s.Desired)), MaxTaskCount: aws.Int32(count(s.Desired))},
	}
	if s.Scaling != nil {
		config.ScalingTarget = &types.ExpressGatewayScalingTarget{MinTaskCount: aws.Int32(count(s.Scaling.Min)), MaxTaskCount: aws.Int32(count(s.Scaling.Max))}
	}
	if e.Endpoint != "" {
		config.IngressPaths = []types.IngressPathSummary{{AccessType: types.AccessTypePublic, Endpoint: aws.String(e.Endpoint)}}
	}
	return &types.ECSExpressGatewayService{
		Cluster: aws.String(s.Cluster), ServiceArn: aws.String(c.serviceARN(s.Cluster, s.Name)), ServiceName: aws.String(s.Name),
		Status:    &types.ExpressGatewayServiceStatus{StatusCode: types.ExpressGatewayServiceStatusCode(s.Status)},
		CreatedAt: at(s.CreatedAt), UpdatedAt: at(s.CreatedAt), ActiveConfigurations: []types.ExpressGatewayServiceConfiguration{config},
	}
}
