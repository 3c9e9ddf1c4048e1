package model

import "time"

// Deployment is one generation of a service: a task definition revision being
// brought to, or kept at, a number of tasks.
type Deployment struct {
	ID            string // ecs-svc/ and digits
	Status        DeploymentStatus
	TaskDef       TaskDefRef
	Desired       int
	Running       int
	Pending       int
	Failed        int // tasks that failed to start since the last healthy one
	Rollout       RolloutState
	RolloutReason string
	CreatedAt     time.Time
	UpdatedAt     time.Time
	LaunchType    LaunchType
}

// Done tells a deployment that has nothing left to do.
func (d Deployment) Done() bool { return d.Rollout == RolloutCompleted }
