package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

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
	Shift            ShiftConfig
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

// Event is a service event.
type Event struct {
	ID      string
	At      time.Time
	Message string
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
	Spread          []string
	MinPercent      int // -1: AWS's default of 100
	MaxPercent      int // -1: AWS's default of 200
	Breaker         bool
	BreakerRollback bool
	Shift           ShiftConfig
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
}

// DeleteService drains a service. Without Force it must be scaled to zero.
type DeleteService struct {
	Cluster, Name string
	Force         bool
}
