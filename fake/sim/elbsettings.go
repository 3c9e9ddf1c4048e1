package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// SetSecurityGroups changes the security groups of a load balancer.
type SetSecurityGroups struct {
	Name   string
	Groups []string
}

func (c SetSecurityGroups) do(w *World) (Reply, error) {
	lb := w.state.balancers[c.Name]
	if lb == nil {
		return Reply{}, errNoBalancer(c.Name)
	}
	if len(c.Groups) == 0 {
		return Reply{}, elbInvalid("A security group must be specified")
	}
	lb.SecurityGroups = slices.Clone(c.Groups)
	w.note(Entry{Kind: "command", Entity: lb.Name, Text: "security groups set"})
	return Reply{}, nil
}

// SetZones changes the zones in which a load balancer has a node. A target in
// another zone is unused from then on.
type SetZones struct {
	Name  string
	Zones []Zone
}

func (c SetZones) do(w *World) (Reply, error) {
	lb := w.state.balancers[c.Name]
	if lb == nil {
		return Reply{}, errNoBalancer(c.Name)
	}
	var zones []string
	for _, z := range c.Zones {
		if slices.Contains(zones, z.Name) {
			return Reply{}, &Error{"InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone"}
		}
		zones = append(zones, z.Name)
	}
	lb.Zones = slices.Clone(c.Zones)
	w.note(Entry{Kind: "command", Entity: lb.Name, Text: "subnets set"})
	for _, l := range lb.Listeners {
		for _, r := range l.Rules {
			w.act(r, r.Action)
		}
	}
	return Reply{}, nil
}

// SetRulePriorities moves rules of one listener, all at once.
type SetRulePriorities struct{ Rules []RulePriority }

// RulePriority is a rule, by ARN, and its priority.
type RulePriority struct {
	ARN      string
	Priority int
}

func (c SetRulePriorities) do(w *World) (Reply, error) {
	moved := map[*Rule]int{}
	var l *Listener
	for _, p := range c.Rules {
		r := w.View().Rule(p.ARN)
		switch {
		case r == nil:
			return Reply{}, errNoRule
		case r.IsDefault():
			return Reply{}, &Error{"OperationNotPermitted", "The priority of the default rule '" + p.ARN + "' cannot be set"}
		case p.Priority < 1 || p.Priority > 50000:
			return Reply{}, elbInvalid("Rule priority '%d' must be between '1' and '50000' inclusive", p.Priority)
		case l != nil && r.Listener != l:
			return Reply{}, elbInvalid("All rules must belong to the same listener")
		}
		l, moved[r] = r.Listener, p.Priority
	}
	if l == nil {
		return Reply{}, elbInvalid("A rule priority must be specified")
	}
	taken := map[int]bool{}
	for _, r := range l.Rules {
		p, moves := moved[r]
		if !moves {
			p = r.Priority
		}
		if taken[p] {
			return Reply{}, &Error{"PriorityInUse", fmt.Sprintf("Priority '%d' is currently in use", p)}
		}
		taken[p] = true
	}
	for _, r := range l.Rules {
		if p, moves := moved[r]; moves {
			r.Priority = p
		}
	}
	model.Sort(l.Rules, func(a, b *Rule) int { return cmp.Compare(a.order(), b.order()) })
	w.note(Entry{Kind: "command", Entity: l.Balancer.Name, Text: "rule priorities set"})
	return Reply{}, nil
}
