package model

import (
	"math"
	"time"
)

// Metrics of a service that the dashboard draws, in percent of what is
// reserved (CloudWatch namespace AWS/ECS).
const (
	CPUUtilization    = "CPUUtilization"
	MemoryUtilization = "MemoryUtilization"
)

// Series is one metric over time at even steps. Values[i] belongs to the
// period that starts at Start + i*Period; NaN where nothing was reported.
type Series struct {
	Metric string
	Unit   string
	Start  time.Time
	Period time.Duration
	Values []float64
}

// Last is the newest value that was reported; ok is false when there is none.
func (s Series) Last() (v float64, ok bool) {
	for i := len(s.Values) - 1; i >= 0; i-- {
		if !math.IsNaN(s.Values[i]) {
			return s.Values[i], true
		}
	}
	return 0, false
}

// End is the end of the newest period.
func (s Series) End() time.Time { return s.Start.Add(time.Duration(len(s.Values)) * s.Period) }
