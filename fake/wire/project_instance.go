package wire

import (
	"maps"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// projectInstance is a container instance as DescribeContainerInstances has it.
func (c call) projectInstance(i *sim.Instance, withTags bool) types.ContainerInstance {
	cpu, memory := c.view.Free(i)
	running, pending := 0, 0
	for _, t := range c.view.InstanceTasks(i) {
		switch {
		case t.Status == model.TaskRunning:
			running++
		case t.Desired == model.TaskRunning:
			pending++
		}
	}
	return types.ContainerInstance{
		ContainerInstanceArn: aws.String(c.instanceARN(i.Cluster, i.ID)),
		Ec2InstanceId:        told(i.EC2ID),
		CapacityProviderName: told(i.Provider),
		Status:               aws.String(string(i.Status)),
		AgentConnected:       i.Agent,
		RegisteredAt:         at(i.RegisteredAt),
		RegisteredResources:  resources(i.CPU, i.Memory, sim.AgentPorts(), nil),
		RemainingResources:   resources(cpu, memory, c.view.PortsTaken(i), c.view.PortsTakenUDP(i)),
		RunningTasksCount:    count(running),
		PendingTasksCount:    count(pending),
		Version:              i.Version,
		VersionInfo:          &types.VersionInfo{AgentVersion: aws.String("1.105.1"), DockerVersion: aws.String("DockerVersion: 25.0.14")},
		Attributes:           c.attributes(i),
		Attachments:          []types.Attachment{},
		Tags:                 tags(nil, withTags),
	}
}

// resources are what an instance has, or has left. Of ports both lists tell
// those that are taken, as AWS has it.
func resources(cpu, memory int, ports, udp []int) []types.Resource {
	number := func(name string, n int) types.Resource {
		return types.Resource{Name: aws.String(name), Type: aws.String("INTEGER"), IntegerValue: count(n)}
	}
	set := func(name string, values []string) types.Resource {
		return types.Resource{Name: aws.String(name), Type: aws.String("STRINGSET"), StringSetValue: values}
	}
	return []types.Resource{
		number("CPU", cpu), number("MEMORY", memory), set("PORTS", each(ports, strconv.Itoa)), set("PORTS_UDP", each(udp, strconv.Itoa)),
	}
}

// attributes are what placement can ask of an instance, by name.
func (c call) attributes(i *sim.Instance) []types.Attribute {
	all := c.view.Attributes(i)
	return each(slices.Sorted(maps.Keys(all)), func(name string) types.Attribute {
		return types.Attribute{Name: aws.String(name), Value: told(all[name])}
	})
}
