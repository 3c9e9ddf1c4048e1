package wire

import (
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// projectTaskDef is a task definition as DescribeTaskDefinition has it.
func (c call) projectTaskDef(d *sim.TaskDef) *types.TaskDefinition {
	words := kept[types.TaskDefinition](d.Kept)
	compatibility := func(s string) types.Compatibility { return types.Compatibility(s) }
	out := &types.TaskDefinition{
		TaskDefinitionArn:    aws.String(c.taskDefARN(d)),
		Family:               aws.String(d.Family),
		Revision:             count(d.Revision),
		Status:               types.TaskDefinitionStatus(d.Status),
		Cpu:                  limit(d.CPU),
		Memory:               limit(d.Memory),
		NetworkMode:          types.NetworkMode(d.NetworkMode),
		Compatibilities:      []types.Compatibility{types.CompatibilityEc2},
		ExecutionRoleArn:     told(d.ExecutionRole),
		TaskRoleArn:          told(d.TaskRole),
		ContainerDefinitions: []types.ContainerDefinition{},
		PlacementConstraints: each(d.Constraints, func(k sim.Constraint) types.TaskDefinitionPlacementConstraint {
			return types.TaskDefinitionPlacementConstraint{Type: types.TaskDefinitionPlacementConstraintType(k.Type), Expression: told(k.Expression)}
		}),
		Volumes:              append([]types.Volume{}, words.Volumes...),
		RegisteredAt:         at(d.RegisteredAt),
		RegisteredBy:         aws.String(c.caller()),
		DeregisteredAt:       at(d.DeregisteredAt),
		DeleteRequestedAt:    at(d.DeleteRequestedAt),
		RequiresAttributes:   each(d.Requirements(), func(name string) types.Attribute { return types.Attribute{Name: aws.String(name)} }),
		IpcMode:              words.IpcMode,
		PidMode:              words.PidMode,
		ProxyConfiguration:   words.ProxyConfiguration,
		EnableFaultInjection: words.EnableFaultInjection,
	}
	for i, k := range d.Containers {
		var rest types.ContainerDefinition
		if i < len(words.ContainerDefinitions) {
			rest = words.ContainerDefinitions[i]
		}
		out.ContainerDefinitions = append(out.ContainerDefinitions, projectContainerDef(k, rest))
	}
	if d.OS != "" || d.Arch != "" {
		out.RuntimePlatform = &types.RuntimePlatform{OperatingSystemFamily: types.OSFamily(d.OS), CpuArchitecture: types.CPUArchitecture(d.Arch)}
	}
	if d.Storage > 0 {
		out.EphemeralStorage = &types.EphemeralStorage{SizeInGiB: count(d.Storage)}
	}
	if d.Fargate() {
		out.Compatibilities = append(out.Compatibilities, types.CompatibilityFargate)
	}
	if len(d.Requires) > 0 {
		out.RequiresCompatibilities = each(d.Requires, compatibility)
	}
	return out
}

// projectContainerDef is one container of a task definition; kept has what of it
// has no effect here.
func projectContainerDef(d model.ContainerDef, kept types.ContainerDefinition) types.ContainerDefinition {
	out := kept
	out.Name = aws.String(d.Name)
	out.Image = aws.String(d.Image)
	out.Essential = aws.Bool(d.Essential)
	out.Cpu = count(d.CPU)
	out.Memory = positive(d.Memory)
	out.MemoryReservation = positive(d.SoftLimit)
	out.EntryPoint = append([]string(nil), d.EntryPoint...)
	out.Command = append([]string(nil), d.Command...)
	out.Environment = each(d.Environment, func(v model.Variable) types.KeyValuePair { return pair(v.Name, v.Value) })
	out.Secrets = secrets(d.Secrets)
	out.PortMappings = portsAsKept(each(d.Ports, projectPort), kept.PortMappings)
	out.HealthCheck = projectHealthCheck(d.HealthCheck)
	out.LogConfiguration = projectLog(d.Log, kept.LogConfiguration)
	out.StopTimeout = seconds(d.StopTimeout)
	out.StartTimeout = seconds(d.StartTimeout)
	out.RestartPolicy = restartPolicy(d.Restart)
	out.EnvironmentFiles = environmentFiles(d.EnvironmentFiles)
	out.DependsOn = dependencies(d.DependsOn)
	out.MountPoints = append([]types.MountPoint{}, kept.MountPoints...)
	out.VolumesFrom = append([]types.VolumeFrom{}, kept.VolumesFrom...)
	out.SystemControls = append([]types.SystemControl{}, kept.SystemControls...)
	return out
}

func positive(n int) *int32 {
	if n == 0 {
		return nil
	}
	return aws.Int32(count(n))
}

func projectPort(p model.Port) types.PortMapping {
	return types.PortMapping{
		ContainerPort: aws.Int32(count(p.ContainerPort)), HostPort: aws.Int32(count(p.HostPort)), Protocol: types.TransportProtocol(transport(p.Protocol)),
	}
}

func secrets(in []model.Secret) []types.Secret {
	var out []types.Secret
	for _, s := range in {
		out = append(out, types.Secret{Name: aws.String(s.Name), ValueFrom: aws.String(s.From)})
	}
	return out
}

func restartPolicy(p model.RestartPolicy) *types.ContainerRestartPolicy {
	if !p.Enabled && p.AttemptPeriod == 0 && len(p.IgnoredExitCodes) == 0 {
		return nil
	}
	return &types.ContainerRestartPolicy{
		Enabled: aws.Bool(p.Enabled), RestartAttemptPeriod: seconds(p.AttemptPeriod),
		IgnoredExitCodes: each(p.IgnoredExitCodes, func(n int) int32 { return count(n) }),
	}
}

func environmentFiles(in []string) []types.EnvironmentFile {
	if len(in) == 0 {
		return nil
	}
	return each(in, func(arn string) types.EnvironmentFile {
		return types.EnvironmentFile{Type: types.EnvironmentFileTypeS3, Value: aws.String(arn)}
	})
}

func dependencies(in []model.Dependency) []types.ContainerDependency {
	var out []types.ContainerDependency
	for _, d := range in {
		out = append(out, types.ContainerDependency{ContainerName: aws.String(d.Container), Condition: types.ContainerCondition(d.Condition)})
	}
	return out
}

// projectHealthCheck is a container's check, nil when it has none.
func projectHealthCheck(h model.HealthCheck) *types.HealthCheck {
	if len(h.Command) == 0 {
		return nil
	}
	return &types.HealthCheck{
		Command: texts(h.Command), Interval: seconds(h.Interval), Timeout: seconds(h.Timeout),
		Retries: positive(h.Retries), StartPeriod: seconds(h.StartPeriod),
	}
}

func projectLog(l model.LogConfig, kept *types.LogConfiguration) *types.LogConfiguration {
	if l.Driver == "" {
		return nil
	}
	out := &types.LogConfiguration{LogDriver: types.LogDriver(l.Driver), Options: maps.Clone(l.Options)}
	if kept != nil {
		out.SecretOptions = kept.SecretOptions
	}
	return out
}
