package wire

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// instance finds a container instance by id or ARN; nil when there is none.
func (c call) instance(cl *sim.Cluster, identifier string) (*sim.Instance, error) {
	id, err := c.member("container-instance", cl, identifier)
	if err != nil {
		return nil, err
	}
	return cl.Instances[id], nil
}

func listContainerInstances(c call, in *ecs.ListContainerInstancesInput) (*ecs.ListContainerInstancesOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	if err := valued("status", in.Status); err != nil {
		return nil, err
	}
	if err := honours("ListContainerInstances", in, "Cluster", "Filter", "MaxResults", "NextToken", "Status"); err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	var rows []*sim.Instance
	all := c.view.Instances(cl.Name)
	if aws.ToString(in.Filter) != "" {
		if all, err = c.view.Query(cl.Name, *in.Filter); err != nil {
			return nil, err
		}
	}
	for _, i := range all {
		if in.Status == "" && i.Status != model.InstanceInactive || string(in.Status) == string(i.Status) {
			rows = append(rows, i)
		}
	}
	l := listing[*sim.Instance]{
		rows: rows, key: func(i *sim.Instance) string { return i.ID }, scope: scopeOf("ListContainerInstances", cl.Name, in.Status, aws.ToString(in.Filter)),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListContainerInstancesOutput{
		ContainerInstanceArns: each(rows, func(i *sim.Instance) string { return c.instanceARN(i.Cluster, i.ID) }), NextToken: next,
	}, nil
}

func describeContainerInstances(c call, in *ecs.DescribeContainerInstancesInput) (*ecs.DescribeContainerInstancesOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	if len(in.ContainerInstances) == 0 {
		return nil, invalid("Container instances cannot be empty.")
	}
	if err := cmp.Or(batch("instanceIds", in.ContainerInstances, describeAtMost), eachValued("include", in.Include)); err != nil {
		return nil, err
	}
	out := &ecs.DescribeContainerInstancesOutput{ContainerInstances: []types.ContainerInstance{}, Failures: []types.Failure{}}
	for _, id := range in.ContainerInstances {
		i, err := c.instance(cl, id)
		if err != nil {
			return nil, err
		}
		if i == nil {
			out.Failures = append(out.Failures, types.Failure{
				Arn: aws.String(c.failedARN("container-instance", cl, id)), Reason: aws.String(missing),
			})
			continue
		}
		out.ContainerInstances = append(out.ContainerInstances, c.projectInstance(i, in.Include))
	}
	return out, nil
}
