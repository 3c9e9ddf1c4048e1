package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Balancer ties a container port to a target group. The last four are for
// deployments that shift traffic: a second group, the listener rules whose
// weights are moved between the two, and the role that may move them.
type Balancer struct {
	Group          string // target group name
	Container      string
	Port           int
	Alternate      string // target group name
	ProductionRule string // ARN of a listener rule, or of a listener
	TestRule       string
	Role           string
}

// bound is a task's target in a group.
type bound struct {
	group  *TargetGroup
	target *Target
}

// TargetGroup is a load balancer's list of addresses with their health.
type TargetGroup struct {
	Name      string
	ID        string // 16 hex digits of its ARN
	Balancer  string // name of the load balancer whose rules forward to it, "" for none
	LBID      string // and its id
	Kind      string // ip or instance
	Port      int
	Path      string
	Interval  time.Duration
	Timeout   time.Duration
	Healthy   int
	Unhealthy int
	Delay     time.Duration // deregistration delay
	Targets   map[string]*Target
	Minutes   []GroupMinute // what was recorded, oldest first; see View.GroupMinutes

	rules []*Rule     // that forward to it
	hosts []hostCount // how many targets are healthy, whenever that changes
}

// Target is one address of a target group.
type Target struct {
	Task        string // task id
	ID          string // IP or EC2 id
	Port        int
	Zone        string
	State       model.TargetState
	Reason      string
	Description string
	Since       time.Time // of the state

	check check
}

// CreateTargetGroup makes a target group. Given the name of a load balancer it
// stands behind that at once: the load balancer is made if there is none, with
// a listener on port 80, and a rule forwards the paths under the group's name.
type CreateTargetGroup struct{ Group TargetGroup }

func (c CreateTargetGroup) do(w *World) (Reply, error) {
	g := c.Group
	if err := checkELBName("Target group", g.Name); err != nil {
		return Reply{}, err
	}
	if g.Balancer != "" {
		if err := checkELBName("Load balancer", g.Balancer); err != nil {
			return Reply{}, err
		}
	}
	if _, ok := w.state.groups[g.Name]; ok {
		return Reply{}, &Error{"DuplicateTargetGroupName", "A target group with the same name '" + g.Name + "' exists, but with different settings"}
	}
	behind := g.Balancer
	g.ID, g.Balancer, g.LBID = w.stream("id", "targetgroup/"+g.Name).Hex(16), "", ""
	g.Targets = map[string]*Target{}
	w.state.groups[g.Name] = &g
	w.note(Entry{Kind: "command", Entity: g.Name, Text: "target group created"})
	if behind != "" {
		w.putBehind(&g, behind)
	}
	return Reply{}, nil
}

// putBehind gives a target group its place behind a load balancer.
func (w *World) putBehind(g *TargetGroup, name string) {
	lb := w.state.balancers[name]
	if lb == nil {
		lb = &LoadBalancer{Name: name, Scheme: schemePublic}
		w.addBalancer(lb, true)
	}
	if len(lb.Listeners) == 0 {
		w.addListener(lb, Listener{Port: 80, Protocol: "HTTP"}, Action{Fixed: &FixedResponse{Status: "404", ContentType: "text/plain"}})
	}
	l := lb.Listeners[0]
	paths := []string{"/" + g.Name, "/" + g.Name + "/*"}
	w.addRule(l, Rule{Priority: len(l.Rules), Conditions: []Condition{{Field: "path-pattern", Values: paths}}}, Action{Forward: []Weight{{g.Name, 1}}})
}
