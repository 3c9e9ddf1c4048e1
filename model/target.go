package model

import (
	"cmp"
	"strings"
	"time"
)

// Target is an address in a target group, with the load balancer's verdict.
type Target struct {
	TargetGroupARN string
	ID             string // IP address or EC2 instance id
	Port           int
	Zone           string
	State          TargetState
	Reason         string // code, such as Target.Timeout
	Description    string
}

// TargetGroupName is the short name in a target group's ARN:
// arn:...:targetgroup/NAME/ID.
func TargetGroupName(arn string) string {
	parts := strings.Split(arn, "/")
	if len(parts) < 2 {
		return arn
	}
	return parts[1]
}

// TargetGroup is a group of targets and how they are checked.
type TargetGroup struct {
	ARN               string
	Name              string
	Protocol          string
	Port              int
	TargetType        string // ip, instance
	HealthPath        string
	HealthPort        string // a number or traffic-port
	HealthProtocol    string
	Interval, Timeout int // seconds
	Healthy, Failing  int // checks in a row that make a target healthy, unhealthy
	Matcher           string
	// Delay is how long a target that leaves is drained; DelayKnown tells
	// whether it was read.
	Delay         time.Duration
	DelayKnown    bool
	LoadBalancers []string // ARNs
	// Weights are the shares of traffic that listener rules give to it, in
	// percent; empty when not asked or not told.
	Weights []RuleWeight
}

// RuleWeight is the share of a listener rule's traffic that a target group gets.
type RuleWeight struct {
	Rule    string // ARN
	Percent float64
}

// Compare orders targets of one group by id and port.
func (t Target) Compare(o Target) int {
	return cmp.Or(cmp.Compare(t.ID, o.ID), cmp.Compare(t.Port, o.Port))
}
