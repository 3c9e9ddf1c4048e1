package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// backoffs are the delays before the launch after a failed one, growing to the
// 27 minutes at which ECS stays (developer guide, service-throttle-logic; the
// first steps are those of a captured drill: 0, then 4 minutes).
var backoffs = [...]time.Duration{0, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 27 * time.Minute}

// breakerThreshold is how many failed tasks fail a deployment: half of the
// desired count, at least 3 and at most 200 (developer guide,
// deployment-circuit-breaker).
func breakerThreshold(desired int) int { return min(200, max(3, (desired+1)/2)) }

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
	const text = "Task failed ELB health checks in "
	return len(t.StoppedReason) > len(text) && t.StoppedReason[:len(text)] == text
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
		never = never || t.Times.Started.IsZero()
	}
	d.UpdatedAt = w.now
	if never {
		w.backOff(s)
	}
	if s.Breaker && d.Rollout == model.RolloutInProgress && d.Failed >= breakerThreshold(s.Desired) {
		w.breakCircuit(s, d, cause)
	}
	w.wake(0, deployController, Key{s.Cluster, s.Name})
	return nil
}

func (w *World) backOff(s *Service) {
	s.BackoffUntil = w.now.Add(backoffs[min(s.BackoffStep, len(backoffs)-1)])
	s.BackoffStep++
	if s.BackoffStep >= 3 {
		w.apply(tell{s, "(service " + s.Name + ") is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."}, "back-off")
	}
}

// breakCircuit fails the deployment because its tasks did.
func (w *World) breakCircuit(s *Service, d *Deployment, cause string) {
	w.failDeployment(s, d, "ECS deployment circuit breaker: tasks failed to start.",
		"(service "+s.Name+") (deployment "+d.ID+") deployment failed: tasks failed to start.",
		reasonBreaker, s.BreakerRollback, cause)
}
