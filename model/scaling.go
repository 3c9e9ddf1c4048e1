package model

import "time"

// ScalableTarget is the range in which Application Auto Scaling may move a
// service's desired count, and the policies that move it.
type ScalableTarget struct {
	Service      ServiceRef
	Min, Max     int
	InSuspended  bool
	OutSuspended bool
	// ScheduledSuspended tells that scheduled actions do not run.
	ScheduledSuspended bool
	Policies           []ScalingPolicy
}

// ScalingPolicy is one rule of a scalable target.
type ScalingPolicy struct {
	ARN         string
	Name        string
	Type        string // TargetTrackingScaling, StepScaling, PredictiveScaling
	Metric      string // predefined metric type or metric name
	Target      float64
	OutCooldown time.Duration
	InCooldown  time.Duration
	Alarms      []string
	// NoScaleIn tells a target-tracking policy that only scales out.
	NoScaleIn bool
	// Adjustment is how Steps change the count (ChangeInCapacity, ExactCapacity,
	// PercentChangeInCapacity); both are of step scaling, as is Cooldown.
	Adjustment string
	Steps      []ScalingStep
	Cooldown   time.Duration
}

// ScalingStep is the adjustment for a metric that is between two offsets from
// its alarm's threshold. An offset is NaN where there is no bound.
type ScalingStep struct {
	Lower, Upper float64
	By           int
}

// ScheduledAction sets the bounds of a scalable target at a time.
type ScheduledAction struct {
	ARN      string
	Name     string
	Service  ServiceRef
	Schedule string // at(...), rate(...) or cron(...)
	Timezone string // "" is UTC
	// Min and Max are the new bounds; -1 leaves one as it is.
	Min, Max       int
	StartAt, EndAt time.Time
	CreatedAt      time.Time
}

// Activity is one move that Application Auto Scaling made or tried.
type Activity struct {
	ID            string
	Service       ServiceRef
	StartAt       time.Time
	EndAt         time.Time
	Description   string
	Cause         string
	Status        string
	StatusMessage string
}
