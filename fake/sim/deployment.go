package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Deployment is one generation of a service.
type Deployment struct {
	Settings
	ID               string
	Status           model.DeploymentStatus
	Desired          int
	Failed           int // in the current run, as DescribeServices tells it
	Failures         int // as the circuit breaker counts them
	Rollout          model.RolloutState
	Reason           string
	CreatedAt        time.Time
	UpdatedAt        time.Time
	Off              bool     // wanted without tasks: before green is scaled up, and after blue has handed over
	Production, Test float64  // percent of the traffic that is sent to it, where traffic is shifted
	Watched          []string // alarms that fail it: those that were not in ALARM when it began
	Bake             time.Duration
	BakeUntil        time.Time // zero before its tasks have replaced all others

	digests    map[string]string // what its tasks pull, by image
	unresolved int               // tasks that failed to find that out
}

// Settings are what a deployment carries through a service: a change of any of
// them makes a new deployment, and a rollback brings all of them back.
type Settings struct {
	Def            *TaskDef
	Launch         model.LaunchType // empty when Strategy decides
	Strategy       []StrategyItem
	Balancers      []Balancer
	Subnets        []string
	SecurityGroups []string
	PublicIP       bool
	Platform       string // version of Fargate asked for, "" is LATEST
}

// ShiftConfig is how a service's deployments replace it: the zero value by
// rolling, the others by shifting traffic (SDK ecs, DeploymentConfiguration).
type ShiftConfig struct {
	Strategy      string        // ROLLING, BLUE_GREEN, LINEAR or CANARY; "" is ROLLING
	Bake          time.Duration // both revisions stay up after the last shift
	BakeGiven     bool          // whether Bake was said: a rolling update without it bakes by its alarms
	CanaryPercent float64
	CanaryBake    time.Duration
	StepPercent   float64
	StepBake      time.Duration
	Hooks         []Hook
}

// Hook is a lifecycle hook: a Lambda function that is asked, or a pause that a
// person ends.
type Hook struct {
	Type    string   // AWS_LAMBDA or PAUSE
	Target  string   // ARN of the function
	Stages  []string // lifecycle stages at which it runs
	Role    string
	Timeout time.Duration // of a pause
	OnTime  string        // ROLLBACK or CONTINUE
}
