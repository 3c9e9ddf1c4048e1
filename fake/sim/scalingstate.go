package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Scaling is a service as a scalable target of Application Auto Scaling.
type Scaling struct {
	Min, Max   int
	Policies   []*Policy
	Activities []Activity // newest first
}

// Policy is a target-tracking policy.
type Policy struct {
	Name        string
	ID          string // UUID of its ARN
	Metric      string // ECSServiceAverageCPUUtilization or ECSServiceAverageMemoryUtilization
	Target      float64
	OutCooldown time.Duration
	InCooldown  time.Duration
	NoScaleIn   bool
	LastOut     time.Time
	LastIn      time.Time
	High, Low   string // alarm names
}

// Activity is one move of a desired count.
type Activity struct {
	ID            string
	At, End       time.Time
	Description   string
	Cause         string
	Status        string
	StatusMessage string
}

// Alarm is a CloudWatch alarm on a service's metric.
type Alarm struct {
	Name          string
	Description   string
	Cluster       string
	Service       string
	Namespace     string
	Metric        string
	Comparison    string
	Threshold     float64
	Period        time.Duration
	Periods       int
	State         model.AlarmState
	Reason        string
	UpdatedAt     time.Time
	Policy        string // name of the policy it triggers, "" for none
	LastTriggered time.Time
}

// PutScaling makes a service a scalable target with target-tracking policies.
// Policies need Name, Metric, Target and cooldowns; the rest is the world's.
type PutScaling struct {
	Cluster, Name string
	Min, Max      int
	Policies      []Policy
}

// PutAlarm makes an alarm on a service's metric that tells and does nothing
// else.
type PutAlarm struct{ Alarm Alarm }
