package sim

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
)

// DeleteAlarms deletes alarms; names of none are passed over.
type DeleteAlarms struct{ Names []string }

func (c DeleteAlarms) do(w *World) (Reply, error) {
	for _, name := range c.Names {
		if a := w.state.alarms[name]; a != nil {
			w.dropAlarm(name)
			w.note(Entry{Kind: "command", Cluster: a.Cluster, Service: a.Service, Entity: name, Text: "alarm deleted"})
		}
	}
	return Reply{}, nil
}

// SetAlarmActions switches the actions of alarms on or off.
type SetAlarmActions struct {
	Names []string
	Off   bool
}

func (c SetAlarmActions) do(w *World) (Reply, error) {
	for _, name := range c.Names {
		a := w.state.alarms[name]
		if a == nil || a.ActionsOff == c.Off {
			continue
		}
		a.ActionsOff = c.Off
		a.remember(AlarmEvent{At: w.now, Type: "ConfigurationUpdate", Summary: fmt.Sprintf("Alarm %q updated", name)})
		w.wake(w.untilEvaluation(), alarmController, a.key())
	}
	return Reply{}, nil
}

// SetAlarmState gives an alarm a state until its next evaluation.
type SetAlarmState struct {
	Name, Reason, ReasonData string
	State                    model.AlarmState
}

func (c SetAlarmState) do(w *World) (Reply, error) {
	a := w.state.alarms[c.Name]
	if a == nil {
		return Reply{}, &Error{"ResourceNotFound", "The alarm " + c.Name + " does not exist."}
	}
	switch c.State {
	case model.AlarmOK, model.AlarmAlarm, model.AlarmInsufficient:
	default:
		return Reply{}, &Error{"ValidationError", fmt.Sprintf("The value %q for StateValue must be one of OK, ALARM, INSUFFICIENT_DATA.", c.State)}
	}
	if a.State != c.State {
		w.apply(setAlarm{a, evaluation{state: c.State, reason: c.Reason, data: c.ReasonData}}, "SetAlarmState")
	}
	w.wake(w.untilEvaluation(), alarmController, a.key())
	return Reply{}, nil
}

// TagAlarm sets and removes tags of an alarm.
type TagAlarm struct {
	Name   string
	Set    map[string]string
	Remove []string
}

func (c TagAlarm) do(w *World) (Reply, error) {
	a := w.state.alarms[c.Name]
	if a == nil {
		return Reply{}, &Error{ErrResourceNotFound, "The alarm " + c.Name + " does not exist."}
	}
	if a.Tags == nil {
		a.Tags = map[string]string{}
	}
	for _, k := range keys(c.Set) {
		a.Tags[k] = c.Set[k]
	}
	for _, k := range c.Remove {
		delete(a.Tags, k)
	}
	return Reply{}, nil
}
