package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Exit codes that are not the application's own (developer guide,
// stopped-task-error-codes).
const (
	exitKilled     = 137 // SIGKILL: out of memory, or the stop timeout ran out
	exitTerminated = 143 // SIGTERM
)

// outOfMemory is the kernel's end of a container that took more memory than
// it, or its task, may have.
func (w *World) outOfMemory(t *Task, container int) {
	w.exitContainer(t, container, exitKilled, "OutOfMemoryError: Container killed due to memory usage")
}

// starved is a container that needs more memory than it may have before it has
// done anything.
type starved struct {
	Task            *Task
	Container, Life int
}

func (s starved) apply(w *World, _ string) error {
	need, limit := w.View().atRest(s.Task, s.Container)
	if s.Task.Containers[s.Container].life == s.Life && limit > 0 && need > float64(limit) {
		w.outOfMemory(s.Task, s.Container)
	}
	return nil
}

// atRest is the MiB that a container takes without work, and its limit: its own
// hard limit, else the task's, which all of its containers share. 0 is no limit.
func (v View) atRest(t *Task, container int) (need float64, limit int) {
	if limit = t.Containers[container].Memory; limit > 0 {
		return v.idleMemory(t, container), limit
	}
	for i := range t.Containers {
		if i == container || t.Containers[i].Status == model.TaskRunning {
			need += v.idleMemory(t, i)
		}
	}
	_, limit = t.Limits()
	return need, limit
}

// idleMemory is the MiB that one container takes without work. An image of which
// nobody has said anything is content with what it gets.
func (v View) idleMemory(t *Task, i int) float64 {
	if !v.described(t.Containers[i].Image) {
		return 0
	}
	need := v.behaves(t, i).IdleMemory
	if t.Service == "" && t.Containers[i].Status == model.TaskRunning {
		need += float64(v.behaves(t, i).LeakPerHour * v.Now().Sub(t.Containers[i].StartedAt).Hours())
	}
	return need
}

// starvesIn is how long a container may go on before it needs more memory than
// it may have; ok is false when it may go on for ever. What a service's tasks
// take is read every minute, so that it is only of standalone tasks that leaks
// are foreseen here.
func (v View) starvesIn(t *Task, i int) (in time.Duration, ok bool) {
	need, limit := v.atRest(t, i)
	b := v.behaves(t, i)
	switch {
	case limit == 0:
		return 0, false
	case need > float64(limit):
		return max(time.Second, b.Boot/2), true
	case t.Service != "" || b.LeakPerHour <= 0:
		return 0, false
	}
	hours := (float64(limit) - need) / b.LeakPerHour
	return time.Duration(float64(hours*float64(time.Hour))).Truncate(time.Second) + 2*time.Second, true
}

// described tells whether a scenario says what an image does.
func (v View) described(image string) bool {
	_, exact := v.w.state.images[image]
	_, every := v.w.state.images[repository(image)]
	return exact || every
}

// stop asks a task to end: the targets leave first, then SIGTERM, then what it
// held is released. A task that does not run yet is only released.
func (w *World) stop(t *Task, code model.StopCode, reason string) {
	if !t.up() {
		return
	}
	t.condemn(code, reason, w.now)
	switch {
	case t.Status == model.TaskRunning:
		drain := w.deregister(t, deregisterWait)
		w.enter(t, model.TaskDeactivating, string(code))
		w.next(t, drain+w.jitter(t, t.pick(fargateTerm, time.Second)), model.TaskStopping, "deactivated")
	case t.executing():
		w.enter(t, model.TaskStopping, string(code))
	default:
		if t.Status == model.TaskPending && t.Times.PullStarted.IsZero() {
			for i := range t.Containers {
				t.Containers[i].Reason = "TaskStoppedBeforePullBeginError: Task stopped before image pull could begin for task: " + w.View().taskARN(t)
			}
		}
		w.enter(t, model.TaskDeprovisioning, string(code))
	}
}

// taskARN is the ARN of a task of this world.
func (v View) taskARN(t *Task) string { return v.ClusterRef(t.Cluster).Task(t.ID).ARN() }

// shutDown sends SIGTERM to every running container on which no other running
// one depends (developer guide, task definition parameters, dependsOn: the
// dependency condition is reversed on shutdown). When none is left, what the
// task held is released.
func (w *World) shutDown(t *Task, cause string) {
	if t.executing() {
		for i := range t.Containers {
			if c := &t.Containers[i]; c.Status == model.TaskRunning && !c.asked && !t.needed(i) {
				c.asked = true
				w.askToStop(t, i)
			}
		}
		return
	}
	t.Times.ExecutionStopped = w.now
	w.setUsage(t, Usage{})
	w.enter(t, model.TaskDeprovisioning, cause)
}

// askToStop sends SIGTERM; an application that ignores it, or takes too long,
// is killed when its stop timeout is over.
func (w *World) askToStop(t *Task, i int) {
	w.logLife(t, i, momentTerm)
	b, s := w.View().behaves(t, i), w.life(t)
	limit := t.Def.Containers[i].StopTimeout
	if limit == 0 {
		limit = stopTimeout
	}
	code, limit := farewell(t, b.StopCode, limit)
	takes := s.Between(700*time.Millisecond, 3*time.Second)
	if b.StopTakes > 0 {
		takes = s.Around(b.StopTakes, 0.1)
	}
	life := t.Containers[i].life
	if b.StopSlow || takes > limit {
		w.later(limit, exited{t, i, life, exitKilled}, "SIGKILL")
		return
	}
	w.later(takes, exited{t, i, life, code}, "SIGTERM")
}

// exited is the end of a container of a task that was asked to stop.
type exited struct {
	Task            *Task
	Container, Life int
	Code            int
}

func (e exited) apply(w *World, cause string) error {
	t, c := e.Task, &e.Task.Containers[e.Container]
	if t.Status != model.TaskStopping || c.Status != model.TaskRunning || c.life != e.Life {
		return nil
	}
	w.logExit(t, e.Container, momentExit, e.Code)
	w.halt(t, e.Container, e.Code, "", cause)
	w.shutDown(t, cause)
	return nil
}

// loseTask ends a task whose host is gone: nothing exits, nothing is reported.
func (w *World) loseTask(t *Task, code model.StopCode, reason string) {
	if t.stopped() {
		return
	}
	t.condemn(code, reason, w.now)
	t.Times.ExecutionStopped = w.now
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
	w.returnAddress(t)
	w.unseat(t)
	w.letGo(t.Def)
	w.later(forgetAfter, advance{t, model.TaskStopped, model.TaskDeleted}, "an hour has passed")
	w.later(forgetAfter+deletedShown, forget{t}, "an hour has passed")
	w.wakeDeploy(t.key())
}

// forget is the last of a task.
type forget struct{ Task *Task }

func (f forget) apply(w *World, _ string) error {
	c := w.state.clusters[f.Task.Cluster]
	if c == nil || c.Tasks[f.Task.ID] != f.Task {
		return nil // its cluster went first
	}
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
