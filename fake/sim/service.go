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
	Desired            int
	Placement          []Strategy   // of instances; none is the service default
	Constraints        []Constraint // of instances
	MinPercent         int
	MaxPercent         int
	Breaker            bool
	BreakerRollback    bool
	Shift              ShiftConfig
	Grace              time.Duration // health check grace period
	Alarms             AlarmWatch
	ExecEnabled        bool
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
	ReplaceUnhealthy   int // started as replacements and not yet told in an event

	tasks    []*Task    // of this service, oldest first, until ECS forgets them
	draining []*Task    // stopped together: their targets leave together
	entries  []*Rule    // by which its clients' requests come in
	callees  []*Service // that it gives requests to
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

// CreateService makes a service.
type CreateService struct {
	Cluster         string
	Name            string
	Family          string
	Revision        int // 0: the newest
	Desired         int
	Launch          model.LaunchType
	Strategy        []StrategyItem
	Placement       []Strategy
	Constraints     []Constraint
	MinPercent      int // -1: AWS's default of 100
	MaxPercent      int // -1: AWS's default of 200
	Breaker         bool
	BreakerRollback bool
	Shift           ShiftConfig
	Alarms          AlarmWatch
	Grace           time.Duration
	Balancers       []Balancer
	Subnets         []string
	SecurityGroups  []string
	PublicIP        bool
	ExecEnabled     bool
	Tags            map[string]string
}

// UpdateService changes what is not nil. A new definition, or Force, makes a
// new deployment; Desired alone does not.
type UpdateService struct {
	Cluster, Name   string
	Desired         *int
	Family          string // "" keeps the definition
	Revision        int
	Force           bool
	MinPercent      *int
	MaxPercent      *int
	Breaker         *bool
	BreakerRollback *bool
	Grace           *time.Duration
	Shift           *ShiftConfig
	Alarms          *AlarmWatch
	Placement       *[]Strategy
	Constraints     *[]Constraint
}

// DeleteService drains a service. Without Force it must be scaled to zero.
type DeleteService struct {
	Cluster, Name string
	Force         bool
}
