package model

import "time"

// ServiceDeployment is one try to bring a service to a revision, as Amazon ECS
// remembers it for 90 days: what was asked, how far it came, and why it ended.
type ServiceDeployment struct {
	ARN          string
	Service      ServiceRef
	Status       ServiceDeploymentStatus
	StatusReason string // untrusted text
	Strategy     string // ROLLING, BLUE_GREEN, LINEAR, CANARY
	Stage        string // lifecycle stage of a shift of traffic; "" where there is none
	// Target is the revision that is being brought in, Sources are those that
	// it takes the place of.
	Target  RevisionUse
	Sources []RevisionUse
	// Breaker is the deployment circuit breaker: its state (MONITORING,
	// TRIGGERED, ...), how many tasks have failed and how many may.
	Breaker          string
	BreakerFailures  int
	BreakerThreshold int
	// Alarms is the state of the watch on the alarms of the deployment, "" or
	// DISABLED where none are watched. Fired are those that ended it.
	Alarms      string
	AlarmNames  []string
	FiredAlarms []string
	// Hooks are the lifecycle hooks that its stages have reached so far, Planned
	// those that its configuration has.
	Hooks   []HookRun
	Planned []Hook
	// Bake is how long both revisions stay up after the last shift of traffic;
	// BakeKnown tells whether AWS told. Step is the first share of a canary, or
	// each share of a linear shift, in percent, and StepBake how long it is
	// watched before the next.
	Bake      time.Duration
	BakeKnown bool
	Step      float64
	StepBake  time.Duration
	// RollbackTo is the ARN of the revision that a rollback brings back, ""
	// where there is none. RollbackReason is untrusted text.
	RollbackTo     string
	RollbackReason string
	RollbackAt     time.Time
	CreatedAt      time.Time
	StartedAt      time.Time
	FinishedAt     time.Time
	StoppedAt      time.Time
	UpdatedAt      time.Time
}

// Ended is when the deployment came to its end, zero while it is on its way.
func (d ServiceDeployment) Ended() time.Time {
	if !d.FinishedAt.IsZero() {
		return d.FinishedAt
	}
	return d.StoppedAt
}

// ParseRevisionARN is the service that a service revision belongs to:
// arn:...:service-revision/CLUSTER/SERVICE/ID.
func ParseRevisionARN(s string) (ServiceRef, error) {
	c, parts, err := parseARN(s, "service-revision", 3, 3)
	if err != nil {
		return ServiceRef{}, err
	}
	c.Name = parts[0]
	return c.Service(parts[1]), nil
}

// RevisionUse is how much of a service runs on one revision of it.
type RevisionUse struct {
	ARN                         string
	Requested, Running, Pending int
	// TestTraffic and ProductionTraffic are in percent; WeightKnown tells
	// whether AWS told them.
	TestTraffic, ProductionTraffic float64
	WeightKnown                    bool
}

// ServiceRevision is what a service was made of at one deployment.
type ServiceRevision struct {
	ARN              string
	Service          ServiceRef
	TaskDef          TaskDefRef
	LaunchType       LaunchType
	CapacityProvider []StrategyItem
	PlatformVersion  string
	LoadBalancers    []LoadBalancer
	Images           []ContainerImage
	// Network is that of awsvpc tasks; nil where there is none.
	Network   *AwsvpcNetwork
	GuardDuty bool
	CreatedAt time.Time
}

// AwsvpcNetwork is where the network interfaces of tasks are put.
type AwsvpcNetwork struct {
	Subnets, SecurityGroups []string
	PublicIP                bool
}

// ContainerImage is the image of one container, resolved to a digest.
type ContainerImage struct{ Container, Image, Digest string }
