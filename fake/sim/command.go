package sim

import "time"

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

	// Of CallAPI alone:
	Latency time.Duration // of real time, that the call is to take longer
	Lag     time.Duration // of simulated time, that the read may be behind
	Behind  bool          // it is to be answered from before the last write
}

// Failed is an entry of failures[]: what (the container instance that refused a
// task, "" for Fargate), and AWS's reason.
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
