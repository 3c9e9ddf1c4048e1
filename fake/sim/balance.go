package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// TargetGroupARN is the ARN of a target group of this world.
func (v View) TargetGroupARN(g *TargetGroup) string {
	return v.elb("targetgroup/" + g.Name + "/" + g.ID)
}

// ServiceTargets are the targets of a service's tasks, group by group.
func (v View) ServiceTargets(s *Service) []*Target {
	var out []*Target
	for _, b := range s.Balancers {
		if g := v.TargetGroup(b.Group); g != nil {
			out = append(out, v.Targets(g)...)
		}
	}
	return out
}

// target is the task's target in a group, nil when it was never registered.
func (t *Task) target(g *TargetGroup) *Target {
	for _, b := range t.targets {
		if b.group == g {
			return b.target
		}
	}
	return nil
}

// targetAddress is what ECS registers: the task's IP with awsvpc, else the
// instance and the host port.
func (v View) targetAddress(g *TargetGroup, t *Task, b Balancer) (id string, port int) {
	if g.Kind == "ip" {
		return t.IP, b.Port
	}
	if c := v.Cluster(t.Cluster); c != nil && c.Instances[t.Instance] != nil {
		id = c.Instances[t.Instance].EC2ID
	}
	for _, c := range t.Containers {
		for _, p := range c.Bindings {
			if c.Name == b.Container && p.ContainerPort == b.Port {
				port = p.HostPort
			}
		}
	}
	return id, port
}

func targetKey(id string, port int) string { return fmt.Sprintf("%s:%d", id, port) }

// targetsHealthy tells whether all targets of a task are healthy; so they are
// when it has no load balancer.
func (v View) targetsHealthy(t *Task) bool {
	for _, b := range t.balancers {
		if g := t.target(v.TargetGroup(b.Group)); g == nil || g.State != model.TargetHealthy {
			return false
		}
	}
	return true
}

// targetSickness is why a load balancer has the task replaced.
func (v View) targetSickness(s *Service, t *Task) (event, reason string) {
	for _, b := range t.balancers {
		g := v.TargetGroup(b.Group)
		tg := t.target(g)
		if lost, what := v.targetLost(t, b); what != "" {
			arn := v.TargetGroupARN(lost)
			return fmt.Sprintf("(service %s) (task set %s) (task %s) is not healthy in (target-group %s) due to %s IS NOT FOUND.", s.Name, t.Deployment, t.ID, arn, what),
				"Task failed ELB health checks in (target-group " + arn + ")"
		}
		if tg == nil || tg.State != model.TargetUnhealthy || v.Now().Sub(tg.Since) < noticedAfter {
			continue
		}
		who := "(task " + t.ID + ")"
		if g.Kind == "instance" {
			who = "(instance " + tg.ID + ")"
		}
		arn := v.TargetGroupARN(g)
		event = fmt.Sprintf("(service %s) %s (port %d) is unhealthy in (target-group %s) due to (reason %s).", s.Name, who, tg.Port, arn, tg.Description)
		if g.Kind == "instance" {
			event = strings.TrimSuffix(event, ".")
		}
		return event, "Task failed ELB health checks in (target-group " + arn + ")"
	}
	return "", ""
}

// noticedAfter is how long ECS takes to learn of an unhealthy target: a capture
// has the replacement start 45 s after the target's change of state, at a turn
// of the scheduler.
const noticedAfter = 35 * time.Second

// targetLost tells what somebody has taken away under a task: its target, or the
// whole target group.
func (v View) targetLost(t *Task, b Balancer) (g *TargetGroup, what string) {
	if g = v.TargetGroup(b.Group); g == nil {
		if g = v.w.state.lost[b.Group]; g == nil {
			return nil, ""
		}
		return g, "TARGET GROUP"
	}
	if tg := t.target(g); tg != nil && tg.Reason == reasonNotRegistered {
		return g, "TARGET"
	}
	return g, ""
}

// registrations puts the running tasks that a target group of theirs does not
// know yet into it. Tasks of different deployments may have different groups.
func (v View) registrations(s *Service) []Intent {
	var order []Balancer
	late := map[Balancer][]*Task{}
	for _, t := range s.tasks {
		if t.Status != model.TaskRunning || !t.up() {
			continue
		}
		for _, b := range t.balancers {
			if g := v.TargetGroup(b.Group); g == nil || t.target(g) != nil {
				continue
			}
			if late[b] == nil {
				order = append(order, b)
			}
			late[b] = append(late[b], t)
		}
	}
	var out []Intent
	for _, b := range order {
		out = append(out, register{s, b, late[b]})
	}
	return out
}

// register puts running tasks into a target group.
type register struct {
	Service *Service
	At      Balancer
	Tasks   []*Task
}

func (r register) apply(w *World, cause string) error {
	g := w.state.groups[r.At.Group]
	if g == nil {
		return fmt.Errorf("target group %s of service %s is gone", r.At.Group, r.Service.Name)
	}
	n := 0
	for _, t := range r.Tasks {
		if t.Status != model.TaskRunning || !t.up() {
			continue
		}
		id, port := w.View().targetAddress(g, t, r.At)
		tg := &Target{Task: t.ID, ID: id, Port: port, Zone: t.Zone, task: t}
		t.targets = append(t.targets, bound{g, tg})
		w.admit(g, tg, w.stream("target", t.ID))
		n++
	}
	if n == 0 {
		return nil
	}
	w.event(r.Service, fmt.Sprintf("(service %s) registered %d targets in (target-group %s)", r.Service.Name, n, w.View().TargetGroupARN(g)), cause)
	return nil
}

// deregister has the task's targets leave after wait, together with those of
// the tasks stopped in the same breath. It returns how long the task must stay
// until no request can reach it any more; 0 without targets.
func (w *World) deregister(t *Task, wait time.Duration) time.Duration {
	s := w.View().Service(t.key())
	if s == nil {
		return 0
	}
	var delay time.Duration
	registered := false
	for _, b := range t.targets {
		if b.target.State != model.TargetDraining {
			registered = true
			delay = max(delay, b.group.Delay)
		}
	}
	if !registered {
		return 0
	}
	if len(s.draining) == 0 {
		w.later(wait, drain{s}, "stopped")
	}
	s.draining = append(s.draining, t)
	return wait + delay
}

// drain takes the targets of stopped tasks out of their groups. They stay
// visible as draining until the deregistration delay is over.
type drain struct{ Service *Service }

func (d drain) apply(w *World, cause string) error {
	s := d.Service
	tasks := s.draining
	s.draining = nil
	var groups []*TargetGroup
	for _, t := range tasks {
		for _, b := range t.targets {
			if !slices.Contains(groups, b.group) {
				groups = append(groups, b.group)
			}
		}
	}
	for _, g := range groups {
		n := 0
		for _, t := range tasks {
			tg := t.target(g)
			if tg == nil || tg.State == model.TargetDraining {
				continue
			}
			w.drainTarget(g, tg)
			n++
		}
		if n == 0 {
			continue
		}
		w.event(s, fmt.Sprintf("(service %s) deregistered %d targets in (target-group %s)", s.Name, n, w.View().TargetGroupARN(g)), cause)
		w.event(s, fmt.Sprintf("(service %s) has begun draining connections on %d tasks.", s.Name, n), cause)
	}
	return nil
}
