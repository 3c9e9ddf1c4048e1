package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// armMinute has a service's load looked at when the minute after d begins, if
// anything about it can change from minute to minute.
func (w *World) armMinute(s *Service, d time.Duration) {
	if !w.metered(s) {
		return
	}
	at := w.now.Add(d).Truncate(time.Minute)
	if at.Before(w.now) {
		at = at.Add(time.Minute)
	}
	w.wake(at.Sub(w.now), minuteController, Key{s.Cluster, s.Name})
}

// metered tells a service of which minutes are recorded; those of any other
// follow from its tasks alone.
func (w *World) metered(s *Service) bool {
	if s.Traffic != nil || s.Scaling != nil || w.View().called(s) || len(w.state.alarmsOf[source{serviceSource, s.Cluster, s.Name}]) > 0 {
		return s.Status != model.ServiceInactive
	}
	return s.Status == model.ServiceActive && slices.ContainsFunc(s.tasks, func(t *Task) bool {
		return t.Status == model.TaskRunning && (w.View().Behaviour(t.main().Image).LeakPerHour > 0 || w.View().crowded(t))
	})
}

// Minutes is what happened to a service in each whole minute of [from, to),
// oldest first, as far back as is remembered. For a service whose minutes are
// not recorded they are made from its tasks' lives.
func (v View) Minutes(s *Service, from, to time.Time) (out []Minute) {
	for m := range v.eachMinute(s, from, to) {
		out = append(out, *m)
	}
	return out
}

// eachMinute are the same minutes one by one, to look at.
func (v View) eachMinute(s *Service, from, to time.Time) func(yield func(*Minute) bool) {
	if limit := v.Now().Truncate(time.Minute); to.After(limit) {
		to = limit
	}
	from = later(from, v.Now().Add(-historyKept*time.Minute))
	if up := from.Truncate(time.Minute); up.Before(from) {
		from = up.Add(time.Minute)
	}
	return func(yield func(*Minute) bool) {
		kept := s.History.kept
		i := s.History.since(minuteOf(from))
		for at := later(from, s.CreatedAt.Truncate(time.Minute)); at.Before(to); at = at.Add(time.Minute) {
			for i < len(kept) && kept[i].minute < minuteOf(at) {
				i++
			}
			var m Minute
			if i < len(kept) && kept[i].minute == minuteOf(at) {
				m = kept[i].Minute()
			} else {
				m = v.idleMinute(s, at)
			}
			if !yield(&m) {
				return
			}
		}
	}
}

// idleMinute is a minute without requests.
func (v View) idleMinute(s *Service, at time.Time) Minute {
	m := Minute{At: at}
	for _, t := range s.tasks {
		if t.Times.Started.IsZero() || t.Times.Started.After(at) {
			continue
		}
		if end := t.Times.ExecutionStopped; !end.IsZero() && !end.After(at) {
			continue
		}
		u := v.idle(t)
		m.Tasks++
		m.add(t, u)
	}
	m.close()
	return m
}
