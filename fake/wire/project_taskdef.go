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
		ContainerDefinitions: each(d.Containers, projectContainerDef),
		PlacementConstraints: each(d.Constraints, func(k sim.Constraint) types.TaskDefinitionPlacementConstraint {
			return types.TaskDefinitionPlacementConstraint{Type: types.TaskDefinitionPlacementConstraintType(k.Type), Expression: told(k.Expression)}
		}),
		Volumes:      []types.Volume{},
		RegisteredAt: at(d.RegisteredAt),
		RegisteredBy: aws.String(c.caller()),
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

// projectContainerDef is one container of a task definition.
func projectContainerDef(d model.ContainerDef) types.ContainerDefinition {
	return types.ContainerDefinition{
		Name:              aws.String(d.Name),
		Image:             aws.String(d.Image),
		Essential:         aws.Bool(d.Essential),
		Cpu:               count(d.CPU),
		Memory:            positive(d.Memory),
		MemoryReservation: positive(d.SoftLimit),
		EntryPoint:        append([]string(nil), d.EntryPoint...),
		Command:           append([]string(nil), d.Command...),
		Environment:       each(d.Environment, func(v model.Variable) types.KeyValuePair { return pair(v.Name, v.Value) }),
		Secrets:           secrets(d.Secrets),
		PortMappings:      each(d.Ports, projectPort),
		HealthCheck:       projectHealthCheck(d.HealthCheck),
		LogConfiguration:  projectLog(d.Log),
		StopTimeout:       seconds(d.StopTimeout),
		StartTimeout:      seconds(d.StartTimeout),
		RestartPolicy:     restartPolicy(d.Restart),
		EnvironmentFiles:  environmentFiles(d.EnvironmentFiles),
		DependsOn:         dependencies(d.DependsOn),
		MountPoints:       []types.MountPoint{},
		VolumesFrom:       []types.VolumeFrom{},
		SystemControls:    []types.SystemControl{},
	}
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

func projectLog(l model.LogConfig) *types.LogConfiguration {
	if l.Driver == "" {
		return nil
	}
	return &types.LogConfiguration{LogDriver: types.LogDriver(l.Driver), Options: maps.Clone(l.Options)}
}
