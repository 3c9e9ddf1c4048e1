package scenario

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Balancer is an Application Load Balancer.
type Balancer struct {
	// Name is the load balancer's name.
	Name string `yaml:"name" required:"true"`
	// Internal says that it cannot be reached from the internet.
	Internal bool `yaml:"internal"`
	// Listeners are its ports.
	Listeners []Listener `yaml:"listeners"`
}

// Listener is a port of a load balancer.
type Listener struct {
	// Port is the port.
	Port int `yaml:"port" required:"true"`
	// Forward is where requests go that no rule takes. They get a 404 when empty.
	Forward []Weight `yaml:"forward"`
	// Rules say where the others go.
	Rules []Rule `yaml:"rules"`
}

// Rule says where requests go that meet its conditions.
type Rule struct {
	// Priority is its place among the rules: the lowest is asked first.
	Priority int `yaml:"priority" required:"true"`
	// Paths are path patterns, such as /orders/*.
	Paths []string `yaml:"paths"`
	// Hosts are host names.
	Hosts []string `yaml:"hosts"`
	// Forward is where they go.
	Forward []Weight `yaml:"forward" required:"true"`
}

// Weight is a target group's share of what is forwarded.
type Weight struct {
	// TargetGroup is the group.
	TargetGroup string `yaml:"targetGroup" required:"true" ref:"targetGroup"`
	// Weight is its share, 0 to 999. 1 when it is not written.
	Weight *int `yaml:"weight" default:"1"`
}

// loadBalancers puts up the balancers, and listeners the ports of them, when
// the groups that they forward to are there.
func (b builder) loadBalancers() error {
	for i, lb := range b.LoadBalancers {
		c := sim.CreateLoadBalancer{Settled: true, LoadBalancer: sim.LoadBalancer{Name: lb.Name}}
		if lb.Internal {
			c.LoadBalancer.Scheme = "internal"
		}
		if err := b.do(fmt.Sprintf("$.loadBalancers[%d].name", i), c); err != nil {
			return err
		}
	}
	return nil
}

func (b builder) listeners() error {
	for i, lb := range b.LoadBalancers {
		for j, l := range lb.Listeners {
			path := fmt.Sprintf("$.loadBalancers[%d].listeners[%d]", i, j)
			if err := b.listener(path, lb.Name, l); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b builder) listener(path, balancer string, l Listener) error {
	action, err := b.action(path, l.Forward)
	if err != nil {
		return err
	}
	if err := b.do(path+".port", sim.CreateListener{Balancer: balancer, Listener: sim.Listener{Port: l.Port, Protocol: "HTTP"}, Action: action}); err != nil {
		return err
	}
	made, err := b.listenerAt(path, balancer, l.Port)
	if err != nil {
		return err
	}
	for i, r := range l.Rules {
		path := fmt.Sprintf("%s.rules[%d]", path, i)
		action, err := b.action(path, r.Forward)
		if err != nil {
			return err
		}
		c := sim.CreateRule{Listener: b.v.ListenerARN(made), Priority: r.Priority, Action: action}
		if len(r.Paths) > 0 {
			c.Conditions = append(c.Conditions, sim.Condition{Field: "path-pattern", Values: r.Paths})
		}
		if len(r.Hosts) > 0 {
			c.Conditions = append(c.Conditions, sim.Condition{Field: "host-header", Values: r.Hosts})
		}
		if err := b.do(path+".priority", c); err != nil {
			return err
		}
	}
	return nil
}

func (m maker) action(path string, forward []Weight) (sim.Action, error) {
	if len(forward) == 0 {
		return sim.Action{Fixed: &sim.FixedResponse{Status: "404", ContentType: "text/plain"}}, nil
	}
	var a sim.Action
	for i, w := range forward {
		if err := m.group(fmt.Sprintf("%s.forward[%d].targetGroup", path, i), w.TargetGroup); err != nil {
			return a, err
		}
		a.Forward = append(a.Forward, sim.Weight{Group: w.TargetGroup, Weight: *w.Weight})
	}
	return a, nil
}

func (m maker) listenerAt(path, balancer string, port int) (*sim.Listener, error) {
	lb := m.v.LoadBalancer(balancer)
	if lb == nil {
		var names []string
		for _, other := range m.v.LoadBalancers() {
			names = append(names, other.Name)
		}
		return nil, m.fail(path, "there is no load balancer %q%s", balancer, hint(balancer, names))
	}
	for _, l := range lb.Listeners {
		if l.Port == port {
			return l, nil
		}
	}
	return nil, m.fail(path, "load balancer %s does not listen on port %d", balancer, port)
}

// rule is the ARN of a listener rule that is written balancer:port/priority, or
// balancer:port for the rule that takes what no other does.
func (m maker) rule(path, text string) (string, error) {
	if text == "" || strings.HasPrefix(text, "arn:") {
		return text, nil
	}
	balancer, rest, _ := strings.Cut(text, ":")
	first, second, _ := strings.Cut(rest, "/")
	port, err := strconv.Atoi(first)
	if err != nil {
		return "", m.fail(path, "%q is no listener rule: it is written balancer:port/priority", text)
	}
	l, err := m.listenerAt(path, balancer, port)
	if err != nil {
		return "", err
	}
	for _, r := range l.Rules {
		if strconv.Itoa(r.Priority) == second || second == "" && r.IsDefault() {
			return m.v.RuleARN(r), nil
		}
	}
	return "", m.fail(path, "port %d of load balancer %s has no rule of priority %s", port, balancer, second)
}
