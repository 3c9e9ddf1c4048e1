package wire

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func listServices(c call, in *ecs.ListServicesInput) (*ecs.ListServicesOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, servicePageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(valued("launchType", in.LaunchType), valued("schedulingStrategy", in.SchedulingStrategy), valued("resourceManagementType", in.ResourceManagementType)); err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	var rows []*sim.Service
	for _, s := range c.view.Services(cl.Name) {
		if listed(s) && c.matchesService(s, in) {
			rows = append(rows, s)
		}
	}
	l := listing[*sim.Service]{
		rows: rows, key: func(s *sim.Service) string { return s.Name },
		scope: scopeOf("ListServices", cl.Name, in.LaunchType, in.SchedulingStrategy, in.ResourceManagementType),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListServicesOutput{
		ServiceArns: each(rows, func(s *sim.Service) string { return c.serviceARN(s.Cluster, s.Name) }), NextToken: next,
	}, nil
}

// matchesService tells whether a service passes the filters of ListServices.
func (c call) matchesService(s *sim.Service, in *ecs.ListServicesInput) bool {
	return (in.LaunchType == "" || in.LaunchType == launchOf(s)) &&
		(in.SchedulingStrategy == "" || in.SchedulingStrategy == schedulingOf(s)) &&
		(in.ResourceManagementType == "" || in.ResourceManagementType == c.managedBy(s))
}

func describeServices(c call, in *ecs.DescribeServicesInput) (*ecs.DescribeServicesOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	if len(in.Services) == 0 {
		return nil, invalid("Services cannot be empty.")
	}
	if err := cmp.Or(batch("service names", in.Services, describeServicesAtMost), eachValued("include", in.Include)); err != nil {
		return nil, err
	}
	withTags := slices.Contains(in.Include, types.ServiceFieldTags)
	out := &ecs.DescribeServicesOutput{Services: []types.Service{}, Failures: []types.Failure{}}
	for _, id := range in.Services {
		name, err := c.member("service", cl, id)
		if err != nil {
			return nil, err
		}
		if s := c.view.Service(sim.Key{Cluster: cl.Name, Name: name}); s != nil {
			out.Services = append(out.Services, c.projectService(s, withTags))
			continue
		}
		out.Failures = append(out.Failures, types.Failure{Arn: aws.String(c.failedARN("service", cl, id)), Reason: aws.String(missing)})
	}
	return out, nil
}

// service finds the service that a write names; it must be there.
func (c call) service(cluster, identifier *string) (*sim.Service, error) {
	cl, err := c.cluster(cluster)
	if err != nil {
		return nil, err
	}
	if aws.ToString(identifier) == "" {
		return nil, invalid("Service cannot be empty.")
	}
	name, err := c.member("service", cl, *identifier)
	if err != nil {
		return nil, err
	}
	s := c.view.Service(sim.Key{Cluster: cl.Name, Name: name})
	if s == nil {
		return nil, errServiceNotFound
	}
	return s, nil
}

func deleteService(c call, in *ecs.DeleteServiceInput) (*ecs.DeleteServiceOutput, error) {
	s, err := c.service(in.Cluster, in.Service)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.DeleteService{Cluster: s.Cluster, Name: s.Name, Force: aws.ToBool(in.Force)}); err != nil {
		return nil, err
	}
	out := c.projectService(s, true)
	return &ecs.DeleteServiceOutput{Service: &out}, nil
}
