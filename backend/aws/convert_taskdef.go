package aws

import (
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/model"
)

func toTaskDefinition(d ecstypes.TaskDefinition) model.TaskDefinition {
	ref := taskDefRef(sdk.ToString(d.TaskDefinitionArn))
	if ref.Revision == 0 {
		ref.Family, ref.Revision = sdk.ToString(d.Family), int(d.Revision)
	}
	return model.TaskDefinition{
		Ref:             ref,
		Status:          string(d.Status),
		CPU:             units(d.Cpu),
		Memory:          units(d.Memory),
		NetworkMode:     string(d.NetworkMode),
		Compatibilities: each(d.Compatibilities, func(c ecstypes.Compatibility) string { return string(c) }),
		ExecutionRole:   sdk.ToString(d.ExecutionRoleArn),
		TaskRole:        sdk.ToString(d.TaskRoleArn),
		Containers:      each(d.ContainerDefinitions, toContainerDef),
		RegisteredAt:    when(d.RegisteredAt),
		RegisteredBy:    sdk.ToString(d.RegisteredBy),
		Requires:        each(d.RequiresCompatibilities, func(c ecstypes.Compatibility) string { return string(c) }),
		OS:              runtimeOS(d.RuntimePlatform),
		Arch:            runtimeArch(d.RuntimePlatform),
		Storage:         storage(d.EphemeralStorage),
		Volumes:         each(d.Volumes, toVolume),
		GPUs:            gpusOf(d.ContainerDefinitions),
		Attributes:      each(d.RequiresAttributes, func(a ecstypes.Attribute) string { return sdk.ToString(a.Name) }),
		Constraints: each(d.PlacementConstraints, func(c ecstypes.TaskDefinitionPlacementConstraint) string {
			return strings.TrimSpace(string(c.Type) + " " + sdk.ToString(c.Expression))
		}),
		Settings: settings(d, "TaskDefinitionArn", "Family", "Revision", "Status", "Cpu", "Memory", "NetworkMode", "Compatibilities", "ExecutionRoleArn",
			"TaskRoleArn", "ContainerDefinitions", "RegisteredAt", "RequiresCompatibilities", "RuntimePlatform", "EphemeralStorage", "Volumes", "PlacementConstraints",
			// These say when and by whom, or follow from the rest.
			"RegisteredBy", "DeregisteredAt", "DeleteRequestedAt", "RequiresAttributes"),
	}
}

// gpusOf counts the GPUs that all containers ask for.
func gpusOf(containers []ecstypes.ContainerDefinition) (n int) {
	for _, c := range containers {
		for _, r := range c.ResourceRequirements {
			if r.Type == ecstypes.ResourceTypeGpu {
				n += units(r.Value)
			}
		}
	}
	return n
}

func runtimeOS(p *ecstypes.RuntimePlatform) string {
	if p == nil {
		return ""
	}
	return string(p.OperatingSystemFamily)
}

func runtimeArch(p *ecstypes.RuntimePlatform) string {
	if p == nil {
		return ""
	}
	return string(p.CpuArchitecture)
}

func storage(s *ecstypes.EphemeralStorage) int {
	if s == nil {
		return 0
	}
	return int(s.SizeInGiB)
}

// toVolume says where a volume's data are with the words that AWS has for it.
func toVolume(v ecstypes.Volume) model.Volume {
	var from []string
	for _, s := range settings(v, "Name") {
		from = append(from, s.Name+" "+s.Value)
	}
	return model.Volume{Name: sdk.ToString(v.Name), From: strings.Join(from, ", ")}
}

func toSecret(s ecstypes.Secret) model.Secret {
	return model.Secret{Name: sdk.ToString(s.Name), From: sdk.ToString(s.ValueFrom)}
}

func toContainerDef(c ecstypes.ContainerDefinition) model.ContainerDef {
	out := model.ContainerDef{
		Name:             sdk.ToString(c.Name),
		Image:            sdk.ToString(c.Image),
		Essential:        c.Essential == nil || *c.Essential, // ECS assumes true when it is not said
		CPU:              int(c.Cpu),
		Memory:           number(c.Memory),
		SoftLimit:        number(c.MemoryReservation),
		EntryPoint:       c.EntryPoint,
		Command:          c.Command,
		StopTimeout:      seconds(c.StopTimeout),
		StartTimeout:     seconds(c.StartTimeout),
		EnvironmentFiles: each(c.EnvironmentFiles, func(f ecstypes.EnvironmentFile) string { return sdk.ToString(f.Value) }),
		Environment: each(c.Environment, func(v ecstypes.KeyValuePair) model.Variable {
			return model.Variable{Name: sdk.ToString(v.Name), Value: sdk.ToString(v.Value)}
		}),
		Secrets: each(c.Secrets, toSecret),
		Ports: each(c.PortMappings, func(p ecstypes.PortMapping) model.Port {
			return model.Port{
				ContainerPort: number(p.ContainerPort), HostPort: number(p.HostPort), Protocol: string(p.Protocol),
				Name: sdk.ToString(p.Name), App: string(p.AppProtocol),
			}
		}),
		Mounts: each(c.MountPoints, func(m ecstypes.MountPoint) model.Mount {
			return model.Mount{Volume: sdk.ToString(m.SourceVolume), Path: sdk.ToString(m.ContainerPath), ReadOnly: sdk.ToBool(m.ReadOnly)}
		}),
		Settings: settings(c, "Name", "Image", "Essential", "Cpu", "Memory", "MemoryReservation", "EntryPoint", "Command", "StopTimeout", "StartTimeout",
			"EnvironmentFiles", "Environment", "Secrets", "PortMappings", "MountPoints", "DependsOn", "HealthCheck", "RestartPolicy", "LogConfiguration"),
		DependsOn: each(c.DependsOn, func(d ecstypes.ContainerDependency) model.Dependency {
			return model.Dependency{Container: sdk.ToString(d.ContainerName), Condition: string(d.Condition)}
		}),
	}
	if h := c.HealthCheck; h != nil {
		out.HealthCheck = model.HealthCheck{
			Command: h.Command, Interval: seconds(h.Interval), Timeout: seconds(h.Timeout),
			Retries: number(h.Retries), StartPeriod: seconds(h.StartPeriod),
		}
	}
	if r := c.RestartPolicy; r != nil {
		out.Restart = model.RestartPolicy{
			Enabled: r.Enabled != nil && *r.Enabled, AttemptPeriod: seconds(r.RestartAttemptPeriod),
			IgnoredExitCodes: each(r.IgnoredExitCodes, func(n int32) int { return int(n) }),
		}
	}
	if l := c.LogConfiguration; l != nil {
		out.Log = model.LogConfig{Driver: string(l.LogDriver), Options: l.Options, Secrets: each(l.SecretOptions, toSecret)}
	}
	return out
}
