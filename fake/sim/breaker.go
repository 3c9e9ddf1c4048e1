package sim

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Threshold is how many failed tasks fail a deployment (SDK ecs,
// ThresholdConfiguration). The zero value is AWS's default: BOUNDED_PERCENT 50.
type Threshold struct {
	Type  string // BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT
	Value int
}

// Types of a Threshold.
const (
	BoundedPercent   = "BOUNDED_PERCENT"
	UnboundedPercent = "UNBOUNDED_PERCENT"
	FailureCount     = "COUNT"
)

// Or is the threshold, or AWS's default where none was given.
func (t Threshold) Or() Threshold {
	if t.Type == "" {
		return Threshold{BoundedPercent, 50}
	}
	return t
}

// Of is the number of failed tasks for a desired count: a share of it rounded
// up, bounded by 3 and 200 or not bounded, or a plain count (developer guide,
// deployment-circuit-breaker).
func (t Threshold) Of(desired int) int {
	t = t.Or()
	share := (desired*t.Value + 99) / 100
	switch t.Type {
	case FailureCount:
		return t.Value
	case UnboundedPercent:
		return max(1, share)
	}
	return min(200, max(3, share))
}

func (t Threshold) check() error {
	switch {
	case t.Type == "":
		return nil
	case t.Type != BoundedPercent && t.Type != UnboundedPercent && t.Type != FailureCount:
		return &Error{ErrInvalid, "The threshold type " + t.Type + " of the deployment circuit breaker is not valid: it is BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT."}
	case t.Value < 1:
		return &Error{ErrInvalid, "The threshold value of the deployment circuit breaker must be at least 1."}
	case t.Type != FailureCount && t.Value > 100:
		return &Error{ErrInvalid, "The threshold value of the deployment circuit breaker must be between 1 and 100 for " + t.Type + "."}
	}
	return nil
}

// backoffs are the delays before the launch after a failed one, growing to the
// 27 minutes at which ECS stays (developer guide, service-throttle-logic; the
// first steps are those of a captured drill: 0, then 4 minutes).
var backoffs = [...]time.Duration{0, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 27 * time.Minute}

// failedToDeploy tells a stopped task that its deployment must answer for: it
// never ran, or it was found unhealthy before the deployment had completed.
func failedToDeploy(d *Deployment, t *Task) bool {
	switch {
	case t.up() || t.CountedFailed || t.Deployment != d.ID:
		return false
	case t.Times.Started.IsZero():
		return t.StopCode == model.StopFailedToStart || t.StopCode == model.StopEssentialExited
	case d.Rollout != model.RolloutInProgress:
		return false
	}
	return t.StopCode == model.StopEssentialExited || t.StoppedReason == "Task failed container health checks" || targetFailure(t)
}

func targetFailure(t *Task) bool {
	return strings.HasPrefix(t.StoppedReason, "Task failed ELB health checks in ")
}

// countFailures tells the deployment of its newly failed tasks; nil when there
// are none.
func countFailures(_ View, s *Service) []Intent {
	var failed []*Task
	for _, t := range s.tasks {
		if failedToDeploy(s.Deployments[0], t) {
			failed = append(failed, t)
		}
	}
	if len(failed) == 0 {
		return nil
	}
	return []Intent{fail{s, s.Deployments[0], failed}}
}

// fail counts failed tasks, lengthens the back-off, and breaks the circuit.
type fail struct {
	Service    *Service
	Deployment *Deployment
	Tasks      []*Task
}

func (f fail) apply(w *World, cause string) error {
	s, d := f.Service, f.Deployment
	never := false
	for _, t := range f.Tasks {
		t.CountedFailed = true
		d.Failed++
		d.Failures++
		never = never || t.Times.Started.IsZero()
		if len(d.digests) == 0 && unresolved(t) {
			d.unresolved++
		}
	}
	d.UpdatedAt = w.now
	if never {
		w.backOff(s)
	}
	if s.Breaker && d.Rollout == model.RolloutInProgress && (d.Failures >= s.Threshold.Of(s.Desired) || d.unresolved >= resolutions) {
		w.breakCircuit(s, d, cause)
	}
	w.wake(0, deployController, Key{s.Cluster, s.Name})
	return nil
}

// forgive resets the failures of a deployment that has a healthy task (SDK ecs,
// Deployment.FailedTasks), and those that the breaker counts unless it was told
// to keep them (resetOnHealthyTask). Launches back off no longer.
func (w *World) forgive(t *Task) {
	s := w.View().Service(t.key())
	if s == nil {
		return
	}
	for _, d := range s.Deployments {
		if d.ID != t.Deployment {
			continue
		}
		d.Failed = 0
		if !s.KeepFailures {
			d.Failures = 0
		}
		if d == s.Deployments[0] {
			s.BackoffUntil, s.BackoffStep = time.Time{}, 0
		}
	}
}

// backOff delays the next launch. Tasks that ran are not the reason for one:
// those are started again at once (developer guide, service-throttle-logic).
func (w *World) backOff(s *Service) {
	s.BackoffUntil = w.now.Add(backoffs[min(s.BackoffStep, len(backoffs)-1)])
	s.BackoffStep++
	if s.BackoffStep >= 3 {
		w.apply(tell{s, "(service " + s.Name + ") is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."}, "back-off")
	}
}

// breakCircuit fails the deployment because its tasks did. Where traffic is
// shifted the event does not name the deployment, as captures show.
func (w *World) breakCircuit(s *Service, d *Deployment, cause string) {
	who := "(service " + s.Name + ") (deployment " + d.ID + ")"
	if s.shifting() {
		who = "(service " + s.Name + ")"
	}
	w.failDeployment(s, d, "ECS deployment circuit breaker: tasks failed to start.", who+" deployment failed: tasks failed to start.", reasonBreaker, s.BreakerRollback, cause)
}
