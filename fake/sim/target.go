package sim

import (
	"fmt"
	"strings"
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
	Balancer  string // load balancer name
	LBID      string
	Kind      string // ip or instance
	Port      int
	Path      string
	Interval  time.Duration
	Timeout   time.Duration
	Healthy   int
	Unhealthy int
	Delay     time.Duration // deregistration delay
	Targets   map[string]*Target
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

// CreateTargetGroup makes a target group behind a load balancer.
type CreateTargetGroup struct{ Group TargetGroup }

func (c CreateTargetGroup) do(w *World) (Reply, error) {
	g := c.Group
	if g.Name == "" || len(g.Name) > 32 || strings.Trim(g.Name, "-") != g.Name {
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("Target group name %q is not valid: 1 to 32 characters, not beginning or ending with a hyphen", g.Name)}
	}
	if _, ok := w.state.groups[g.Name]; ok {
		return Reply{}, &Error{"DuplicateTargetGroupName", "A target group with the same name '" + g.Name + "' exists, but with different settings"}
	}
	s := w.stream("id", "targetgroup/"+g.Name)
	g.ID, g.LBID = s.Hex(16), newStream(w.cfg.Seed, "id", "loadbalancer/"+g.Balancer).Hex(16)
	g.Targets = map[string]*Target{}
	w.state.groups[g.Name] = &g
	w.note(Entry{Kind: "command", Entity: g.Name, Text: "target group created"})
	return Reply{}, nil
}
