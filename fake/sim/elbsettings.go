package sim

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// listenerAttributes are the attributes of an Application Load Balancer's
// listener with their defaults (SDK elasticloadbalancingv2, ListenerAttribute).
// They have no effect here: they change headers.
var listenerAttributes = map[string]string{
	"routing.http.response.server.enabled":                                  "true",
	"routing.http.response.strict_transport_security.header_value":          "",
	"routing.http.response.access_control_allow_origin.header_value":        "",
	"routing.http.response.access_control_allow_methods.header_value":       "",
	"routing.http.response.access_control_allow_headers.header_value":       "",
	"routing.http.response.access_control_allow_credentials.header_value":   "",
	"routing.http.response.access_control_expose_headers.header_value":      "",
	"routing.http.response.access_control_max_age.header_value":             "",
	"routing.http.response.content_security_policy.header_value":            "",
	"routing.http.response.x_content_type_options.header_value":             "",
	"routing.http.response.x_frame_options.header_value":                    "",
	"routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name": "",
	"routing.http.request.x_amzn_mtls_clientcert_issuer.header_name":        "",
	"routing.http.request.x_amzn_mtls_clientcert_subject.header_name":       "",
	"routing.http.request.x_amzn_mtls_clientcert_validity.header_name":      "",
	"routing.http.request.x_amzn_mtls_clientcert_leaf.header_name":          "",
	"routing.http.request.x_amzn_mtls_clientcert.header_name":               "",
	"routing.http.request.x_amzn_tls_version.header_name":                   "",
	"routing.http.request.x_amzn_tls_cipher_suite.header_name":              "",
}

// tlsListenerPrefix begins the attributes that only HTTPS listeners have.
const tlsListenerPrefix = "routing.http.request."

// ListenerAttributes are all attributes of a listener.
func (v View) ListenerAttributes(l *Listener) map[string]string {
	out := maps.Clone(listenerAttributes)
	for _, key := range keys(out) {
		if l.Protocol != "HTTPS" && len(key) > len(tlsListenerPrefix) && key[:len(tlsListenerPrefix)] == tlsListenerPrefix {
			delete(out, key)
		}
	}
	maps.Copy(out, l.Attributes)
	return out
}

// ModifyListenerAttributes sets attributes of a listener.
type ModifyListenerAttributes struct {
	ARN        string
	Attributes map[string]string
}

func (c ModifyListenerAttributes) do(w *World) (Reply, error) {
	l := w.View().Listener(c.ARN)
	if l == nil {
		return Reply{}, errNoListener
	}
	known := w.View().ListenerAttributes(l)
	for _, key := range keys(c.Attributes) {
		if _, ok := known[key]; !ok {
			return Reply{}, elbInvalid("Listener attribute key '%s' is not recognized", key)
		}
	}
	l.Attributes = retagged(l.Attributes, c.Attributes, nil)
	w.note(Entry{Kind: "command", Entity: l.Balancer.Name, Text: fmt.Sprintf("attributes of the listener on port %d set", l.Port)})
	return Reply{}, nil
}

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
	slices.SortFunc(l.Rules, func(a, b *Rule) int { return cmp.Compare(a.order(), b.order()) })
	w.note(Entry{Kind: "command", Entity: l.Balancer.Name, Text: "rule priorities set"})
	return Reply{}, nil
}
