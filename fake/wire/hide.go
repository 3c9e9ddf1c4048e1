package wire

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// hide takes out of an answer what reads do not know of yet: what is new is not
// listed, and described as MISSING (ECS API reference, failures; RunTask on
// eventual consistency). Pages become shorter by it, as AWS's may.
func (c call) hide(out any) error {
	switch out := out.(type) {
	case *ecs.ListClustersOutput:
		out.ClusterArns = c.known(out.ClusterArns)
	case *ecs.ListServicesOutput:
		out.ServiceArns = c.known(out.ServiceArns)
	case *ecs.ListTasksOutput:
		out.TaskArns = c.known(out.TaskArns)
	case *ecs.ListContainerInstancesOutput:
		out.ContainerInstanceArns = c.known(out.ContainerInstanceArns)
	case *ecs.ListTaskDefinitionsOutput:
		out.TaskDefinitionArns = c.known(out.TaskDefinitionArns)
	case *ecs.DescribeClustersOutput:
		out.Clusters, out.Failures = describeKnown(c, out.Clusters, out.Failures, func(x types.Cluster) *string { return x.ClusterArn })
	case *ecs.DescribeServicesOutput:
		out.Services, out.Failures = describeKnown(c, out.Services, out.Failures, func(x types.Service) *string { return x.ServiceArn })
	case *ecs.DescribeTasksOutput:
		out.Tasks, out.Failures = describeKnown(c, out.Tasks, out.Failures, func(x types.Task) *string { return x.TaskArn })
	case *ecs.DescribeContainerInstancesOutput:
		out.ContainerInstances, out.Failures = describeKnown(c, out.ContainerInstances, out.Failures,
			func(x types.ContainerInstance) *string { return x.ContainerInstanceArn })
	case *ecs.DescribeTaskDefinitionOutput:
		if out.TaskDefinition != nil && c.unseen(aws.ToString(out.TaskDefinition.TaskDefinitionArn)) {
			return errNoTaskDef
		}
	}
	return nil
}

// known are the ARNs of what reads know of.
func (c call) known(arns []string) []string { return slices.DeleteFunc(arns, c.unseen) }

// describeKnown moves what reads do not know of to the failures.
func describeKnown[T any](c call, rows []T, failures []types.Failure, arn func(T) *string) ([]T, []types.Failure) {
	rows = slices.DeleteFunc(rows, func(row T) bool {
		if !c.unseen(aws.ToString(arn(row))) {
			return false
		}
		failures = append(failures, types.Failure{Arn: arn(row), Reason: aws.String(missing)})
		return true
	})
	return rows, failures
}

// unseen tells that something is too new to be told of, by its ARN.
func (c call) unseen(arn string) bool {
	if !c.view.Unseen(arn, c.madeAt(arn), c.lag) {
		return false
	}
	*c.hidden = true
	return true
}

// madeAt is when something of ECS came to be, by its ARN; zero when there is no
// such thing.
func (c call) madeAt(arn string) (at time.Time) {
	f := strings.SplitN(arn, ":", 6)
	parts := strings.Split(f[len(f)-1], "/")
	cluster, name := parts[1], parts[len(parts)-1]
	switch parts[0] {
	case "cluster":
		if x := c.view.Cluster(name); x != nil {
			at = x.CreatedAt
		}
	case "service":
		if x := c.view.Service(sim.Key{Cluster: cluster, Name: name}); x != nil {
			at = x.CreatedAt
		}
	case "task":
		if x := c.view.Task(cluster, name); x != nil {
			at = x.Times.Created
		}
	case "container-instance":
		if cl := c.view.Cluster(cluster); cl != nil && cl.Instances[name] != nil {
			at = cl.Instances[name].RegisteredAt
		}
	case "task-definition":
		family, digits, _ := strings.Cut(name, ":")
		revision, _ := strconv.Atoi(digits)
		if x := c.view.TaskDef(family, revision); x != nil {
			at = x.RegisteredAt
		}
	}
	return at
}
