package model

import (
	"fmt"
	"strings"
	"time"
)

// Task is one placed copy of a task definition.
type Task struct {
	Ref              TaskRef
	TaskDef          TaskDefRef
	Group            string // service:NAME or family:NAME
	StartedBy        string // the deployment's id for service tasks
	Status           TaskStatus
	DesiredStatus    TaskStatus
	Health           HealthStatus
	LaunchType       LaunchType
	CapacityProvider string
	Instance         InstanceRef // zero on Fargate
	Zone             string
	CPU              int // units, 1024 to a vCPU; 0 when not set for the task
	Memory           int // MiB; 0 when not set for the task
	Connectivity     string
	IP               string // private IPv4 of the task's network interface
	Interface        Interface
	Platform         string // of Fargate: Linux 1.4.0
	Storage          int    // ephemeral storage on Fargate, GiB; 0 when not told
	Exec             bool   // ECS Exec was on when it was started
	Containers       []Container
	StopCode         StopCode
	StoppedReason    string
	Version          int64 // grows with every change of state; older answers are recognised by it

	CreatedAt          time.Time
	ConnectivityAt     time.Time
	PullStartedAt      time.Time
	PullStoppedAt      time.Time
	StartedAt          time.Time
	StoppingAt         time.Time
	ExecutionStoppedAt time.Time
	StoppedAt          time.Time
}

// Interface is the network interface of a task that has one of its own; zero in
// network modes in which it has none.
type Interface struct {
	ID, Subnet string
	Status     string // ATTACHED, DELETED, ...
}

// Container is one container of a task as it runs.
type Container struct {
	ARN       string
	Name      string
	Image     string
	Digest    string // sha256:...
	Status    TaskStatus
	Health    HealthStatus
	Exited    bool // whether ExitCode was told: absent when the container never ran
	ExitCode  int
	Reason    string
	RuntimeID string
	CPU       int
	Memory    int
	SoftLimit int // memoryReservation, MiB
	Bindings  []Binding
	IP        string
	ExecAgent string // status of the agent of ECS Exec; "" where there is none
}

// Binding is a container port and where it is reached.
type Binding struct {
	ContainerPort, HostPort int
	Protocol                string
}

// Service is the name of the service that the task belongs to, "" for a
// standalone task.
func (t Task) Service() string {
	name, ok := strings.CutPrefix(t.Group, "service:")
	if !ok {
		return ""
	}
	return name
}

// Stopping tells a task on its way down.
func (t Task) Stopping() bool {
	return t.DesiredStatus == TaskStopped && !t.Stopped()
}

// Stopped tells a task that has ended.
func (t Task) Stopped() bool { return t.Status == TaskStopped || t.Status == TaskDeleted }

// Failed tells a stopped task that did not end as somebody asked: it failed to
// start, lost its host, or a container left with a code other than zero by
// itself or was killed for memory.
func (t Task) Failed() bool {
	if !t.Stopped() && !t.Stopping() {
		return false
	}
	switch t.StopCode {
	case StopUser, StopScheduler:
		return t.OutOfMemory() || strings.Contains(t.StoppedReason, "failed")
	case StopEssentialExited:
		code, told := t.Exit()
		return !told || code != 0 || t.OutOfMemory()
	case stopCodeNotStoppedAs:
		return false
	}
	return true
}

// Exit is the exit code that matters: the first one that is not zero. told is
// false when no container ever ran.
func (t Task) Exit() (code int, told bool) {
	for _, c := range t.Containers {
		if !c.Exited {
			continue
		}
		told = true
		if c.ExitCode != 0 {
			return c.ExitCode, true
		}
	}
	return 0, told
}

// OutOfMemory tells whether a container was killed for its memory use. Exit
// code 137 alone proves nothing: a stop that took too long ends so as well.
func (t Task) OutOfMemory() bool {
	for _, c := range t.Containers {
		if strings.HasPrefix(c.Reason, "OutOfMemoryError") {
			return true
		}
	}
	return false
}

// Why says in plain words why the task stopped. A container's reason is
// preferred over the task's, which is often only "Essential container in task
// exited". It is untrusted text, and empty for a task that is not stopping.
func (t Task) Why() string {
	if !t.Stopped() && !t.Stopping() {
		return ""
	}
	code, told := t.Exit()
	switch {
	case t.OutOfMemory():
		return "out of memory (137)"
	case t.StopCode == StopScheduler && strings.HasPrefix(t.StoppedReason, "Scaling activity"):
		return "replaced or scaled in"
	}
	for _, c := range t.Containers {
		if c.Reason != "" {
			return c.Reason
		}
	}
	if t.StopCode == StopEssentialExited && told {
		if code == 0 {
			return "finished, exit 0"
		}
		return fmt.Sprintf("exit %d%s", code, exitMeaning(code))
	}
	return t.StoppedReason
}

func exitMeaning(code int) string {
	switch code {
	case 1:
		return ", application error"
	case 126:
		return ", command not executable"
	case 127:
		return ", command not found"
	case 134:
		return ", aborted"
	case 137:
		return ", killed"
	case 139:
		return ", segmentation fault"
	case 143:
		return ", terminated"
	}
	return ""
}

// Severity of the task as a whole: its state, its health and how it ended.
func (t Task) Severity() Severity {
	switch {
	case t.Failed():
		return Broken
	case t.Status == TaskRunning && t.Health == Unhealthy:
		return Broken
	case t.Stopping():
		return Moving
	}
	return t.Status.Severity()
}

// Since is when the task entered the phase it is in, as far as its times tell:
// what an age column counts from.
func (t Task) Since() time.Time {
	for _, at := range []time.Time{t.StoppedAt, t.StoppingAt, t.StartedAt, t.CreatedAt} {
		if !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}
