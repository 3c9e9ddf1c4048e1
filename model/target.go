package model

import "strings"

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
