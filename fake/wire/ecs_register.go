package wire

import (
	"cmp"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func registerTaskDefinition(c call, in *ecs.RegisterTaskDefinitionInput) (*ecs.RegisterTaskDefinitionOutput, error) {
	d, err := readTaskDef(in)
	if err != nil {
		return nil, err
	}
	reply, err := c.world.Do(sim.RegisterTaskDef{Def: d})
	if err != nil {
		return nil, err
	}
	made := c.view.TaskDef(d.Family, reply.Revision)
	return &ecs.RegisterTaskDefinitionOutput{TaskDefinition: c.projectTaskDef(made), Tags: tags(made.Tags, len(in.Tags) > 0)}, nil
}

// readTaskDef is a task definition from a request.
func readTaskDef(in *ecs.RegisterTaskDefinitionInput) (sim.TaskDef, error) {
	// Those of the last line are kept, and have no effect.
	if err := honours("a task definition", in, "Family", "ContainerDefinitions", "Cpu", "Memory", "NetworkMode",
		"RequiresCompatibilities", "PlacementConstraints", "ExecutionRoleArn", "TaskRoleArn", "Tags", "EphemeralStorage", "RuntimePlatform",
		"Volumes", "IpcMode", "PidMode", "ProxyConfiguration", "EnableFaultInjection"); err != nil {
		return sim.TaskDef{}, err
	}
	if err := checkKept(in); err != nil {
		return sim.TaskDef{}, err
	}
	words, err := keep(in)
	if err != nil {
		return sim.TaskDef{}, err
	}
	if p := in.RuntimePlatform; p != nil && p.OperatingSystemFamily != "" && p.OperatingSystemFamily != types.OSFamilyLinux {
		return sim.TaskDef{}, invalid("The simulator does not know the operating system %s: its tasks run on LINUX.", p.OperatingSystemFamily)
	}
	if p := in.RuntimePlatform; p != nil {
		if err := valued("cpuArchitecture", p.CpuArchitecture); err != nil {
			return sim.TaskDef{}, err
		}
	}
	d := sim.TaskDef{
		Family: aws.ToString(in.Family), NetworkMode: string(in.NetworkMode),
		ExecutionRole: aws.ToString(in.ExecutionRoleArn), TaskRole: aws.ToString(in.TaskRoleArn), Tags: tagMap(in.Tags), Kept: words,
	}
	if in.EphemeralStorage != nil {
		d.Storage = int(in.EphemeralStorage.SizeInGiB)
	}
	for _, k := range in.PlacementConstraints {
		d.Constraints = append(d.Constraints, sim.Constraint{Type: string(k.Type), Expression: aws.ToString(k.Expression)})
	}
	if p := in.RuntimePlatform; p != nil {
		d.OS, d.Arch = string(p.OperatingSystemFamily), string(p.CpuArchitecture)
	}
	if d.CPU, err = units(aws.ToString(in.Cpu), "vcpu", "cpu"); err != nil {
		return d, err
	}
	if d.Memory, err = units(aws.ToString(in.Memory), "gb", "memory"); err != nil {
		return d, err
	}
	for _, r := range in.RequiresCompatibilities {
		if r != types.CompatibilityEc2 && r != types.CompatibilityFargate {
			return d, invalid("The simulator does not know the compatibility %s: its tasks run on EC2 or FARGATE.", r)
		}
		d.Requires = append(d.Requires, string(r))
	}
	if d.NetworkMode == "" {
		d.NetworkMode = string(types.NetworkModeBridge)
	}
	for i := range in.ContainerDefinitions {
		k, err := readContainerDef(&in.ContainerDefinitions[i], d.NetworkMode)
		if err != nil {
			return d, err
		}
		n, err := gpusOf(&in.ContainerDefinitions[i])
		if err != nil {
			return d, err
		}
		d.GPUs += n
		d.Containers = append(d.Containers, k)
	}
	return d, nil
}

// units reads a task's CPU or memory: a plain number of units or MiB, or a
// number of 1024 of them with the larger unit's name, as in ".5 vCPU" and "1GB".
func units(s, larger, member string) (int, error) {
	text := strings.ToLower(strings.TrimSpace(s))
	if text == "" {
		return 0, nil
	}
	if big, ok := strings.CutSuffix(text, larger); ok {
		if x, err := strconv.ParseFloat(strings.TrimSpace(big), 64); err == nil && x > 0 && x < 1<<20 {
			return int(x * 1024), nil
		}
	} else if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n, nil
	}
	return 0, refusal(sim.ErrClient, "Invalid '%s' setting for task. The value %q is not a number, nor one with %s behind it.", member, s, larger)
}

