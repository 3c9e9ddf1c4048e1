package scenario

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// TaskDefinition declares a family.
type TaskDefinition struct {
	// Family is the family's name.
	Family string `yaml:"family" required:"true"`
	// Repeat makes so many of it: {n} in its texts is the number of each, from 1.
	Repeat int `yaml:"repeat" default:"1"`
	// Tags are image tags, oldest first: each makes a revision, and every image
	// without a tag gets that of the revision. One revision with the tag 1 when empty.
	Tags []string `yaml:"tags"`
	// CPU is the task's CPU units, 1024 to a vCPU. Fargate needs it.
	CPU int `yaml:"cpu"`
	// Memory is the task's MiB. Fargate needs it.
	Memory int `yaml:"memory"`
	// NetworkMode is how the containers reach the network.
	NetworkMode string `yaml:"networkMode" default:"awsvpc" enum:"awsvpc,bridge,host,none"`
	// Requires is where tasks may run: FARGATE when empty.
	Requires []string `yaml:"requires" enum:"FARGATE,EC2,EXTERNAL,MANAGED_INSTANCES"`
	// ExecutionRole is the role that pulls images, writes logs and reads secrets:
	// a name in the account, or an ARN. ecsTaskExecutionRole when it is empty and a
	// container needs one.
	ExecutionRole string `yaml:"executionRole"`
	// TaskRole is the role that the application has: a name in the account, or an ARN.
	TaskRole string `yaml:"taskRole"`
	// PlacementConstraints are what an instance must obey to get a task: memberOf only.
	PlacementConstraints []PlacementConstraint `yaml:"placementConstraints"`
	// ResourceTags are the tags of the definition itself: the key tags is taken by
	// those of its images.
	ResourceTags map[string]string `yaml:"resourceTags"`
	// Containers are the containers of a task. There is at least one.
	Containers []Container `yaml:"containers"`
}

// Container is a container of a task definition.
type Container struct {
	// Name is the container's name.
	Name string `yaml:"name" pattern:"^([A-Za-z0-9_-]|\\{n\\}){1,255}$" form:"up to 255 letters, numbers, hyphens and underscores"`
	// Image is what it runs. Without a tag it gets that of the revision.
	Image string `yaml:"image" ref:"image"`
	// Essential says that the task ends when the container does. True unless told otherwise.
	Essential *bool `yaml:"essential"`
	// CPU is the CPU units that the container is given of the task's.
	CPU int `yaml:"cpu"`
	// Memory is the MiB at which the container is killed.
	Memory int `yaml:"memory"`
	// MemoryReservation is the MiB that are reserved for it, a soft limit.
	MemoryReservation int `yaml:"memoryReservation"`
	// Port is the container port. 0 is none.
	Port int `yaml:"port"`
	// HostPort is the port of the instance. In bridge mode 0 is a dynamic one; in awsvpc
	// and host mode it is the container's, so that it need not be written.
	HostPort int `yaml:"hostPort"`
	// Command is the command that the container runs.
	Command []string `yaml:"command"`
	// Environment is its environment variables.
	Environment map[string]string `yaml:"environment"`
	// Secrets are environment variables whose values are ARNs of secrets or parameters.
	Secrets map[string]string `yaml:"secrets"`
	// LogGroup is where the awslogs driver writes to, with the stream prefix ecs.
	// The group is made with the world. Without one the container has no log.
	LogGroup string `yaml:"logGroup"`
	// LogOptions are further options of the awslogs driver, such as mode or
	// awslogs-stream-prefix; one that is given replaces that of the simulator.
	LogOptions map[string]string `yaml:"logOptions"`
	// HealthCheck is the container's own check.
	HealthCheck *HealthCheck `yaml:"healthCheck"`
	// StopTimeout is how long after SIGTERM the container is killed. 30s when 0s.
	StopTimeout time.Duration `yaml:"stopTimeout"`
	// DependsOn are the containers that must have come so far before it starts.
	DependsOn []Dependency `yaml:"dependsOn"`
	// StartTimeout is how long others wait for it. For ever when 0s.
	StartTimeout time.Duration `yaml:"startTimeout"`
	// RestartPolicy has it started again in its place when it exits.
	RestartPolicy *RestartPolicy `yaml:"restartPolicy"`
	// EnvironmentFiles are ARNs of objects in S3 with environment variables.
	EnvironmentFiles []string `yaml:"environmentFiles"`
}

