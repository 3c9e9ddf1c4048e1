package sim

import (
	"slices"
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

// slots are the periods of the alarm's evaluation range, oldest first. They
// end with the newest whole minute: a period of several minutes slides, as
// alarms are evaluated every minute (CloudWatch guide, alarm-evaluation).
func (v View) slots(a *Alarm) []slot {
	n := a.Periods + extraSlots
	to := v.Now().Add(-metricDelay).Truncate(time.Minute)
	from := to.Add(-time.Duration(n) * a.Period)
	out := make([]slot, n)
	for i := range out {
		out[i].at = from.Add(time.Duration(i) * a.Period)
	}
	for _, s := range v.Statistics(a.MetricID(), from, to, a.Period) {
		if i := int(s.At.Sub(from) / a.Period); i >= 0 && i < n {
			out[i].value, out[i].present = s.Value(a.Statistic)
			out[i].count = s.Count
		}
	}
	return out
}

// judge is the alarm's state by the rules of the CloudWatch guide,
// alarms-and-missing-data: the newest datapoints that exist decide, as many as
// there are evaluation periods, from further back in the range if need be. Only
// if the whole range has fewer, missing ones are treated as the alarm says.
func (a *Alarm) judge(slots []slot) evaluation {
	var points []slot // newest first
	oldest := 0       // how many periods ago the oldest breaching one was
	breaching := 0
	for age, s := range slices.Backward(slots) {
		if !s.present || len(points) == a.Periods {
			continue
		}
		points = append(points, s)
		if a.breaches(s.value) {
			breaching++
			oldest = len(slots) - age
		}
	}
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
