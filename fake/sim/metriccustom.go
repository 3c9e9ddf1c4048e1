package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Bounds of PutMetricData (SDK cloudwatch, PutMetricData and MetricDatum), and
// what the simulator keeps of it.
const (
	datumsAtMost     = 1000
	dimensionsAtMost = 30
	valuesAtMost     = 150
	datumFuture      = 2 * time.Hour
	customKept       = 1440 // minutes: a day
	partsKept        = 150  // values of a minute that are told apart for percentiles
)

// custom is a metric of PutMetricData: its minutes, oldest first.
type custom struct {
	id      MetricID
	unit    string
	minutes []Stat
}

// Datum is values of a metric at an instant.
type Datum struct {
	Metric MetricID
	At     time.Time // zero is now
	Unit   string
	Parts  []Part // values with their counts
	Set    Stat   // a statistic set instead, when Count is above 0
}

// PutMetricData reports values of custom metrics.
type PutMetricData struct{ Data []Datum }

func (c PutMetricData) do(w *World) (Reply, error) {
	if len(c.Data) == 0 {
		return Reply{}, &Error{"MissingParameter", "The parameter MetricData is required."}
	}
	if len(c.Data) > datumsAtMost {
		return Reply{}, &Error{"InvalidParameterValue", fmt.Sprintf("The collection MetricData must not have a size greater than %d.", datumsAtMost)}
	}
	for i, d := range c.Data {
		if err := w.checkDatum(d, fmt.Sprintf("MetricData.member.%d", i+1)); err != nil {
			return Reply{}, err
		}
	}
	for _, d := range c.Data {
		w.keepDatum(d)
	}
	return Reply{}, nil
}

func (w *World) checkDatum(d Datum, where string) error {
	if err := checkMetric(d.Metric); err != nil {
		return err
	}
	at := d.At
	switch {
	case strings.HasPrefix(d.Metric.Namespace, "AWS/"):
		return &Error{"InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid."}
	case len(d.Parts) == 0 && d.Set.Count <= 0:
		return &Error{"InvalidParameterCombination", "At least one of the parameters " + where + ".Value, " + where + ".Values or " + where + ".StatisticValues must be specified."}
	case len(d.Parts) > valuesAtMost:
		return &Error{"InvalidParameterValue", fmt.Sprintf("The collection %s.Values must not have a size greater than %d.", where, valuesAtMost)}
	case !at.IsZero() && at.After(w.now.Add(datumFuture)):
		return &Error{"InvalidParameterValue", "The value " + at.UTC().Format(time.RFC3339) + " for parameter " + where + ".Timestamp must be at most two hours in the future."}
	case !at.IsZero() && at.Before(w.now.Add(-customKept*time.Minute)):
		return &Error{"InvalidParameterValue", "The simulator keeps custom metrics for a day: " + where + ".Timestamp is older than that."}
	}
	for _, p := range d.Parts {
		if p.Value != p.Value || p.Value > 1e300 || p.Value < -1e300 || p.Count <= 0 || p.Count != p.Count {
			return &Error{"InvalidParameterValue", "The value of " + where + " must be a number, with a count above 0."}
		}
	}
	return nil
}

// checkMetric holds a metric's names to CloudWatch's bounds.
func checkMetric(m MetricID) error {
	switch {
	case m.Namespace == "" || len(m.Namespace) > 255:
		return &Error{"InvalidParameterValue", "The parameter Namespace must have 1 to 255 characters."}
	case m.Name == "" || len(m.Name) > 255:
		return &Error{"InvalidParameterValue", "The parameter MetricName must have 1 to 255 characters."}
	case len(m.Dimensions) > dimensionsAtMost:
		return &Error{"InvalidParameterValue", fmt.Sprintf("The collection Dimensions must not have a size greater than %d.", dimensionsAtMost)}
	}
	for i, d := range m.Dimensions {
		if d.Name == "" || d.Value == "" {
			return &Error{"InvalidParameterValue", fmt.Sprintf("The parameters Dimensions.member.%d.Name and Value must have 1 to 255 characters.", i+1)}
		}
		if slices.ContainsFunc(m.Dimensions[:i], func(o Dimension) bool { return o.Name == d.Name }) {
			return &Error{"InvalidParameterValue", "The dimension " + d.Name + " is there twice."}
		}
	}
	return nil
}

func (w *World) keepDatum(d Datum) {
	key := d.Metric.String()
	m := w.state.customs[key]
	if m == nil {
		m = &custom{id: d.Metric, unit: d.Unit}
		m.id.Dimensions = slices.Clone(d.Metric.Dimensions)
		w.state.customs[key] = m
	}
	at := d.At
	if at.IsZero() {
		at = w.now
	}
	s := d.Set
	if s.Count <= 0 {
		s = setOf(d.Parts)
	}
	s.At = at.UTC().Truncate(time.Minute)
	i, found := slices.BinarySearchFunc(m.minutes, s.At, func(s Stat, at time.Time) int { return s.At.Compare(at) })
	if found {
		s = m.minutes[i].plus(s)
		if len(s.Parts) > partsKept {
			s.Parts = nil
		}
		m.minutes[i] = s
	} else {
		m.minutes = slices.Insert(m.minutes, i, s)
	}
	if n := len(m.minutes); n > customKept {
		m.minutes = slices.Delete(m.minutes, 0, n-customKept)
	}
	for _, a := range w.state.alarmsOf[source{customSource, "", key}] {
		if s.At.Before(a.seen.to) {
			a.seen.forget()
		}
		// Values of a minute count when it is over and has come in.
		due := s.At.Add(time.Minute + metricDelay).Sub(w.now)
		if due <= 0 {
			due = w.untilEvaluation()
		}
		w.wake(due, alarmController, a.key())
	}
}

// setOf is the statistic set of values.
func setOf(parts []Part) Stat {
	s := Stat{Min: parts[0].Value, Max: parts[0].Value, Parts: slices.Clone(parts)}
	for _, p := range parts {
		s.Count += p.Count
		s.Sum += float64(p.Value * p.Count)
		s.Min, s.Max = min(s.Min, p.Value), max(s.Max, p.Value)
	}
	return s
}

// customReadings are the minutes of a metric that was put.
func (v View) customReadings(m MetricID, from, to time.Time) []Stat {
	c := v.w.state.customs[m.String()]
	if c == nil {
		return nil
	}
	from = later(from, v.Now().Add(-customKept*time.Minute))
	lo, _ := slices.BinarySearchFunc(c.minutes, from, func(s Stat, at time.Time) int { return s.At.Compare(at) })
	hi, _ := slices.BinarySearchFunc(c.minutes, to, func(s Stat, at time.Time) int { return s.At.Compare(at) })
	if hi <= lo {
		return nil
	}
	return slices.Clone(c.minutes[lo:hi])
}

// putSince tells whether a metric has been put for a minute since t, even for
// one that is not over.
func (v View) putSince(metric string, t time.Time) bool {
	c := v.w.state.customs[metric]
	return c != nil && !c.minutes[len(c.minutes)-1].At.Before(t)
}

// later is the later of two instants.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
