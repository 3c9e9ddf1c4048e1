package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// slot is one period of an alarm's evaluation range.
type slot struct {
	at      time.Time
	value   float64
	count   float64
	present bool
}

// extraSlots is by how many periods the evaluation range is longer than the
// evaluation periods. CloudWatch tells only that it is 5 for 3 periods of a
// minute (CloudWatch guide, alarms-and-missing-data).
const extraSlots = 2

// evaluation is what one comes to. decisive are the datapoints that it
// rests on, newest first; filled is how many missing ones were treated as a
// value.
type evaluation struct {
	state    model.AlarmState
	reason   string
	data     string
	decisive []slot
	filled   int
}

// seen is what the evaluations of an alarm have read of its metric: nothing but
// a memory of what Statistics says, so that each minute is read once. A minute
// that is over does not change, except for values that are put late, which
// have it forgotten.
type seen struct {
	to      time.Time // minutes before it have been read
	minutes []Stat    // oldest first
	slots   []slot    // of the newest evaluation
	points  []slot    // its decisive datapoints
}

// slots are the periods of the alarm's evaluation range, oldest first, until
// the alarm's next evaluation. They end with the newest whole minute: a period
// of several minutes slides, as alarms are evaluated every minute (CloudWatch
// guide, alarm-evaluation).
func (v View) slots(a *Alarm) []slot {
	n := a.Periods + extraSlots
	to := v.Now().Add(-metricDelay).Truncate(time.Minute)
	from := to.Add(-time.Duration(n) * a.Period)
	a.seen.read(v, a, from, to)
	out := a.seen.slots[:0]
	minutes := a.seen.minutes
	for i := range n {
		sl := slot{at: from.Add(time.Duration(i) * a.Period)}
		end := sl.at.Add(a.Period)
		var sum Stat
		for k := 0; len(minutes) > 0 && minutes[0].At.Before(end); k++ {
			if k == 0 {
				sum = minutes[0]
			} else {
				sum = sum.plus(minutes[0])
			}
			minutes = minutes[1:]
		}
		if sum.Count > 0 {
			sl.value, sl.present = sum.Value(a.Statistic)
			sl.count = sum.Count
		}
		out = append(out, sl)
	}
	a.seen.slots = out
	return out
}

// forget has everything read again.
func (m *seen) forget() { m.to, m.minutes = time.Time{}, m.minutes[:0] }

// read brings the memory up to [from, to).
func (m *seen) read(v View, a *Alarm, from, to time.Time) {
	first := from
	if m.to.After(from) {
		first = m.to
	}
	old := 0
	for old < len(m.minutes) && m.minutes[old].At.Before(from) {
		old++
	}
	m.minutes = append(m.minutes[:0], m.minutes[old:]...)
	if first.Before(to) {
		m.minutes = v.read(m.minutes, a.MetricID(), first, to)
		m.to = to
	}
}

// judge is the alarm's state by the rules of the CloudWatch guide,
// alarms-and-missing-data: the newest datapoints that exist decide, as many as
// there are evaluation periods, from further back in the range if need be. Only
// if the whole range has fewer, missing ones are treated as the alarm says.
func (a *Alarm) judge(slots []slot) evaluation {
	points := a.seen.points[:0] // newest first
	oldest := 0                 // how many periods ago the oldest breaching one was
	breaching := 0
	for age := len(slots) - 1; age >= 0 && len(points) < a.Periods; age-- {
		s := slots[age]
		if !s.present {
			continue
		}
		points = append(points, s)
		if a.breaches(s.value) {
			breaching++
			oldest = len(slots) - age
		}
	}
	a.seen.points = points
	missing := a.Periods - len(points)
	v := evaluation{state: model.AlarmOK, decisive: points}
	switch {
	case breaching >= a.needed():
		v.state = model.AlarmAlarm
	case missing == 0:
	case a.MissingData == "breaching":
		v.filled = missing
		if breaching+missing >= a.needed() {
			v.state = model.AlarmAlarm
		}
	case a.MissingData == "notBreaching":
		v.filled = missing
	case breaching < len(points):
		// One that does not breach is enough for OK, whatever is missing.
	case a.MissingData == "ignore":
		v.state = a.State
	case len(points) == 0:
		v.state = model.AlarmInsufficient
	case oldest >= a.needed():
		v.state = model.AlarmAlarm
	default:
		// Too early: the next datapoint may not breach. So an alarm does not go
		// off on the first datapoint of a metric that has just begun.
		v.state = a.State
	}
	return v
}

func (a *Alarm) breaches(x float64) bool {
	switch a.Comparison {
	case "GreaterThanOrEqualToThreshold":
		return x >= a.Threshold
	case "LessThanThreshold":
		return x < a.Threshold
	case "LessThanOrEqualToThreshold":
		return x <= a.Threshold
	}
	return x > a.Threshold
}

// comparisonWords are CloudWatch's own in a StateReason.
var comparisonWords = map[string]string{
	"GreaterThanThreshold":          "greater than",
	"GreaterThanOrEqualToThreshold": "greater than or equal to",
	"LessThanThreshold":             "less than",
	"LessThanOrEqualToThreshold":    "less than or equal to",
}
