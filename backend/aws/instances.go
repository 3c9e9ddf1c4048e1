package aws

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Instancer = (*Backend)(nil)

// instanceBatch is how many ListContainerInstances gives and
// DescribeContainerInstances takes.
const instanceBatch = 100

// Instances lists the container instances of a cluster, sorted by id.
func (b *Backend) Instances(ctx context.Context, cluster model.ClusterRef) ([]model.Instance, error) {
	r := request{"ecs:DescribeContainerInstances", "cluster " + cluster.Name}
	if err := named(cluster, r); err != nil {
		return nil, err
	}
	rows, err := inventory[model.Instance]{
		request: r,
		lists:   []lister{b.listInstances(cluster)},
		batch:   instanceBatch,
		describe: func(ctx context.Context, ids []string) ([]model.Instance, []ecstypes.Failure, error) {
			out, err := invoke(ctx, b, r, b.ecs.DescribeContainerInstances, &ecs.DescribeContainerInstancesInput{
				Cluster: &cluster.Name, ContainerInstances: ids,
			})
			if err != nil {
				return nil, nil, err
			}
			return each(out.ContainerInstances, func(i ecstypes.ContainerInstance) model.Instance { return toInstance(i, cluster) }), out.Failures, nil
		},
		id: func(i model.Instance) string { return i.Ref.ID },
	}.read(ctx)
	model.Sort(rows, func(x, y model.Instance) int { return cmp.Compare(x.Ref.ID, y.Ref.ID) })
	return rows, err
}

func (b *Backend) listInstances(cluster model.ClusterRef) lister {
	r := request{"ecs:ListContainerInstances", "cluster " + cluster.Name}
	return func(ctx context.Context, token string) ([]string, string, error) {
		out, err := invoke(ctx, b, r, b.ecs.ListContainerInstances, &ecs.ListContainerInstancesInput{
			Cluster: &cluster.Name, MaxResults: sdk.Int32(instanceBatch), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		return out.ContainerInstanceArns, sdk.ToString(out.NextToken), nil
	}
}

func toInstance(i ecstypes.ContainerInstance, asked model.ClusterRef) model.Instance {
	attributes := map[string]string{}
	for _, a := range i.Attributes {
		attributes[sdk.ToString(a.Name)] = sdk.ToString(a.Value)
	}
	registered, remaining := resources(i.RegisteredResources), resources(i.RemainingResources)
	return model.Instance{
		Ref:              instanceRef(sdk.ToString(i.ContainerInstanceArn), asked),
		EC2ID:            sdk.ToString(i.Ec2InstanceId),
		Status:           model.InstanceStatus(sdk.ToString(i.Status)),
		AgentConnected:   i.AgentConnected,
		Type:             attributes["ecs.instance-type"],
		Zone:             attributes["ecs.availability-zone"],
		CapacityProvider: sdk.ToString(i.CapacityProviderName),
		CPU:              model.Room{Registered: int(registered["CPU"].IntegerValue), Remaining: int(remaining["CPU"].IntegerValue)},
		Memory:           model.Room{Registered: int(registered["MEMORY"].IntegerValue), Remaining: int(remaining["MEMORY"].IntegerValue)},
		// Of ports, ECS calls "remaining" those that are taken.
		Ports:        portNumbers(remaining["PORTS"].StringSetValue),
		PortsUDP:     portNumbers(remaining["PORTS_UDP"].StringSetValue),
		GPUs:         model.Room{Registered: gpus(registered["GPU"]), Remaining: gpus(remaining["GPU"])},
		AgentVersion: agentVersion(i.VersionInfo),
		Running:      int(i.RunningTasksCount),
		Pending:      int(i.PendingTasksCount),
		RegisteredAt: when(i.RegisteredAt),
		Attributes:   attributes,
	}
}

func resources(list []ecstypes.Resource) map[string]ecstypes.Resource {
	out := map[string]ecstypes.Resource{}
	for _, r := range list {
		out[sdk.ToString(r.Name)] = r
	}
	return out
}

func portNumbers(texts []string) []int {
	var out []int
	for _, t := range texts {
		if n, err := strconv.Atoi(t); err == nil {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// gpus counts a resource of GPUs, which are told by their ids.
func gpus(r ecstypes.Resource) int { return max(len(r.StringSetValue), int(r.IntegerValue)) }

func agentVersion(v *ecstypes.VersionInfo) string {
	if v == nil {
		return ""
	}
	return sdk.ToString(v.AgentVersion)
}
