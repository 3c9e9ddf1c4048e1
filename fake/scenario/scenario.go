// Package scenario builds simulated worlds from YAML files: those embedded in
// the program and those that people write. A file declares what exists (images
// and what they do, task definitions, clusters with capacity, services,
// traffic and schedules) and what is going to happen; Build turns it into a
// sim.World that has already come to rest.
package scenario

import "time"

// Scenario is a file. Every field is documented where it is declared; a key
// that is not declared here is an error with its line and column.
type Scenario struct {
	// Title says in one line what the scenario shows.
	Title string `yaml:"title"`
	// Region, Account and Zones are where the world is.
	Region  string   `yaml:"region"`
	Account string   `yaml:"account"`
	Zones   []string `yaml:"zones"`
	// Start is the simulated time at which the world is handed over.
	Start time.Time `yaml:"start"`
	// Settle is how long before Start the world begins, so that its services
	// are up, its metrics have a past and nothing moves that should not.
	Settle time.Duration `yaml:"settle"`

	Images          []Image          `yaml:"images"`
	TaskDefinitions []TaskDefinition `yaml:"taskDefinitions"`
	TargetGroups    []TargetGroup    `yaml:"targetGroups"`
	Clusters        []Cluster        `yaml:"clusters"`
	// Plan is what happens after Start.
	Plan []Step `yaml:"plan"`

	file positions
}

// Image is what an image does when it runs. Name without a tag stands for
// every tag that is not declared by itself.
type Image struct {
	Name          string        `yaml:"name"`
	Size          int           `yaml:"size"`          // MiB to pull
	Boot          time.Duration `yaml:"boot"`          // from started to answering
	IdleCPU       float64       `yaml:"idleCPU"`       // units, 1024 to a vCPU
	CPUPerRequest time.Duration `yaml:"cpuPerRequest"` // of one vCPU
	IdleMemory    float64       `yaml:"idleMemory"`    // MiB
	MemoryPerRate float64       `yaml:"memoryPerRate"` // MiB for each request per second
	LeakPerHour   float64       `yaml:"leakPerHour"`   // MiB
	Pull          string        `yaml:"pull"`          // how pulling ends: ok, missing, denied, unreachable
	ExitAfter     time.Duration `yaml:"exitAfter"`     // leaves by itself; 0 is never
	ExitCode      int           `yaml:"exitCode"`
	FailsAfter    time.Duration `yaml:"failsAfter"` // answers health checks with 503 from then on
	StopSlow      bool          `yaml:"stopSlow"`   // ignores SIGTERM
	Voice         string        `yaml:"voice"`      // what its log lines are about
	LogEvery      int           `yaml:"logEvery"`   // one line for so many requests
}

// TaskDefinition declares a family; each tag makes a revision.
type TaskDefinition struct {
	Family        string      `yaml:"family"`
	Tags          []string    `yaml:"tags"` // image tags, oldest first: a revision each
	CPU           int         `yaml:"cpu"`
	Memory        int         `yaml:"memory"`
	NetworkMode   string      `yaml:"networkMode"` // awsvpc when empty
	Requires      []string    `yaml:"requires"`    // FARGATE when empty
	ExecutionRole string      `yaml:"executionRole"`
	TaskRole      string      `yaml:"taskRole"`
	Containers    []Container `yaml:"containers"`
}

// Container is a container of a task definition. An image without a tag gets
// that of the revision. Essential is true unless told otherwise.
type Container struct {
	Name              string            `yaml:"name"`
	Image             string            `yaml:"image"`
	Essential         *bool             `yaml:"essential"`
	CPU               int               `yaml:"cpu"`
	Memory            int               `yaml:"memory"`
	MemoryReservation int               `yaml:"memoryReservation"`
	Port              int               `yaml:"port"`     // container port; 0 is none
	HostPort          int               `yaml:"hostPort"` // 0 is dynamic
	Command           []string          `yaml:"command"`
	Environment       map[string]string `yaml:"environment"`
	Secrets           map[string]string `yaml:"secrets"`
	LogGroup          string            `yaml:"logGroup"` // awslogs, with the family as stream prefix; made with the world
	HealthCheck       *HealthCheck      `yaml:"healthCheck"`
	StopTimeout       time.Duration     `yaml:"stopTimeout"`
}

