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
	Name            string
	ID              string // 16 hex digits of its ARN
	Balancer        string // name of the load balancer whose rules forward to it, "" for none
	LBID            string // and its id
	Kind            string // ip or instance
	Protocol        string // HTTP or HTTPS
	ProtocolVersion string // HTTP1, HTTP2 or GRPC
	Port            int
	VPC             string
	CreatedAt       time.Time
	Tags            map[string]string

	CheckProtocol string
	CheckPort     string // traffic-port, or a number
	Path          string
	Matcher       string // codes that pass a check: 200, 200,202 or 200-299
	Interval      time.Duration
	Timeout       time.Duration
	Healthy       int // checks passed in a row that make an unhealthy target healthy
	Unhealthy     int // checks failed in a row that make a target unhealthy

	Delay      time.Duration     // deregistration delay
	SlowStart  time.Duration     // in which a new target comes to its full share; 0 is at once
	Attributes map[string]string // the others: stickiness and so on, without effect here

	Targets map[string]*Target

	kept  []keptGroupMinute // what happened in its minutes, oldest first; see View.GroupMinutes
	rules []*Rule           // that forward to it
	hosts []hostCount       // how many targets are healthy, whenever that changes
}

// Kinds of target groups.
const (
	kindIP       = "ip"
	kindInstance = "instance"
)

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

	check  check
	task   *Task     // that answers there; nil when nobody does
	byHand bool      // registered by RegisterTargets
	ramp   time.Time // began to come to its full share then; zero is at once
}
