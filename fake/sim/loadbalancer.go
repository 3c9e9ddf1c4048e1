package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// LoadBalancer is an Application Load Balancer: it listens on ports, and the
// rules of a port say which target groups a request goes to.
type LoadBalancer struct {
	Name           string
	ID             string // 16 hex digits of its ARN
	Scheme         string // internet-facing or internal
	DNSName        string
	VPC            string
	Zones          []Zone
	SecurityGroups []string
	CreatedAt      time.Time
	ReadyAt        time.Time // provisioning until then
	Attributes     map[string]string
	Tags           map[string]string
	Listeners      []*Listener // by port
}

// Zone is an availability zone in which a load balancer has a node.
type Zone struct{ Name, Subnet string }

// Times and numbers of load balancers.
const (
	provisioning   = 2 * time.Minute // from CreateLoadBalancer to active, as people see it
	canonicalZone  = "Z32O12XQLNTSW2"
	schemePublic   = "internet-facing"
	schemeInternal = "internal"
	balancerIDSize = 16
)

// CanonicalZone is the hosted zone id of load balancers' DNS names.
func (lb *LoadBalancer) CanonicalZone() string { return canonicalZone }

// Active tells whether the load balancer has been set up.
func (v View) Active(lb *LoadBalancer) bool { return !v.Now().Before(lb.ReadyAt) }

// LoadBalancers are all load balancers by name.
func (v View) LoadBalancers() []*LoadBalancer { return sorted(v.w.state.balancers) }

// LoadBalancer is the load balancer of that name, nil when there is none.
func (v View) LoadBalancer(name string) *LoadBalancer { return v.w.state.balancers[name] }

// VPC is the id of the one VPC of this world.
func (v View) VPC() string { return "vpc-" + newStream(v.w.cfg.Seed, "id", "vpc").Hex(17) }

// LoadBalancerARN is the ARN of a load balancer of this world.
func (v View) LoadBalancerARN(lb *LoadBalancer) string { return v.elb("loadbalancer/" + lb.path()) }

func (lb *LoadBalancer) path() string { return "app/" + lb.Name + "/" + lb.ID }

func (v View) elb(resource string) string {
	c := v.w.cfg
	return fmt.Sprintf("arn:%s:elasticloadbalancing:%s:%s:%s", c.Partition, c.Region, c.Account, resource)
}

// enabled tells whether the load balancer has a node in a zone. A target whose
// zone is unknown, as that of an address outside the VPC, is reached from all.
func (lb *LoadBalancer) enabled(zone string) bool {
	return zone == "" || slices.ContainsFunc(lb.Zones, func(z Zone) bool { return z.Name == zone })
}

// CreateLoadBalancer makes an Application Load Balancer. Without zones it is in
// all of them; Settled is active at once, as what a scenario declares is.
type CreateLoadBalancer struct {
	LoadBalancer LoadBalancer
	Settled      bool
}

func (c CreateLoadBalancer) do(w *World) (Reply, error) {
	lb := c.LoadBalancer
	if err := checkELBName("Load balancer", lb.Name); err != nil {
		return Reply{}, err
	}
	if strings.HasPrefix(lb.Name, "internal-") {
		return Reply{}, elbInvalid("Load balancer name '%s' cannot begin with 'internal-'", lb.Name)
	}
	if w.state.balancers[lb.Name] != nil {
		return Reply{}, &Error{"DuplicateLoadBalancerName", "A load balancer with the same name '" + lb.Name + "' exists, but with different settings"}
	}
	lb.Scheme = cmp.Or(lb.Scheme, schemePublic)
	if lb.Scheme != schemePublic && lb.Scheme != schemeInternal {
		return Reply{}, elbInvalid("Load balancer scheme '%s' must be one of: internet-facing, internal", lb.Scheme)
	}
	w.addBalancer(&lb, c.Settled)
	return Reply{}, nil
}

// addBalancer gives a load balancer what AWS gives it, and puts it up.
func (w *World) addBalancer(lb *LoadBalancer, settled bool) {
	s := newStream(w.cfg.Seed, "id", "loadbalancer/"+lb.Name)
	lb.ID, lb.CreatedAt, lb.ReadyAt = s.Hex(balancerIDSize), w.now, w.now
	if !settled {
		lb.ReadyAt = w.now.Add(provisioning)
	}
	lb.DNSName = fmt.Sprintf("%s-%s.%s.elb.amazonaws.com", lb.Name, s.Digits(10), w.cfg.Region)
	if lb.Scheme == schemeInternal {
		lb.DNSName = "internal-" + lb.DNSName
	}
	lb.VPC = w.View().VPC()
	if len(lb.Zones) == 0 {
		for _, z := range w.state.zones {
			lb.Zones = append(lb.Zones, Zone{z, "subnet-" + newStream(w.cfg.Seed, "net", "elb/"+z).Hex(17)})
		}
	}
	w.state.balancers[lb.Name] = lb
	w.note(Entry{Kind: "command", Entity: lb.Name, Text: "load balancer created"})
}

// DeleteLoadBalancer removes a load balancer with its listeners and rules. The
// target groups stay, unused.
type DeleteLoadBalancer struct{ Name string }

func (c DeleteLoadBalancer) do(w *World) (Reply, error) {
	lb := w.state.balancers[c.Name]
	if lb == nil {
		return Reply{}, nil // deleting what is not there succeeds (SDK elasticloadbalancingv2, DeleteLoadBalancer)
	}
	if lb.Attributes["deletion_protection.enabled"] == "true" {
		return Reply{}, &Error{"OperationNotPermitted", "Load balancer '" + w.View().LoadBalancerARN(lb) + "' cannot be deleted because deletion protection is enabled"}
	}
	delete(w.state.balancers, c.Name)
	w.note(Entry{Kind: "command", Entity: lb.Name, Text: "load balancer deleted"})
	for _, l := range lb.Listeners {
		for _, r := range l.Rules {
			w.forward(r, nil)
		}
	}
	return Reply{}, nil
}

// checkELBName holds names of load balancers and target groups to what ELB
// accepts.
func checkELBName(what, name string) error {
	switch {
	case name == "" || len(name) > 32:
		return elbInvalid("%s name '%s' cannot be longer than '32' characters", what, name)
	case strings.Trim(name, "-") != name:
		return elbInvalid("%s name '%s' cannot begin or end with a hyphen(-)", what, name)
	}
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-') {
			return elbInvalid("%s name '%s' can only contain characters that are alphanumeric characters and hyphens(-)", what, name)
		}
	}
	return nil
}

func elbInvalid(format string, args ...any) error {
	return &Error{"ValidationError", fmt.Sprintf(format, args...)}
}