// HealthCheck is a container's own check.
type HealthCheck struct {
	Command     string        `yaml:"command"`
	Interval    time.Duration `yaml:"interval"`
	Timeout     time.Duration `yaml:"timeout"`
	Retries     int           `yaml:"retries"`
	StartPeriod time.Duration `yaml:"startPeriod"`
}

// TargetGroup is a load balancer's list of addresses.
type TargetGroup struct {
	Name                string        `yaml:"name"`
	LoadBalancer        string        `yaml:"loadBalancer"`
	TargetType          string        `yaml:"targetType"` // ip (default) or instance
	Port                int           `yaml:"port"`
	Path                string        `yaml:"path"`
	Interval            time.Duration `yaml:"interval"`
	HealthyThreshold    int           `yaml:"healthyThreshold"`
	UnhealthyThreshold  int           `yaml:"unhealthyThreshold"`
	DeregistrationDelay time.Duration `yaml:"deregistrationDelay"`
}

// Cluster declares a cluster and what is in it.
type Cluster struct {
	Name              string             `yaml:"name"`
	CapacityProviders []CapacityProvider `yaml:"capacityProviders"`
	Services          []Service          `yaml:"services"`
	Schedules         []Schedule         `yaml:"schedules"`
}

// CapacityProvider is an Auto Scaling group with managed scaling.
type CapacityProvider struct {
	Name           string `yaml:"name"`
	InstanceType   string `yaml:"instanceType"`
	Min            int    `yaml:"min"`
	Max            int    `yaml:"max"`
	Desired        int    `yaml:"desired"`
	TargetCapacity int    `yaml:"targetCapacity"` // percent, 100 when empty
}

// Service declares a service.
type Service struct {
	Name                  string        `yaml:"name"`
	TaskDefinition        string        `yaml:"taskDefinition"` // family or family:revision
	Desired               int           `yaml:"desired"`
	CapacityProvider      string        `yaml:"capacityProvider"` // FARGATE as launch type when empty
	MinimumHealthyPercent *int          `yaml:"minimumHealthyPercent"`
	MaximumPercent        *int          `yaml:"maximumPercent"`
	CircuitBreaker        bool          `yaml:"circuitBreaker"` // with rollback
	GracePeriod           time.Duration `yaml:"gracePeriod"`
	TargetGroup           string        `yaml:"targetGroup"` // of the first container's port
	Scaling               *Scaling      `yaml:"scaling"`
	Alarms                []Alarm       `yaml:"alarms"`
	Traffic               *Traffic      `yaml:"traffic"`
}

// Scaling is target tracking between bounds; 0 leaves a metric out.
type Scaling struct {
	Min         int           `yaml:"min"`
	Max         int           `yaml:"max"`
	CPU         float64       `yaml:"cpu"`    // percent
	Memory      float64       `yaml:"memory"` // percent
	OutCooldown time.Duration `yaml:"outCooldown"`
	InCooldown  time.Duration `yaml:"inCooldown"`
}

// Alarm tells when a metric of the service stays above a threshold.
type Alarm struct {
	Name    string  `yaml:"name"`
	Metric  string  `yaml:"metric"` // CPUUtilization or MemoryUtilization
	Above   float64 `yaml:"above"`  // percent
	Minutes int     `yaml:"minutes"`
}

// Traffic is the requests that a service is given.
type Traffic struct {
	Base  float64 `yaml:"base"` // per second
	Noise float64 `yaml:"noise"`
	Peaks []Peak  `yaml:"peaks"`
	From  string  `yaml:"from"`  // a service whose requests cause these
	Ratio float64 `yaml:"ratio"` // so many for each of its own
}

// Peak is a bell over the day.
type Peak struct {
	At    TimeOfDay     `yaml:"at"`
	Width time.Duration `yaml:"width"` // at half of its height
	Rate  float64       `yaml:"rate"`  // requests per second at its top
}

// Schedule starts a task every day.
type Schedule struct {
	Name           string    `yaml:"name"`
	At             TimeOfDay `yaml:"at"`
	TaskDefinition string    `yaml:"taskDefinition"`
	Count          int       `yaml:"count"` // 1 when empty
}

// Step is something that somebody does after Start.
type Step struct {
	After   time.Duration `yaml:"after"`   // after Start
	Service string        `yaml:"service"` // cluster/service
	Deploy  string        `yaml:"deploy"`  // family or family:revision
	Scale   *int          `yaml:"scale"`
}
