package sim

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// pull fetches the images and ends in ACTIVATING, or in a failed start.
type pull struct{ Task *Task }

func (p pull) apply(w *World, _ string) error {
	t, v := p.Task, w.View()
	if t.Status != model.TaskPending || !t.up() {
		return nil
	}
	if x, found := v.initTrouble(t); found {
		w.later(w.jitter(t, x.after), failStart{t, x}, "not initialised")
		return nil
	}
	if t.Launch == model.LaunchFargate {
		if c, group := w.noLogGroup(t); group != "" {
			w.later(w.jitter(t, refusedAfter), failStart{t, trouble{reason: logFailure(t, c, group)}}, "log driver failed")
			return nil
		}
	}
	t.Times.PullStarted = w.now
	t.Version++
	if x, found := v.pullTrouble(t); found {
		w.later(w.jitter(t, x.after), failStart{t, x}, "pull failed")
		return nil
	}
	size := 0
	for i := range t.Containers {
		size += v.Behaviour(t.Containers[i].Image).Size
	}
	took := time.Duration(size) * time.Second / pullMiBPerSec
	if t.Launch == model.LaunchEC2 {
		took /= ec2PullShare
	}
	w.later(w.jitter(t, took), pulled{t}, "agent")
	return nil
}

// pullTrouble is the first image of a task that cannot be pulled.
func (v View) pullTrouble(t *Task) (x trouble, found bool) {
	for i := range t.Containers {
		c := &t.Containers[i]
		if r := v.pulls(t, c.Image); r != PullOK {
			return trouble{c.Name, pullFailure(r, c.Image, t.Launch == model.LaunchFargate), t.pick(failedPull, failedPullEC2)}, true
		}
	}
	return trouble{}, false
}

// pulls is how pulling an image for a task ends: as a scenario says of the
// image, else as its repository, the route to the registry and the execution
// role have it.
func (v View) pulls(t *Task, image string) PullResult {
	b, f := v.Behaviour(image), v.w.state.facts
	if b.Pull != PullOK {
		return b.Pull
	}
	r, said := f.repositories[repository(image)]
	role := t.Overrides.executionRole(t.Def)
	switch {
	case !v.reaches(t.Zone, RouteRegistry):
		return PullUnreachable
	case isECR(image) && !(v.may(role, "ecr:BatchGetImage") && v.may(role, "ecr:GetAuthorizationToken")):
		return PullDenied
	case said && !r.Exists:
		return pullNoRepository
	case said && len(r.Tags) > 0 && !slices.Contains(r.Tags, tag(image)):
		return PullMissing
	}
	return PullOK
}

// pullNoRepository is an image of a repository that is not there.
const pullNoRepository PullResult = "no repository"

// tag is the tag of an image, latest without one.
func tag(image string) string {
	rest := strings.TrimPrefix(image, repository(image))
	if name, ok := strings.CutPrefix(rest, ":"); ok {
		return name
	}
	return "latest"
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
		t.Containers[i].Digest = w.resolve(t, t.Containers[i].Image)
	}
	w.enter(t, model.TaskActivating, "images pulled")
	return nil
}

// failStart ends a task that never ran. On Fargate the cause is the task's
// stoppedReason as well; on EC2 that says only that the task failed to start,
// unless the cause is no container's.
type failStart struct {
	Task  *Task
	Cause trouble
}

func (f failStart) apply(w *World, cause string) error {
	t, reason := f.Task, f.Cause.reason
	if !t.up() {
		return nil
	}
	if c := t.container(f.Cause.container); c != nil {
		c.Reason = f.Cause.reason
		if t.Launch != model.LaunchFargate {
			reason = "Task failed to start"
		}
	}
	w.failTask(t, reason, cause)
	return nil
}
