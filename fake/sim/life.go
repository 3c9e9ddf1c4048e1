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
	ec2PullShare   = 4                // EC2 hosts have most layers already
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
		w.later(activation, begin{t}, "containers created")
	case model.TaskRunning:
		w.run(t)
	case model.TaskStopping:
		w.shutDown(t, cause)
		w.wakeDeploy(t.key())
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
	t.readCommands()
	if x, found := w.View().provisionTrouble(t); found && !t.waiting() {
		w.later(w.jitter(t, x.after), failStart{t, x}, "not provisioned")
		return
	}
	w.takeAddress(t)
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
	if c.Task.Times.Connected.IsZero() && c.Task.up() {
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

// run is the moment at which all containers of a task have started.
func (w *World) run(t *Task) {
	t.Times.Started = w.now
	if w.View().unchecked(t) {
		w.later(healthyAfter, assessTask{t}, "running for 40 s")
	}
	w.meter(t)
	w.assess(t)
	w.wakeDeploy(t.key())
}

// follow puts on the agenda what a task's containers do by themselves, when
// one of their images has begun to behave in another way.
func (w *World) follow(t *Task) {
	for i := range t.Containers {
		w.followContainer(t, i)
	}
	if t.Status != model.TaskRunning {
		return
	}
	w.meter(t)
	w.recheck(t)
}

// meter begins to read what a task takes.
func (w *World) meter(t *Task) {
	s := w.View().Service(t.key())
	if metered := s != nil && w.metered(s); !metered || t.Usage == (Usage{}) {
		w.setUsage(t, w.View().idle(t))
	}
	if s != nil {
		w.armMinute(s, 0)
	}
}

// ready is the moment from which an application answers.
type ready struct {
	Task            *Task
	Container, Life int
}

func (r ready) apply(w *World, _ string) error {
	c := &r.Task.Containers[r.Container]
	if c.Status == model.TaskRunning && c.life == r.Life {
		w.logLife(r.Task, r.Container, momentReady)
		w.assess(r.Task)
	}
	return nil
}
