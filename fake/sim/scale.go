package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// policyRef finds a policy by its ARN, which is what alarms know of it.
type policyRef struct {
	service *Service
	policy  *Policy
}

// triggered is what the scaling policies do that an alarm's state sets off.
func (v View) triggered(a *Alarm, d evaluation) (out []Intent) {
	if a.ActionsOff || len(d.decisive) == 0 || d.state == model.AlarmInsufficient {
		return nil // with too little data nothing is scaled (ecs-facts 6.2)
	}
	actions := a.AlarmActions
	if d.state == model.AlarmOK {
		actions = a.OKActions
	}
	for _, arn := range actions {
		ref, ok := v.w.state.policies[arn]
		if !ok || ref.service.Scaling == nil || ref.service.Status != model.ServiceActive {
			continue
		}
		move := v.track
		if ref.policy.Type == StepScaling {
			move = v.stepped
		}
		if in := move(ref.service, ref.policy, a, d); in != nil {
			out = append(out, in)
		}
	}
	return out
}

// within keeps a count within a scalable target's bounds.
func within(sc *Scaling, n int) int { return min(sc.Max, max(sc.Min, n)) }

// out is a move to more tasks, or why there is none.
func (v View) out(s *Service, p *Policy, a *Alarm, n, base int) Intent {
	sc := s.Scaling
	if sc.Suspended.Out {
		return nil
	}
	if n = within(sc, n); n > s.Desired {
		return scaleTo{s, p, a, n, base}
	}
	if s.Desired >= sc.Max {
		return v.not(s, p, a, "AlreadyAtMaxCapacity")
	}
	if v.coolingOut(p) {
		return nil
	}
	return v.not(s, p, a, "AlreadyAtDesiredCapacity")
}

// in is a move to fewer tasks, or why there is none: scaling in is suspended
// while a deployment is on its way, scaling out is not (developer guide,
// service-auto-scaling).
func (v View) in(s *Service, p *Policy, a *Alarm, n int) Intent {
	sc := s.Scaling
	n = within(sc, n)
	switch {
	case sc.Suspended.In:
		return nil
	case s.Desired <= sc.Min:
		return v.not(s, p, a, "AlreadyAtMinCapacity")
	case deploying(s):
		return v.not(s, p, a, "TargetServicePutResourceAsUnscalable")
	case v.cooling(p):
		return nil
	case n >= s.Desired && p.Type == TargetTracking:
		// The metric is low, and yet with fewer tasks it would be above the target
		// of one of the policies, which then would scale out again.
		return v.not(s, p, a, "AutoScalingAnticipatedFlapping")
	case n >= s.Desired:
		return v.not(s, p, a, "AlreadyAtDesiredCapacity")
	}
	return scaleTo{s, p, a, n, s.Desired}
}

func deploying(s *Service) bool {
	return len(s.Deployments) > 0 && s.Deployments[0].Rollout == model.RolloutInProgress
}

// cooling tells that a policy has moved the service so lately that it must not
// scale in.
func (v View) cooling(p *Policy) bool {
	return v.Now().Before(p.LastIn.Add(p.cooldownIn())) || v.coolingOut(p)
}

// coolingOut tells the cooldown of a scale-out: until it is over the next one
// counts from the same count, so that what was added is part of what it adds,
// and only a larger one adds any more (SDK applicationautoscaling,
// ScaleOutCooldown).
func (v View) coolingOut(p *Policy) bool { return v.Now().Before(p.LastOut.Add(p.cooldownOut())) }

func (p *Policy) cooldownOut() time.Duration {
	if p.Type == StepScaling {
		return p.Step.Cooldown
	}
	return p.OutCooldown
}

func (p *Policy) cooldownIn() time.Duration {
	if p.Type == StepScaling {
		return p.Step.Cooldown
	}
	return p.InCooldown
}

// scaleTo moves a service's desired count as Application Auto Scaling does.
type scaleTo struct {
	Service *Service
	Policy  *Policy
	Alarm   *Alarm
	Desired int
	Base    int // the count that a scale-out counts from
}

func (sc scaleTo) apply(w *World, _ string) error {
	s, p := sc.Service, sc.Policy
	if s.Scaling == nil || s.Desired == sc.Desired || !slices.Contains(s.Scaling.Policies, p) {
		return fmt.Errorf("service %s/%s needs no scaling to %d any more", s.Cluster, s.Name, sc.Desired)
	}
	if sc.Desired > s.Desired {
		p.LastOut, p.outBase = w.now, sc.Base
	} else {
		p.LastIn = w.now
	}
	p.told = ""
	sc.Alarm.LastTriggered = w.now
	w.activity(s, sc.Desired, "monitor alarm "+sc.Alarm.Name+" in state ALARM triggered policy "+p.Name)
	w.record(scaled(s, sc.Desired))
	w.setDesired(s, sc.Desired, "alarm "+sc.Alarm.Name)
	return nil
}

// not is the activity of an alarm that moves nothing, told once for each time
// that the alarm goes off.
func (v View) not(s *Service, p *Policy, a *Alarm, code string) Intent {
	if p.told == toldOf(a, code) {
		return nil
	}
	return notScaled{s, p, a, code}
}

func toldOf(a *Alarm, code string) string {
	return code + " " + a.Name + " " + a.UpdatedAt.Format(time.RFC3339)
}

// notScaled writes down why an alarm moves nothing.
type notScaled struct {
	Service *Service
	Policy  *Policy
	Alarm   *Alarm
	Code    string
}

func (n notScaled) apply(w *World, _ string) error {
	s := n.Service
	told := toldOf(n.Alarm, n.Code)
	if s.Scaling == nil || n.Policy.told == told {
		return nil
	}
	n.Policy.told = told
	w.keepActivity(s, Activity{
		Description: "Attempting to scale due to alarm triggered", Status: "Failed",
		Cause: "monitor alarm " + n.Alarm.Name + " in state ALARM triggered policy " + n.Policy.Name,
		Not:   []NotScaled{{n.Code, s.Scaling.Min, s.Scaling.Max, s.Desired}},
	})
	w.note(Entry{Kind: "notscaled", Cluster: s.Cluster, Service: s.Name, Text: n.Code, Cause: "alarm " + n.Alarm.Name})
	return nil
}
