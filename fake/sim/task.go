package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Task is one placed copy of a TaskDef.
type Task struct {
	ID            string
	Cluster       string
	Service       string // "" for a standalone task
	Deployment    string // the deployment's id
	Group         string
	StartedBy     string
	Def           *TaskDef
	Status        model.TaskStatus
	Desired       model.TaskStatus // RUNNING or STOPPED
	Health        model.HealthStatus
	Launch        model.LaunchType
	Provider      string
	Instance      string // "" on Fargate
	Zone          string
	Subnet        string
	IP, MAC, ENI  string
	CPU, Memory   int // reserved: units and MiB
	Containers    []Container
	Overrides     Overrides // what RunTask changed of the definition
	Tags          map[string]string
	Exec          bool // ECS Exec is on
	Daemon        bool // of a daemon service
	Disconnected  bool // its instance's agent is not heard of
	StopCode      model.StopCode
	StoppedReason string
	Version       int64
	Times         Times
	ReadyAt       time.Time // when the application begins to answer; zero before it is known
	HealthySince  time.Time // when it began to count as healthy for deployments; zero when it does not
	CountedFailed bool      // told to its deployment as failed
	Protected     time.Time // no scale-in and no deployment stops it before; zero is not protected
	Usage         Usage

	relieves  string       // the zone in which another is to be stopped for it; "" for most
	balancers []Balancer   // where it is to be registered: those of its deployment
	targets   []bound      // where load balancers know it
	ports     []hostPort   // held of its instance
	asked     placeRequest // how a standalone task asked for its place
	addressed bool         // took an address of a subnet that has few
}

// Times are the timestamps of a task; zero means not yet.
type Times struct {
	Created, Connected, PullStarted, PullStopped, Started, Stopping, ExecutionStopped, Stopped time.Time
}

// Container is one container of a task.
type Container struct {
	ID       string // UUID of its ARN
	Name     string
	Image    string
	Digest   string
	Runtime  string
	Status   model.TaskStatus // PENDING, RUNNING or STOPPED: all that the agent reports
	Health   model.HealthStatus
	Exited   bool
	ExitCode int
	Reason   string
	CPU      int
	Memory   int
	Soft     int
	Bindings []model.Binding
	// StartedAt is when its present life began, ReadyAt when its application
	// answers; zero before it has started.
	StartedAt, ReadyAt time.Time
	Restarts           int // by its restart policy

	check    check
	life     int  // how many times it has begun
	starting bool // the agent is at it
	asked    bool // has had SIGTERM
	program  program
}

// Usage is the newest reading of a task: what it takes, not what it reserved.
type Usage struct {
	CPU    float64 // units
	Memory float64 // MiB
	Rate   float64 // requests per second
	// Demand is the units that it would take if it could, Latency the seconds in
	// which it answers.
	Demand, Latency float64
}

// StopTask stops a task; an empty Reason becomes AWS's default.
type StopTask struct{ Cluster, ID, Reason string }

// KillTask ends a container of a task as a crash would: its first essential
// one, or the one that is named.
type KillTask struct {
	Cluster, ID string
	ExitCode    int
	Container   string
}

// RetireTask has AWS take a Fargate task out of service, because of what runs
// under it (developer guide, task-maintenance).
type RetireTask struct{ Cluster, ID string }
