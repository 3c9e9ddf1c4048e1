package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Service is what ECS knows of a service, and the traffic that it is given.
type Service struct {
	Settings           // those of the newest deployment, or of the one gone back to
	Cluster, Name      string
	Status             model.ServiceStatus
	Daemon             bool         // schedulingStrategy DAEMON: one task on each instance
	Desired            int          // of a daemon: the instances that it belongs on
	Placement          []Strategy   // of instances; none is the service default
	Constraints        []Constraint // of instances
	MinPercent         int
	MaxPercent         int
	Breaker            bool
	BreakerRollback    bool
	Threshold          Threshold
	KeepFailures       bool // the breaker's resetOnHealthyTask is false
	Early              EarlySuccess
	Shift              ShiftConfig
	Grace              time.Duration // health check grace period
	Alarms             AlarmWatch
	ExecEnabled        bool
	Rebalance          bool   // availabilityZoneRebalancing
	PropagateTags      string // TASK_DEFINITION or SERVICE, "" is NONE
	ManagedTags        bool
	Deployments        []*Deployment        // PRIMARY first
	Completed          *Deployment          // the newest that completed: what a rollback goes back to
	ServiceDeployments []*ServiceDeployment // newest first, 90 days
	Revisions          []*Revision          // oldest first, as long as something tells of them
	Events             []Event              // newest first, 100 at most
	CreatedAt          time.Time
	Tags               map[string]string
	Scaling            *Scaling // nil when not a scalable target
	Traffic            *Traffic // nil when nobody calls it
	Spike              Surge    // of its traffic
	Load               Load     // what it is given now
	History            History  // per-minute facts, for metrics and log lines
	LastEvent          map[string]time.Time
	BackoffUntil       time.Time // launches wait until then
	BackoffStep        int
	SteadyAnnounced    time.Time

	created     string     // as it was asked for: a token makes the same answer
	tasks       []*Task    // of this service, oldest first, until ECS forgets them
	draining    []*Task    // stopped together: their targets leave together
	rebalancing bool       // tasks are being moved between zones
	entries     []*Rule    // by which its clients' requests come in
	callees     []*Service // that it gives requests to
}

// Event is a service event.
type Event struct {
	ID      string
	At      time.Time
	Message string
}

// AlarmWatch is the CloudWatch alarms that may fail a service's deployments
// (SDK ecs, DeploymentAlarms).
type AlarmWatch struct {
	Names            []string
	Enable, Rollback bool
}

// EarlySuccess ends a rolling deployment before its tasks have replaced all
// others (SDK ecs, DeploymentEarlySuccessCriteria).
type EarlySuccess struct {
	Enable   bool
	Percent  int  // of the desired count that must be healthy
	Deferred bool // what it replaces is cleaned up after its end
}

// CreateService makes a service.
type CreateService struct {
	Cluster         string
	Name            string
	Family          string
	Revision        int // 0: the newest
	Daemon          bool
	Desired         int
	Launch          model.LaunchType
	Strategy        []StrategyItem
	Placement       []Strategy
	Constraints     []Constraint
	MinPercent      int // -1: AWS's default, 100 or for a daemon 0
	MaxPercent      int // -1: AWS's default, 200 or for a daemon 100
	Breaker         bool
	BreakerRollback bool
	Threshold       Threshold
	KeepFailures    bool
	Early           EarlySuccess
	Shift           ShiftConfig
	Alarms          AlarmWatch
	Grace           time.Duration
	Balancers       []Balancer
	Subnets         []string
	SecurityGroups  []string
	PublicIP        bool
	Platform        string
	ExecEnabled     bool
	Rebalance       string // ENABLED or DISABLED; "": ENABLED where that is possible
	PropagateTags   string
	ManagedTags     bool
	Tags            map[string]string
	Token           string
}

// UpdateService changes what is not nil. A new definition, network, platform
// or load balancers, or Force, make a new deployment; the rest does not (SDK
// ecs, UpdateService).
type UpdateService struct {
	Cluster, Name   string
	Desired         *int
	Family          string // "" keeps the definition
	Revision        int
	Force           bool
	Network         *Network
	Balancers       *[]Balancer
	Platform        *string
	Strategy        *[]StrategyItem // empty goes back to the launch type
	Placement       *[]Strategy
	Constraints     *[]Constraint
	MinPercent      *int
	MaxPercent      *int
	Breaker         *bool
	BreakerRollback *bool
	Threshold       *Threshold
	KeepFailures    *bool
	Early           *EarlySuccess
	Bake            *time.Duration
	Grace           *time.Duration
	Shift           *ShiftConfig
	Alarms          *AlarmWatch
	ExecEnabled     *bool
	Rebalance       *string
	PropagateTags   *string
	ManagedTags     *bool
}

// Network is where the tasks of a service are put.
type Network struct {
	Subnets, SecurityGroups []string
	PublicIP                bool
}

// DeleteService drains a service. Without Force it must be scaled to zero.
type DeleteService struct {
	Cluster, Name string
	Force         bool
}
