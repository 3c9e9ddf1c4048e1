package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// Rule says what a listener does with the requests that meet its conditions.
type Rule struct {
	ID         string // 16 hex digits of its ARN
	Listener   *Listener
	Priority   int // 0 for the default rule
	Conditions []Condition
	Action
	Tags map[string]string

	owners []*Service // whose clients' requests meet this rule
}

// Condition is what a request must have for a rule: a host-header, a
// path-pattern and so on that is one of Values, or a query-string with one of
// Query in it.
type Condition struct {
	Field  string
	Name   string // of an http-header
	Values []string
	Query  []QueryPair
}

// QueryPair is a key and its value in a query string, or a value of any key.
// Both may have wildcards.
type QueryPair struct{ Key, Value string }

// Action is what a rule does: it forwards, by weight, or it answers by itself.
type Action struct {
	Forward  []Weight
	Sticky   int // seconds that a client stays with a target group; 0 is off
	Fixed    *FixedResponse
	Redirect *Redirect
}

// Weight is a target group's part of what a rule forwards.
type Weight struct {
	Group  string // target group name
	Weight int    // 0 to 999
}

// FixedResponse is an answer of the load balancer's own.
type FixedResponse struct{ Status, ContentType, Body string }

// Redirect sends a client elsewhere.
type Redirect struct{ Status, Protocol, Host, Port, Path, Query string }

// IsDefault tells the rule for requests that no other rule takes.
func (r *Rule) IsDefault() bool { return r.Priority == 0 }

// RuleARN is the ARN of a listener rule of this world.
func (v View) RuleARN(r *Rule) string {
	return v.elb("listener-rule/" + r.Listener.path() + "/" + r.ID)
}

// Rule finds a rule by its ARN, or by its listener's: then it is the default
// one. nil when there is none.
func (v View) Rule(arn string) *Rule {
	for _, lb := range v.LoadBalancers() {
		for _, l := range lb.Listeners {
			if v.ListenerARN(l) == arn {
				return l.Default()
			}
			for _, r := range l.Rules {
				if v.RuleARN(r) == arn {
					return r
				}
			}
		}
	}
	return nil
}

// CreateRule adds a rule to a listener.
type CreateRule struct {
	Listener   string // ARN
	Priority   int
	Conditions []Condition
	Action     Action
	Tags       map[string]string
}

func (c CreateRule) do(w *World) (Reply, error) {
	l := w.View().Listener(c.Listener)
	if l == nil {
		return Reply{}, errNoListener
	}
	if c.Priority < 1 || c.Priority > 50000 {
		return Reply{}, elbInvalid("Rule priority '%d' must be between '1' and '50000' inclusive", c.Priority)
	}
	if slices.ContainsFunc(l.Rules, func(r *Rule) bool { return r.Priority == c.Priority }) {
		return Reply{}, &Error{"PriorityInUse", fmt.Sprintf("Priority '%d' is currently in use", c.Priority)}
	}
	if len(c.Conditions) == 0 {
		return Reply{}, elbInvalid("A rule must have at least one condition")
	}
	if err := w.checkAction(l.Balancer, c.Action); err != nil {
		return Reply{}, err
	}
	r := w.addRule(l, Rule{Priority: c.Priority, Conditions: c.Conditions, Tags: c.Tags}, c.Action)
	return Reply{IDs: []string{w.View().RuleARN(r)}}, nil
}

func (w *World) addRule(l *Listener, r Rule, a Action) *Rule {
	r.ID, r.Listener = w.stream("id", "rule/"+l.Balancer.Name).Hex(balancerIDSize), l
	l.Rules = append(l.Rules, &r)
	model.Sort(l.Rules, func(a, b *Rule) int { return cmp.Compare(a.order(), b.order()) })
	w.act(&r, a)
	return &r
}

// order sorts the default rule behind all others.
func (r *Rule) order() int {
	if r.IsDefault() {
		return 1 << 20
	}
	return r.Priority
}

// ModifyRule changes what is not nil of a rule.
type ModifyRule struct {
	ARN        string
	Conditions []Condition
	Action     *Action
}

func (c ModifyRule) do(w *World) (Reply, error) {
	r := w.View().Rule(c.ARN)
	if r == nil {
		return Reply{}, errNoRule
	}
	if c.Action != nil {
		if err := w.checkAction(r.Listener.Balancer, *c.Action); err != nil {
			return Reply{}, err
		}
		w.act(r, *c.Action)
	}
	if len(c.Conditions) > 0 {
		r.Conditions = c.Conditions
	}
	w.note(Entry{Kind: "command", Entity: r.Listener.Balancer.Name, Text: "rule modified: " + r.tell()})
	return Reply{}, nil
}

// DeleteRule takes a rule away.
type DeleteRule struct{ ARN string }

