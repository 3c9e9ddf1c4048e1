package sim

import (
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// killContainer ends the main container, and with it the task. The reason, if
// any, is the container's; code is its exit code.
func (w *World) killContainer(t *Task, code int, reason string) {
	if t.Status != model.TaskRunning {
		return
	}
	c := t.main()
	c.Status, c.Exited, c.ExitCode, c.Reason = model.TaskStopped, true, code, reason
	if reason == "" {
		w.logLife(t, momentExit)
	} else {
		w.logLife(t, momentKilled)
	}
	t.Desired, t.StopCode, t.StoppedReason = model.TaskStopped, model.StopEssentialExited, "Essential container in task exited"
	t.Times.Stopping = w.now
	w.deregister(t, 0)
	w.quit(t, 0)
	w.enter(t, model.TaskDeprovisioning, "exit "+strconv.Itoa(code))
	w.wakeDeploy(t.key())
}

// stop asks a task to end: the targets leave first, then SIGTERM, then what it
// held is released. A task that does not run yet is only released.
func (w *World) stop(t *Task, code model.StopCode, reason string) {
	t.Desired, t.StopCode, t.StoppedReason = model.TaskStopped, code, reason
	t.Times.Stopping = w.now
	t.HealthySince = time.Time{}
	if t.Status != model.TaskRunning {
		if t.Status.Order() < model.TaskRunning.Order() {
			w.enter(t, model.TaskDeprovisioning, string(code))
		}
		return
	}
	drain := w.deregister(t, deregisterWait)
	w.enter(t, model.TaskDeactivating, string(code))
	w.next(t, drain+w.jitter(t, t.pick(fargateTerm, time.Second)), model.TaskStopping, "deactivated")
}

// terminate sends SIGTERM; an application that ignores it is killed when its
// stop timeout is over.
func (w *World) terminate(t *Task) {
	w.logLife(t, momentTerm)
	if w.View().Behaviour(t.main().Image).StopSlow {
		limit := t.mainDef().StopTimeout
		if limit == 0 {
			limit = stopTimeout
		}
		w.later(limit, exited{t, 137}, "SIGKILL")
		return
	}
	w.later(w.life(t).Between(700*time.Millisecond, 3*time.Second), exited{t, 0}, "SIGTERM")
}

// exited is the end of the containers of a task that was asked to stop.
type exited struct {
	Task *Task
	Code int
}

func (e exited) apply(w *World, cause string) error {
	t := e.Task
	if t.Status != model.TaskStopping {
		return nil
	}
	w.quit(t, e.Code)
	w.logLife(t, momentExit)
	w.enter(t, model.TaskDeprovisioning, cause)
	return nil
}

// quit ends all containers that still run.
func (w *World) quit(t *Task, code int) {
	t.Times.ExecutionStopped = w.now
	w.setUsage(t, Usage{})
	for i := range t.Containers {
		if c := &t.Containers[i]; c.Status == model.TaskRunning {
			c.Status, c.Exited, c.ExitCode = model.TaskStopped, true, code
		}
	}
}

// loseTask ends a task whose host is gone: nothing exits, nothing is reported.
func (w *World) loseTask(t *Task, code model.StopCode, reason string) {
	if t.stopped() {
		return
	}
	t.Desired, t.StopCode, t.StoppedReason = model.TaskStopped, code, reason
	t.Times.Stopping, t.Times.ExecutionStopped = w.now, w.now
	w.setUsage(t, Usage{})
	w.deregister(t, 0)
	w.enter(t, model.TaskStopped, "host lost")
}

func (t *Task) stopped() bool { return t.Status.Order() >= model.TaskStopped.Order() }

// end closes a task's books: ECS remembers it for an hour.
func (w *World) end(t *Task) {
	t.Times.Stopped = w.now
	for i := range t.Containers {
		t.Containers[i].Status = model.TaskStopped
	}
	t.HealthySince = time.Time{}
	delete(w.state.addresses, t.IP)
	w.unseat(t)
	w.later(forgetAfter, advance{t, model.TaskStopped, model.TaskDeleted}, "an hour has passed")
	w.later(forgetAfter+deletedShown, forget{t}, "an hour has passed")
	w.wakeDeploy(t.key())
}

// forget is the last of a task.
type forget struct{ Task *Task }

func (f forget) apply(w *World, _ string) error {
	c := w.state.clusters[f.Task.Cluster]
	c.dropTask(f.Task)
	if s := c.Services[f.Task.Service]; s != nil {
		s.tasks = without(s.tasks, f.Task)
	}
	for _, purpose := range []string{"life", "net", "exit", "oom", "target"} {
		delete(w.streams, streamKey{purpose, f.Task.ID})
	}
	return nil
}

func without(ts []*Task, gone *Task) []*Task {
	out := ts[:0:0]
	for _, t := range ts {
		if t != gone {
			out = append(out, t)
		}
	}
	return out
}
