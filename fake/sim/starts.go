package sim

import "github.com/ecsdeck/ecsdeck/model"

// launchesPerTurn keeps a service to 500 launches a minute (endpoints and
// quotas): its turns are ten seconds apart.
const launchesPerTurn = 83

// starts are the tasks to start now: what the primary deployment lacks, within
// the upper bound and unless the launches are backing off.
func (r *rollout) starts() []Intent {
	if r.primary.Rollout == model.RolloutFailed {
		return nil
	}
	sickFresh, unhealthy := 0, 0
	for _, t := range r.sick {
		if r.gone[t.Task] && t.Deployment == r.primary.ID {
			continue
		}
		if t.Deployment == r.primary.ID {
			sickFresh++
			if t.event != "" {
				unhealthy++
			}
		}
	}
	fresh, old := r.left(r.fresh), r.left(r.old)
	lack := r.s.Desired - (len(fresh) - sickFresh - len(r.moving))
	room := r.upper - len(fresh) - len(old)
	n := min(lack, room, launchesPerTurn)
	if n <= 0 {
		return append(r.deadlock(lack), r.keepOld(room)...)
	}
	if r.v.Now().Before(r.s.BackoffUntil) {
		out := []Intent{wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.s.BackoffUntil}}
		return append(out, r.keepOld(room)...)
	}
	out, started := r.place(r.primary, n, unhealthy)
	if n < min(lack, room) {
		out = append(out, wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.v.Now().Add(cadence)})
	}
	return append(out, r.keepOld(room-started)...)
}

// place starts up to n tasks of a deployment where there is room for them.
func (r *rollout) place(d *Deployment, n, unhealthy int) (out []Intent, started int) {
	as := *r.s
	as.Settings = d.Settings
	places, trouble := placeMany(r.v, &as, n)
	if len(places) > 0 {
		out = append(out, startTasks{r.s, d, places, min(unhealthy, len(places))})
	}
	if trouble != "" {
		out = append(out, tell{r.s, trouble}, wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.v.Now().Add(placeAgain)})
	}
	return out, len(places)
}

// keepOld replaces unhealthy tasks of an older deployment by others of the same
// while the new one cannot make up for them: during a deployment a task is
// replaced from its own revision (SDK ecs, DeploymentConfiguration).
func (r *rollout) keepOld(room int) (out []Intent) {
	healthy := healthyOf(r.left(r.fresh)) + healthyOf(r.left(r.old))
	for _, d := range r.s.Deployments[1:] {
		n := 0
		for _, t := range r.sick {
			if r.gone[t.Task] && t.event != "" && t.Deployment == d.ID {
				n++
			}
		}
		if n = min(n, room, r.lower-healthy); n > 0 {
			in, started := r.place(d, n, n)
			out, room, healthy = append(out, in...), room-started, healthy+started
		}
	}
	return out
}

// deadlock tells that the percentages leave no step: nothing may start, and
// nothing may stop (developer guide, service-event-messages-list).
func (r *rollout) deadlock(lack int) []Intent {
	if lack <= 0 || len(r.old) == 0 || r.upper > r.lower || len(r.held) > 0 || healthyOf(r.old) > r.lower {
		return nil
	}
	return []Intent{tell{r.s, "(service " + r.s.Name + ") was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."}}
}
