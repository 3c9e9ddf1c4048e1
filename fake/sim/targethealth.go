package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// verdict is a target's state with its reason.
type verdict struct {
	state               model.TargetState
	reason, description string
}

const reasonNotRegistered = "Target.NotRegistered"

// The verdicts that do not depend on an answer (ELB, target-group-health-checks).
var (
	registering   = verdict{model.TargetInitial, "Elb.RegistrationInProgress", "Target registration is in progress"}
	checking      = verdict{model.TargetInitial, "Elb.InitialHealthChecking", "Initial health checks in progress"}
	draining      = verdict{model.TargetDraining, "Target.DeregistrationInProgress", "Target deregistration is in progress"}
	groupIdle     = verdict{model.TargetUnused, "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"}
	zoneDisabled  = verdict{model.TargetUnused, "Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer"}
	notRegistered = verdict{model.TargetUnused, reasonNotRegistered, "Target is not registered to the target group"}
	terminated    = verdict{model.TargetUnused, "Target.InvalidState", "Target is in the terminated state"}
)

// NotRegistered is what ELB says of a target that a group does not know.
func NotRegistered() (state model.TargetState, reason, description string) {
	return notRegistered.state, notRegistered.reason, notRegistered.description
}

// idleFor is why a group's target is given neither requests nor checks: no rule
// forwards to the group, or its zone is not one of the load balancer's. The
// zero verdict is no reason.
func (v View) idleFor(g *TargetGroup, tg *Target) verdict {
	switch lb := v.LoadBalancer(g.Balancer); {
	case len(g.rules) == 0 || lb == nil:
		return groupIdle
	case !lb.enabled(tg.Zone):
		return zoneDisabled
	}
	return verdict{}
}

// admit puts a target into a group. The first check comes within seconds.
func (w *World) admit(g *TargetGroup, tg *Target, s *Stream) {
	g.Targets[targetKey(tg.ID, tg.Port)] = tg
	if idle := w.View().idleFor(g, tg); idle.state != "" {
		w.setTarget(g, tg, idle)
		return
	}
	w.setTarget(g, tg, registering)
	w.armTarget(g, tg, s.Between(1100*time.Millisecond, 2400*time.Millisecond))
}

// review looks again at whether the targets of a group are in use.
func (w *World) review(g *TargetGroup) {
	for _, tg := range sorted(g.Targets) {
		idle := w.View().idleFor(g, tg)
		switch {
		case tg.State == model.TargetDraining:
		case idle.state != "":
			w.verdict(g, tg, idle, "listener")
		case tg.State == model.TargetUnused:
			tg.check.passes, tg.check.fails = 0, 0
			w.verdict(g, tg, registering, "listener")
			w.armTarget(g, tg, firstCheck)
		}
	}
}

// firstCheck is how soon a target is checked when its group comes into use.
const firstCheck = 2 * time.Second

// verdict changes a target's state and tells whom it concerns.
func (w *World) verdict(g *TargetGroup, tg *Target, to verdict, cause string) {
	before := tg.State
	w.setTarget(g, tg, to)
	if tg.State == before {
		return
	}
	e := Entry{Kind: "target", Entity: tg.Task, Text: strings.TrimSpace(fmt.Sprintf("%s in %s %s", tg.State, g.Name, tg.Reason)), Cause: cause}
	t := tg.task
	if t == nil {
		e.Entity = targetKey(tg.ID, tg.Port)
		w.note(e)
		return
	}
	e.Cluster, e.Service = t.Cluster, t.Service
	w.note(e)
	w.assess(t)
	if tg.State == model.TargetUnhealthy {
		w.wakeSick(t)
		w.later(noticedAfter, assessTask{t}, "unhealthy target noticed")
	}
}

func (w *World) armTarget(g *TargetGroup, tg *Target, d time.Duration) {
	if !tg.check.armed {
		tg.check.armed = true
		w.later(d, checkTarget{g, tg}, "target health check")
	}
}

func (w *World) recheckTargets(t *Task) {
	for _, b := range t.targets {
		w.armTarget(b.group, b.target, b.group.Interval)
	}
}

// checkTarget is one health check of a load balancer.
type checkTarget struct {
	Group  *TargetGroup
	Target *Target
}

func (k checkTarget) apply(w *World, cause string) error {
	g, tg := k.Group, k.Target
	tg.check.armed = false
	if tg.State == model.TargetDraining || tg.State == model.TargetUnused || g.Targets[targetKey(tg.ID, tg.Port)] != tg {
		return nil
	}
	if g.Kind == kindInstance && w.hostOf(tg.ID) == nil {
		w.verdict(g, tg, terminated, cause)
		return nil
	}
	got := w.View().targetAnswer(g, tg)
	w.verdict(g, tg, judge(g, tg, got), cause)
	if tg.State != model.TargetHealthy || !g.accepts(got) || tg.byHand || g.ownPort() > 0 || tg.task != nil && (tg.task.busy() || w.View().mayFail(tg.task)) {
		w.armTarget(g, tg, g.Interval)
	}
	return nil
}

// judge counts a check. A new target needs one pass, one that was unhealthy as
// many in a row as the threshold says (ELB, target-group-health-checks).
func judge(g *TargetGroup, tg *Target, got answer) verdict {
	was := verdict{tg.State, tg.Reason, tg.Description}
	if g.accepts(got) {
		tg.check.fails = 0
		tg.check.passes++
		if tg.State == model.TargetInitial || tg.check.passes >= g.Healthy {
			return verdict{state: model.TargetHealthy}
		}
		return was
	}
	tg.check.passes = 0
	tg.check.fails++
	switch {
	case tg.check.fails >= g.Unhealthy:
		return failed(got)
	case tg.State == model.TargetInitial:
		return checking
	}
	return was
}

// failed is the verdict on a target whose last check got this.
func failed(got answer) verdict {
	switch got {
	case answerTimeout:
		return verdict{model.TargetUnhealthy, "Target.Timeout", "Request timed out"}
	case answerNone:
		return verdict{model.TargetUnhealthy, "Target.FailedHealthChecks", "Health checks failed"}
	}
	return verdict{model.TargetUnhealthy, "Target.ResponseCodeMismatch", fmt.Sprintf("Health checks failed with these codes: [%d]", got)}
}

// drainTarget takes a target out of its group. It stays visible as draining
// until the deregistration delay is over.
func (w *World) drainTarget(g *TargetGroup, tg *Target) {
	w.setTarget(g, tg, draining)
	w.later(g.Delay, release{g, tg}, "deregistration delay over")
}

// release is the end of a drained target.
type release struct {
	Group  *TargetGroup
	Target *Target
}

func (r release) apply(w *World, _ string) error {
	g, tg := r.Group, r.Target
	if k := targetKey(tg.ID, tg.Port); g.Targets[k] == tg && tg.State == model.TargetDraining {
		delete(g.Targets, k)
		w.setTarget(g, tg, notRegistered)
		if tg.task != nil && tg.task.up() {
			w.assess(tg.task)
			w.wakeDeploy(tg.task.key()) // somebody has taken it out by hand
		}
	}
	return nil
}

// hostOf finds the instance with an EC2 id, nil when there is none.
func (w *World) hostOf(ec2 string) *Instance {
	for _, c := range sorted(w.state.clusters) {
		all := sorted(c.Instances)
		if i := slices.IndexFunc(all, func(i *Instance) bool { return i.EC2ID == ec2 }); i >= 0 {
			return all[i]
		}
	}
	return nil
}
