package sim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ModifyTargetGroup changes what is not nil of a target group's checks.
type ModifyTargetGroup struct {
	Name               string
	CheckProtocol      *string
	CheckPort          *string
	Path, Matcher      *string
	Interval, Timeout  *time.Duration
	Healthy, Unhealthy *int
}

func (c ModifyTargetGroup) do(w *World) (Reply, error) {
	g := w.state.groups[c.Name]
	if g == nil {
		return Reply{}, errNoGroup
	}
	next := *g
	setIf(&next.CheckProtocol, c.CheckProtocol)
	setIf(&next.CheckPort, c.CheckPort)
	setIf(&next.Path, c.Path)
	setIf(&next.Matcher, c.Matcher)
	setIf(&next.Interval, c.Interval)
	setIf(&next.Timeout, c.Timeout)
	setIf(&next.Healthy, c.Healthy)
	setIf(&next.Unhealthy, c.Unhealthy)
	if err := next.check(); err != nil {
		return Reply{}, err
	}
	*g = next
	w.note(Entry{Kind: "command", Entity: g.Name, Text: "target group modified"})
	for _, tg := range sorted(g.Targets) {
		w.armTarget(g, tg, g.Interval)
	}
	return Reply{}, nil
}

// Attributes of a target group that have an effect here, and what they exclude.
const (
	attrDelay     = "deregistration_delay.timeout_seconds"
	attrSlowStart = "slow_start.duration_seconds"
	attrAlgorithm = "load_balancing.algorithm.type"
	roundRobin    = "round_robin"
)

// TargetGroupAttributes are all attributes of a target group.
func (v View) TargetGroupAttributes(g *TargetGroup) map[string]string {
	out := groupAttributes.all(g.Attributes)
	out[attrDelay] = strconv.Itoa(int(g.Delay / time.Second))
	out[attrSlowStart] = strconv.Itoa(int(g.SlowStart / time.Second))
	return out
}

// ModifyTargetGroupAttributes sets attributes of a target group.
type ModifyTargetGroupAttributes struct {
	Name       string
	Attributes map[string]string
}

func (c ModifyTargetGroupAttributes) do(w *World) (Reply, error) {
	g := w.state.groups[c.Name]
	if g == nil {
		return Reply{}, errNoGroup
	}
	next, err := g.with(c.Attributes)
	if err != nil {
		return Reply{}, err
	}
	if err := next.check(); err != nil {
		return Reply{}, err
	}
	*g = next
	w.note(Entry{Kind: "command", Entity: g.Name, Text: "target group attributes set: " + strings.Join(keys(c.Attributes), ", ")})
	return Reply{}, nil
}

// with is a target group with these attributes in it.
func (g *TargetGroup) with(attributes map[string]string) (next TargetGroup, err error) {
	next = *g
	others := maps.Clone(attributes)
	for _, a := range []struct {
		key string
		to  *time.Duration
	}{{attrDelay, &next.Delay}, {attrSlowStart, &next.SlowStart}} {
		value, set := others[a.key]
		if !set {
			continue
		}
		seconds, err := strconv.Atoi(value)
		if err != nil {
			return next, elbInvalid("Target group attribute '%s' must be a number, not '%s'", a.key, value)
		}
		*a.to = time.Duration(seconds) * time.Second
		delete(others, a.key)
	}
	if next.Attributes, err = groupAttributes.merge("Target group", g.Attributes, others); err != nil {
		return next, err
	}
	// Slow start needs round robin (ELB, edit-target-group-attributes).
	if next.SlowStart > 0 && groupAttributes.all(next.Attributes)[attrAlgorithm] != roundRobin {
		return next, elbInvalid("Slow start can only be enabled with the load balancing algorithm '%s'", roundRobin)
	}
	return next, nil
}

// DeleteTargetGroup removes a target group that no rule forwards to. Services
// that are registered there find it gone.
type DeleteTargetGroup struct{ Name string }

