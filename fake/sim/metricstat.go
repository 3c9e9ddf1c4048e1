package sim

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Stat is what CloudWatch keeps of a metric for a period: a statistic set. A
// period in which nothing was reported has none.
type Stat struct {
	At            time.Time // the period's beginning
	Count         float64   // values reported
	Sum, Min, Max float64
	Parts         []Part // the values one by one; nil when they are not known
}

// Part is a value, and how often it was reported.
type Part struct{ Value, Count float64 }

// Average is Sum over Count. Readings have two digits: what the division adds
// beyond six is noise.
func (s Stat) Average() float64 {
	x := float64(s.Sum/s.Count) * 1e6
	return float64(int64(x+half(x))) / 1e6
}

func half(x float64) float64 {
	if x < 0 {
		return -0.5
	}
	return 0.5
}

// one is a period in which one value was reported.
func one(at time.Time, x float64) Stat { return Stat{at, 1, x, x, x, []Part{{x, 1}}} }

// plus is both of two periods as one.
func (s Stat) plus(o Stat) Stat {
	s.Count += o.Count
	s.Sum += o.Sum
	s.Min, s.Max = min(s.Min, o.Min), max(s.Max, o.Max)
	if s.Parts == nil || o.Parts == nil {
		s.Parts = nil
	} else {
		s.Parts = slices.Concat(s.Parts, o.Parts)
	}
	return s
}

// Percentile is the value below which p percent of a period's values lie; ok
// is false when they are not known one by one.
func (s Stat) Percentile(p float64) (x float64, ok bool) {
	parts := s.Parts
	if s.Min == s.Max {
		return s.Min, true
	}
	if parts == nil {
		return 0, false
	}
	parts = slices.Clone(parts)
	model.Sort(parts, func(a, b Part) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	})
	left := float64(s.Count*p) / 100
	for _, part := range parts {
		x = part.Value
		if left -= part.Count; left <= 0 {
			break
		}
	}
	return x, true
}

// Value is a statistic of the period: Average, Sum, Minimum, Maximum,
// SampleCount, or a percentile such as p99; ok is false when the simulator
// cannot tell it.
func (s Stat) Value(statistic string) (x float64, ok bool) {
	switch statistic {
	case "Average":
		return s.Average(), true
	case "Sum":
		return s.Sum, true
	case "Minimum":
		return s.Min, true
	case "Maximum":
		return s.Max, true
	case "SampleCount":
		return s.Count, true
	}
	if p, is := PercentileOf(statistic); is {
		return s.Percentile(p)
	}
	return 0, false
}

// PercentileOf reads an extended statistic, p0.0 to p100.
func PercentileOf(statistic string) (p float64, ok bool) {
	digits, is := strings.CutPrefix(statistic, "p")
	p, err := strconv.ParseFloat(digits, 64)
	return p, is && err == nil && p >= 0 && p <= 100
}

// KnownStatistic tells a statistic that Value can tell of some metric.
func KnownStatistic(name string) bool {
	_, ok := Stat{Count: 1}.Value(name)
	return ok
}
