package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// Listener is a port of a load balancer. Rules are in the order in which a
// request is held against them: by priority, the default last.
type Listener struct {
	ID         string // 16 hex digits of its ARN
	Balancer   *LoadBalancer
	Port       int
	Protocol   string // HTTP or HTTPS
	Policy     string // TLS policy, of HTTPS
	Cert       string // ARN of the certificate, of HTTPS
	Attributes map[string]string
	Tags       map[string]string
	Rules      []*Rule
}

// ListenerARN is the ARN of a listener of this world.
func (v View) ListenerARN(l *Listener) string { return v.elb("listener/" + l.path()) }

func (l *Listener) path() string { return l.Balancer.path() + "/" + l.ID }

// Default is the rule for requests that no other rule takes.
func (l *Listener) Default() *Rule { return l.Rules[len(l.Rules)-1] }

// Listener finds a listener by its ARN, nil when there is none.
func (v View) Listener(arn string) *Listener {
	for _, lb := range v.LoadBalancers() {
		for _, l := range lb.Listeners {
			if v.ListenerARN(l) == arn {
				return l
			}
		}
	}
	return nil
}

// CreateListener gives a load balancer a port. The default rule does Action.
type CreateListener struct {
	Balancer string // name
	Listener Listener
	Action   Action
}

func (c CreateListener) do(w *World) (Reply, error) {
	lb := w.state.balancers[c.Balancer]
	if lb == nil {
		return Reply{}, errNoBalancer(c.Balancer)
	}
	l := c.Listener
	if err := checkListener(lb, nil, l); err != nil {
		return Reply{}, err
	}
	if err := w.checkAction(lb, c.Action); err != nil {
		return Reply{}, err
	}
	made := w.addListener(lb, l, c.Action)
	return Reply{IDs: []string{w.View().ListenerARN(made)}}, nil
}

func (w *World) addListener(lb *LoadBalancer, l Listener, a Action) *Listener {
	l.ID, l.Balancer = w.stream("id", "listener/"+lb.Name).Hex(balancerIDSize), lb
	lb.Listeners = append(lb.Listeners, &l)
	model.Sort(lb.Listeners, func(a, b *Listener) int { return cmp.Compare(a.Port, b.Port) })
	w.note(Entry{Kind: "command", Entity: lb.Name, Text: fmt.Sprintf("listener created on port %d", l.Port)})
	w.addRule(&l, Rule{}, a)
	return &l
}

// checkListener holds a port to what a load balancer may listen on.
func checkListener(lb *LoadBalancer, self *Listener, l Listener) error {
	if l.Port < 1 || l.Port > 65535 {
		return elbInvalid("Listener port '%d' must be between '1' and '65535' inclusive", l.Port)
	}
	if l.Protocol != "HTTP" && l.Protocol != "HTTPS" {
		return elbInvalid("Listener protocol '%s' must be one of 'HTTPS, HTTP'", l.Protocol)
	}
	if l.Protocol == "HTTPS" && l.Cert == "" {
		return elbInvalid("A certificate must be specified for HTTPS listeners")
	}
	for _, other := range lb.Listeners {
		if other.Port == l.Port && other != self {
			return &Error{"DuplicateListener", "A listener already exists on this port for this load balancer '" + lb.Name + "'"}
		}
	}
	return nil
}

// ModifyListener changes what is not nil of a listener.
type ModifyListener struct {
	ARN          string
	Port         *int
	Protocol     *string
	Policy, Cert *string
	Action       *Action
}

func (c ModifyListener) do(w *World) (Reply, error) {
	l := w.View().Listener(c.ARN)
	if l == nil {
		return Reply{}, errNoListener
	}
	next := *l
	setIf(&next.Port, c.Port)
	setIf(&next.Protocol, c.Protocol)
	setIf(&next.Policy, c.Policy)
	setIf(&next.Cert, c.Cert)
	if err := checkListener(l.Balancer, l, next); err != nil {
		return Reply{}, err
	}
	if c.Action != nil {
		if err := w.checkAction(l.Balancer, *c.Action); err != nil {
			return Reply{}, err
		}
		w.act(l.Default(), *c.Action)
	}
	l.Port, l.Protocol, l.Policy, l.Cert = next.Port, next.Protocol, next.Policy, next.Cert
	w.note(Entry{Kind: "command", Entity: l.Balancer.Name, Text: fmt.Sprintf("listener on port %d modified", l.Port)})
	return Reply{}, nil
}

// DeleteListener closes a port.
type DeleteListener struct{ ARN string }

func (c DeleteListener) do(w *World) (Reply, error) {
	l := w.View().Listener(c.ARN)
	if l == nil {
		return Reply{}, errNoListener
	}
	l.Balancer.Listeners = slices.DeleteFunc(l.Balancer.Listeners, func(o *Listener) bool { return o == l })
	w.note(Entry{Kind: "command", Entity: l.Balancer.Name, Text: fmt.Sprintf("listener on port %d deleted", l.Port)})
	for _, r := range l.Rules {
		w.forward(r, nil)
	}
	return Reply{}, nil
}

// errNoBalancer and errNoListener are ELB's refusals of what is not there.
func errNoBalancer(name string) error {
	return &Error{"LoadBalancerNotFound", "Load balancer '" + name + "' not found"}
}

var errNoListener = &Error{"ListenerNotFound", "One or more listeners not found"}
