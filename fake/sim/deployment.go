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
