package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

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

// ShiftConfig is how a service's deployments replace it: the zero value by
// rolling, the others by shifting traffic (SDK ecs, DeploymentConfiguration).
type ShiftConfig struct {
	Strategy      string        // ROLLING, BLUE_GREEN, LINEAR or CANARY; "" is ROLLING
	Bake          time.Duration // both revisions stay up after the last shift
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
