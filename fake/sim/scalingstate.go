package sim

import "time"

// Scaling is a service as a scalable target of Application Auto Scaling.
type Scaling struct {
	Min, Max   int
	Suspended  Suspended
	Policies   []*Policy
	Scheduled  []*ScheduledAction
	Activities []Activity // newest first
	CreatedAt  time.Time
	Tags       map[string]string
}

// Suspended are the scaling activities that are switched off.
type Suspended struct{ In, Out, Scheduled bool }

// Policy is a scaling policy.
type Policy struct {
	Name string
	ID   string // UUID of its ARN
	Type string // TargetTrackingScaling or StepScaling; "" is the former

	// Of target tracking: Metric is one of AWS's predefined types, or Custom
	// says which metric it is.
	Metric      string
	Label       string // resource label of ALBRequestCountPerTarget
	Custom      *CustomMetric
	Target      float64
	OutCooldown time.Duration
	InCooldown  time.Duration
	NoScaleIn   bool
	High, Low   string // alarm names

	// Of step scaling.
	Step StepConfig

	CreatedAt time.Time
	LastOut   time.Time
	LastIn    time.Time

	outBase int    // the desired count from which the cooldown of the last scale-out counts
	told    string // why it did not scale, and for which alarm and when, as last told
}

// CustomMetric is a metric that a policy tracks: one that goes down as capacity
// goes up.
type CustomMetric struct {
	Metric    MetricID
	Statistic string
	Unit      string
}

// StepConfig is how far a step scaling policy moves a service.
type StepConfig struct {
	Adjustment   string // ChangeInCapacity, ExactCapacity or PercentChangeInCapacity
	Steps        []Step
	MinMagnitude int // of PercentChangeInCapacity
	Cooldown     time.Duration
	Aggregation  string // Average, Minimum or Maximum
}

// Step is one adjustment: for the metric being within bounds that count from
// the alarm's threshold; nil is without a bound.
type Step struct {
	Lower, Upper *float64
	By           int
}

// ScheduledAction sets new bounds at a time.
type ScheduledAction struct {
	Name      string
	ID        string // UUID of its ARN
	Schedule  string // at(...), rate(...) or cron(...)
	Zone      *time.Location
	Start     time.Time // zero: at once
	End       time.Time // zero: for ever
	Min, Max  *int
	CreatedAt time.Time

	when timetable
}

// Activity is one move of a desired count or of bounds, or a move that was not
// made.
type Activity struct {
	ID            string
	At, End       time.Time
	Description   string
	Cause         string
	Status        string
	StatusMessage string
	Not           []NotScaled // why nothing was moved; none of a move
}

// NotScaled is a reason why an alarm moved nothing, with what that depends on.
type NotScaled struct {
	Code              string
	Min, Max, Current int
}

// PutScaling makes a service a scalable target with target-tracking policies.
// Policies need Name, Metric, Target and cooldowns; the rest is the world's.
type PutScaling struct {
	Cluster, Name string
	Min, Max      int
	Policies      []Policy
}
