package sim

import (
	"slices"
	"time"
)

// Of an alarm's history: how much of it there is, and how long that of a
// deleted alarm is kept (SDK cloudwatch, DescribeAlarmHistory: it is retained
// even if you delete the alarm; CloudWatch guide: for two weeks). Alarms that
// change all the time must not grow for ever.
const (
	alarmEventsKept   = 100
	alarmsKeptDeleted = 14 * day
)

// AlarmEvent is an entry of an alarm's history.
type AlarmEvent struct {
	At      time.Time
	Type    string // ConfigurationUpdate, StateUpdate or Action
	Summary string
	Data    string // JSON
}

func (a *Alarm) remember(e AlarmEvent) {
	a.History = slices.Insert(a.History[:min(len(a.History), alarmEventsKept-1)], 0, e)
}

// AlarmHistory is what happened to an alarm, newest first.
type AlarmHistory struct {
	Alarm  string
	Events []AlarmEvent
}

// keepHistory keeps that of an alarm that is deleted.
func (w *World) keepHistory(a *Alarm) {
	w.state.pastAlarms = append(w.pastAlarms(), AlarmHistory{a.Name, a.History})
}

// pastAlarms are the histories of deleted alarms that are still kept, the
// oldest first: the newest event of each is its deletion.
func (w *World) pastAlarms() []AlarmHistory {
	all, old := w.state.pastAlarms, 0
	for old < len(all) && w.now.Sub(all[old].Events[0].At) > alarmsKeptDeleted {
		old++
	}
	return all[old:]
}

// historyOf takes up the history of a deleted alarm for a new one of its name.
func (w *World) historyOf(name string) []AlarmEvent {
	past := w.pastAlarms()
	i := slices.IndexFunc(past, func(h AlarmHistory) bool { return h.Alarm == name })
	if i < 0 {
		return nil
	}
	events := past[i].Events
	w.state.pastAlarms = slices.Delete(slices.Clone(past), i, i+1)
	return events
}

// AlarmHistories are the histories of all alarms by name, and then those of the
// alarms deleted lately.
func (v View) AlarmHistories() (out []AlarmHistory) {
	for _, a := range v.Alarms() {
		out = append(out, AlarmHistory{a.Name, a.History})
	}
	return append(out, v.w.pastAlarms()...)
}
