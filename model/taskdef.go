package model

import (
	"strings"
	"time"
)

// TaskDefinition is one revision of a family: what a task is made of. A
// revision never changes once registered, only its Status does.
type TaskDefinition struct {
	Ref             TaskDefRef
	Status          string // ACTIVE, INACTIVE or DELETE_IN_PROGRESS
	CPU             int    // units; 0 when not set for the task
	Memory          int    // MiB; 0 when not set for the task
	NetworkMode     string // awsvpc, bridge, host, none
	Compatibilities []string
	ExecutionRole   string
	TaskRole        string
	Containers      []ContainerDef
	RegisteredAt    time.Time
	RegisteredBy    string   // ARN of who did; "" when not told
	Requires        []string // compatibilities it must have to be registered
	OS, Arch        string   // runtime platform; "" when not set
	Storage         int      // ephemeral storage on Fargate, GiB; 0 is the default of 20
	Volumes         []Volume
	Constraints     []string  // of placement: memberOf and an expression
	Settings        []Setting // what else is set, by AWS's names
	GPUs            int       // of all containers
	Attributes      []string  // that a container instance must have, by name
}

// Volume is what containers of a task may mount.
type Volume struct{ Name, From string } // From is where its data are; "" on the task's own disk

// Mount is a volume in a container.
type Mount struct {
	Volume, Path string
	ReadOnly     bool
}

// Setting is something of a task definition that the model has no field for.
type Setting struct{ Name, Value string }

// ContainerDef is what one container is made of.
type ContainerDef struct {
	Name        string
	Image       string
	Essential   bool
	CPU         int
	Memory      int // hard limit, MiB; 0 is none
	SoftLimit   int // memoryReservation, MiB; 0 is none
	EntryPoint  []string
	Command     []string
	Environment []Variable
	Secrets     []Secret
	Ports       []Port
	HealthCheck HealthCheck
	Log         LogConfig
	StopTimeout time.Duration // 0 is the default of 30 s
	DependsOn   []Dependency
	// StartTimeout is how long others wait for it to be as far as their
	// DependsOn asks; 0 is no limit.
	StartTimeout     time.Duration
	Restart          RestartPolicy
	EnvironmentFiles []string // ARNs of S3 objects
	Mounts           []Mount
	Settings         []Setting // what else is set, by AWS's names
}

// RestartPolicy has the agent start a container again in its place.
type RestartPolicy struct {
	Enabled          bool
	IgnoredExitCodes []int
	AttemptPeriod    time.Duration // how long it must have run for that; 0 is the default of 300 s
}

// Variable is an environment variable. Value may be a secret that somebody
// wrote in plain: screens mask it unless asked.
type Variable struct{ Name, Value string }

// Secret is an environment variable filled from Secrets Manager or SSM.
type Secret struct{ Name, From string }

// Port is a port that the container offers. HostPort 0 is dynamic.
type Port struct {
	ContainerPort, HostPort int
	Protocol                string
	Name                    string // by which Service Connect knows it
	App                     string // appProtocol
}

// HealthCheck is the container's own check; a zero Command means none.
type HealthCheck struct {
	Command     []string
	Interval    time.Duration
	Timeout     time.Duration
	Retries     int
	StartPeriod time.Duration
}

// Dependency is a container that must reach Condition first.
type Dependency struct{ Container, Condition string }

// LogConfig says where the container's output goes.
type LogConfig struct {
	Driver  string
	Options map[string]string
	Secrets []Secret // options filled from Secrets Manager or SSM
}

// LogSource is where the lines of one container are found in CloudWatch Logs.
type LogSource struct {
	Container string
	Group     string
	Region    string
	Prefix    string // awslogs-stream-prefix
}

// Stream is the log stream of the container in one task: the awslogs driver
// names it prefix/container/task id. Empty without a prefix, when the name is
// the docker id of the container.
func (s LogSource) Stream(task TaskRef) string {
	if s.Prefix == "" {
		return ""
	}
	return s.Prefix + "/" + s.Container + "/" + task.ID
}

// LogSources are the containers whose output goes to CloudWatch Logs.
func (d TaskDefinition) LogSources() []LogSource {
	var out []LogSource
	for _, c := range d.Containers {
		group := c.Log.Options["awslogs-group"]
		if c.Log.Driver != "awslogs" || group == "" {
			continue
		}
		out = append(out, LogSource{
			Container: c.Name, Group: group,
			Region: c.Log.Options["awslogs-region"], Prefix: c.Log.Options["awslogs-stream-prefix"],
		})
	}
	return out
}

// Images are the images of all containers, in order.
func (d TaskDefinition) Images() []string {
	out := make([]string, 0, len(d.Containers))
	for _, c := range d.Containers {
		out = append(out, c.Image)
	}
	return out
}

// ShortImage is the image without its registry: repository:tag.
func ShortImage(image string) string {
	if i := strings.LastIndexByte(image, '/'); i >= 0 {
		return image[i+1:]
	}
	return image
}
