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
	draw    *Stream
	fresh   []*Task // live, of the primary deployment
	old     []*Task // live, of deployments before it
	moving  []*Task // of fresh: started to balance the zones, for one task each elsewhere
	sick    []sickTask
	gone    map[*Task]bool // to be stopped at this turn
	held    map[string]int // tasks that protection keeps, by deployment
	lower   int            // healthy tasks that must remain
	upper   int            // live tasks that may exist
}

// sickTask is a live task that must be replaced: an unhealthy one, of which
// there is an event to be written, or one on an instance that drains.
type sickTask struct {
	*Task
	event, reason string
}

// bounds are the limits of a rolling update: the minimum is rounded up, the
// maximum down (SDK ecs, DeploymentConfiguration).
func bounds(desired, minPercent, maxPercent int) (lower, upper int) {
	return (desired*minPercent + 99) / 100, desired * maxPercent / 100
}

func newRollout(v View, s *Service, draw *Stream) *rollout {
	r := &rollout{v: v, s: s, primary: s.Deployments[0], draw: draw, gone: map[*Task]bool{}, held: map[string]int{}}
	r.lower, r.upper = bounds(s.Desired, s.MinPercent, s.MaxPercent)
	for _, t := range s.tasks {
		if !t.up() {
			continue
		}
		event, reason := v.sickness(s, t)
		if reason != "" {
			r.sick = append(r.sick, sickTask{t, event, reason})
		}
		switch {
		case t.Deployment != r.primary.ID:
			r.old = append(r.old, t)
			continue
		case t.relieves != "" && reason == "":
			r.moving = append(r.moving, t)
		}
		r.fresh = append(r.fresh, t)
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
func decideDeploy(v View, k Key, draw *Stream) []Intent {
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
	if s.Daemon {
		return append(out, decideDaemon(v, s, draw)...)
	}
	r := newRollout(v, s, draw)
	out = append(out, r.tellSick()...)
	out = append(out, r.stops()...)
	out = append(out, r.starts()...)
	return append(out, r.finish()...)
}

// tellSick writes the event about each unhealthy task once.
func (r *rollout) tellSick() (out []Intent) {
	for _, t := range r.sick {
		if t.event != "" {
			out = append(out, tell{r.s, t.event})
		}
	}
	return out
}

func (r *rollout) isSick(t *Task) bool {
	return slices.ContainsFunc(r.sick, func(x sickTask) bool { return x.Task == t })
}

// left are the tasks that no stop of this turn takes.
func (r *rollout) left(tasks []*Task) []*Task {
	return slices.DeleteFunc(slices.Clone(tasks), func(t *Task) bool { return r.gone[t] })
}

// scaleInOrder sorts tasks by who should go first: those not running yet, then
// from the zone with the most tasks of the service, then from the instance
// with the most (SDK ecs, UpdateService), then the youngest. A service that is
// packed leaves first where the most is free afterwards.
func scaleInOrder(v View, tasks []*Task) []*Task {
	zone, instance := map[string]int{}, map[string]int{}
	for _, t := range tasks {
		zone[t.Zone]++
		instance[t.Instance]++
	}
	draining := func(t *Task) int {
		if v.draining(t) {
			return 0
		}
		return 1
	}
	gone := map[string]int{}
	freed := func(t *Task) int { return v.freedBy(t, gone[t.Instance]+1) }
	left := slices.Clone(tasks)
	out := make([]*Task, 0, len(left))
	for len(left) > 0 {
		best := slices.MinFunc(left, func(a, b *Task) int {
			return cmp.Or(
				cmp.Compare(a.Status.Order(), b.Status.Order()),
				cmp.Compare(draining(a), draining(b)),
				cmp.Compare(freed(b), freed(a)),
				cmp.Compare(zone[b.Zone], zone[a.Zone]),
				cmp.Compare(instance[b.Instance], instance[a.Instance]),
				b.Times.Created.Compare(a.Times.Created),
				cmp.Compare(a.ID, b.ID))
		})
		zone[best.Zone]--
		instance[best.Instance]--
		gone[best.Instance]++
		out = append(out, best)
		left = without(left, best)
	}
	return out
}

// draining tells a task on an instance that drains.
func (v View) draining(t *Task) bool {
	if t.Instance == "" {
		return false
	}
	c := v.Cluster(t.Cluster)
	return c != nil && c.Instances[t.Instance] != nil && c.Instances[t.Instance].Status == model.InstanceDraining
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

// comeRound has the scheduler come round to a service when this is due: a wake
// that is asked for sooner does not take its place.
type comeRound struct{ Key Key }

func (c comeRound) apply(w *World, _ string) error {
	w.wake(0, deployController, c.Key)
	return nil
}
