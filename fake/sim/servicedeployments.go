package sim

import (
	"fmt"
	"slices"
	"time"
)

// deploymentsKept is how long ECS tells of a service deployment (developer
// guide, service-deployment).
const deploymentsKept = 90 * 24 * time.Hour

// Texts of a statusReason (troubleshooting pages and captures).
const (
	reasonBreaker     = "Service deployment rolled back because the circuit breaker threshold was exceeded."
	reasonUser        = "Service deployment rolled back by user."
	reasonNoCandidate = "No rollback candidate was found to run the rollback."
	reasonSuperseded  = "Service deployment stopped because a new service deployment was started."
	reasonDeleted     = "Service deployment stopped because the service was deleted."
)

// beginServiceDeployment writes down the deployment that has just begun. One
// that was still on its way is stopped by it, and gives its traffic back.
func (w *World) beginServiceDeployment(s *Service, d *Deployment) {
	var sources []RevisionSummary
	for _, old := range s.Deployments {
		if r := s.RevisionOf(old); old != d && r != nil {
			sources = append(sources, w.View().summary(s, r))
		}
	}
	if open := s.openDeployment(); open != nil {
		w.cutShort(s, open, reasonSuperseded)
	}
	blue := s.carrier(d)
	if blue != nil {
		w.returnTraffic(s, blue)
	}
	takeSide(d, blue, s.Shift.Shifts())
	sd := &ServiceDeployment{
		ID: w.stream("id", "service-deployments/"+s.Cluster+"/"+s.Name).Letters(21), Status: DeploymentPending,
		Target: RevisionSummary{Revision: w.newRevision(s, d)}, Sources: sources, Config: s.DeploymentConfig(),
		CreatedAt: w.now, UpdatedAt: w.now, stage: -1,
	}
	if blue != nil {
		sd.blue = s.RevisionOf(blue)
	}
	s.ServiceDeployments = append([]*ServiceDeployment{sd}, s.ServiceDeployments...)
	if !s.Shift.Shifts() {
		d.inherit(blue)
	} else {
		if blue != nil {
			blue.pairUp(d)
		}
		for _, o := range s.Deployments {
			if o != blue {
				w.switchTo(s, o, false)
			}
		}
	}
	w.later(w.stream("scheduler", "start/"+s.Cluster+"/"+s.Name).Between(60*time.Millisecond, 140*time.Millisecond), startDeployment{s, sd}, "scheduler")
}

// startDeployment is the scheduler taking a pending deployment in hand.
type startDeployment struct {
	Service    *Service
	Deployment *ServiceDeployment
}

func (st startDeployment) apply(w *World, _ string) error {
	if st.Deployment.Status == DeploymentPending {
		st.Deployment.StartedAt = w.now
		w.moveServiceDeployment(st.Service, st.Deployment, DeploymentInProgress, "")
	}
	return nil
}

// cutShort stops a deployment that something has overtaken. A rollback that has
// begun cannot be stopped any more: it has failed.
func (w *World) cutShort(s *Service, d *ServiceDeployment, reason string) {
	switch {
	case d.Status == DeploymentRollbackInProgress:
		w.moveServiceDeployment(s, d, DeploymentRollbackFailed, reason)
	case d.Status.may(DeploymentStopRequested):
		w.moveServiceDeployment(s, d, DeploymentStopRequested, reason)
		w.later(time.Second, stopDeployment{s, d}, "overtaken")
	default:
		w.moveServiceDeployment(s, d, DeploymentStopped, reason)
	}
}

// stopDeployment is the end of a deployment that was asked to stop.
type stopDeployment struct {
	Service    *Service
	Deployment *ServiceDeployment
}

func (st stopDeployment) apply(w *World, _ string) error {
	if st.Deployment.Status == DeploymentStopRequested {
		w.moveServiceDeployment(st.Service, st.Deployment, DeploymentStopped, st.Deployment.StatusReason)
	}
	return nil
}

