package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Command is a wish from outside: an API call, or a scenario building its
// world. do checks everything before it changes anything.
type Command interface {
	do(w *World) (Reply, error)
}

// Reply is what a command made.
type Reply struct {
	IDs      []string // of tasks started
	Revision int      // of the task definition registered
	Failures []Failed // of what could not be done, with HTTP 200
}

// Failed is an entry of failures[]: what, and AWS's reason.
type Failed struct{ What, Reason string }

// Error is a refusal, with the code and text that AWS gives.
type Error struct{ Code, Message string }

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// AWS's error codes (ecs-facts; SDK ecs types/errors.go).
const (
	ErrClient           = "ClientException"
	ErrInvalid          = "InvalidParameterException"
	ErrClusterNotFound  = "ClusterNotFoundException"
	ErrServiceNotFound  = "ServiceNotFoundException"
	ErrServiceNotActive = "ServiceNotActiveException"
	ErrResourceNotFound = "ResourceNotFoundException"
)

// CreateCluster makes a cluster; making it again changes nothing.
type CreateCluster struct {
	Name      string
	Providers []string
	Strategy  []StrategyItem
	Tags      map[string]string
}

// RegisterTaskDef adds a revision to a family. Family is required; Revision
// and Status of Def are set by the world.
type RegisterTaskDef struct{ Def TaskDef }

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
}

// DeleteService drains a service. Without Force it must be scaled to zero.
type DeleteService struct {
	Cluster, Name string
	Force         bool
}

// RunTask starts standalone tasks.
type RunTask struct {
	Cluster   string
	Family    string
	Revision  int
	Count     int
	Group     string
	StartedBy string
	Launch    model.LaunchType
	Strategy  []StrategyItem
	Subnets   []string
	Command   []string // override of the first container
}

// StopTask stops a task; an empty Reason becomes AWS's default.
type StopTask struct{ Cluster, ID, Reason string }

// CreateTargetGroup makes a target group behind a load balancer.
type CreateTargetGroup struct{ Group TargetGroup }

// CreateProvider makes a capacity provider over an Auto Scaling group and
// attaches it to its cluster; the group's instances launch at once when
// Settled is set, as in a world that has been running.
type CreateProvider struct {
	Provider Provider
	Settled  bool
}

// CreateLogGroup makes a log group; making it again changes nothing.
type CreateLogGroup struct{ Name string }

// SetImage declares what an image does. Running tasks follow at once, so that
// a fault can be put in and taken out.
type SetImage struct {
	Image string
	Does  Behaviour
}

// SetTraffic declares the requests that a service is given; nil is none.
type SetTraffic struct {
	Cluster, Name string
	Traffic       *Traffic
}

// PutScaling makes a service a scalable target with target-tracking policies.
// Policies need Name, Metric, Target and cooldowns; the rest is the world's.
type PutScaling struct {
	Cluster, Name string
	Min, Max      int
	Policies      []Policy
}

// PutAlarm makes an alarm on a service's metric that tells and does nothing
// else.
type PutAlarm struct{ Alarm Alarm }

// PutSchedule starts a standalone task every day at a time of day.
type PutSchedule struct {
	Name string
	At   time.Duration // since midnight
	Run  RunTask
}

// KillTask ends a task's first container as a crash would.
type KillTask struct {
	Cluster, ID string
	ExitCode    int
}

// KillInstance terminates an EC2 instance under its tasks.
type KillInstance struct{ Cluster, ID string }

// Later carries out another command at a time to come, as when a scenario has
// somebody ship a release at noon. A refusal then goes to the journal.
type Later struct {
	At      time.Time
	Command Command
}
