package wire

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Much of a task definition has no effect in the simulator. It is kept and given
// back, because whoever keeps definitions in files compares.

// keep puts what a request to register a definition says into words.
func keep(in *ecs.RegisterTaskDefinitionInput) (string, error) {
	return inWords(types.TaskDefinition{
		ContainerDefinitions: in.ContainerDefinitions, Volumes: volumes(in.Volumes), IpcMode: in.IpcMode, PidMode: in.PidMode,
		ProxyConfiguration: in.ProxyConfiguration, EnableFaultInjection: in.EnableFaultInjection,
	})
}

func inWords(x any) (string, error) {
	text, err := json.Marshal(x)
	return string(text), err
}

// kept is what keep has put into words; a definition of a scenario has nothing.
func kept[T any](words string) (out T) {
	if words != "" {
		// It was written by inWords from the same type.
		_ = json.Unmarshal([]byte(words), &out)
	}
	return out
}

// volumes are volumes as ECS stores them: one that says nothing else is an empty
// directory of the host.
func volumes(in []types.Volume) []types.Volume {
	out := slices.Clone(in)
	for i, v := range out {
		if v.Host == nil && v.DockerVolumeConfiguration == nil && v.EfsVolumeConfiguration == nil && v.FsxWindowsFileServerVolumeConfiguration == nil &&
			v.S3filesVolumeConfiguration == nil && !aws.ToBool(v.ConfiguredAtLaunch) {
			out[i].Host = &types.HostVolumeProperties{}
		}
	}
	return out
}

// checkKept refuses what ECS would of the parts that have no effect here.
func checkKept(in *ecs.RegisterTaskDefinitionInput) error {
	var named []string
	for _, v := range in.Volumes {
		switch name := aws.ToString(v.Name); {
		case name == "":
			return refusal(sim.ErrClient, "Volume name should not be null or empty.")
		case slices.Contains(named, name):
			return refusal(sim.ErrClient, "Volume names should be unique, found two of '%s'.", name)
		default:
			named = append(named, name)
		}
	}
	var containers []string
	for i := range in.ContainerDefinitions {
		containers = append(containers, aws.ToString(in.ContainerDefinitions[i].Name))
	}
	for i := range in.ContainerDefinitions {
		k := &in.ContainerDefinitions[i]
		for _, m := range k.MountPoints {
			if !slices.Contains(named, aws.ToString(m.SourceVolume)) {
				return refusal(sim.ErrClient, "Unknown volume '%s'.", aws.ToString(m.SourceVolume))
			}
		}
		for _, v := range k.VolumesFrom {
			if !slices.Contains(containers, aws.ToString(v.SourceContainer)) {
				return refusal(sim.ErrClient, "Unknown container '%s' in the volumesFrom of container '%s'.", aws.ToString(v.SourceContainer), aws.ToString(k.Name))
			}
		}
	}
	if p := in.ProxyConfiguration; p != nil && !slices.Contains(containers, aws.ToString(p.ContainerName)) {
		return refusal(sim.ErrClient, "The proxy configuration names the container '%s', which the task definition does not have.", aws.ToString(p.ContainerName))
	}
	if slices.Contains(in.RequiresCompatibilities, types.CompatibilityFargate) {
		return checkFargateKept(in)
	}
	return nil
}

// checkFargateKept refuses what Fargate does not have (developer guide,
// fargate-tasks-services: task definition differences).
func checkFargateKept(in *ecs.RegisterTaskDefinitionInput) error {
	no := func(what string) error {
		return refusal(sim.ErrClient, "Fargate does not support %s.", what)
	}
	switch {
	case in.IpcMode != "":
		return no("the parameter ipcMode")
	case in.PidMode != "" && in.PidMode != types.PidModeTask:
		return no("the pidMode " + string(in.PidMode))
	case len(in.PlacementConstraints) > 0:
		return no("placement constraints")
	}
	for _, v := range in.Volumes {
		if v.DockerVolumeConfiguration != nil || v.Host != nil && aws.ToString(v.Host.SourcePath) != "" {
			return no("volumes of a host path or of docker: volume " + aws.ToString(v.Name))
		}
	}
	for i := range in.ContainerDefinitions {
		k := &in.ContainerDefinitions[i]
		for _, x := range []struct {
			given bool
			what  string
		}{
			{aws.ToBool(k.Privileged), "privileged containers"}, {len(k.Links) > 0, "links"}, {len(k.ResourceRequirements) > 0, "GPUs"},
			{len(k.DockerSecurityOptions) > 0, "dockerSecurityOptions"}, {aws.ToBool(k.DisableNetworking), "disableNetworking"},
			{len(k.DnsServers) > 0, "dnsServers"}, {len(k.DnsSearchDomains) > 0, "dnsSearchDomains"}, {len(k.ExtraHosts) > 0, "extraHosts"},
			{k.Hostname != nil, "the parameter hostname"},
		} {
			if x.given {
				return no(x.what + ": container " + aws.ToString(k.Name))
			}
		}
	}
	return nil
}

// gpusOf are the GPUs that a container asks for.
func gpusOf(in *types.ContainerDefinition) (n int, err error) {
	for _, r := range in.ResourceRequirements {
		if r.Type != types.ResourceTypeGpu {
			continue
		}
		if n, err = strconv.Atoi(aws.ToString(r.Value)); err != nil || n < 1 {
			return 0, refusal(sim.ErrClient, "Invalid setting for container '%s'. The number of GPUs %q is not valid.", aws.ToString(in.Name), aws.ToString(r.Value))
		}
	}
	return n, nil
}

// portsAsKept are ports with what of them has no effect here. A range of ports
// is nothing else.
func portsAsKept(ports, kept []types.PortMapping) []types.PortMapping {
	if len(kept) == 0 {
		return ports
	}
	out := make([]types.PortMapping, 0, len(kept))
	for _, k := range kept {
		if k.ContainerPortRange != nil || len(ports) == 0 {
			out = append(out, k)
			continue
		}
		p := ports[0]
		p.Name, p.AppProtocol = k.Name, k.AppProtocol
		out, ports = append(out, p), ports[1:]
	}
	return out
}
