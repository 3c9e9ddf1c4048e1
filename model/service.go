package model

import (
	"fmt"
	"slices"
	"time"
)

// Service is a promise to keep Desired tasks of one task definition alive.
type Service struct {
	Ref                ServiceRef
	Status             ServiceStatus
	Desired            int
	Running            int
	Pending            int
	TaskDef            TaskDefRef
	LaunchType         LaunchType
	CapacityProviders  []string
	Daemon             bool // schedulingStrategy DAEMON: no desired count of its own
	MinHealthyPercent  int
	MaxPercent         int
	Breaker            bool // deployment circuit breaker on
	BreakerRollback    bool
	HealthGracePeriod  time.Duration
	ExecEnabled        bool
	LoadBalancers      []LoadBalancer
	Deployments        []Deployment // PRIMARY first
	Events             []Event      // newest first
	CreatedAt          time.Time
	AvailabilityZoning string // availabilityZoneRebalancing: ENABLED, DISABLED or ""
	Strategy           string // of deployments: ROLLING, BLUE_GREEN, LINEAR, CANARY; "" when not told
	// Alarms are those that may fail a deployment; AlarmsOn tells whether they do.
	Alarms   []string
	AlarmsOn bool
	// Shares are the capacity provider strategy, whose providers are
	// CapacityProviders.
	Shares []StrategyItem
	// Constraints are those of placement beside the task definition's, as
	// distinctInstance or memberOf and an expression; Placement are the
	// strategies, in their order, as spread attribute:ecs.availability-zone.
	Constraints, Placement []string
	Subnets                []string // of tasks with an interface of their own
}

// Shifts tells whether deployments shift traffic from one revision to another:
// all that is not a rolling update does.
func (s Service) Shifts() bool { return s.Strategy != "" && s.Strategy != "ROLLING" }

// TargetGroups are the ARNs of the groups that the service's tasks may be
// targets of, each once.
func (s Service) TargetGroups() []string {
	var out []string
	for _, l := range s.LoadBalancers {
		for _, arn := range []string{l.TargetGroupARN, l.AlternateARN} {
			if arn != "" && !slices.Contains(out, arn) {
				out = append(out, arn)
			}
		}
	}
	return out
}

// LoadBalancer ties a container's port to a target group.
type LoadBalancer struct {
	TargetGroupARN string
	Container      string
	Port           int
	// AlternateARN is the other target group of deployments that shift traffic;
	// ProductionRule and TestRule are the ARNs of the listener rules, or of the
	// listeners, that do so.
	AlternateARN             string
	ProductionRule, TestRule string
}

// Primary is the newest deployment; ok is false when AWS told of none.
func (s Service) Primary() (Deployment, bool) {
	for _, d := range s.Deployments {
		if d.Status == DeploymentPrimary {
			return d, true
		}
	}
	return Deployment{}, false
}

// Rolling tells whether a deployment is under way: the primary one is not
// complete, or an older one still has tasks.
func (s Service) Rolling() bool {
	for _, d := range s.Deployments {
		if d.Rollout == RolloutInProgress || d.Status == DeploymentActive {
			return true
		}
	}
	return false
}

// Moving tells whether the service will look different soon by itself.
func (s Service) Moving() bool {
	return s.Rolling() || s.Running != s.Desired || s.Pending > 0 || s.Status == ServiceDraining
}

// SteadySince is when the primary deployment completed, as far as AWS tells:
// the time of its last change. Zero while it is moving.
func (s Service) SteadySince() time.Time {
	if d, ok := s.Primary(); ok && d.Done() && !s.Moving() {
		return d.UpdatedAt
	}
	return time.Time{}
}

// troubleFresh is how long a trouble told by an event still counts: the
// scheduler repeats itself more often than this while the trouble lasts.
const troubleFresh = 10 * time.Minute

// Attention says how much the service needs a person, and why in a few words.
// It is a function of what DescribeServices tells and of now, the snapshot's
// time. An empty reason goes with Good and Idle.
func (s Service) Attention(now time.Time) (Severity, string) {
	if s.Status != ServiceActive {
		return s.Status.Severity(), ""
	}
	primary, known := s.Primary()
	trouble := s.recentTrouble(now)
	switch {
	case known && primary.Rollout == RolloutFailed:
		return Broken, firstOf(trouble, "deployment failed")
	case primary.Failed > 0:
		return Broken, firstOf(trouble, fmt.Sprintf("%s failed to start", plural(primary.Failed, "task")))
	case s.Desired > 0 && s.Running == 0 && s.Pending == 0:
		return Broken, firstOf(trouble, "nothing is running")
	case s.Running < s.Desired && trouble != "":
		return Broken, trouble
	case s.Rolling():
		return Moving, firstOf(trouble, "")
	case s.Running < s.Desired:
		return Warning, fmt.Sprintf("%d below desired", s.Desired-s.Running)
	case s.Running > s.Desired:
		return Moving, ""
	case s.Desired == 0 && s.Running == 0:
		return Idle, ""
	}
	return Good, ""
}

// recentTrouble is the newest fresh trouble since the service was last steady.
func (s Service) recentTrouble(now time.Time) string {
	for _, e := range s.Events {
		if e.Steady() || now.Sub(e.At) > troubleFresh {
			return ""
		}
		if t := e.Trouble(); t != "" {
			return t
		}
	}
	return ""
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
