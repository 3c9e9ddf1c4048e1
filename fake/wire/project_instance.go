package wire

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// projectInstance is a container instance as DescribeContainerInstances has it.
func (c call) projectInstance(i *sim.Instance, include []types.ContainerInstanceField) types.ContainerInstance {
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
	out := types.ContainerInstance{
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
		VersionInfo:          &types.VersionInfo{AgentVersion: aws.String(sim.AgentVersion), DockerVersion: aws.String("DockerVersion: 25.0.14")},
		Attributes:           c.attributes(i),
		Attachments:          c.interfaces(i),
		Tags:                 tags(i.Tags, slices.Contains(include, types.ContainerInstanceFieldTags)),
	}
	if i.GPUs > 0 {
		out.RegisteredResources = append(out.RegisteredResources, gpus(i, i.GPUs))
		out.RemainingResources = append(out.RemainingResources, gpus(i, c.view.FreeGPUs(i)))
	}
	if slices.Contains(include, types.ContainerInstanceFieldContainerInstanceHealth) {
		out.HealthStatus = health(i)
	}
	return out
}

// interfaces are the network interfaces of tasks that have one of their own.
func (c call) interfaces(i *sim.Instance) []types.Attachment {
	out := []types.Attachment{}
	for _, t := range c.view.InstanceTasks(i) {
		if t.ENI != "" {
			out = append(out, types.Attachment{
				Id: aws.String(uuidOf("attachment/" + t.ID)), Type: aws.String("eni"), Status: aws.String("ATTACHED"),
				Details: []types.KeyValuePair{pair("subnetId", t.Subnet), pair("networkInterfaceId", t.ENI), pair("macAddress", t.MAC), pair("privateIPv4Address", t.IP)},
			})
		}
	}
	return out
}

// gpus are the first n of an instance's GPUs, by id.
func gpus(i *sim.Instance, n int) types.Resource {
	r := types.Resource{Name: aws.String("GPU"), Type: aws.String("STRINGSET"), StringSetValue: []string{}}
	for k := range n {
		r.StringSetValue = append(r.StringSetValue, "GPU-"+uuidOf(fmt.Sprintf("gpu/%s/%d", i.ID, k)))
	}
	return r
}

// health is what the agent says of itself: of one without a connection nothing
// is known.
func health(i *sim.Instance) *types.ContainerInstanceHealthStatus {
	state := types.InstanceHealthCheckStateOk
	if !i.Agent {
		state = types.InstanceHealthCheckStateInsufficientData
	}
	return &types.ContainerInstanceHealthStatus{
		OverallStatus: state,
		Details:       []types.InstanceHealthCheckResult{{Type: types.InstanceHealthCheckTypeContainerRuntime, Status: state}},
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