// readContainerDef is one container of a task definition from a request.
func readContainerDef(in *types.ContainerDefinition, networkMode string) (model.ContainerDef, error) {
	// Those from CredentialSpecs on are kept, and have no effect but for GPUs.
	if err := honours("container "+aws.ToString(in.Name), in, "Name", "Image", "Essential", "Cpu", "Memory", "MemoryReservation", "EntryPoint",
		"Command", "Environment", "Secrets", "PortMappings", "HealthCheck", "LogConfiguration", "StopTimeout", "DependsOn",
		"StartTimeout", "RestartPolicy", "EnvironmentFiles",
		"CredentialSpecs", "DisableNetworking", "DnsSearchDomains", "DnsServers", "DockerLabels", "DockerSecurityOptions", "ExtraHosts",
		"FirelensConfiguration", "Hostname", "Interactive", "Links", "LinuxParameters", "MountPoints", "Privileged", "PseudoTerminal",
		"ReadonlyRootFilesystem", "RepositoryCredentials", "ResourceRequirements", "SystemControls", "Ulimits", "User",
		"VersionConsistency", "VolumesFrom", "WorkingDirectory"); err != nil {
		return model.ContainerDef{}, err
	}
	if in.HealthCheck != nil && len(in.HealthCheck.Command) == 0 {
		return model.ContainerDef{}, refusal(sim.ErrClient, "Invalid setting for container '%s'. The command of the health check must not be empty.", aws.ToString(in.Name))
	}
	d := model.ContainerDef{
		Name: aws.ToString(in.Name), Image: aws.ToString(in.Image), Essential: in.Essential == nil || *in.Essential,
		CPU: int(in.Cpu), Memory: int(aws.ToInt32(in.Memory)), SoftLimit: int(aws.ToInt32(in.MemoryReservation)),
		EntryPoint: in.EntryPoint, Command: in.Command, HealthCheck: readHealthCheck(in.HealthCheck),
	}
	if t := duration(in.StopTimeout); t != nil {
		d.StopTimeout = *t
	}
	if t := duration(in.StartTimeout); t != nil {
		d.StartTimeout = *t
	}
	if p := in.RestartPolicy; p != nil {
		d.Restart.Enabled = aws.ToBool(p.Enabled)
		if t := duration(p.RestartAttemptPeriod); t != nil {
			d.Restart.AttemptPeriod = *t
		}
		for _, n := range p.IgnoredExitCodes {
			d.Restart.IgnoredExitCodes = append(d.Restart.IgnoredExitCodes, int(n))
		}
	}
	for _, f := range in.EnvironmentFiles {
		d.EnvironmentFiles = append(d.EnvironmentFiles, aws.ToString(f.Value))
	}
	for _, v := range in.Environment {
		d.Environment = append(d.Environment, model.Variable{Name: aws.ToString(v.Name), Value: aws.ToString(v.Value)})
	}
	for _, s := range in.Secrets {
		d.Secrets = append(d.Secrets, model.Secret{Name: aws.ToString(s.Name), From: aws.ToString(s.ValueFrom)})
	}
	for _, o := range in.DependsOn {
		d.DependsOn = append(d.DependsOn, model.Dependency{Container: aws.ToString(o.ContainerName), Condition: string(o.Condition)})
	}
	for i := range in.PortMappings {
		if in.PortMappings[i].ContainerPortRange != nil {
			continue // kept, without effect
		}
		p, err := readPort(&in.PortMappings[i], networkMode)
		if err != nil {
			return d, err
		}
		d.Ports = append(d.Ports, p)
	}
	if l := in.LogConfiguration; l != nil {
		if err := honours("a log configuration", l, "LogDriver", "Options", "SecretOptions"); err != nil {
			return d, err
		}
		d.Log = model.LogConfig{Driver: string(l.LogDriver), Options: maps.Clone(l.Options)}
	}
	return d, nil
}

// readPort is a port mapping. Where the task has an interface of its own, or
// shares the host's, the host port is the container's (SDK ecs, PortMapping).
func readPort(in *types.PortMapping, networkMode string) (model.Port, error) {
	if err := honours("a port mapping", in, "ContainerPort", "HostPort", "Protocol", "Name", "AppProtocol"); err != nil {
		return model.Port{}, err
	}
	p := model.Port{
		ContainerPort: int(aws.ToInt32(in.ContainerPort)), HostPort: int(aws.ToInt32(in.HostPort)), Protocol: transport(string(in.Protocol)),
	}
	if networkMode == string(types.NetworkModeAwsvpc) || networkMode == string(types.NetworkModeHost) {
		if p.HostPort != 0 && p.HostPort != p.ContainerPort {
			return p, refusal(sim.ErrClient, "When networkMode=%s, the host ports and container ports in port mappings must match.", networkMode)
		}
		p.HostPort = p.ContainerPort
	}
	return p, nil
}

// readHealthCheck is a container's check with the defaults that ECS fills in
// when it registers one (SDK ecs, HealthCheck).
func readHealthCheck(in *types.HealthCheck) model.HealthCheck {
	if in == nil {
		return model.HealthCheck{}
	}
	or := func(n *int32, normal int32) time.Duration {
		return time.Duration(cmp.Or(aws.ToInt32(n), normal)) * time.Second
	}
	return model.HealthCheck{
		Command: in.Command, Interval: or(in.Interval, 30), Timeout: or(in.Timeout, 5),
		Retries: int(cmp.Or(aws.ToInt32(in.Retries), 3)), StartPeriod: or(in.StartPeriod, 0),
	}
}
