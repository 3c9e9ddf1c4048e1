package sim

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// daemons are a daemon service as the scheduler sees it at its turn: the
// instances that it belongs on, and the task that each has.
type daemons struct {
	*rollout
	books   *books
	desired int // instances that it belongs on
}

// daemonStays are the refusals that are no reason against an instance: it only
// has no room, or its agent does not answer, at the moment.
var daemonStays = map[string]bool{
	"": true, RefuseAgent: true, RefuseCPU: true, RefuseGPU: true, RefuseMemory: true, RefusePorts: true, RefuseENI: true,
}

// decideDaemon is the scheduler's turn at a daemon service: one task on each
// ACTIVE instance that obeys the constraints (SDK ecs, CreateService). As there
// may not be two on one, the old task goes before the new one comes.
func decideDaemon(v View, s *Service, draw *Stream) []Intent {
	r := &daemons{rollout: newRollout(v, s, draw), books: v.open(v.request(s))}
	for _, room := range r.books.rooms {
		if daemonStays[r.books.refuses(room, "")] {
			r.desired++
		}
	}
	var out []Intent
	if r.desired != s.Desired {
		out = append(out, setDaemons{s, r.desired})
	}
	r.lower, _ = bounds(r.desired, s.MinPercent, 100)
	out = append(out, r.tellSick()...)
	out = append(out, r.stops()...)
	out = append(out, r.starts()...)
	if r.desired != s.Desired {
		return out // what is finished is seen when the new number is known
	}
	return append(out, r.finish()...)
}

// stops are the tasks to stop now: those on instances that the service does not
// belong on any more, unhealthy ones, and those of older deployments as far as
// the lower bound lets them. On an instance that drains the daemons go last.
func (r *daemons) stops() (out []Intent) {
	var reasons []string
	by := map[string][]*Task{}
	take := func(t *Task, reason string) {
		if r.gone[t] {
			return
		}
		r.gone[t] = true
		if by[reason] == nil {
			reasons = append(reasons, reason)
		}
		by[reason] = append(by[reason], t)
	}
	r.pickStops(take)
	for _, reason := range reasons {
		out = append(out, stopTasks{r.s, by[reason], reason})
	}
	return append(out, r.tellHeld()...)
}

// pickStops calls take for each task to be stopped.
func (r *daemons) pickStops(take func(t *Task, reason string)) {
	scaling := "Scaling activity initiated by (deployment " + r.primary.ID + ")"
	for _, t := range r.all() {
		room := r.books.by[t.Instance]
		switch {
		case r.v.draining(t):
			if onlyDaemons(room.i) {
				take(t, drainingReason(r.s, t))
			}
		case room == nil || !daemonStays[r.books.refuses(room, "")]:
			take(t, scaling)
		}
	}
	for _, t := range r.sick {
		if t.event != "" {
			take(t.Task, t.reason)
		}
	}
	if r.primary.Rollout == model.RolloutFailed {
		return
	}
	spare := healthyOf(r.left(r.all())) - r.lower
	old := r.left(r.old)
	for _, t := range r.unprotected(old, len(old)) {
		switch {
		case r.v.draining(t):
		case t.HealthySince.IsZero():
			take(t, scaling)
		case spare > 0:
			spare--
			take(t, scaling)
		}
	}
}

func (r *daemons) all() []*Task { return append(append([]*Task{}, r.fresh...), r.old...) }

// onlyDaemons tells an instance on which nothing runs but daemons.
func onlyDaemons(i *Instance) bool {
	for _, t := range i.tasks {
		if !t.Daemon {
			return false
		}
	}
	return true
}

// starts are the tasks for instances that have none. One that is just leaving
// is waited for.
func (r *daemons) starts() (out []Intent) {
	if r.primary.Rollout == model.RolloutFailed {
		return nil
	}
	has := map[string]bool{}
	for _, t := range r.s.tasks {
		if !t.stopped() {
			has[t.Instance] = true
		}
	}
	var places []placement
	var refusals []Refusal
	for _, room := range r.books.rooms {
		why := r.books.refuses(room, "")
		switch {
		case has[room.i.ID] || !daemonStays[why]:
		case why != "":
			refusals = append(refusals, Refusal{room.i.ID, why})
		default:
			places = append(places, placement{Launch: model.LaunchEC2, Provider: room.i.Provider, Instance: room.i.ID, Zone: room.i.Zone, Subnet: r.v.subnetOf(r.books.req, room.i.Zone)})
		}
	}
	if len(refusals) > 0 {
		out = append(out, tell{r.s, placementTrouble(r.s.Name, refusals, "")}, wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.v.Now().Add(placeAgain)})
	}
	switch {
	case len(places) == 0:
		return out
	case r.v.Now().Before(r.s.BackoffUntil):
		return append(out, wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.s.BackoffUntil})
	}
	return append(out, startTasks{r.s, r.primary, places, 0})
}

// setDaemons follows the number of instances that a daemon belongs on. Nobody
// has asked for it: it unsettles nothing.
type setDaemons struct {
	Service *Service
	N       int
}

func (d setDaemons) apply(w *World, cause string) error {
	s := d.Service
	s.Desired, s.SteadyAnnounced = d.N, time.Time{}
	s.Deployments[0].Desired, s.Deployments[0].UpdatedAt = d.N, w.now
	w.note(Entry{Kind: "desired", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("%d instances", d.N), Cause: cause})
	w.wakeDeploy(Key{s.Cluster, s.Name})
	return nil
}

// daemonsFirst starts the daemons of an instance that has just come, before
// other tasks look for room on it.
func (w *World) daemonsFirst(i *Instance) {
	for _, name := range w.state.clusters[i.Cluster].daemons {
		w.decide(wake{deployController, Key{i.Cluster, name}})
	}
}

// wakeDaemons has the scheduler come round to a cluster's daemons: what they
// belong on has changed.
func (w *World) wakeDaemons(cluster string) {
	c := w.state.clusters[cluster]
	for _, name := range c.daemons {
		w.wakeDeploy(Key{cluster, name})
	}
}
