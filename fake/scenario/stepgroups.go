package scenario

import "time"

// Nothing is an action that needs nothing more: it is written {}.
type Nothing struct{}

// ServiceChange is what changes of a service. What is not written stays.
type ServiceChange struct {
	// TaskDefinition is what its tasks run: family, or family:revision.
	TaskDefinition string `yaml:"taskDefinition" ref:"taskDefinition"`
	// Desired is how many tasks it should have.
	Desired *int `yaml:"desired"`
	// ForceNewDeployment replaces its tasks even when nothing else changes.
	ForceNewDeployment bool `yaml:"forceNewDeployment"`
	// MinimumHealthyPercent is how many must stay healthy during a deployment.
	MinimumHealthyPercent *int `yaml:"minimumHealthyPercent"`
	// MaximumPercent is how many may exist during a deployment.
	MaximumPercent *int `yaml:"maximumPercent"`
	// CircuitBreaker lets a failing deployment fail and roll back.
	CircuitBreaker *bool `yaml:"circuitBreaker"`
	// GracePeriod is how long failed health checks of a new task are ignored.
	GracePeriod *time.Duration `yaml:"gracePeriod"`
	// Deployment is how a new revision replaces the old one from now on.
	Deployment *Deployment `yaml:"deployment"`
}

// DeleteService is how a service is deleted.
type DeleteService struct {
	// Force deletes it although it is not scaled to zero.
	Force bool `yaml:"force"`
}

// RunTask starts standalone tasks.
type RunTask struct {
	// TaskDefinition is what they run: family, or family:revision.
	TaskDefinition string `yaml:"taskDefinition" required:"true" ref:"taskDefinition"`
	// Count is how many.
	Count int `yaml:"count" default:"1"`
	// CapacityProvider is where they run. Without one the launch type says it.
	CapacityProvider string `yaml:"capacityProvider"`
	// LaunchType is where they run without a capacity provider.
	LaunchType string `yaml:"launchType" default:"FARGATE" enum:"FARGATE,EC2"`
	// Command overrides the first container's command.
	Command []string `yaml:"command"`
	// CPU overrides the task's CPU units.
	CPU int `yaml:"cpu"`
	// Memory overrides the task's MiB.
	Memory int `yaml:"memory"`
	// Group is the task group. The family when empty.
	Group string `yaml:"group"`
	// StartedBy is who started them.
	StartedBy string `yaml:"startedBy"`
}

// StartTask starts a standalone task on an instance of its own choice.
type StartTask struct {
	// TaskDefinition is what it runs: family, or family:revision.
	TaskDefinition string `yaml:"taskDefinition" required:"true" ref:"taskDefinition"`
	// Command overrides the first container's command.
	Command []string `yaml:"command"`
}

// StopTask is how a task is stopped.
type StopTask struct {
	// Reason is told in the task's stoppedReason.
	Reason string `yaml:"reason"`
}

// KillTask is how a task crashes.
type KillTask struct {
	// ExitCode is the container's exit code.
	ExitCode *int `yaml:"exitCode" default:"1" most:"255"`
	// Container is which; the first essential one when empty.
	Container string `yaml:"container"`
}

// BadImage is an image that cannot be pulled.
type BadImage struct {
	// Image is which; without it the image of the step's service.
	Image string `yaml:"image"`
	// Pull is how pulling it ends.
	Pull string `yaml:"pull" default:"missing" enum:"ok,missing,denied,unreachable,limited,disk full"`
}

// CrashLoop is an application that leaves by itself.
type CrashLoop struct {
	// Image is which; without it the image of the step's service.
	Image string `yaml:"image"`
	// After is how long after its start. 0s ends the fault.
	After time.Duration `yaml:"after"`
	// ExitCode is what it leaves with.
	ExitCode *int `yaml:"exitCode" default:"1" most:"255"`
}

// MemoryLeak is an application that loses memory.
type MemoryLeak struct {
	// Image is which; without it the image of the step's service.
	Image string `yaml:"image"`
	// PerHour is the MiB lost in an hour. 0 ends the fault.
	PerHour float64 `yaml:"perHour"`
}

// SlowStart is an application that takes long to answer.
type SlowStart struct {
	// Image is which; without it the image of the step's service.
	Image string `yaml:"image"`
	// Boot is how long.
	Boot time.Duration `yaml:"boot"`
}

// HealthFails is an application whose health checks fail.
type HealthFails struct {
	// Image is which; without it the image of the step's service.
	Image string `yaml:"image"`
	// After is how long after its start. 0s ends the fault.
	After time.Duration `yaml:"after"`
}

// Spike is a rush of requests.
type Spike struct {
	// Factor is how many times as many they are.
	Factor float64 `yaml:"factor" required:"true"`
	// For is how long.
	For time.Duration `yaml:"for" default:"10m"`
}

// FargateCapacity is whether Fargate has room in a zone.
type FargateCapacity struct {
	// Zone is the zone. Every one when empty.
	Zone string `yaml:"zone"`
	// Spot says that Fargate Spot is meant.
	Spot bool `yaml:"spot"`
	// Available says whether new tasks start there.
	Available bool `yaml:"available"`
}

// FargateQuota is the account's limit.
type FargateQuota struct {
	// Spot says that Fargate Spot is meant.
	Spot bool `yaml:"spot"`
	// VCPUs is how many vCPUs may run at a time. 0 lifts the limit.
	VCPUs int `yaml:"vcpus"`
}

// ProtectTask is a task's protection.
type ProtectTask struct {
	// Minutes is how long. 0 ends it.
	Minutes *int `yaml:"minutes" default:"120"`
}

// AlarmState is what an alarm is set to.
type AlarmState struct {
	// Alarm is the alarm's name.
	Alarm string `yaml:"alarm" required:"true"`
	// State is the state.
	State string `yaml:"state" default:"ALARM" enum:"ALARM,OK,INSUFFICIENT_DATA"`
	// Reason is why.
	Reason string `yaml:"reason" default:"set by hand"`
}