// Dependency is a container that another waits for.
type Dependency struct {
	// Container is its name.
	Container string `yaml:"container" required:"true"`
	// Condition is how far it must have come.
	Condition string `yaml:"condition" default:"START" enum:"START,COMPLETE,SUCCESS,HEALTHY"`
}

// RestartPolicy is when a container is started again in its place.
type RestartPolicy struct {
	// IgnoredExitCodes are exit codes after which it is not.
	IgnoredExitCodes []int `yaml:"ignoredExitCodes" most:"255"`
	// AttemptPeriod is how long it must have run for that.
	AttemptPeriod time.Duration `yaml:"attemptPeriod" default:"300s"`
}

// HealthCheck is a container's own check.
type HealthCheck struct {
	// Command is run by the container's shell.
	Command string `yaml:"command"`
	// Interval is the time between two checks.
	Interval time.Duration `yaml:"interval" default:"30s"`
	// Timeout is how long a check may take.
	Timeout time.Duration `yaml:"timeout" default:"5s"`
	// Retries is how many failures in a row make the container unhealthy.
	Retries int `yaml:"retries" default:"3"`
	// StartPeriod is how long after its start failures do not count.
	StartPeriod time.Duration `yaml:"startPeriod"`
}

// build is the revision of the definition with an image tag.
func (d TaskDefinition) build(c sim.Config, tag string) sim.TaskDef {
	def := sim.TaskDef{
		Family: d.Family, CPU: d.CPU, Memory: d.Memory, NetworkMode: d.NetworkMode, Requires: d.Requires,
		ExecutionRole: role(c, d.ExecutionRole), TaskRole: role(c, d.TaskRole),
		Constraints: constraints(d.PlacementConstraints), Tags: d.ResourceTags,
	}
	for _, ct := range d.Containers {
		def.Containers = append(def.Containers, ct.build(c, d.NetworkMode, tag))
		if needs := ct.LogGroup != "" || len(ct.Secrets) > 0 || strings.Contains(ct.Image, ".dkr.ecr."); needs && d.ExecutionRole == "" {
			def.ExecutionRole = role(c, "ecsTaskExecutionRole")
		}
	}
	return def
}

// role is the ARN of a role of the world's account; what is one already stays.
func role(c sim.Config, name string) string {
	if name == "" || strings.HasPrefix(name, "arn:") {
		return name
	}
	return "arn:" + c.Partition + ":iam::" + c.Account + ":role/" + name
}

// sharesPorts tells a network mode in which a container's port is the host's.
func sharesPorts(networkMode string) bool { return networkMode == "awsvpc" || networkMode == "host" }

func (c Container) build(world sim.Config, networkMode, tag string) sim.ContainerDef {
	def := sim.ContainerDef{
		Name: c.Name, Image: c.Image, Essential: c.Essential == nil || *c.Essential, CPU: c.CPU, Memory: c.Memory,
		SoftLimit: c.MemoryReservation, Command: c.Command, StopTimeout: c.StopTimeout,
		StartTimeout: c.StartTimeout, EnvironmentFiles: c.EnvironmentFiles,
	}
	for _, on := range c.DependsOn {
		def.DependsOn = append(def.DependsOn, model.Dependency(on))
	}
	if p := c.RestartPolicy; p != nil {
		def.Restart = model.RestartPolicy{Enabled: true, IgnoredExitCodes: p.IgnoredExitCodes, AttemptPeriod: p.AttemptPeriod}
	}
	if def.Image != "" && !strings.Contains(def.Image[strings.LastIndexByte(def.Image, '/')+1:], ":") {
		def.Image += ":" + tag
	}
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		def.Environment = append(def.Environment, model.Variable{Name: name, Value: c.Environment[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
		def.Secrets = append(def.Secrets, model.Secret{Name: name, From: c.Secrets[name]})
	}
	if c.Port != 0 {
		host := c.HostPort
		if host == 0 && sharesPorts(networkMode) {
			host = c.Port
		}
		def.Ports = []model.Port{{ContainerPort: c.Port, HostPort: host, Protocol: "tcp"}}
	}
	if h := c.HealthCheck; h != nil {
		def.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", h.Command}, Interval: h.Interval, Timeout: h.Timeout, Retries: h.Retries, StartPeriod: h.StartPeriod}
	}
	if c.LogGroup != "" {
		def.Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": c.LogGroup, "awslogs-region": world.Region, "awslogs-stream-prefix": "ecs"}}
		maps.Copy(def.Log.Options, c.LogOptions)
	}
	return def
}
