package wire

import (
	"cmp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// projectTask is a task as DescribeTasks has it, with its tags when they were
// asked for.
func (c call) projectTask(t *sim.Task, withTags bool) types.Task {
	cpu, memory := t.Limits()
	out := types.Task{
		TaskArn:              aws.String(c.taskARN(t.Cluster, t.ID)),
		ClusterArn:           aws.String(c.clusterARN(t.Cluster)),
		TaskDefinitionArn:    aws.String(c.taskDefARN(t.Def)),
		Group:                told(t.Group),
		StartedBy:            told(t.StartedBy),
		LastStatus:           aws.String(string(t.Status)),
		DesiredStatus:        aws.String(string(t.Desired)),
		HealthStatus:         types.HealthStatus(t.Health),
		LaunchType:           types.LaunchType(t.Launch),
		CapacityProviderName: told(t.Provider),
		AvailabilityZone:     told(t.Zone),
		Cpu:                  limit(cpu),
		Memory:               limit(memory),
		Containers:           make([]types.Container, 0, len(t.Containers)),
		Attachments:          c.attachments(t),
		Attributes:           []types.Attribute{{Name: aws.String("ecs.cpu-architecture"), Value: aws.String("x86_64")}},
		Overrides:            overrides(t),
		StopCode:             types.TaskStopCode(t.StopCode),
		StoppedReason:        told(t.StoppedReason),
		Version:              t.Version,
		Tags:                 tags(t.Tags, withTags),
		EnableExecuteCommand: t.Exec,
		CreatedAt:            at(t.Times.Created),
		PullStartedAt:        at(t.Times.PullStarted),
		PullStoppedAt:        at(t.Times.PullStopped),
		StartedAt:            at(t.Times.Started),
		StoppingAt:           at(t.Times.Stopping),
		ExecutionStoppedAt:   at(t.Times.ExecutionStopped),
		StoppedAt:            at(t.Times.Stopped),
	}
	for i := range t.Containers {
		out.Containers = append(out.Containers, c.projectContainer(t, &t.Containers[i]))
	}
	if !t.Times.Connected.IsZero() {
		out.Connectivity, out.ConnectivityAt = types.Connectivity(t.Connectivity()), at(t.Times.Connected)
	}
	if t.Instance != "" {
		out.ContainerInstanceArn = aws.String(c.instanceARN(t.Cluster, t.Instance))
	}
	if t.Launch == model.LaunchFargate {
		out.PlatformFamily, out.PlatformVersion = aws.String(platformFamily), aws.String(platformCurrent)
		gib := count(cmp.Or(t.Overrides.Storage, t.Def.Storage, ephemeralGiB))
		out.EphemeralStorage = &types.EphemeralStorage{SizeInGiB: gib}
		out.FargateEphemeralStorage = &types.TaskEphemeralStorage{SizeInGiB: gib}
	}
	return out
}

// ephemeralGiB is the storage that a Fargate task has when it does not ask for
// more (developer guide, fargate-task-storage).
const ephemeralGiB = 20

// projectContainer is one container of a task.
func (c call) projectContainer(t *sim.Task, k *sim.Container) types.Container {
	out := types.Container{
		ContainerArn:      aws.String(c.arn("container", t.Cluster, t.ID, k.ID)),
		TaskArn:           aws.String(c.taskARN(t.Cluster, t.ID)),
		Name:              aws.String(k.Name),
		Image:             aws.String(k.Image),
		ImageDigest:       told(k.Digest),
		RuntimeId:         told(k.Runtime),
		LastStatus:        aws.String(string(k.Status)),
		HealthStatus:      types.HealthStatus(k.Health),
		Reason:            told(k.Reason),
		Cpu:               number(k.CPU),
		Memory:            limit(k.Memory),
		MemoryReservation: limit(k.Soft),
		NetworkBindings:   []types.NetworkBinding{},
		NetworkInterfaces: []types.NetworkInterface{},
	}
	if t.Exec {
		out.ManagedAgents = []types.ManagedAgent{managedAgent(k)}
	}
	if k.Exited {
		out.ExitCode = aws.Int32(count(k.ExitCode))
	}
	if t.Def.NetworkMode != string(types.NetworkModeAwsvpc) {
		out.NetworkBindings = each(k.Bindings, projectBinding)
	} else if t.IP != "" {
		out.NetworkInterfaces = []types.NetworkInterface{{AttachmentId: aws.String(attachmentID(t)), PrivateIpv4Address: aws.String(t.IP)}}
	}
	return out
}

// managedAgent is the agent of ECS Exec in a container: it comes up with it and
// ends with it.
func managedAgent(k *sim.Container) types.ManagedAgent {
	a := types.ManagedAgent{Name: types.ManagedAgentNameExecuteCommandAgent, LastStatus: aws.String(string(k.Status))}
	if k.Status == model.TaskRunning {
		a.LastStartedAt = at(k.StartedAt)
	}
	return a
}

func projectBinding(b model.Binding) types.NetworkBinding {
	return types.NetworkBinding{
		BindIP: aws.String("0.0.0.0"), ContainerPort: aws.Int32(count(b.ContainerPort)), HostPort: aws.Int32(count(b.HostPort)),
		Protocol: types.TransportProtocol(transport(b.Protocol)),
	}
}

// transport is a port's protocol; tcp is the default (SDK ecs, PortMapping).
func transport(protocol string) string {
	if protocol == "" {
		return string(types.TransportProtocolTcp)
	}
	return protocol
}

func attachmentID(t *sim.Task) string { return uuidOf("attachment/" + t.ID) }

// attachments is the network interface of a task that has one of its own.
func (c call) attachments(t *sim.Task) []types.Attachment {
	if t.Def.NetworkMode != string(types.NetworkModeAwsvpc) {
		return []types.Attachment{}
	}
	a := types.Attachment{
		Id: aws.String(attachmentID(t)), Type: aws.String("ElasticNetworkInterface"), Status: aws.String(attachmentStatus(t)),
		Details: []types.KeyValuePair{},
	}
	for _, d := range []struct{ name, value string }{
		{"subnetId", t.Subnet}, {"networkInterfaceId", t.ENI}, {"macAddress", t.MAC}, {"privateDnsName", privateName(t.IP, c.view.Config().Region)}, {"privateIPv4Address", t.IP},
	} {
		if d.value != "" {
			a.Details = append(a.Details, pair(d.name, d.value))
		}
	}
	return []types.Attachment{a}
}

// privateName is the name of an address in its VPC.
func privateName(ip, region string) string {
	if ip == "" {
		return ""
	}
	return "ip-" + strings.ReplaceAll(ip, ".", "-") + "." + region + ".compute.internal"
}

func attachmentStatus(t *sim.Task) string {
	switch t.Status {
	case model.TaskProvisioning:
		return "PRECREATED"
	case model.TaskDeprovisioning:
		return "DETACHING"
	case model.TaskStopped, model.TaskDeleted:
		return "DELETED"
	}
	return "ATTACHED"
}

// overrides is what RunTask changed of the definition; every container is in
// it, changed or not.
func overrides(t *sim.Task) *types.TaskOverride {
	o := t.Overrides
	out := &types.TaskOverride{Cpu: limit(o.CPU), Memory: limit(o.Memory), TaskRoleArn: told(o.TaskRole), ExecutionRoleArn: told(o.ExecutionRole)}
	if o.Storage > 0 {
		out.EphemeralStorage = &types.EphemeralStorage{SizeInGiB: count(o.Storage)}
	}
	for i := range t.Containers {
		k := types.ContainerOverride{Name: aws.String(t.Containers[i].Name)}
		for _, c := range o.Containers {
			if c.Name != t.Containers[i].Name {
				continue
			}
			k.Command, k.Cpu, k.Memory, k.MemoryReservation = texts(c.Command), positive(c.CPU), positive(c.Memory), positive(c.Soft)
			for _, v := range c.Environment {
				k.Environment = append(k.Environment, pair(v.Name, v.Value))
			}
		}
		out.ContainerOverrides = append(out.ContainerOverrides, k)
	}
	return out
}
