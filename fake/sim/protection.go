package sim

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Limits of task protection (SDK ecs, UpdateTaskProtection, GetTaskProtection).
const (
	protectAtOnce    = 10
	protectMinutes   = 120 // when none are said
	protectedAtLeast = 1
	protectedAtMost  = 2880
)

// Why a task's protection cannot be changed or told (API failure reasons).
const (
	FailBlocked = "DEPLOYMENT_BLOCKED"
	FailMissing = "MISSING"
	FailInvalid = "TASK_NOT_VALID"
)

// protected tells whether neither a scale-in nor a deployment may stop the task
// (developer guide, task-scale-in-protection).
func (t *Task) protected(now time.Time) bool { return t.Protected.After(now) }

// UpdateTaskProtection protects tasks of services for some minutes, or no
// longer.
type UpdateTaskProtection struct {
	Cluster string
	Tasks   []string // ids
	Enable  bool
	Minutes int // 0: AWS's default of two hours
}

func (c UpdateTaskProtection) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	minutes := c.Minutes
	if minutes == 0 {
		minutes = protectMinutes
	}
	switch {
	case len(c.Tasks) == 0:
		return Reply{}, &Error{ErrInvalid, "Tasks cannot be empty."}
	case len(c.Tasks) > protectAtOnce:
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("Tasks cannot have more than %d elements.", protectAtOnce)}
	case minutes < protectedAtLeast || minutes > protectedAtMost:
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("expiresInMinutes must be between %d and %d.", protectedAtLeast, protectedAtMost)}
	}
	var out Reply
	for _, id := range c.Tasks {
		t := cl.Tasks[id]
		if reason := w.View().Unprotectable(t); reason != "" {
			out.Failures = append(out.Failures, Failed{id, reason})
			continue
		}
		if c.Enable && w.blocked(t) {
			out.Failures = append(out.Failures, Failed{id, FailBlocked})
			continue
		}
		w.protect(t, c.Enable, time.Duration(minutes)*time.Minute)
		out.IDs = append(out.IDs, id)
	}
	return out, nil
}

// Unprotectable is why a task cannot have protection: there is no such task, or
// it is not one that a service runs. "" when it can.
func (v View) Unprotectable(t *Task) string {
	switch {
	case t == nil:
		return FailMissing
	case t.Service == "" || t.stopped():
		return FailInvalid
	}
	return ""
}

// blocked tells that protected tasks of an older deployment already hold up the
// one that is to replace them: a further task cannot be protected against it.
func (w *World) blocked(t *Task) bool {
	s := w.View().Service(t.key())
	if s == nil || len(s.Deployments) == 0 || s.Deployments[0].Rollout != model.RolloutInProgress || t.protected(w.now) {
		return false
	}
	d := s.Deployments[0]
	healthy, held := 0, false
	for _, o := range s.tasks {
		switch {
		case !o.up():
		case o.Deployment != d.ID:
			held = held || o.protected(w.now)
		case !o.HealthySince.IsZero():
			healthy++
		}
	}
	return t.Deployment != d.ID && held && healthy >= s.Desired
}

func (w *World) protect(t *Task, enable bool, span time.Duration) {
	t.Version++
	if !enable {
		t.Protected = time.Time{}
		w.note(Entry{Kind: "command", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: "no longer protected"})
		w.wakeDeploy(t.key())
		return
	}
	t.Protected = w.now.Add(span)
	w.note(Entry{Kind: "command", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: "protected for " + span.String()})
	w.later(span, expireProtection{t, t.Protected}, "protection expired")
}

// expireProtection ends a protection that nobody has renewed.
type expireProtection struct {
	Task  *Task
	Until time.Time
}

func (e expireProtection) apply(w *World, cause string) error {
	t := e.Task
	if !t.Protected.Equal(e.Until) || t.stopped() {
		return nil
	}
	t.Protected = time.Time{}
	t.Version++
	w.note(Entry{Kind: "task", Cluster: t.Cluster, Service: t.Service, Entity: t.ID, Text: "protection expired", Cause: cause})
	w.wakeDeploy(t.key())
	return nil
}
