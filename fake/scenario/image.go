package scenario

import (
	"reflect"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Image is what an image does when it runs.
type Image struct {
	// Name is the image. Without a tag it stands for every tag that is not
	// declared by itself.
	Name string `yaml:"name"`
	// Size is how many MiB have to be pulled.
	Size int `yaml:"size"`
	// Boot is how long it takes from the start of the process to its first answer.
	Boot time.Duration `yaml:"boot"`
	// IdleCPU is the CPU units, 1024 to a vCPU, that it takes without a request.
	IdleCPU float64 `yaml:"idleCPU"`
	// CPUPerRequest is the time of one vCPU that a request takes.
	CPUPerRequest time.Duration `yaml:"cpuPerRequest"`
	// IdleMemory is the MiB that it takes without a request.
	IdleMemory float64 `yaml:"idleMemory"`
	// MemoryPerRate is the MiB that each request per second adds.
	MemoryPerRate float64 `yaml:"memoryPerRate"`
	// LeakPerHour is the MiB that it loses in each hour that it runs.
	LeakPerHour float64 `yaml:"leakPerHour"`
	// Pull is how pulling it ends: missing has no such tag, denied means that the
	// execution role may not pull, unreachable that there is no route to the registry.
	Pull string `yaml:"pull" default:"ok" enum:"ok,missing,denied,unreachable,limited,disk full"`
	// Start is how starting a container of it ends: with not found or not
	// executable its command fails (127, 126), with timeout docker does not start
	// it within three minutes, with no pool docker's disk is full.
	Start string `yaml:"start" default:"ok" enum:"ok,not found,not executable,timeout,no pool"`
	// ExitAfter is when the process leaves by itself. 0s is never.
	ExitAfter time.Duration `yaml:"exitAfter"`
	// ExitCode is what it leaves with.
	ExitCode int `yaml:"exitCode" most:"255"`
	// FailsAfter is when it begins to answer health checks with 503. 0s is never.
	FailsAfter time.Duration `yaml:"failsAfter"`
	// StopSlow says that it ignores SIGTERM, so that SIGKILL ends it.
	StopSlow bool `yaml:"stopSlow"`
	// StopTakes is how long it takes from SIGTERM to its exit. A second or two
	// when 0s; longer than the stop timeout ends in SIGKILL.
	StopTakes time.Duration `yaml:"stopTakes"`
	// StopCode is its exit code after SIGTERM: 143 for one that does not care.
	StopCode int `yaml:"stopCode" most:"255"`
	// Jobs are what it does when it is given a command.
	Jobs []Job `yaml:"jobs"`
	// Voice is what its log lines are about. One that there is not is refused with
	// a list of those that there are.
	Voice string `yaml:"voice" default:"plain" enum:"voices"`
	// LogEvery is how many requests make one log line.
	LogEvery int `yaml:"logEvery"`
	// Latency is how long an answer takes when it is not busy. It follows from
	// the CPU of a request when 0s.
	Latency time.Duration `yaml:"latency"`
	// Warm is how long after its boot requests cost more, three times as much at first.
	Warm time.Duration `yaml:"warm"`
	// Rejects is the part of the requests, 0 to 1, that it answers with 4xx.
	Rejects float64 `yaml:"rejects"`
	// HealthPath is where it answers health checks: any other path gets a 404.
	// Every path does when it is empty.
	HealthPath string `yaml:"healthPath"`
	// Needs are services of its cluster and outside systems without which its
	// requests fail: what an outage takes down.
	Needs []string `yaml:"needs"`
	// NeedsForHealth says that its health checks fail as well then.
	NeedsForHealth bool `yaml:"needsForHealth"`
}

// Job is what an image does when its command begins with certain words. Other
// commands run the application, but for those of a shell that are made of
// sleep, exit, true, false and echo: they do what they say.
type Job struct {
	// Command is how the command begins.
	Command string `yaml:"command" required:"true"`
	// Takes is how long it works.
	Takes time.Duration `yaml:"takes"`
	// ExitCode is what it leaves with.
	ExitCode int `yaml:"exitCode" most:"255"`
}

// behaviour is what the image does, as the simulator takes it: the fields of
// the two structs that have the same name are the same.
func (im Image) behaviour() sim.Behaviour {
	return im.over(sim.Behaviour{}, func(string) bool { return true })
}

// over is a behaviour with those fields of the image in it whose keys are
// written down.
func (im Image) over(b sim.Behaviour, written func(key string) bool) sim.Behaviour {
	from, to := reflect.ValueOf(im), reflect.ValueOf(&b).Elem()
	for i := range from.NumField() {
		f := from.Type().Field(i)
		if f.Name == "Name" || !written(f.Tag.Get("yaml")) {
			continue
		}
		if f.Name == "Jobs" {
			b.Jobs = nil
			for _, j := range im.Jobs {
				b.Jobs = append(b.Jobs, sim.Job(j))
			}
			continue
		}
		field := to.FieldByName(f.Name)
		field.Set(from.Field(i).Convert(field.Type()))
	}
	if b.Pull == "ok" {
		b.Pull = sim.PullOK
	}
	if b.Start == "ok" {
		b.Start = sim.StartOK
	}
	return b
}