func (c DeleteTargetGroup) do(w *World) (Reply, error) {
	g := w.state.groups[c.Name]
	if g == nil {
		return Reply{}, nil // deleting what is not there succeeds
	}
	if len(g.rules) > 0 {
		return Reply{}, &Error{"ResourceInUse", "Target group '" + w.View().TargetGroupARN(g) + "' is currently in use by a listener or a rule"}
	}
	delete(w.state.groups, g.Name)
	w.state.lost[g.Name] = g
	targets := sorted(g.Targets)
	clear(g.Targets)
	w.note(Entry{Kind: "command", Entity: g.Name, Text: "target group deleted"})
	for _, tg := range targets {
		w.setTarget(g, tg, notRegistered)
		if tg.task != nil {
			w.assess(tg.task)
			w.wakeDeploy(tg.task.key())
		}
	}
	return Reply{}, nil
}

// Address is a target as RegisterTargets names it. Port 0 is the group's.
type Address struct {
	ID   string // IP address or EC2 instance id
	Port int
	Zone string
}

// RegisterTargets puts addresses into a target group by hand.
type RegisterTargets struct {
	Group   string
	Targets []Address
}

func (c RegisterTargets) do(w *World) (Reply, error) {
	g := w.state.groups[c.Group]
	if g == nil {
		return Reply{}, errNoGroup
	}
	for _, a := range c.Targets {
		if err := w.checkAddress(g, a); err != nil {
			return Reply{}, err
		}
	}
	for _, a := range c.Targets {
		port := a.Port
		if port == 0 {
			port = g.Port
		}
		if old := g.Targets[targetKey(a.ID, port)]; old != nil && old.State != draining.state {
			continue // it is registered already
		}
		tg := &Target{ID: a.ID, Port: port, Zone: a.Zone, byHand: true}
		if tg.task = w.listener(g, a.ID, port); tg.task != nil {
			tg.Task, tg.Zone = tg.task.ID, tg.task.Zone
		}
		w.admit(g, tg, w.stream("target", g.Name))
	}
	w.note(Entry{Kind: "command", Entity: g.Name, Text: fmt.Sprintf("%d targets registered by hand", len(c.Targets))})
	return Reply{}, nil
}

// checkAddress holds a target to the group's kind.
func (w *World) checkAddress(g *TargetGroup, a Address) error {
	switch {
	case a.Port < 0 || a.Port > 65535:
		return elbInvalid("Port '%d' must be between '1' and '65535' inclusive", a.Port)
	case g.Kind == kindInstance && w.hostOf(a.ID) == nil:
		return &Error{"InvalidTarget", "The following targets are not in a running state and cannot be registered: '" + a.ID + "'"}
	case g.Kind == kindIP && !isIPv4(a.ID):
		return elbInvalid("The IP address '%s' is not a valid IPv4 address", a.ID)
	}
	return nil
}

func isIPv4(text string) bool {
	parts := strings.Split(text, ".")
	return len(parts) == 4 && !slices.ContainsFunc(parts, func(p string) bool {
		n, err := strconv.Atoi(p)
		return err != nil || n < 0 || n > 255 || p != strconv.Itoa(n)
	})
}

// listener is the task that answers at an address, nil when none does.
func (w *World) listener(g *TargetGroup, id string, port int) *Task {
	if g.Kind == kindInstance {
		for _, t := range w.hostOf(id).tasks {
			if slices.Contains(t.ports, hostPort{port, "tcp"}) {
				return t
			}
		}
		return nil
	}
	for _, c := range sorted(w.state.clusters) {
		for _, t := range c.tasks {
			if t.IP == id && !t.stopped() {
				return t
			}
		}
	}
	return nil
}

// DeregisterTargets takes addresses out of a target group. Port 0 is whatever
// the address is registered with.
type DeregisterTargets struct {
	Group   string
	Targets []Address
}

func (c DeregisterTargets) do(w *World) (Reply, error) {
	g := w.state.groups[c.Group]
	if g == nil {
		return Reply{}, errNoGroup
	}
	for _, a := range c.Targets {
		if g.Kind == kindIP && !isIPv4(a.ID) {
			return Reply{}, elbInvalid("The IP address '%s' is not a valid IPv4 address", a.ID)
		}
	}
	n := 0
	for _, tg := range sorted(g.Targets) {
		named := slices.ContainsFunc(c.Targets, func(a Address) bool { return a.ID == tg.ID && (a.Port == 0 || a.Port == tg.Port) })
		if named && tg.State != draining.state {
			w.drainTarget(g, tg)
			n++
		}
	}
	w.note(Entry{Kind: "command", Entity: g.Name, Text: fmt.Sprintf("%d targets deregistered by hand", n)})
	return Reply{}, nil
}
