package sim

import (
	"maps"
	"slices"
	"strings"
)

// attributes are everything that placement can ask of an instance: what it is,
// what its agent can do, and what people have set.
func (i *Instance) attributes() map[string]string {
	out := map[string]string{}
	for _, c := range capabilities {
		if !slices.Contains(i.Lacks, c) {
			out[c] = ""
		}
	}
	for _, a := range [...]struct{ name, value string }{
		{"ecs.availability-zone", i.Zone}, {"ecs.instance-type", i.Type}, {"ecs.os-type", "linux"}, {"ecs.os-family", "LINUX"},
		{"ecs.cpu-architecture", sizeOf(i.Type).Arch}, {"ecs.ami-id", i.Image},
		{"ecs.subnet-id", i.Subnet}, {"ecs.vpc-id", i.VPC},
	} {
		if a.value != "" {
			out[a.name] = a.value
		}
	}
	maps.Copy(out, i.Attributes)
	return out
}

// attribute is one of them; "" when the instance does not have it.
func (i *Instance) attribute(name string) string {
	if value, ok := i.Attributes[name]; ok {
		return value
	}
	switch name {
	case "ecs.availability-zone":
		return i.Zone
	case "ecs.instance-type":
		return i.Type
	case "ecs.subnet-id":
		return i.Subnet
	case "ecs.vpc-id":
		return i.VPC
	}
	return i.attributes()[name]
}

// Attributes are the attributes of an instance by name, those of its agent and
// of EC2 included.
func (v View) Attributes(i *Instance) map[string]string { return i.attributes() }

// capabilities are what the agent of today offers (developer guide,
// task-placement-constraints; container agent, agent_capability).
var capabilities = []string{
	"com.amazonaws.ecs.capability.docker-remote-api.1.17", "com.amazonaws.ecs.capability.docker-remote-api.1.18",
	"com.amazonaws.ecs.capability.docker-remote-api.1.19", "com.amazonaws.ecs.capability.docker-remote-api.1.21",
	"com.amazonaws.ecs.capability.docker-remote-api.1.24", "com.amazonaws.ecs.capability.docker-remote-api.1.29",
	"com.amazonaws.ecs.capability.ecr-auth", "com.amazonaws.ecs.capability.logging-driver.awslogs",
	"com.amazonaws.ecs.capability.logging-driver.json-file", "com.amazonaws.ecs.capability.logging-driver.none",
	"com.amazonaws.ecs.capability.privileged-container", "com.amazonaws.ecs.capability.task-iam-role",
	"com.amazonaws.ecs.capability.task-iam-role-network-host", "ecs.capability.container-health-check",
	"ecs.capability.container-ordering", "ecs.capability.execution-role-awslogs", "ecs.capability.execution-role-ecr-pull",
	"ecs.capability.firelens.fluentbit", "ecs.capability.secrets.asm.environment-variables",
	"ecs.capability.secrets.ssm.environment-variables", "ecs.capability.task-cpu-mem-limit", "ecs.capability.task-eni",
}

// Requirements are the attributes that an instance must have for tasks of the
// definition (SDK ecs, TaskDefinition.RequiresAttributes), by name.
func (d *TaskDef) Requirements() []string {
	need := map[string]bool{"com.amazonaws.ecs.capability.docker-remote-api.1.18": true}
	when := func(is bool, names ...string) {
		for _, n := range names {
			need[n] = need[n] || is
		}
	}
	when(d.NetworkMode == "awsvpc", "ecs.capability.task-eni")
	when(d.TaskRole != "", "com.amazonaws.ecs.capability.task-iam-role")
	when(d.TaskRole != "" && d.NetworkMode == "host", "com.amazonaws.ecs.capability.task-iam-role-network-host")
	when(d.CPU > 0 || d.Memory > 0, "ecs.capability.task-cpu-mem-limit")
	for _, c := range d.Containers {
		when(c.SoftLimit > 0, "com.amazonaws.ecs.capability.docker-remote-api.1.21")
		when(len(c.HealthCheck.Command) > 0, "ecs.capability.container-health-check", "com.amazonaws.ecs.capability.docker-remote-api.1.24")
		when(len(c.DependsOn) > 0, "ecs.capability.container-ordering")
		when(c.Log.Driver != "", "com.amazonaws.ecs.capability.logging-driver."+c.Log.Driver)
		when(c.Log.Driver == "awslogs" && d.ExecutionRole != "", "ecs.capability.execution-role-awslogs")
		when(strings.Contains(c.Image, ".dkr.ecr."), "com.amazonaws.ecs.capability.ecr-auth")
		when(strings.Contains(c.Image, ".dkr.ecr.") && d.ExecutionRole != "", "ecs.capability.execution-role-ecr-pull")
		for _, s := range c.Secrets {
			store := "ssm"
			if strings.Contains(s.From, ":secretsmanager:") {
				store = "asm"
			}
			when(true, "ecs.capability.secrets."+store+".environment-variables")
		}
	}
	return slices.DeleteFunc(keys(need), func(n string) bool { return !need[n] })
}

// offers tells whether the instance has what tasks of the definition require:
// its agent's capabilities, and the platform.
func (i *Instance) offers(d *TaskDef) bool {
	if d.Arch != "" && !strings.EqualFold(d.Arch, i.attribute("ecs.cpu-architecture")) {
		return false
	}
	if d.OS != "" && !strings.EqualFold(d.OS, "linux") {
		return false // the instances of the simulator run Linux
	}
	for _, name := range d.required {
		if slices.Contains(i.Lacks, name) || !slices.Contains(capabilities, name) && !i.has(name) {
			return false
		}
	}
	return true
}

func (i *Instance) has(name string) bool {
	_, ok := i.Attributes[name]
	return ok
}

// amiID is the image of the ECS-optimized Amazon Linux for the type's
// architecture: the simulator has one of each.
func amiID(instanceType string) string {
	if sizeOf(instanceType).Arch == archARM {
		return "ami-0c3d4e5f60718293a"
	}
	return "ami-0a1b2c3d4e5f60718"
}

func sizeOf(instanceType string) InstanceSize { return instanceSizes[instanceType] }
