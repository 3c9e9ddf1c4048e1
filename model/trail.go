package model

import "time"

// Change is a call that changed something, as AWS CloudTrail recorded it: who
// did what to what.
type Change struct {
	ID        string
	At        time.Time
	Action    string // as IAM names it: ecs:UpdateService
	User      string // name of the user or of the role's session
	Principal string // ARN, "" when not told
	Source    string // address or AWS service that it came from
	Agent     string // user agent
	Cluster   string // names, "" when it was about something else
	Service   string
	Resources []string
	ReadOnly  bool
	ErrorCode string // of a call that was refused
	// Asked are the parameters that say most, as key=value: desiredCount=4.
	// Values are untrusted and never of the environment.
	Asked []string
}
