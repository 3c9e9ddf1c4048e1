package sim

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// stops are the tasks to stop now: those beyond the desired count, those of
// older deployments that the new one has made up for, those for which a task in
// another zone stands in, and unhealthy ones whose replacement is there or for
// whose replacement there is no other room.
func (r *rollout) stops() (out []Intent) {
	out = append(out, r.stopStranded()...)
	out = append(out, r.stopScheduled(r.surplus())...)
	out = append(out, r.tellHeld()...)
	out = append(out, r.relieve()...)
	return append(out, r.stopSick()...)
}

// stopStranded stops tasks that were about to start on an instance that has
// begun to drain (developer guide, container-instance-draining).
func (r *rollout) stopStranded() (out []Intent) {
	for _, t := range slices.Concat(r.fresh, r.old) {
		if t.Status.Order() < model.TaskRunning.Order() && r.v.draining(t) {
			r.gone[t] = true
			out = append(out, stopTasks{r.s, []*Task{t}, drainingReason(r.s, t)})
		}
	}
	return out
}

// surplus is what must go for the service to come to its desired count of the
// primary deployment, as far as the lower bound and protection let it.
func (r *rollout) surplus() (out []*Task) {
	defer func() {
		for _, t := range out {
			r.gone[t] = true
		}
	}()
	well := slices.DeleteFunc(r.left(r.fresh), func(t *Task) bool { return r.isSick(t) || slices.Contains(r.moving, t) })
	if extra := len(well) - r.s.Desired; extra > 0 {
		out = r.unprotected(scaleInOrder(r.v, well), extra)
	}
	if r.primary.Rollout == model.RolloutFailed {
		return out
	}
	// Old tasks that do not count as healthy protect nothing: they may go as
	// soon as the new deployment has begun.
	spare := healthyOf(r.left(r.fresh)) + healthyOf(r.left(r.old)) - healthyOf(out) - r.lower
	old := r.left(r.old)
	for _, t := range r.unprotected(scaleInOrder(r.v, old), len(old)) {
		switch {
		case t.HealthySince.IsZero():
			out = append(out, t)
		case spare > 0:
			spare--
			out = append(out, t)
		}
	}
	return out
}

// unprotected is the first n of the tasks that no protection keeps. Those that
// it does keep are remembered, as far as they are in the way.
func (r *rollout) unprotected(tasks []*Task, n int) (out []*Task) {
	var held []*Task
	for _, t := range tasks {
		switch {
		case t.protected(r.v.Now()):
			held = append(held, t)
		case len(out) < n:
			out = append(out, t)
		}
	}
	for _, t := range held[:min(len(held), n-len(out))] {
		r.held[t.Deployment]++
	}
	return out
}

// tellHeld tells of protected tasks when they are all that a deployment or a
// scale-in still waits for.
func (r *rollout) tellHeld() (out []Intent) {
	if healthyOf(r.fresh) < r.s.Desired {
		return nil
	}
	for _, d := range r.s.Deployments {
		if n := r.held[d.ID]; n > 0 {
			out = append(out, underProtection(r.s, d, n))
		}
	}
	return out
}

// underProtection tells of tasks that a deployment must keep.
func underProtection(s *Service, d *Deployment, n int) Intent {
	return tell{s, fmt.Sprintf(
		"(service %s) was unable to reach steady state because (taskSet %s) was unable to scale in due to (reason %d tasks under protection)", s.Name, d.ID, n)}
}

// stopScheduled groups what the scheduler stops by deployment.
func (r *rollout) stopScheduled(tasks []*Task) (out []Intent) {
	for _, d := range r.s.Deployments {
		var of []*Task
		for _, t := range tasks {
			if t.Deployment == d.ID {
				of = append(of, t)
			}
		}
		if len(of) > 0 {
			out = append(out, stopTasks{r.s, of, "Scaling activity initiated by (deployment " + r.primary.ID + ")"})
		}
	}
	return out
}

// stopSick stops tasks that must be replaced. Where the upper bound leaves room
// the replacement comes first, and one goes for each that is more than desired
// when all that were started have shown what they are: the sick one when its
// replacement is healthy, either of the two, at random, when that is sick as
// well. Where there is no room one goes at a time to make some (SDK ecs,
// DeploymentConfiguration.MaximumPercent).
func (r *rollout) stopSick() (out []Intent) {
	var sick []sickTask
	for _, t := range r.sick {
		if !r.gone[t.Task] {
			sick = append(sick, t)
		}
	}
	if len(sick) == 0 {
		return nil
	}
	fresh, old := r.left(r.fresh), r.left(r.old)
	n := len(fresh) - len(r.moving) - r.s.Desired - r.coming()
	if len(fresh)+len(old) >= r.upper && r.coming() == 0 {
		n = max(n, 1)
	}
	healthy := healthyOf(fresh) + healthyOf(old)
	var stops []stopTasks // one for each reason, as ECS tells of them
	for ; n > 0 && len(sick) > 0; n-- {
		i := r.draw.Intn(len(sick))
		t := sick[i]
		sick = slices.Delete(sick, i, i+1)
		if !t.HealthySince.IsZero() {
			if healthy-1 < r.lower {
				continue // it only has to leave its instance: not below the minimum
			}
			healthy--
		}
		r.gone[t.Task] = true
		if i := slices.IndexFunc(stops, func(st stopTasks) bool { return st.Reason == t.reason }); i >= 0 {
			stops[i].Tasks = append(stops[i].Tasks, t.Task)
		} else {
			stops = append(stops, stopTasks{r.s, []*Task{t.Task}, t.reason})
		}
	}
	for _, st := range stops {
		out = append(out, st)
	}
	return out
}

// coming is how many tasks of the primary deployment have not shown yet whether
// they are healthy.
func (r *rollout) coming() (n int) {
	for _, t := range r.left(r.fresh) {
		if t.HealthySince.IsZero() && !r.isSick(t) && !slices.Contains(r.moving, t) {
			n++
		}
	}
	return n
}
