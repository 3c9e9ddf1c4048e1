package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// bakeByAlarms is the default bake time of a rolling deployment with alarms: as
// long as its alarms need to notice, and less than five minutes (developer
// guide, deployment-alarm-failure).
const bakeByAlarms = 5*time.Minute - time.Second

// bakeTime is how long a deployment that begins now is going to be watched
// after its tasks have replaced all others.
func (w *World) bakeTime(s *Service) time.Duration {
	switch {
	case s.Shift.Shifts():
		return 0 // that is a stage of its own
	case s.Shift.BakeGiven:
		return s.Shift.Bake
	case !s.Alarms.Enable:
		return 0
	}
	bake := time.Minute
	for _, name := range s.Alarms.Names {
		if a := w.state.alarms[name]; a != nil {
			bake = max(bake, time.Duration(a.Periods)*a.Period)
		}
	}
	return min(bake, bakeByAlarms)
}

// finish completes the deployment when its tasks have replaced all others and
// its bake time is over, and says once that the service is steady.
func (r *rollout) finish() (out []Intent) {
	rest := r.atRest()
	if r.primary.Rollout == model.RolloutInProgress && (rest || r.earlySuccess()) {
		if in := r.bake(); in != nil || alarmPending(r.v, r.s) {
			return in
		}
		out = append(out, complete{r.s, r.primary})
	} else if rest && len(r.s.Deployments) > 1 && r.primary.Rollout == model.RolloutCompleted {
		out = append(out, prune{r.s})
	} else if in := r.superseded(); in != nil {
		out = append(out, in)
	}
	if !rest || r.primary.Rollout == model.RolloutFailed {
		return out
	}
	if r.s.SteadyAnnounced.IsZero() && !r.s.leaving() {
		out = append(out, steady{r.s})
	}
	return append(out, r.rebalance()...)
}

// atRest tells that as many tasks of the primary deployment as desired are
// healthy, and that nothing of an older one runs.
func (r *rollout) atRest() bool {
	return len(r.fresh) == r.s.Desired && healthyOf(r.fresh) == r.s.Desired && len(r.sick) == 0 && len(r.gone) == 0 && !r.v.lingers(r.s, r.primary)
}

// leaving tells whether a task of the service has yet to leave its load
// balancers: a capture of a scale-in has the steady state after that.
func (s *Service) leaving() bool {
	return slices.ContainsFunc(s.tasks, func(t *Task) bool { return t.Status == model.TaskDeactivating })
}

// lingers tells whether tasks of other deployments than d still run.
func (v View) lingers(s *Service, d *Deployment) bool {
	return slices.ContainsFunc(s.tasks, func(t *Task) bool { return t.Deployment != d.ID && t.runs() })
}

// runs tells a task whose containers run or are going to.
func (t *Task) runs() bool {
	return t.up() || t.Status == model.TaskDeactivating || t.Status == model.TaskStopping
}

// earlySuccess tells that a deployment with early success criteria has come far
// enough: so many of its tasks are healthy, and what it replaces is gone unless
// that may be cleaned up afterwards (SDK ecs, DeploymentEarlySuccessCriteria).
func (r *rollout) earlySuccess() bool {
	e := r.s.Early
	if !e.Enable || healthyOf(r.fresh) < (r.s.Desired*e.Percent+99)/100 {
		return false
	}
	return e.Deferred || !r.v.lingers(r.s, r.primary)
}

// bake is nil when the deployment's bake time is over.
func (r *rollout) bake() []Intent {
	switch {
	case r.primary.Bake == 0:
		return nil
	case r.primary.BakeUntil.IsZero():
		return []Intent{beginBake{r.s, r.primary}}
	case r.v.Now().Before(r.primary.BakeUntil):
		return []Intent{wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.primary.BakeUntil}}
	}
	return nil
}

// beginBake starts a deployment's bake time.
type beginBake struct {
	Service    *Service
	Deployment *Deployment
}

func (b beginBake) apply(w *World, cause string) error {
	s, d := b.Service, b.Deployment
	d.BakeUntil = w.now.Add(d.Bake)
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: "bakes for " + d.Bake.String(), Cause: cause})
	w.later(d.Bake, comeRound{Key{s.Cluster, s.Name}}, "bake time over")
	return nil
}

// superseded takes deployments out of the service that another has overtaken
// before they completed, once nothing of them runs.
func (r *rollout) superseded() Intent {
	for _, d := range r.s.Deployments[1:] {
		if d.Rollout == model.RolloutInProgress && !slices.ContainsFunc(r.s.tasks, func(t *Task) bool { return t.Deployment == d.ID && t.runs() }) {
			return prune{r.s}
		}
	}
	return nil
}

// prune takes older deployments out of the service that have no task left; the
// one that a rollback would go back to stays while it may be needed.
type prune struct{ Service *Service }

func (p prune) apply(w *World, cause string) error {
	s := p.Service
	primary := s.Deployments[0]
	keep := s.Deployments[:1:1]
	for _, d := range s.Deployments[1:] {
		runs := slices.ContainsFunc(s.tasks, func(t *Task) bool { return t.Deployment == d.ID && t.runs() })
		if runs || primary.Rollout == model.RolloutInProgress && d.Rollout != model.RolloutInProgress {
			keep = append(keep, d)
			continue
		}
		d.Status = model.DeploymentInactive
		w.letGo(d.Def)
		if d.Rollout != model.RolloutInProgress {
			continue
		}
		w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: "INACTIVE " + d.Def.Name() + ": superseded", Cause: cause})
	}
	s.Deployments = keep
	return nil
}
