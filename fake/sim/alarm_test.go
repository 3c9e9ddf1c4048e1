package sim

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// slotsOf reads datapoints as the CloudWatch guide writes them, oldest first:
// X breaches, 0 does not, - is missing.
func slotsOf(text string) (out []slot) {
	for i, c := range strings.Fields(text) {
		s := slot{at: noon.Add(time.Duration(i) * time.Minute), present: c != "-", count: 1}
		if c == "X" {
			s.value = 100
		}
		out = append(out, s)
	}
	return out
}

// TestMissingData is the two tables of the CloudWatch guide,
// alarms-and-missing-data, and the cases that its text adds. The state before
// is INSUFFICIENT_DATA, so that what is retained can be told apart.
func TestMissingData(t *testing.T) {
	const ok, alarm, none = model.AlarmOK, model.AlarmAlarm, model.AlarmInsufficient
	for _, c := range []struct {
		points string
		m      int
		want   [4]model.AlarmState // missing, ignore, breaching, notBreaching
	}{
		{"0 - X - X", 3, [4]model.AlarmState{ok, ok, ok, ok}},
		{"0 - - - -", 3, [4]model.AlarmState{ok, ok, ok, ok}},
		{"- - - - -", 3, [4]model.AlarmState{none, none, alarm, ok}},
		{"0 X X - X", 3, [4]model.AlarmState{alarm, alarm, alarm, alarm}},
		{"- - X - -", 3, [4]model.AlarmState{alarm, none, alarm, ok}},
		{"0 - X - X", 2, [4]model.AlarmState{alarm, alarm, alarm, alarm}},
		{"0 0 X 0 X", 2, [4]model.AlarmState{alarm, alarm, alarm, alarm}},
		{"0 - X - -", 2, [4]model.AlarmState{ok, ok, alarm, ok}},
		{"- - - - 0", 2, [4]model.AlarmState{ok, ok, alarm, ok}},
		{"- - - X -", 2, [4]model.AlarmState{alarm, none, alarm, ok}},
		// Too early: the next datapoint may not breach.
		{"- - - - X", 3, [4]model.AlarmState{none, none, alarm, ok}},
		{"- - - X -", 3, [4]model.AlarmState{none, none, alarm, ok}},
		// Nothing is missing: the newest three count.
		{"X X X X 0", 3, [4]model.AlarmState{ok, ok, ok, ok}},
		{"0 0 X X X", 3, [4]model.AlarmState{alarm, alarm, alarm, alarm}},
	} {
		for i, treat := range []string{"missing", "ignore", "breaching", "notBreaching"} {
			a := &Alarm{Comparison: "GreaterThanThreshold", Threshold: 50, Periods: 3, DatapointsToAlarm: c.m, MissingData: treat, State: none}
			if got := a.judge(slotsOf(c.points)).state; got != c.want[i] {
				t.Errorf("%s, %d of 3, %s: %s, want %s", c.points, c.m, treat, got, c.want[i])
			}
		}
	}
}

