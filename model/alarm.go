package model

import "time"

// Alarm is a CloudWatch metric alarm.
type Alarm struct {
	Name       string
	State      AlarmState
	Reason     string
	Namespace  string
	Metric     string
	Dimensions map[string]string
	Comparison string  // GreaterThanThreshold, LessThanThreshold, ...
	Threshold  float64 // NaN where there is none, as with anomaly detection
	Period     time.Duration
	Periods    int
	UpdatedAt  time.Time // of the state
}
