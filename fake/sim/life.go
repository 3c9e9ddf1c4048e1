package sim

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Delays of a task's life, from captures of real accounts (ecs-facts 1.2): a
// Fargate task of 2021 was connected after 3.3 s, began to pull after 18 s,
// had pulled 40 MB after 24.7 s and ran after 25.1 s; on EC2 the agent is
// there already.
const (
	fargateConnect = 3300 * time.Millisecond
	fargateNetwork = 9 * time.Second // PROVISIONING: the network interface
	fargateAgent   = 9 * time.Second // PENDING until the pull begins
	ec2Network     = 4 * time.Second // PROVISIONING, awsvpc only
	ec2Agent       = 1 * time.Second // PENDING until the pull begins
	activation     = 400 * time.Millisecond
	pullMiBPerSec  = 12
	ec2PullShare   = 4                 // EC2 hosts have most layers already
	failedPull     = 125 * time.Second // with the agent's retries
	failedPullEC2  = 20 * time.Second
	fargateTerm    = 9 * time.Second  // DEACTIVATING to STOPPING without a load balancer
	fargateRelease = 18 * time.Second // DEPROVISIONING: the network interface
	ec2Release     = 300 * time.Millisecond
	deregisterWait = 10 * time.Second // from the stop to deregistered targets
	healthyAfter   = 40 * time.Second // running, without any check, counts as healthy
	forgetAfter    = time.Hour        // ECS shows a stopped task at least this long
	deletedShown   = 10 * time.Second
	stopTimeout    = 30 * time.Second
)

// advance moves a task from one state to the next when that is due. A task
// that has left From meanwhile (it was stopped, its host was lost) stays.
type advance struct {
	Task     *Task
	From, To model.TaskStatus
}

func (a advance) apply(w *World, cause string) error {
	if a.Task.Status == a.From {
		w.enter(a.Task, a.To, cause)
	}
	return nil
}

// enter is the one place where a task changes state.
func (w *World) enter(t *Task, to model.TaskStatus, cause string) {
	t.Status = to
	t.Version++
	w.note(Entry{Kind: "task", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: t.tell(to), Cause: cause})
	switch to {
	case model.TaskProvisioning:
		w.provision(t)
	case model.TaskPending:
		w.pend(t)
	case model.TaskActivating:
		w.next(t, activation, model.TaskRunning, "containers created")
	case model.TaskRunning:
		w.run(t)
	case model.TaskStopping:
		w.terminate(t)
	case model.TaskDeprovisioning:
		w.next(t, w.jitter(t, t.pick(fargateRelease, ec2Release)), model.TaskStopped, "released")
	case model.TaskStopped:
		w.end(t)
	case model.TaskDeactivating, model.TaskDeleted:
	}
}

func (t *Task) tell(to model.TaskStatus) string {
	if to == model.TaskStopped {
		return fmt.Sprintf("STOPPED %s: %s", t.StopCode, t.StoppedReason)
	}
	return string(to)
}

// pick chooses between the delay of a Fargate task and of one on EC2.
func (t *Task) pick(fargate, ec2 time.Duration) time.Duration {
	if t.Launch == model.LaunchFargate {
		return fargate
	}
	return ec2
}

func (w *World) next(t *Task, d time.Duration, to model.TaskStatus, cause string) {
	w.later(d, advance{t, t.Status, to}, cause)
}

// jitter draws from the task's own stream.
func (w *World) jitter(t *Task, d time.Duration) time.Duration { return w.life(t).Around(d, 0.12) }

func (w *World) life(t *Task) *Stream { return w.stream("life", t.ID) }

// provision waits for what must exist before the agent can act: a network
// interface, or an instance.
func (w *World) provision(t *Task) {
	switch {
	case t.Launch == model.LaunchFargate:
		w.later(w.jitter(t, fargateConnect), connected{t}, "agent")
		w.next(t, w.jitter(t, fargateNetwork), model.TaskPending, "network interface attached")
	case t.Instance == "":
		w.wake(0, capacityController, Key{t.Cluster, t.Provider})
	case t.Def.NetworkMode == "awsvpc":
		w.next(t, w.jitter(t, ec2Network), model.TaskPending, "network interface attached")
	default:
		w.next(t, 0, model.TaskPending, "placed")
	}
}

// connected is the agent's first word about a task.
type connected struct{ Task *Task }

func (c connected) apply(w *World, _ string) error {
	if c.Task.Times.Connected.IsZero() && !c.Task.stopped() {
		c.Task.Times.Connected = w.now
	}
	return nil
}

func (w *World) pend(t *Task) {
	if t.Times.Connected.IsZero() {
		t.Times.Connected = w.now
	}
	w.address(t)
	w.later(w.jitter(t, t.pick(fargateAgent, ec2Agent)), pull{t}, "agent")
}

