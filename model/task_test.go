package model

import (
	"testing"
	"time"
)

// ended is a stopped task with containers that ended.
func ended(code StopCode, reason string, containers ...Container) Task {
	return Task{Status: TaskStopped, DesiredStatus: TaskStopped, StopCode: code, StoppedReason: reason, Containers: containers}
}

func exit(code int) Container { return Container{Exited: true, ExitCode: code} }

func because(reason string) Container { return Container{Reason: reason} }

const (
	essential = "Essential container in task exited"
	scaledIn  = "Scaling activity initiated by (deployment ecs-svc/1)"
	cannot    = "CannotPullContainerError: The task can’t pull the image. Check whether the image exists."
)

var killed = Container{Exited: true, ExitCode: 137, Reason: "OutOfMemoryError: Container killed due to memory usage"}

func TestHowTasksEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		task   Task
		failed bool
		why    string
	}{
		{"running", Task{Status: TaskRunning, DesiredStatus: TaskRunning, StoppedReason: "stale"}, false, ""},
		{"scaled in", ended(StopScheduler, scaledIn, exit(0)), false, "replaced or scaled in"},
		{"scaled in, slow to stop", ended(StopScheduler, scaledIn, exit(137)), false, "replaced or scaled in"},
		{"failed its target health check", ended(StopScheduler, "Task failed ELB health checks in (target-group x)", exit(143)), true, "Task failed ELB health checks in (target-group x)"},
		{"failed its container health check", ended(StopScheduler, "Task failed container health checks"), true, "Task failed container health checks"},
		{"stopped by a person", ended(StopUser, "make room", exit(143)), false, "make room"},
		{"finished", ended(StopEssentialExited, essential, exit(0)), false, "finished, exit 0"},
		{"crashed", ended(StopEssentialExited, essential, exit(0), exit(1)), true, "exit 1, application error"},
		{"command missing", ended(StopEssentialExited, essential, exit(127)), true, "exit 127, command not found"},
		{"an exit code without a name", ended(StopEssentialExited, essential, exit(42)), true, "exit 42"},
		{"segmentation fault", ended(StopEssentialExited, essential, exit(139)), true, "exit 139, segmentation fault"},
		{"killed, nobody says for what", ended(StopEssentialExited, essential, exit(137)), true, "exit 137, killed"},
		{"out of memory", ended(StopEssentialExited, essential, killed), true, "out of memory (137)"},
		{"out of memory while being replaced", ended(StopScheduler, scaledIn, killed), true, "out of memory (137)"},
		{"no exit code told", ended(StopEssentialExited, essential), true, essential},
		{"never started", ended(StopFailedToStart, "Task failed to start", because(cannot)), true, cannot},
		{"Spot took the host", ended(StopSpot, "Your Spot Task was interrupted."), true, "Your Spot Task was interrupted."},
		{"the host died", ended(StopInfrastructure, ""), true, ""},
		{"a code from the future", ended("Evaporated", "gone"), true, "gone"},
		{"no code at all", ended("", "gone"), false, "gone"},
		{"on its way down", Task{Status: TaskStopping, DesiredStatus: TaskStopped, StopCode: StopFailedToStart, StoppedReason: "x"}, true, "x"},
	} {
		if got := c.task.Failed(); got != c.failed {
			t.Errorf("%s: failed %t, want %t", c.name, got, c.failed)
		}
		if got := c.task.Why(); got != c.why {
			t.Errorf("%s: why %q, want %q", c.name, got, c.why)
		}
	}
}

func TestExit(t *testing.T) {
	for _, c := range []struct {
		name       string
		containers []Container
		code       int
		told       bool
	}{
		{"no container", nil, 0, false},
		{"never ran: not the same as 0", []Container{because(cannot)}, 0, false},
		{"zero", []Container{exit(0)}, 0, true},
		{"the one that is not zero", []Container{exit(0), because(cannot), exit(3), exit(4)}, 3, true},
	} {
		if code, told := (Task{Containers: c.containers}).Exit(); code != c.code || told != c.told {
			t.Errorf("%s: %d, %t; want %d, %t", c.name, code, told, c.code, c.told)
		}
	}
}

func TestTaskSeverity(t *testing.T) {
	for _, c := range []struct {
		name string
		task Task
		want Severity
	}{
		{"running", Task{Status: TaskRunning}, Good},
		{"running, healthy", Task{Status: TaskRunning, Health: Healthy}, Good},
		{"running, not told", Task{Status: TaskRunning, Health: HealthUnknown}, Good},
		{"running, unhealthy", Task{Status: TaskRunning, Health: Unhealthy}, Broken},
		{"starting", Task{Status: TaskProvisioning, Health: Unhealthy}, Moving},
		{"running, to be stopped", Task{Status: TaskRunning, DesiredStatus: TaskStopped}, Moving},
		{"stopped as asked", ended(StopScheduler, scaledIn), Idle},
		{"crashed", ended(StopEssentialExited, essential, exit(1)), Broken},
		{"a status from the future", Task{Status: "HOVERING"}, Unknown},
	} {
		if got := c.task.Severity(); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTaskService(t *testing.T) {
	for group, want := range map[string]string{"service:api": "api", "family:api": "", "": "", "service:": ""} {
		if got := (Task{Group: group}).Service(); got != want {
			t.Errorf("the service of group %q is %q, want %q", group, got, want)
		}
	}
}

func TestTaskSince(t *testing.T) {
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	task := Task{}
	steps := []struct {
		set  *time.Time
		want time.Time
	}{{&task.CreatedAt, at(1)}, {&task.StartedAt, at(2)}, {&task.StoppingAt, at(3)}, {&task.StoppedAt, at(4)}}
	if got := task.Since(); !got.IsZero() {
		t.Errorf("a task without times is since %v, want unknown", got)
	}
	for _, s := range steps {
		*s.set = s.want
		if got := task.Since(); got != s.want {
			t.Errorf("since %v, want %v", got, s.want)
		}
	}
}
