package sim

import "time"

// Behaviour is what an image does when it runs: everything that a scenario can
// say about an application.
type Behaviour struct {
	Size          int           // MiB to pull
	Boot          time.Duration // from started to answering
	IdleCPU       float64       // units
	CPUPerRequest time.Duration // of one vCPU
	IdleMemory    float64       // MiB
	MemoryPerRate float64       // MiB for each request per second
	LeakPerHour   float64       // MiB
	Pull          PullResult
	ExitAfter     time.Duration // leaves by itself this long after its start; 0 is never
	ExitCode      int
	FailsAfter    time.Duration // answers health checks with 503 from then on; 0 is never
	StopSlow      bool          // ignores SIGTERM: ends by SIGKILL, 137
	Voice         string        // what its log lines are about: see voices.go
	LogEvery      int           // one line for so many requests; 0 is for each
	Latency       time.Duration // in which it answers when it is not busy; 0 follows from CPUPerRequest
	Warm          time.Duration // so long after Boot its requests cost more, three times as much at first
	Rejects       float64       // part of the requests that it answers with 4xx, 0 to 1
	// Needs are services of its cluster and outside systems without which its
	// requests fail; with NeedsForHealth its health checks fail as well.
	Needs          []string
	NeedsForHealth bool
}

// PullResult is how pulling the image ends.
type PullResult string

// Results of pulling.
const (
	PullOK          PullResult = ""
	PullMissing     PullResult = "missing"     // no such tag
	PullDenied      PullResult = "denied"      // the execution role may not
	PullUnreachable PullResult = "unreachable" // no route to the registry
)

// Failure is how a task that is starting is going to fail; the zero value does
// not.
type Failure struct {
	Reason string // container reason or task reason, with AWS's text
	OnTask bool   // whether Reason belongs to the task rather than the container
}
