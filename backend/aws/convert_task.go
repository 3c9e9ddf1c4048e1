package aws

import (
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

func toTask(t ecstypes.Task, asked model.ClusterRef) model.Task {
	cluster := complete(clusterRef(sdk.ToString(t.ClusterArn), asked.Name), asked)
	return model.Task{
		Ref:              taskRef(sdk.ToString(t.TaskArn), cluster),
		TaskDef:          taskDefRef(sdk.ToString(t.TaskDefinitionArn)),
		Group:            sdk.ToString(t.Group),
		StartedBy:        sdk.ToString(t.StartedBy),
		Status:           model.TaskStatus(sdk.ToString(t.LastStatus)),
		DesiredStatus:    model.TaskStatus(sdk.ToString(t.DesiredStatus)),
		Health:           model.HealthStatus(t.HealthStatus),
		LaunchType:       model.LaunchType(t.LaunchType),
		CapacityProvider: sdk.ToString(t.CapacityProviderName),
		Instance:         instanceRef(sdk.ToString(t.ContainerInstanceArn), cluster),
		Zone:             sdk.ToString(t.AvailabilityZone),
		CPU:              units(t.Cpu),
		Memory:           units(t.Memory),
		Connectivity:     string(t.Connectivity),
		IP:               taskIP(t),
		Interface:        taskInterface(t),
		Platform:         strings.TrimSpace(sdk.ToString(t.PlatformFamily) + " " + sdk.ToString(t.PlatformVersion)),
		Storage:          storage(t.EphemeralStorage),
		Exec:             t.EnableExecuteCommand,
		Containers:       each(t.Containers, toContainer),
		StopCode:         model.StopCode(t.StopCode),
		StoppedReason:    sdk.ToString(t.StoppedReason),
		Version:          t.Version,

		CreatedAt:          when(t.CreatedAt),
		ConnectivityAt:     when(t.ConnectivityAt),
		PullStartedAt:      when(t.PullStartedAt),
		PullStoppedAt:      when(t.PullStoppedAt),
		StartedAt:          when(t.StartedAt),
		StoppingAt:         when(t.StoppingAt),
		ExecutionStoppedAt: when(t.ExecutionStoppedAt),
		StoppedAt:          when(t.StoppedAt),
	}
}

// taskIP is the address of the task's own network interface; "" in the network
// modes in which it has none.
func taskIP(t ecstypes.Task) string {
	for _, a := range t.Attachments {
		for _, d := range a.Details {
			if sdk.ToString(d.Name) == "privateIPv4Address" {
				return sdk.ToString(d.Value)
			}
		}
	}
	for _, c := range t.Containers {
		if ip := containerIP(c); ip != "" {
			return ip
		}
	}
	return ""
}

// taskInterface is the network interface of the task's own.
func taskInterface(t ecstypes.Task) model.Interface {
	for _, a := range t.Attachments {
		if sdk.ToString(a.Type) != "ElasticNetworkInterface" {
			continue
		}
		out := model.Interface{Status: sdk.ToString(a.Status)}
		for _, d := range a.Details {
			switch sdk.ToString(d.Name) {
			case "networkInterfaceId":
				out.ID = sdk.ToString(d.Value)
			case "subnetId":
				out.Subnet = sdk.ToString(d.Value)
			}
		}
		return out
	}
	return model.Interface{}
}

// execAgent is the status of the agent of ECS Exec in a container.
func execAgent(c ecstypes.Container) string {
	for _, a := range c.ManagedAgents {
		if a.Name == ecstypes.ManagedAgentNameExecuteCommandAgent {
			return sdk.ToString(a.LastStatus)
		}
	}
	return ""
}

func containerIP(c ecstypes.Container) string {
	for _, n := range c.NetworkInterfaces {
		if ip := sdk.ToString(n.PrivateIpv4Address); ip != "" {
			return ip
		}
	}
	return ""
}

func toContainer(c ecstypes.Container) model.Container {
	return model.Container{
		ARN:       sdk.ToString(c.ContainerArn),
		Name:      sdk.ToString(c.Name),
		Image:     sdk.ToString(c.Image),
		Digest:    sdk.ToString(c.ImageDigest),
		Status:    model.TaskStatus(sdk.ToString(c.LastStatus)),
		Health:    model.HealthStatus(c.HealthStatus),
		Exited:    c.ExitCode != nil,
		ExitCode:  number(c.ExitCode),
		Reason:    sdk.ToString(c.Reason),
		RuntimeID: sdk.ToString(c.RuntimeId),
		CPU:       units(c.Cpu),
		Memory:    units(c.Memory),
		SoftLimit: units(c.MemoryReservation),
		Bindings: each(c.NetworkBindings, func(n ecstypes.NetworkBinding) model.Binding {
			return model.Binding{ContainerPort: number(n.ContainerPort), HostPort: number(n.HostPort), Protocol: string(n.Protocol)}
		}),
		IP:        containerIP(c),
		ExecAgent: execAgent(c),
	}
}