func (c DeleteRule) do(w *World) (Reply, error) {
	r := w.View().Rule(c.ARN)
	if r == nil {
		return Reply{}, errNoRule
	}
	if r.IsDefault() {
		return Reply{}, &Error{"OperationNotPermitted", "Default rule '" + c.ARN + "' cannot be deleted"}
	}
	r.Listener.Rules = slices.DeleteFunc(r.Listener.Rules, func(o *Rule) bool { return o == r })
	w.note(Entry{Kind: "command", Entity: r.Listener.Balancer.Name, Text: fmt.Sprintf("rule %d deleted", r.Priority)})
	w.forward(r, nil)
	return Reply{}, nil
}

var errNoRule = &Error{"RuleNotFound", "One or more rules not found"}

func (r *Rule) tell() string {
	switch {
	case r.Fixed != nil:
		return "fixed response " + r.Fixed.Status
	case r.Redirect != nil:
		return "redirect"
	}
	text := "forward"
	for _, f := range r.Forward {
		text += fmt.Sprintf(" %s %d", f.Group, f.Weight)
	}
	return text
}

// checkAction holds an action to what ELB accepts: a group belongs to one load
// balancer, weights are 0 to 999, and there are five groups at most.
func (w *World) checkAction(lb *LoadBalancer, a Action) error {
	if len(a.Forward) == 0 && a.Fixed == nil && a.Redirect == nil {
		return elbInvalid("An action of type 'forward', 'redirect' or 'fixed-response' must be specified")
	}
	if len(a.Forward) > 5 {
		return &Error{"TooManyTargetGroups", "You've reached the limit on the number of target groups for a rule: 5"}
	}
	for _, f := range a.Forward {
		g := w.state.groups[f.Group]
		switch {
		case g == nil:
			return errNoGroup
		case g.Balancer != "" && g.Balancer != lb.Name:
			return &Error{"TargetGroupAssociationLimit", "The following target groups cannot be associated with more than one load balancer: " + w.View().TargetGroupARN(g)}
		case f.Weight < 0 || f.Weight > 999:
			return elbInvalid("The weight '%d' of a target group must be between '0' and '999' inclusive", f.Weight)
		}
	}
	return nil
}

var errNoGroup = &Error{"TargetGroupNotFound", "One or more target groups not found"}

// act gives a rule what it does.
func (w *World) act(r *Rule, a Action) {
	forward := a.Forward
	a.Forward = nil
	old := r.Forward
	r.Action = a
	r.Forward = old
	w.forward(r, forward)
}

// setWeights shifts what a rule forwards, given the ARN of the rule or, for its
// default rule, of the listener.
func (w *World) setWeights(arn string, to []Weight) error {
	r := w.View().Rule(arn)
	if r == nil {
		return errNoRule
	}
	if err := w.checkAction(r.Listener.Balancer, Action{Forward: to}); err != nil {
		return err
	}
	w.forward(r, to)
	w.note(Entry{Kind: "traffic", Entity: r.Listener.Balancer.Name, Text: r.place() + ": " + r.tell()})
	return nil
}

// place names a rule by the port of its listener and its priority, so that the
// production rule of a deployment can be told from its test rule.
func (r *Rule) place() string {
	if r.IsDefault() {
		return fmt.Sprintf("port %d, default rule", r.Listener.Port)
	}
	return fmt.Sprintf("port %d, rule %d", r.Listener.Port, r.Priority)
}

// forward points a rule at target groups. A group belongs to the load balancer
// whose rules name it; whom clients reach changes with it.
func (w *World) forward(r *Rule, to []Weight) {
	old := r.Forward
	r.Forward = slices.Clone(to)
	if slices.EqualFunc(old, to, func(a, b Weight) bool { return a.Group == b.Group }) {
		return
	}
	changed := map[string]*TargetGroup{}
	for _, f := range old {
		if g := w.state.groups[f.Group]; g != nil {
			changed[f.Group] = g
			g.rules = slices.DeleteFunc(g.rules, func(o *Rule) bool { return o == r })
			if len(g.rules) == 0 {
				g.Balancer, g.LBID = "", ""
			}
		}
	}
	for _, f := range to {
		g := w.state.groups[f.Group]
		changed[f.Group] = g
		g.Balancer, g.LBID = r.Listener.Balancer.Name, r.Listener.Balancer.ID
		if !slices.Contains(g.rules, r) {
			g.rules = append(g.rules, r)
		}
	}
	for _, g := range sorted(changed) {
		w.review(g)
	}
	for _, c := range sorted(w.state.clusters) {
		for _, s := range sorted(c.Services) {
			if s.Traffic != nil && s.Status != model.ServiceInactive {
				w.enterBy(s)
			}
		}
	}
}
