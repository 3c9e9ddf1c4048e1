package sim

import "time"

// Behaviour is what an image does when it runs: everything that a scenario can
// say about an application. It is that of each container with the image,
// essential or not; what a container's command says comes before it (see
// commandOf).
type Behaviour struct {
	Size          int           // MiB to pull
	Boot          time.Duration // from started to answering
	IdleCPU       float64       // units
	CPUPerRequest time.Duration // of one vCPU
	IdleMemory    float64       // MiB; more than the limit is the end of it while it boots
	MemoryPerRate float64       // MiB for each request per second
	LeakPerHour   float64       // MiB
	Pull          PullResult
	Start         StartResult
	ExitAfter     time.Duration // leaves by itself this long after its start; 0 is never
	ExitCode      int
	FailsAfter    time.Duration // answers health checks with 503 from then on; 0 is never
	StopSlow      bool          // ignores SIGTERM: ends by SIGKILL, 137
	StopTakes     time.Duration // from SIGTERM to its exit; 0 is a second or two. Longer than the stop timeout: 137
	StopCode      int           // its exit code after SIGTERM: 0 for one that shuts down by itself, 143 for one that does not care
	Jobs          []Job         // what it does when it is given a command
	Voice         string        // what its log lines are about: see voices.go
	LogEvery      int           // one line for so many requests; 0 is for each
	Latency       time.Duration // in which it answers when it is not busy; 0 follows from CPUPerRequest
	Warm          time.Duration // so long after Boot its requests cost more, three times as much at first
	Rejects       float64       // part of the requests that it answers with 4xx, 0 to 1
	HealthPath    string        // where it answers health checks: other paths get 404; "" is everywhere
	// Needs are services of its cluster and outside systems without which its
	// requests fail; with NeedsForHealth its health checks fail as well.
	Needs          []string
	NeedsForHealth bool
}

// Job is what an image does when its command begins with Command, as in
// "migrate": it works for Takes and exits with ExitCode. Other commands run the
// application.
type Job struct {
	Command  string
	Takes    time.Duration
	ExitCode int
}

// PullResult is how pulling the image ends.
type PullResult string

// Results of pulling.
const (
	PullOK          PullResult = ""
	PullMissing     PullResult = "missing"     // no such tag
	PullDenied      PullResult = "denied"      // the execution role may not
	PullUnreachable PullResult = "unreachable" // no route to the registry
	PullLimited     PullResult = "limited"     // the registry's rate limit is used up
	PullDiskFull    PullResult = "disk full"   // no room for the layers
)

// StartResult is how starting a container of the image ends.
type StartResult string

// Results of starting.
const (
	StartOK            StartResult = ""
	StartNotFound      StartResult = "not found"      // its command is not in the image: 127
	StartNotExecutable StartResult = "not executable" // its command may not be executed: 126
	StartTimeout       StartResult = "timeout"        // docker does not start it within three minutes
	StartNoPool        StartResult = "no pool"        // docker's thin pool has no blocks left: it is not even created
)
