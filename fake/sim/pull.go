package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

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
