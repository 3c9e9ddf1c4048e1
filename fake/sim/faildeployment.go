package sim

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// failDeployment is the one way in which a deployment fails: by the circuit
// breaker, an alarm, a hook, or because somebody stops it. reason becomes its
// rolloutStateReason, event is written, statusReason is for the service
// deployment. With rollback the service goes back to the deployment that
// completed last; without one, or without rollback, nothing more is launched
// (developer guide, deployment-circuit-breaker).
func (w *World) failDeployment(s *Service, d *Deployment, reason, event, statusReason string, rollback bool, cause string) {
	d.Rollout, d.Reason, d.UpdatedAt = model.RolloutFailed, reason, w.now
	w.unwatchAlarms(s)
	if !rollback {
		statusReason = strings.Replace(statusReason, " rolled back because", " stopped because", 1)
	}
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: "FAILED " + d.Def.Name() + ": " + statusReason, Cause: cause})
	w.event(s, event, cause)
	back := s.Completed
	if back == d {
		back = nil
	}
	if !rollback {
		w.endServiceDeployment(s, d, DeploymentStopped, statusReason)
		return
	}
	w.rollBackServiceDeployment(s, d, back, statusReason)
	if back != nil {
		w.rollBack(s, d, back, reason, cause)
	}
}

// rollBack makes a deployment that completed before the primary one again. It
// keeps its id, and its settings become the service's.
func (w *World) rollBack(s *Service, failed, back *Deployment, reason, cause string) {
	what, _, _ := strings.Cut(reason, ":")
	failed.Status, back.Status = model.DeploymentActive, model.DeploymentPrimary
	back.Rollout, back.UpdatedAt, back.Desired, back.Failed = model.RolloutInProgress, w.now, s.Desired, 0
	back.Bake, back.BakeUntil, back.Failures, back.unresolved = 0, time.Time{}, 0, 0
	for _, t := range s.tasks {
		if t.Deployment == back.ID && !t.up() {
			t.CountedFailed = true // it died in an earlier run, for which nobody answers now
		}
	}
	back.Reason = what + ": rolling back to deploymentId " + back.ID + "."
	others := slices.DeleteFunc(slices.Clone(s.Deployments), func(d *Deployment) bool { return d == back })
	s.Deployments = append([]*Deployment{back}, others...)
	s.Settings = back.Settings
	if r := s.RevisionOf(back); r != nil {
		s.Settings = r.Settings // its balancers as they were asked for, whichever of their groups it is in
	}
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: back.ID, Text: "IN_PROGRESS " + back.Def.Name(), Cause: "rollback"})
	w.event(s, "(service "+s.Name+") rolling back to deployment "+back.ID+".", cause)
	w.unsettle(s)
}
