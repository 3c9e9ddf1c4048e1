package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// alarmFailed are the texts of a deployment that an alarm has failed.
const (
	alarmFailedReason = "ECS deployment failed: alarm detected."
	alarmFailedStatus = "Service deployment rolled back because one or more deployment alarms were triggered."
)

// watchAlarms begins a deployment's watch over the service's alarms. One that
// is in ALARM already is ignored for this deployment (developer guide,
// deployment-alarm-failure).
func (w *World) watchAlarms(s *Service, d *Deployment) {
	w.unwatchAlarms(s)
	if !s.Alarms.Enable {
		return
	}
	k := Key{s.Cluster, s.Name}
	for _, name := range s.Alarms.Names {
		if a := w.state.alarms[name]; a != nil && a.State == model.AlarmAlarm {
			w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: d.ID, Text: "does not watch " + name + ": it is in ALARM already"})
			continue
		}
		d.Watched = append(d.Watched, name)
		w.state.watchers[name] = append(w.state.watchers[name], k)
	}
}

// unwatchAlarms ends the watch of whichever deployment of the service had one.
func (w *World) unwatchAlarms(s *Service) {
	k := Key{s.Cluster, s.Name}
	for _, d := range s.Deployments {
		for _, name := range d.Watched {
			left := slices.DeleteFunc(w.state.watchers[name], func(o Key) bool { return o == k })
			if w.state.watchers[name] = left; len(left) == 0 {
				delete(w.state.watchers, name)
			}
		}
		d.Watched = nil
	}
}

// alarmSeenAfter is how old an alarm's state is when the scheduler, which polls
// alarms, knows of it: a capture has the rollback 21 s after the alarm.
const alarmSeenAfter = 20 * time.Second

// alarmChanged has the scheduler come round to the services whose deployment
// watches the alarm.
func (w *World) alarmChanged(a *Alarm) {
	for _, k := range w.state.watchers[a.Name] {
		w.later(alarmSeenAfter, comeRound{k}, "alarm "+a.Name)
	}
}

// alarmed is what fails a deployment because an alarm of its watch has gone
// off; nil when none has.
func alarmed(v View, s *Service) []Intent {
	d := s.Deployments[0]
	for _, name := range d.Watched {
		if a := v.Alarm(name); a != nil && a.State == model.AlarmAlarm && v.Now().Sub(a.UpdatedAt) >= alarmSeenAfter {
			return []Intent{failAlarmed{s, d, name}}
		}
	}
	return nil
}

// alarmPending tells that an alarm of the watch has gone off and the scheduler
// is about to learn of it: a deployment does not end before.
func alarmPending(v View, s *Service) bool {
	return slices.ContainsFunc(s.Deployments[0].Watched, func(name string) bool {
		a := v.Alarm(name)
		return a != nil && a.State == model.AlarmAlarm
	})
}

// failAlarmed fails a deployment because of an alarm.
type failAlarmed struct {
	Service    *Service
	Deployment *Deployment
	Alarm      string
}

func (f failAlarmed) apply(w *World, _ string) error {
	s, d := f.Service, f.Deployment
	if sd := s.openDeployment(); sd != nil {
		sd.Alarmed = append(sd.Alarmed, f.Alarm)
	}
	w.failDeployment(s, d, alarmFailedReason, "(service "+s.Name+") (deployment "+d.ID+") deployment failed: alarm detected.",
		alarmFailedStatus, s.Alarms.Rollback, "alarm "+f.Alarm)
	w.wake(0, deployController, Key{s.Cluster, s.Name})
	return nil
}
