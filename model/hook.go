package model

import "time"

// HookRun is a lifecycle hook that a deployment has reached: a Lambda function
// that is asked, or a pause that lasts until somebody decides.
type HookRun struct {
	ID        string
	Type      string // AWS_LAMBDA, PAUSE
	Target    string // ARN of the function
	Status    string // AWAITING_ACTION, IN_PROGRESS, SUCCEEDED, FAILED, TIMED_OUT
	ExpiresAt time.Time
	OnTimeout string // ROLLBACK, CONTINUE
}

// Hook statuses (SDK ecs types.DeploymentLifecycleHookStatus).
const (
	HookAwaiting   = "AWAITING_ACTION"
	HookInProgress = "IN_PROGRESS"
	HookSucceeded  = "SUCCEEDED"
	HookFailed     = "FAILED"
	HookTimedOut   = "TIMED_OUT"
)

// HookPause is the type of a hook that waits for a person.
const HookPause = "PAUSE"

// Waiting tells a hook that has not come to its end.
func (h HookRun) Waiting() bool { return h.Status == HookAwaiting || h.Status == HookInProgress }

// Severity of its status.
func (h HookRun) Severity() Severity {
	switch h.Status {
	case HookAwaiting:
		return Warning
	case HookInProgress:
		return Moving
	case HookSucceeded:
		return Good
	case HookFailed, HookTimedOut:
		return Broken
	}
	return Unknown
}

// Hook is a lifecycle hook as a service's configuration has it.
type Hook struct {
	Type    string
	Target  string
	Stages  []string
	Timeout time.Duration // 0 is that of AWS: a day
}

// DefaultHookTimeout is how long a hook may take where nothing else was said.
const DefaultHookTimeout = 24 * time.Hour
