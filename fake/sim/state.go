package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// state is everything the world knows. Only apply (and the commands, which go
// through it) writes to it; controllers see it through a View.
type state struct {
	clusters  map[string]*Cluster
	families  map[string][]*TaskDef // by family; index is revision-1
	groups    map[string]*TargetGroup
	providers map[string]*Provider
	logGroups map[string]*LogGroup
	alarms    map[string]*Alarm
	images    map[string]Behaviour // by image, or by repository without a tag
	addresses map[string]bool      // private IPs in use
	zones     []string
}

// Cluster holds services, tasks and instances by name or id.
type Cluster struct {
	Name      string
	Status    model.ClusterStatus
	CreatedAt time.Time
	Services  map[string]*Service
	Tasks     map[string]*Task
	Instances map[string]*Instance
	// Providers are the capacity providers attached, Strategy the default.
	Providers []string
	Strategy  []StrategyItem
	Tags      map[string]string
}

// StrategyItem is a capacity provider's share of a service's tasks.
type StrategyItem struct {
	Provider     string
	Base, Weight int
}

// Service is what ECS knows of a service, and the traffic that it is given.
type Service struct {
	Cluster, Name    string
	Status           model.ServiceStatus
	Desired          int
	Def              *TaskDef
	Launch           model.LaunchType // empty when Strategy decides
	Strategy         []StrategyItem
	Spread           []string // placement strategy: fields to spread over
	MinPercent       int
	MaxPercent       int
	Breaker          bool
	BreakerRollback  bool
	Grace            time.Duration // health check grace period
	Balancers        []Balancer
	Subnets          []string
	SecurityGroups   []string
	PublicIP         bool
	ExecEnabled      bool
	Deployments      []*Deployment // PRIMARY first
	Events           []Event       // newest first, 100 at most
	CreatedAt        time.Time
	Tags             map[string]string
	Scaling          *Scaling // nil when not a scalable target
	Traffic          *Traffic // nil when nobody calls it
	Load             Load     // what it is given now
	History          History  // per-minute facts, for metrics and log lines
	LastEvent        map[string]time.Time
	BackoffUntil     time.Time // launches wait until then
	BackoffStep      int
	SteadyAnnounced  time.Time
	ReplaceUnhealthy int // started as replacements and not yet told in an event

	tasks    []*Task // of this service, oldest first, until ECS forgets them
	draining []*Task // stopped together: their targets leave together
}

// Balancer ties a container port to a target group.
type Balancer struct {
	Group     string // target group name
	Container string
	Port      int
}

// Event is a service event.
type Event struct {
	ID      string
	At      time.Time
	Message string
}

// Deployment is one generation of a service.
type Deployment struct {
	ID            string
	Status        model.DeploymentStatus
	Def           *TaskDef
	Desired       int
	Failed        int
	Rollout       model.RolloutState
	Reason        string
	CreatedAt     time.Time
	UpdatedAt     time.Time
	CompletedOnce bool
}

// TaskDef is one revision of a family.
type TaskDef struct {
	Family        string
	Revision      int
	Status        string
	CPU, Memory   int // task level; 0 when not set
	NetworkMode   string
	Requires      []string // compatibilities
	ExecutionRole string
	TaskRole      string
	Containers    []ContainerDef
	RegisteredAt  time.Time
	Tags          map[string]string
}

// ContainerDef is model's: the simulator adds nothing to it.
type ContainerDef = model.ContainerDef

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
	Command       []string // override of the first container, for standalone tasks
	StopCode      model.StopCode
	StoppedReason string
	Version       int64
	Times         Times
	ReadyAt       time.Time // when the application begins to answer; zero before it is known
	HealthySince  time.Time // when it began to count as healthy for deployments; zero when it does not
	CountedFailed bool      // told to its deployment as failed
	Failure       Failure   // how it is going to fail, decided at its start
	Usage         Usage

	targets []bound // where load balancers know it
}

// bound is a task's target in a group.
type bound struct {
	group  *TargetGroup
	target *Target
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

	check check
}

// check is the state of a repeated health check. It is armed while its next
// run is on the agenda; one whose outcome cannot change is not run at all.
type check struct {
	armed  bool
	fails  int
	passes int
}

// Usage is the newest reading of a task: what it takes, not what it reserved.
type Usage struct {
	CPU    float64 // units
	Memory float64 // MiB
	Rate   float64 // requests per second
}

// Instance is an EC2 container instance.
type Instance struct {
	ID           string
	EC2ID        string
	Cluster      string
	Provider     string
	Type         string
	Zone         string
	Status       model.InstanceStatus
	Agent        bool
	CPU, Memory  int // registered: units and MiB
	RegisteredAt time.Time
	Attributes   map[string]string
	Version      int64

	tasks []*Task // placed here and not yet stopped
}

// Provider is a capacity provider over an Auto Scaling group.
type Provider struct {
	Name           string
	Cluster        string
	Group          string // Auto Scaling group
	Type           string // instance type
	Min, Max       int
	Desired        int
	TargetCapacity int // percent
	Launching      int // instances on their way
	LowMinutes     int // minutes in a row with the reservation below target
	Warm           time.Duration
}

// TargetGroup is a load balancer's list of addresses with their health.
type TargetGroup struct {
	Name      string
	ID        string // 16 hex digits of its ARN
	Balancer  string // load balancer name
	LBID      string
	Kind      string // ip or instance
	Port      int
	Path      string
	Interval  time.Duration
	Timeout   time.Duration
	Healthy   int
	Unhealthy int
	Delay     time.Duration // deregistration delay
	Targets   map[string]*Target
}

// Target is one address of a target group.
type Target struct {
	Task        string // task id
	ID          string // IP or EC2 id
	Port        int
	Zone        string
	State       model.TargetState
	Reason      string
	Description string
	Since       time.Time // of the state

	check check
}

// Key names an entity for a controller to look at.
type Key struct{ Cluster, Name string }
