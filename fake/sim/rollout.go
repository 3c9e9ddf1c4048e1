package sim

import (
	"cmp"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// rollout is a service as the scheduler sees it at its turn: the live tasks by
// what is to become of them, and the two bounds between which it must stay.
type rollout struct {
	v       View
	s       *Service
	primary *Deployment
	fresh   []*Task // live, of the primary deployment
	old     []*Task // live, of deployments before it
	sick    []*Task // live and to be replaced, of either: unhealthy, or on an instance that drains
	lower   int     // healthy tasks that must remain
	upper   int     // live tasks that may exist
}

// bounds are the limits of a rolling update: the minimum is rounded up, the
// maximum down (SDK ecs, DeploymentConfiguration).
func bounds(desired, minPercent, maxPercent int) (lower, upper int) {
	return (desired*minPercent + 99) / 100, desired * maxPercent / 100
}

func newRollout(v View, s *Service) *rollout {
	r := &rollout{v: v, s: s, primary: s.Deployments[0]}
	r.lower, r.upper = bounds(s.Desired, s.MinPercent, s.MaxPercent)
	for _, t := range s.tasks {
		if !t.up() {
			continue
		}
		if t.Deployment == r.primary.ID {
			r.fresh = append(r.fresh, t)
		} else {
			r.old = append(r.old, t)
		}
		if _, reason := v.sickness(s, t); reason != "" {
			r.sick = append(r.sick, t)
		}
	}
	return r
}

func healthyOf(tasks []*Task) (n int) {
	for _, t := range tasks {
		if !t.HealthySince.IsZero() {
			n++
		}
	}
	return n
}

// decideDeploy is the service scheduler's turn at one service. The order is
// that of ECS: what is there is put behind the load balancer, failures are
// counted, then tasks are stopped or started within the bounds, and what is
// finished is said to be.
func decideDeploy(v View, k Key, _ *Stream) []Intent {
	s := v.Service(k)
	if s == nil || s.Status == model.ServiceInactive || len(s.Deployments) == 0 {
		return nil
	}
	if s.Status == model.ServiceDraining {
		return drainService(s)
	}
	out := v.registrations(s)
	if in := rollbackAsked(s); in != nil {
		return append(out, in...)
	}
	if in := countFailures(v, s); in != nil {
		// What follows depends on the verdict: decide it at once, but anew.
		return append(out, in...)
	}
	if in := alarmed(v, s); in != nil {
		return append(out, in...)
	}
	if s.shifting() {
		return append(out, decideShift(v, s)...)
	}
	r := newRollout(v, s)
	out = append(out, r.tellSick()...)
	out = append(out, r.stops()...)
	out = append(out, r.starts()...)
	return append(out, r.finish()...)
}

// tellSick writes the event about each unhealthy task once.
func (r *rollout) tellSick() (out []Intent) {
	for _, t := range r.sick {
		if event, _ := r.v.sickness(r.s, t); event != "" {
			out = append(out, tell{r.s, event})
		}
	}
	return out
}

// stops are the tasks to stop now: those beyond the desired count, those of
// older deployments that the new one has made up for, and unhealthy ones whose
// replacement is there or for whose replacement there is no other room.
func (r *rollout) stops() (out []Intent) {
	surplus := r.surplus()
	out = r.stopScheduled(out, surplus)
	gone := map[*Task]bool{}
	for _, t := range surplus {
		gone[t] = true
	}
	return append(out, r.stopSick(gone)...)
}

// surplus is what must go for the service to come to its desired count of the
// primary deployment, as far as the lower bound lets it.
func (r *rollout) surplus() []*Task {
	var out []*Task
	well := slices.DeleteFunc(slices.Clone(r.fresh), func(t *Task) bool { return slices.Contains(r.sick, t) })
	if extra := len(well) - r.s.Desired; extra > 0 {
		out = scaleInOrder(r.v, well)[:extra]
	}
	if r.primary.Rollout == model.RolloutFailed {
		return out
	}
	// Old tasks that do not count as healthy protect nothing: they may go as
	// soon as the new deployment has begun.
	spare := healthyOf(r.fresh) + healthyOf(r.old) - healthyOf(out) - r.lower
	for _, t := range scaleInOrder(r.v, r.old) {
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

// scaleInOrder sorts tasks by who should go first: those not running yet, then
// from the zone with the most tasks of the service, then from the instance
// with the most (SDK ecs, UpdateService), then the youngest.
func scaleInOrder(v View, tasks []*Task) []*Task {
	zone, instance := map[string]int{}, map[string]int{}
	for _, t := range tasks {
		zone[t.Zone]++
		instance[t.Instance]++
	}
	draining := func(t *Task) int {
		if c := v.Cluster(t.Cluster); c != nil && c.Instances[t.Instance] != nil && c.Instances[t.Instance].Status == model.InstanceDraining {
			return 0
		}
		return 1
	}
	left := slices.Clone(tasks)
	out := make([]*Task, 0, len(left))
	for len(left) > 0 {
		best := slices.MinFunc(left, func(a, b *Task) int {
			return cmp.Or(
				cmp.Compare(a.Status.Order(), b.Status.Order()),
				cmp.Compare(draining(a), draining(b)),
				cmp.Compare(zone[b.Zone], zone[a.Zone]),
				cmp.Compare(instance[b.Instance], instance[a.Instance]),
				b.Times.Created.Compare(a.Times.Created),
				cmp.Compare(a.ID, b.ID))
		})
		zone[best.Zone]--
		instance[best.Instance]--
		out = append(out, best)
		left = without(left, best)
	}
	return out
}

// stopScheduled groups what the scheduler stops by deployment, whose id is part
// of the reason.
func (r *rollout) stopScheduled(out []Intent, tasks []*Task) []Intent {
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

// stopSick stops unhealthy tasks. Where the upper bound leaves room the
// replacement comes first and the sick one goes when it is healthy; where it
// does not, one goes at a time to make room (developer guide, ecs_services).
func (r *rollout) stopSick(gone map[*Task]bool) (out []Intent) {
	live := len(r.fresh) + len(r.old) - len(gone)
	if r.coming() {
		return nil // the replacement is there, but not healthy yet
	}
	well := healthyOf(r.fresh)
	for _, t := range r.sick {
		if t.Deployment == r.primary.ID && !t.HealthySince.IsZero() {
			well-- // on an instance that drains: healthy, and to go all the same
		}
	}
	replaced := min(well, well+len(r.sick)-r.s.Desired)
	for _, t := range r.sick {
		if gone[t] {
			continue
		}
		full := live >= r.upper && replaced <= 0
		if replaced <= 0 && !full {
			continue
		}
		_, reason := r.v.sickness(r.s, t)
		out = append(out, stopTasks{r.s, []*Task{t}, reason})
		replaced--
		if full {
			break
		}
	}
	return out
}

// coming tells whether a task that is to replace a sick one is on its way.
func (r *rollout) coming() bool {
	for _, t := range r.fresh {
		if t.HealthySince.IsZero() && !slices.Contains(r.sick, t) {
			return true
		}
	}
	return false
}

// starts are the tasks to start now: what the primary deployment lacks, within
// the upper bound and unless the launches are backing off.
func (r *rollout) starts() []Intent {
	sickFresh, unhealthy := 0, 0
	for _, t := range r.sick {
		if t.Deployment != r.primary.ID {
			continue
		}
		sickFresh++
		if event, _ := r.v.sickness(r.s, t); event != "" {
			unhealthy++
		}
	}
	lack := r.s.Desired - (len(r.fresh) - sickFresh)
	room := r.upper - len(r.fresh) - len(r.old)
	n := min(lack, room)
	if r.primary.Rollout == model.RolloutFailed {
		return nil
	}
	if n <= 0 {
		return r.deadlock(lack)
	}
	if r.v.Now().Before(r.s.BackoffUntil) {
		return []Intent{wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.s.BackoffUntil}}
	}
	places, trouble := placeMany(r.v, r.s, n)
	var out []Intent
	if len(places) > 0 {
		out = append(out, startTasks{r.s, r.primary, places, min(unhealthy, len(places))})
	}
	if trouble != "" {
		out = append(out, tell{r.s, trouble}, wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.v.Now().Add(placeAgain)})
	}
	return out
}

// deadlock tells that the percentages leave no step: nothing may start, and
// nothing may stop (developer guide, service-event-messages-list).
func (r *rollout) deadlock(lack int) []Intent {
	if lack <= 0 || len(r.old) == 0 || r.upper > r.lower || healthyOf(r.old) > r.lower {
		return nil
	}
	return []Intent{tell{r.s, "(service " + r.s.Name + ") was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."}}
}

// finish completes the deployment when every task of it is healthy and none of
// an older one runs, and says once that the service is steady.
func (r *rollout) finish() (out []Intent) {
	if len(r.fresh) != r.s.Desired || healthyOf(r.fresh) != r.s.Desired || len(r.sick) > 0 {
		return nil
	}
	for _, t := range r.s.tasks {
		leaving := t.Status == model.TaskDeactivating || t.Status == model.TaskStopping
		if t.Deployment != r.primary.ID && (t.up() || leaving) {
			return nil
		}
	}
	if r.primary.Rollout == model.RolloutInProgress {
		out = append(out, complete{r.s, r.primary})
	}
	if r.s.SteadyAnnounced.IsZero() {
		out = append(out, steady{r.s})
	}
	return out
}

// drainService stops what a deleted service still runs; without tasks the
// service is INACTIVE.
func drainService(s *Service) []Intent {
	var live []*Task
	left := false
	for _, t := range s.tasks {
		if t.up() {
			live = append(live, t)
		}
		left = left || !t.stopped()
	}
	if len(live) > 0 {
		return []Intent{stopTasks{s, live, "Scaling activity initiated by (deployment " + s.Deployments[0].ID + ")"}}
	}
	if !left {
		return []Intent{deactivate{s}}
	}
	return nil
}

// deactivate is the end of a service.
type deactivate struct{ Service *Service }

func (d deactivate) apply(w *World, cause string) error {
	d.Service.Status, d.Service.Deployments = model.ServiceInactive, nil
	w.note(Entry{Kind: "deployment", Cluster: d.Service.Cluster, Service: d.Service.Name, Text: "INACTIVE", Cause: cause})
	return nil
}

// wakeLater has a controller come back at a time, whatever happens till then.
type wakeLater struct {
	who controllerID
	key Key
	at  time.Time
}

func (l wakeLater) apply(w *World, _ string) error {
	w.wake(max(0, l.at.Sub(w.now)), l.who, l.key)
	return nil
}
