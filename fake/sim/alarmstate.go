package sim

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// metricDelay is how long it takes until CloudWatch has a minute's value.
const metricDelay = 25 * time.Second

// wakeAlarms has the alarms of a service look at its newest minute.
func (w *World) wakeAlarms(s *Service) {
	for _, a := range w.state.alarmsOf[source{serviceSource, s.Cluster, s.Name}] {
		w.wake(metricDelay, alarmController, a.key())
	}
}

// untilEvaluation is how long it is to the next evaluation of alarms, which is
// when the values of the minute that ends now have come.
func (w *World) untilEvaluation() time.Duration {
	at := w.now.Truncate(time.Minute).Add(metricDelay)
	if !at.After(w.now) {
		at = at.Add(time.Minute)
	}
	return at.Sub(w.now)
}

// ServiceAlarms are the alarms that watch a service's metrics or move its
// desired count, by name.
func (v View) ServiceAlarms(s *Service) []*Alarm {
	out := slices.Clone(v.w.state.alarmsOf[source{serviceSource, s.Cluster, s.Name}])
	if s.Scaling != nil {
		for _, p := range s.Scaling.Policies {
			for _, name := range p.alarmNames() {
				if a := v.Alarm(name); a != nil && !slices.Contains(out, a) {
					out = append(out, a)
				}
			}
		}
	}
	model.Sort(out, func(a, b *Alarm) int { return compareText(a.Name, b.Name) })
	return out
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// decideAlarm is one evaluation of an alarm, and of the scaling policies that
// it triggers: those are triggered again every minute that it stays in ALARM
// (CloudWatch guide, alarm-actions).
func decideAlarm(v View, k Key, _ *Stream) []Intent {
	a := v.Alarm(k.Name)
	if a == nil {
		return nil
	}
	slots := v.slots(a)
	d := a.judge(slots)
	var out []Intent
	if d.state != a.State {
		d.reason, d.data = a.tell(d), v.reasonData(a, d)
		out = append(out, setAlarm{a, d})
	}
	out = append(out, v.triggered(a, d)...)
	// Without any datapoint in its range an alarm has come to rest, until its
	// metric is reported again.
	if len(d.decisive) > 0 || a.from.kind > serviceSource || a.from.kind == customSource && v.putSince(a.from.name, slots[0].at) {
		if len(out) == 0 {
			return a.again
		}
		out = append(out, lookAgain{a})
	}
	return out
}

// lookAgain has an alarm evaluated in the next minute.
type lookAgain struct{ Alarm *Alarm }

func (l lookAgain) apply(w *World, _ string) error {
	w.wake(w.untilEvaluation(), alarmController, l.Alarm.key())
	return nil
}

// setAlarm changes an alarm's state.
type setAlarm struct {
	Alarm   *Alarm
	Verdict evaluation
}

func (s setAlarm) apply(w *World, cause string) error {
	a, d := s.Alarm, s.Verdict
	w.note(Entry{Kind: "alarm", Cluster: a.Cluster, Service: a.Service, Entity: a.Name, Text: string(a.State) + " -> " + string(d.state) + ": " + d.reason, Cause: cause})
	a.remember(AlarmEvent{
		At: w.now, Type: "StateUpdate", Summary: "Alarm updated from " + string(a.State) + " to " + string(d.state),
		Data: fmt.Sprintf(`{"version":"1.0","oldState":{"stateValue":"%s","stateReason":%s},"newState":{"stateValue":"%s","stateReason":%s}}`,
			a.State, strconv.Quote(a.Reason), d.state, strconv.Quote(d.reason)),
	})
	a.State, a.Reason, a.ReasonData, a.UpdatedAt = d.state, d.reason, d.data, w.now
	if !a.ActionsOff {
		for _, arn := range a.actions() {
			a.remember(AlarmEvent{At: w.now, Type: "Action", Summary: "Successfully executed action " + arn})
		}
	}
	w.alarmChanged(a)
	return nil
}

// actions are what the alarm's state sets off.
func (a *Alarm) actions() []string {
	switch a.State {
	case model.AlarmAlarm:
		return a.AlarmActions
	case model.AlarmOK:
		return a.OKActions
	}
	return a.NoDataActions
}
