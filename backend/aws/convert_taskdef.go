package aws

import (
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
	}
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
		Secrets: each(c.Secrets, func(s ecstypes.Secret) model.Secret {
			return model.Secret{Name: sdk.ToString(s.Name), From: sdk.ToString(s.ValueFrom)}
		}),
		Ports: each(c.PortMappings, func(p ecstypes.PortMapping) model.Port {
			return model.Port{ContainerPort: number(p.ContainerPort), HostPort: number(p.HostPort), Protocol: string(p.Protocol)}
		}),
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
		out.Log = model.LogConfig{Driver: string(l.LogDriver), Options: l.Options}
	}
	return out
}
