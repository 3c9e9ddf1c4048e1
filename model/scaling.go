package model

import "time"

// ScalableTarget is the range in which Application Auto Scaling may move a
// service's desired count, and the policies that move it.
type ScalableTarget struct {
	Service      ServiceRef
	Min, Max     int
	InSuspended  bool
	OutSuspended bool
	Policies     []ScalingPolicy
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
