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

// LogGroup holds the streams of containers. Lines about requests are not kept:
// they follow from what a task was given each minute and are made when read.
// What happens once (a start, a stop, a crash) is kept as a fact of its stream.
type LogGroup struct {
	Name      string
	CreatedAt time.Time
	Streams   map[string]*LogStream
}

// LogStream is the output of one container of one task.
type LogStream struct {
	Name      string
	Cluster   string
	Service   string
	Task      string
	Container string
	Voice     string
	LogEvery  int
	CreatedAt time.Time
	ReadyAt   time.Time // from here on the application speaks by itself
	ClosedAt  time.Time // and until here; zero while it does
	Facts     []LogFact
	Served    []Served // newest last, as long as a service remembers its minutes
}

// Served is what one task was given in one minute.
type Served struct {
	At               time.Time
	Requests, Errors int
	// Of the errors: not answered in time by a task too busy, and failed because
	// something that the service needs was down. The rest: nothing listened.
	TimedOut, Upstream int
	Rejected           int // answered with 4xx: no errors
}

// LogFact is a line that is kept because it tells of something that happened.
type LogFact struct {
	At      time.Time
	Message string
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