// Of an alarm's reason only the datapoints that decided are told.
func TestAlarmReasonsAreTrue(t *testing.T) {
	points := func(values ...float64) (out []slot) {
		for i, x := range values {
			out = append(out, slot{at: noon.Add(time.Duration(i) * time.Minute), value: x, present: true})
		}
		return out
	}
	for _, c := range []struct {
		alarm Alarm
		slots []slot
		want  string
	}{
		{Alarm{Threshold: 70, Periods: 3}, points(85.95, 85.22, 63.63),
			"Threshold Crossed: 1 out of the last 3 datapoints [63.63 (23/11/26 12:02:00)] were not greater than the threshold (70.0) (minimum 1 datapoint for ALARM -> OK transition)."},
		{Alarm{Threshold: 70, Periods: 1}, points(80), "Threshold Crossed: 1 datapoint [80.0 (23/11/26 12:00:00)] was greater than the threshold (70.0)."},
		{Alarm{Threshold: 70, Periods: 3, DatapointsToAlarm: 2}, points(90, 20, 80.5),
			"Threshold Crossed: 2 out of the last 3 datapoints [80.5 (23/11/26 12:02:00), 90.0 (23/11/26 12:00:00)] were greater than the threshold (70.0) (minimum 2 datapoints for OK -> ALARM transition)."},
		{Alarm{Threshold: 62.99, Periods: 3, DatapointsToAlarm: 2}, points(90, 20, 10),
			"Threshold Crossed: 2 out of the last 3 datapoints [10.0 (23/11/26 12:02:00), 20.0 (23/11/26 12:01:00)] were not greater than the threshold (62.99) (minimum 2 datapoints for ALARM -> OK transition)."},
		{Alarm{Periods: 3, MissingData: "missing"}, nil, "Insufficient Data: 3 datapoints were unknown."},
		{Alarm{Periods: 1, MissingData: "missing"}, nil, "Insufficient Data: 1 datapoint was unknown."},
		{Alarm{Periods: 3, MissingData: "breaching"}, nil, "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching]."},
		{Alarm{Periods: 1, MissingData: "notBreaching"}, nil, "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching]."},
	} {
		a := &c.alarm
		a.Comparison, a.State = "GreaterThanThreshold", model.AlarmOK
		if got := a.tell(a.judge(c.slots)); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// queueAlarm watches the length of a queue that somebody reports.
func queueAlarm(missing string) PutMetricAlarm {
	return PutMetricAlarm{Alarm{
		Name: "queue", Namespace: "Shop", Metric: "QueueLength", Statistic: "Maximum", Comparison: "GreaterThanThreshold", Threshold: 100,
		Period: time.Minute, Periods: 3, DatapointsToAlarm: 2, MissingData: missing, AlarmActions: []string{"arn:aws:sns:eu-west-1:123456789012:ops"},
	}}
}

func queue(n float64) PutMetricData {
	return PutMetricData{[]Datum{{Metric: MetricID{Namespace: "Shop", Name: "QueueLength"}, Parts: []Part{{n, 1}}}}}
}

func TestAlarmOnACustomMetric(t *testing.T) {
	b := newBox(t)
	b.must(queueAlarm(""))
	state := func() model.AlarmState { return b.View().Alarm("queue").State }
	b.Step(time.Hour + 30*time.Second)
	if state() != model.AlarmInsufficient {
		t.Errorf("without data it is %s", state())
	}
	for i, n := range []float64{50, 120, 90, 150} {
		b.must(queue(n))
		b.Step(time.Minute)
		if want := []model.AlarmState{model.AlarmOK, model.AlarmOK, model.AlarmOK, model.AlarmAlarm}[i]; state() != want {
			t.Errorf("after value %d it is %s, want %s", i, state(), want)
		}
	}
	b.Step(30 * time.Minute)
	if state() != model.AlarmInsufficient {
		t.Errorf("long after the last value it is %s", state())
	}
	// On the way there 90 and 150 with one missing were OK, and 150 alone, by
	// then old enough, was ALARM again: the rules of missing data.
	var history []string
	for _, e := range b.View().Alarm("queue").History {
		history = append(history, e.Type+": "+e.Summary)
	}
	b.expect(strings.Join(history, "\n"), `
StateUpdate: Alarm updated from ALARM to INSUFFICIENT_DATA
Action: Successfully executed action arn:aws:sns:eu-west-1:123456789012:ops
StateUpdate: Alarm updated from OK to ALARM
StateUpdate: Alarm updated from ALARM to OK
Action: Successfully executed action arn:aws:sns:eu-west-1:123456789012:ops
StateUpdate: Alarm updated from OK to ALARM
StateUpdate: Alarm updated from INSUFFICIENT_DATA to OK
ConfigurationUpdate: Alarm "queue" created`)
	if due, ok := b.NextDue(); ok {
		t.Errorf("an alarm at rest is due at %v", due)
	}
}

// A new service has little data at first; the low alarm of its policy waits
// until it has enough.
func TestLowAlarmWaitsForItsData(t *testing.T) {
	b := busy(t, &Traffic{Base: 1})
	low := b.api().Scaling.Policies[0].Low
	b.Step(14 * time.Minute)
	if got := b.View().Alarm(low).State; got != model.AlarmInsufficient {
		t.Errorf("after 14 minutes the low alarm is %s", got)
	}
	b.Step(3 * time.Minute)
	if got := b.View().Alarm(low).State; got != model.AlarmAlarm {
		t.Errorf("after 17 minutes the low alarm is %s", got)
	}
}

func TestSetAlarmStateLastsUntilTheNextEvaluation(t *testing.T) {
	b := newBox(t)
	b.must(queueAlarm("notBreaching"))
	b.Step(time.Minute)
	b.must(queue(1))
	b.Step(2 * time.Minute)
	b.must(SetAlarmState{Name: "queue", State: model.AlarmAlarm, Reason: "testing"})
	if a := b.View().Alarm("queue"); a.State != model.AlarmAlarm || a.Reason != "testing" {
		t.Errorf("alarm is %s: %s", a.State, a.Reason)
	}
	b.Step(time.Minute)
	if a := b.View().Alarm("queue"); a.State != model.AlarmOK {
		t.Errorf("a minute later it is %s: %s", a.State, a.Reason)
	}
	b.refuses(SetAlarmState{Name: "nobody", State: model.AlarmOK}, "ResourceNotFound", "The alarm nobody does not exist.")
	bad := queueAlarm("")
	bad.Alarm.DatapointsToAlarm = 4
	b.refuses(bad, "ValidationError", "The parameter DatapointsToAlarm must be between 1 and EvaluationPeriods, which is 3.")
}

// The index of alarms follows what happens to them.
func TestAlarmsAreFoundByWhatTheyWatch(t *testing.T) {
	b := busy(t, nil)
	b.must(PutAlarm{Alarm{Name: "cpu", Cluster: "c", Service: "api", Metric: "CPUUtilization", Comparison: "GreaterThanThreshold", Threshold: 80, Periods: 2}})
	names := func() string {
		var out []string
		for _, a := range b.View().ServiceAlarms(b.api()) {
			name, _, _ := strings.Cut(strings.TrimPrefix(a.Name, "TargetTracking-service/c/api-"), "-")
			out = append(out, name)
		}
		return fmt.Sprint(out)
	}
	if got := names(); got != "[AlarmHigh AlarmLow cpu]" {
		t.Errorf("alarms: %s", got)
	}
	b.must(DeleteAlarms{[]string{"cpu", "never"}})
	b.must(DeregisterTarget{"c", "api"})
	if got := names(); got != "[]" || len(b.View().Alarms()) != 0 || len(b.state.alarmsOf) != 0 {
		t.Errorf("alarms left: %s, %d, %d", got, len(b.View().Alarms()), len(b.state.alarmsOf))
	}
}

func TestEvaluationsReadEachMinuteOnce(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	watch := Alarm{Name: "busy", Namespace: "AWS/ECS", Metric: "CPUUtilization", Dimensions: serviceDimensions(Key{"c", "api"}), Statistic: "Average", Comparison: "GreaterThanThreshold", Threshold: 90, Period: 5 * time.Minute, Periods: 3}
	b.must(PutMetricAlarm{watch})
	b.Step(time.Hour)
	a, v := b.View().Alarm("busy"), b.View()
	if n := testing.AllocsPerRun(10, func() { decideAlarm(v, a.key(), nil) }); n != 0 {
		t.Errorf("an evaluation allocates %v times", n)
	}
	to := v.Now().Add(-metricDelay).Truncate(time.Minute)
	for _, s := range v.slots(a) {
		fresh := v.Statistics(a.MetricID(), s.at, s.at.Add(a.Period), a.Period)
		if len(fresh) != 1 || fresh[0].Average() != s.value || fresh[0].Count != s.count || !s.at.Before(to) {
			t.Errorf("%v differs from %v", s, fresh)
		}
	}
}

func TestLateValuesCount(t *testing.T) {
	b := newBox(t)
	queue := MetricID{"Shop", "Queue", nil}
	put := func(ago time.Duration, x float64) {
		b.must(PutMetricData{[]Datum{{Metric: queue, At: b.Now().Add(-ago), Parts: []Part{{x, 1}}}}})
	}
	b.must(PutMetricAlarm{Alarm{Name: "queue", Namespace: "Shop", Metric: "Queue", Statistic: "Maximum", Comparison: "GreaterThanThreshold", Threshold: 10, Period: time.Minute, Periods: 3, DatapointsToAlarm: 2}})
	for range 5 {
		put(0, 5)
		b.Step(time.Minute)
	}
	put(2*time.Minute, 50)
	put(3*time.Minute, 50)
	b.Step(time.Minute)
	if a := b.View().Alarm("queue"); a.State != "ALARM" {
		t.Errorf("the alarm is in %s: %s", a.State, a.Reason)
	}
}