// moveServiceDeployment is the one place where a service deployment changes
// its status. When that is its last, what it deployed is written down as it is.
func (w *World) moveServiceDeployment(s *Service, d *ServiceDeployment, to ServiceDeploymentStatus, reason string) {
	if !d.Status.may(to) {
		w.note(Entry{Kind: "refused", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: fmt.Sprintf("service deployment cannot go from %s to %s", d.Status, to)})
		return
	}
	if !to.Open() {
		w.closeHooks(s, d)
		d.Target, d.Sources = w.View().Summaries(s, d)
		_, _, d.borne = w.View().BreakerMonitor(s, d)
		d.Target.Revision.Images = w.View().RevisionImages(s, d.Target.Revision)
		w.later(deploymentsKept, forgetDeployment{s}, "90 days have passed")
	}
	d.Status, d.UpdatedAt = to, w.now
	if reason != "" {
		d.StatusReason = reason
	}
	switch to {
	case DeploymentSuccessful, DeploymentRollbackSuccessful:
		d.FinishedAt = w.now
	case DeploymentStopped:
		d.StoppedAt = w.now
	}
	text := string(to) + " " + d.Target.Revision.Def.Name()
	if reason != "" {
		text += ": " + reason
	}
	w.note(Entry{Kind: "release", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: text})
}

// inHand is the service deployment on its way, begun at the latest now; nil
// for none. What its deployment has failed so far is written down.
func (w *World) inHand(s *Service, d *Deployment) *ServiceDeployment {
	sd := s.openDeployment()
	if sd == nil {
		return nil
	}
	w.apply(startDeployment{s, sd}, "scheduler")
	if d.ID == sd.Target.Revision.Deployment {
		sd.Failures = max(sd.Failures, d.Failures)
	}
	return sd
}

// endServiceDeployment is the end of what deployment d of a service ran for,
// with the status it came to. While it is being rolled back, what would end it
// well or badly ends the rollback so.
func (w *World) endServiceDeployment(s *Service, d *Deployment, to ServiceDeploymentStatus, reason string) {
	if to == DeploymentSuccessful {
		w.settleTraffic(s, d)
	}
	sd := w.inHand(s, d)
	if sd == nil {
		return
	}
	if sd.Status == DeploymentRollbackInProgress {
		if to == DeploymentSuccessful {
			to, reason = DeploymentRollbackSuccessful, sd.Rollback.Reason
		} else {
			to = DeploymentRollbackFailed
		}
	}
	w.moveServiceDeployment(s, sd, to, reason)
}

// rollBackServiceDeployment writes down that the deployment on its way goes
// back, and why; back is nil when there is nothing to go back to. A rollback
// that must itself go back has failed.
func (w *World) rollBackServiceDeployment(s *Service, d, back *Deployment, reason string) {
	sd := w.inHand(s, d)
	switch {
	case sd == nil:
		return
	case sd.Status == DeploymentRollbackInProgress:
		w.moveServiceDeployment(s, sd, DeploymentRollbackFailed, reason)
		return
	}
	sd.Tripped = sd.Tripped || reason == reasonBreaker
	w.closeHooks(s, sd)
	w.moveServiceDeployment(s, sd, DeploymentRollbackInProgress, reason)
	sd.stage, sd.Stage = -1, ""
	sd.Rollback = &Rollback{Reason: reason, StartedAt: w.now}
	if back == nil {
		w.moveServiceDeployment(s, sd, DeploymentRollbackFailed, reasonNoCandidate)
		return
	}
	sd.Rollback.To = s.RevisionOf(back)
	if !sd.Config.Shift.Shifts() {
		s.rejoin(back)
	}
}

// forgetDeployment is the end of ECS's memory of old deployments, and of the
// revisions that only they told of.
type forgetDeployment struct{ Service *Service }

func (f forgetDeployment) apply(w *World, _ string) error {
	s := f.Service
	// The newest stays: DescribeServices names it as the current one.
	s.ServiceDeployments = slices.DeleteFunc(s.ServiceDeployments, func(d *ServiceDeployment) bool {
		return d != s.ServiceDeployments[0] && !d.Status.Open() && w.now.Sub(d.UpdatedAt) >= deploymentsKept
	})
	s.Revisions = slices.DeleteFunc(s.Revisions, func(r *Revision) bool { return !s.remembers(r) })
	return nil
}

// remembers tells whether a revision still runs or is told of.
func (s *Service) remembers(r *Revision) bool {
	if s.deploymentOf(r) != nil || s.Completed != nil && s.Completed.ID == r.Deployment {
		return true
	}
	return slices.ContainsFunc(s.ServiceDeployments, func(d *ServiceDeployment) bool {
		return d.Target.Revision == r || slices.ContainsFunc(d.Sources, func(o RevisionSummary) bool { return o.Revision == r })
	})
}