// pull fetches the images and ends in ACTIVATING, or in a failed start.
type pull struct{ Task *Task }

func (p pull) apply(w *World, _ string) error {
	t := p.Task
	if t.Status != model.TaskPending || !t.up() {
		return nil
	}
	t.Times.PullStarted = w.now
	t.Version++
	size := 0
	for _, c := range t.Containers {
		b := w.View().Behaviour(c.Image)
		size += b.Size
		if b.Pull != PullOK {
			reason := pullFailure(b.Pull, c.Image, t.Launch == model.LaunchFargate)
			w.later(w.jitter(t, t.pick(failedPull, failedPullEC2)), failStart{t, c.Name, reason}, "pull failed")
			return nil
		}
	}
	if c, group := w.noLogGroup(t); group != "" {
		w.later(w.jitter(t, t.pick(failedPull, failedPullEC2)), failStart{t, c, logFailure(t, c, group)}, "log driver failed")
		return nil
	}
	took := time.Duration(size) * time.Second / pullMiBPerSec
	if t.Launch == model.LaunchEC2 {
		took /= ec2PullShare
	}
	w.later(w.jitter(t, took), pulled{t}, "agent")
	return nil
}

// pulled is the end of the last pull.
type pulled struct{ Task *Task }

func (p pulled) apply(w *World, _ string) error {
	t := p.Task
	if t.Status != model.TaskPending || !t.up() {
		return nil
	}
	t.Times.PullStopped = w.now
	for i := range t.Containers {
		t.Containers[i].Digest = digest(t.Containers[i].Image)
	}
	w.enter(t, model.TaskActivating, "images pulled")
	return nil
}

// failStart ends a task that never ran. On Fargate the cause is the task's
// stoppedReason as well; on EC2 that says only that the task failed to start.
type failStart struct {
	Task      *Task
	Container string
	Reason    string
}

func (f failStart) apply(w *World, cause string) error {
	t := f.Task
	if !t.up() {
		return nil
	}
	for i := range t.Containers {
		if t.Containers[i].Name == f.Container {
			t.Containers[i].Reason = f.Reason
		}
	}
	t.Desired, t.StopCode, t.StoppedReason = model.TaskStopped, model.StopFailedToStart, "Task failed to start"
	if t.Launch == model.LaunchFargate {
		t.StoppedReason = f.Reason
	}
	t.Times.Stopping, t.Times.ExecutionStopped = w.now, w.now
	w.enter(t, model.TaskDeprovisioning, cause)
	return nil
}

// run begins the containers' lives.
func (w *World) run(t *Task) {
	t.Times.Started = w.now
	s := w.life(t)
	for i := range t.Containers {
		c := &t.Containers[i]
		c.Status = model.TaskRunning
		if t.Launch == model.LaunchFargate {
			c.Runtime = t.ID + "-" + s.Digits(10)
		} else {
			c.Runtime = s.Hex(64)
		}
	}
	b := w.View().Behaviour(t.main().Image)
	boot := w.jitter(t, b.Boot)
	t.ReadyAt = w.now.Add(boot)
	w.logLife(t, momentStarted)
	w.later(boot, ready{t}, "booted")
	w.follow(t)
	w.startChecks(t)
	if w.View().unchecked(t) {
		w.later(healthyAfter, assessTask{t}, "running for 40 s")
	}
	w.wakeDeploy(t.key())
}

// follow puts on the agenda what a running task's image makes it do by itself.
func (w *World) follow(t *Task) {
	if t.Status != model.TaskRunning {
		return
	}
	b := w.View().Behaviour(t.main().Image)
	if b.ExitAfter > 0 {
		at := t.Times.Started.Add(w.stream("exit", t.ID).Around(b.ExitAfter, 0.1))
		w.later(max(0, at.Sub(w.now)), leave{t, b.ExitCode, b.ExitAfter}, "application")
	}
	s := w.View().Service(t.key())
	if metered := s != nil && w.metered(s); !metered || t.Usage == (Usage{}) {
		w.setUsage(t, w.View().idle(t))
	}
	if s != nil {
		w.armMinute(s, 0)
	}
	w.recheck(t)
}

// ready is the moment from which the application answers.
type ready struct{ Task *Task }

func (r ready) apply(w *World, _ string) error {
	if r.Task.Status == model.TaskRunning {
		w.logLife(r.Task, momentReady)
		w.assess(r.Task)
	}
	return nil
}

// leave is the application's own exit. It holds only while the image still
// behaves as it did when the exit was put on the agenda.
type leave struct {
	Task  *Task
	Code  int
	After time.Duration
}

func (l leave) apply(w *World, _ string) error {
	if b := w.View().Behaviour(l.Task.main().Image); b.ExitAfter != l.After || l.Task.Status != model.TaskRunning {
		return nil
	}
	w.killContainer(l.Task, l.Code, "")
	return nil
}
