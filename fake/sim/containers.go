package sim

import (
	"fmt"
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// waits tells a container that has neither started nor failed to.
func (c *Container) waits() bool { return c.Status == model.TaskPending && !c.starting }

// begin starts the containers of a task whose images are there.
type begin struct{ Task *Task }

func (b begin) apply(w *World, cause string) error {
	t := b.Task
	if t.Status != model.TaskActivating || !t.up() {
		return nil
	}
	w.startReady(t, cause)
	return nil
}

// startReady starts every container of which the dependencies are met, until
// none is left that may. A task runs when none of its containers waits any
// more: its state is that of the container that is furthest behind.
func (w *World) startReady(t *Task, cause string) {
	for again := true; again; {
		again = false
		for i := range t.Containers {
			if !t.up() || t.Status.Order() > model.TaskRunning.Order() {
				return
			}
			if !t.Containers[i].waits() {
				continue
			}
			met, never := t.dependencies(i)
			switch {
			case never != "":
				w.failContainer(t, i, exitTerminated, "CannotStartContainerError: "+never, cause)
				return
			case met:
				w.startContainer(t, i, cause)
				again = true
			}
		}
	}
	w.runAll(t, cause)
}

// runAll has a task run whose containers have all started.
func (w *World) runAll(t *Task, cause string) {
	if t.Status != model.TaskActivating || !t.up() {
		return
	}
	for i := range t.Containers {
		if t.Containers[i].Status == model.TaskPending {
			return
		}
	}
	w.enter(t, model.TaskRunning, cause)
}

// startContainer has the agent start one container.
func (w *World) startContainer(t *Task, i int, cause string) {
	c := &t.Containers[i]
	b := w.View().behaves(t, i)
	if b.Start == StartTimeout {
		c.starting = true
		w.later(agentStartTimeout, startFailed{t, i}, "agent")
		return
	}
	if reason := w.dockerLog(t, i); reason != "" {
		w.refuseStart(t, i, 0, reason, "log driver failed")
		return
	}
	if code, reason := startFailure(t, i, b.Start); reason != "" {
		w.refuseStart(t, i, code, reason, "container did not start")
		return
	}
	s := w.life(t)
	if t.Launch == model.LaunchFargate {
		c.Runtime = t.ID + "-" + s.Digits(10)
	} else {
		c.Runtime = s.Hex(64)
	}
	w.runContainer(t, i, cause)
	w.limitStart(t, i)
}

// startFailed is a container that the agent could not start in time.
type startFailed struct {
	Task      *Task
	Container int
}

func (f startFailed) apply(w *World, cause string) error {
	if f.Task.up() && f.Task.Containers[f.Container].starting {
		w.refuseStart(f.Task, f.Container, 0, "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s", cause)
		w.startReady(f.Task, cause)
	}
	return nil
}

// runContainer begins a life of a container: its first, or the next one that
// its restart policy gives it.
func (w *World) runContainer(t *Task, i int, cause string) {
	c, b := &t.Containers[i], w.View().behaves(t, i)
	c.life++
	c.Status, c.StartedAt, c.Exited, c.asked = model.TaskRunning, w.now, false, false
	t.Version++
	boot := w.jitter(t, b.Boot)
	c.ReadyAt = w.now.Add(boot)
	if len(t.Containers) > 1 && c.life == 1 {
		w.noteContainer(t, i, "RUNNING", cause)
	}
	w.logLife(t, i, momentStarted)
	if c == t.main() {
		t.ReadyAt = c.ReadyAt
		w.later(boot, ready{t, i, c.life}, "booted")
	}
	w.followContainer(t, i)
	if d := t.Def.Containers[i]; len(d.HealthCheck.Command) > 0 {
		w.arm(t, i, every(d.HealthCheck))
	}
}

func (w *World) noteContainer(t *Task, i int, text, cause string) {
	w.note(Entry{Kind: "container", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: t.Containers[i].Name + " " + text, Cause: cause})
}

// followContainer puts on the agenda what its image, or its command, makes a
// running container do by itself.
func (w *World) followContainer(t *Task, i int) {
	c, b := &t.Containers[i], w.View().behaves(t, i)
	if c.Status != model.TaskRunning {
		return
	}
	if b.ExitAfter > 0 {
		at := c.StartedAt.Add(w.stream("exit", t.ID).Around(b.ExitAfter, 0.1))
		w.later(max(0, at.Sub(w.now)), leave{t, i, c.life, b.ExitAfter}, "application")
	}
	if in, ok := w.View().starvesIn(t, i); ok {
		w.later(in, starved{t, i, c.life}, "memory limit reached")
	}
}

// leave is a container's own exit. It holds only while the container is in the
// same life and its image still behaves as when the exit was put on the agenda.
type leave struct {
	Task            *Task
	Container, Life int
	After           time.Duration
}

func (l leave) apply(w *World, _ string) error {
	c := &l.Task.Containers[l.Container]
	if b := w.View().behaves(l.Task, l.Container); b.ExitAfter == l.After && c.life == l.Life {
		w.exitContainer(l.Task, l.Container, b.ExitCode, "")
	}
	return nil
}

// exitContainer is the end of a container that nobody asked to stop. Its
// restart policy may start it again; else an essential one takes the task with
// it and any other leaves it running (developer guide, task definition
// parameters, essential).
func (w *World) exitContainer(t *Task, i, code int, reason string) {
	if t.Containers[i].Status != model.TaskRunning {
		return
	}
	if reason == "" {
		w.logExit(t, i, momentExit, code)
	} else {
		w.logExit(t, i, momentKilled, code)
	}
	if t.restarts(i, code, w.now) {
		w.restart(t, i, code)
		return
	}
	cause := "exit " + strconv.Itoa(code)
	w.halt(t, i, code, reason, cause)
	switch {
	case !t.up():
		if t.Status == model.TaskStopping {
			w.shutDown(t, cause)
		}
	case t.Def.Containers[i].Essential:
		w.essentialExit(t, cause)
	default:
		w.startReady(t, cause)
	}
}

// halt is a container's last moment.
func (w *World) halt(t *Task, i, code int, reason, cause string) {
	c := &t.Containers[i]
	c.Status, c.Exited, c.ExitCode, c.Reason = model.TaskStopped, true, code, reason
	t.Version++
	text := fmt.Sprintf("STOPPED exit %d", code)
	if reason != "" {
		text += ": " + reason
	}
	w.noteContainer(t, i, text, cause)
}

// essentialExit ends a task of which an essential container has exited. What
// it had at a load balancer leaves without waiting: there is nothing to drain.
func (w *World) essentialExit(t *Task, cause string) {
	ran := t.Status == model.TaskRunning
	t.condemn(model.StopEssentialExited, "Essential container in task exited", w.now)
	w.deregister(t, 0)
	if ran {
		w.enter(t, model.TaskDeactivating, cause)
	}
	w.enter(t, model.TaskStopping, cause)
	w.wakeDeploy(t.key())
}

// executing tells a task with a container that runs.
func (t *Task) executing() bool {
	for i := range t.Containers {
		if t.Containers[i].Status == model.TaskRunning {
			return true
		}
	}
	return false
}
