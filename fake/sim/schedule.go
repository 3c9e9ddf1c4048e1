package sim

import (
	"fmt"
	"time"
)

// PutSchedule starts standalone tasks on a schedule, as a rule of EventBridge
// does: by its expression, or every day at a time of day. A schedule of the
// same name is replaced.
type PutSchedule struct {
	Name       string
	Expression string        // cron(...) or rate(...), in UTC
	At         time.Duration // since midnight, without an expression
	Disabled   bool
	Run        RunTask
}

// schedule is one that stands. fires is the number of the firing that it waits
// for: it tells that from one of a schedule that it has replaced.
type schedule struct {
	PutSchedule
	when  timetable
	began time.Time
	fires int
}

// daily is every day at a time of day.
type daily time.Duration

func (d daily) next(after, _ time.Time) (time.Time, bool) {
	at := after.Truncate(day).Add(time.Duration(d))
	if !at.After(after) {
		at = at.Add(day)
	}
	return at, true
}

func (c PutSchedule) do(w *World) (Reply, error) {
	if c.Name == "" || c.At < 0 || c.At >= day {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("schedule %q needs a name and a time of day, not %v", c.Name, c.At)}
	}
	var when timetable = daily(c.At)
	told := "daily at " + time.Time{}.Add(c.At).Format("15:04")
	if c.Expression != "" {
		t, err := parseSchedule(c.Expression)
		if err != nil {
			return Reply{}, err
		}
		when, told = t, c.Expression
	}
	if _, err := w.activeCluster(c.Run.Cluster); err != nil {
		return Reply{}, err
	}
	if w.View().TaskDef(c.Run.Family, c.Run.Revision) == nil {
		return Reply{}, &Error{ErrClient, "TaskDefinition not found."}
	}
	if c.Run.StartedBy == "" {
		c.Run.StartedBy = "events-rule/" + c.Name
	}
	s := &schedule{PutSchedule: c, when: when, began: w.now}
	w.state.schedules[c.Name] = s
	w.note(Entry{Kind: "command", Cluster: c.Run.Cluster, Entity: c.Name, Text: "schedule created, " + told})
	w.armSchedule(s)
	return Reply{}, nil
}

// armSchedule puts the schedule's next run on the agenda.
func (w *World) armSchedule(s *schedule) {
	w.state.firings++
	s.fires = w.state.firings
	if s.Disabled {
		return
	}
	if at, ok := s.when.next(w.now, s.began); ok {
		w.later(at.Sub(w.now), scheduled{s.Name, s.fires}, "schedule "+s.Name)
	}
}

// scheduled is one firing of a schedule. It holds only while the schedule is
// as it was when the firing was put on the agenda.
type scheduled struct {
	Name string
	Fire int
}

func (f scheduled) apply(w *World, cause string) error {
	s := w.state.schedules[f.Name]
	if s == nil || s.fires != f.Fire {
		return nil
	}
	w.armSchedule(s)
	_, err := s.Run.start(w, cause)
	return err
}

// EnableSchedule switches a schedule on or off.
type EnableSchedule struct {
	Name    string
	Enabled bool
}

func (c EnableSchedule) do(w *World) (Reply, error) {
	s, err := w.schedule(c.Name)
	if err != nil {
		return Reply{}, err
	}
	state := "enabled"
	if s.Disabled = !c.Enabled; s.Disabled {
		state = "disabled"
	}
	w.note(Entry{Kind: "command", Cluster: s.Run.Cluster, Entity: s.Name, Text: "schedule " + state})
	w.armSchedule(s)
	return Reply{}, nil
}

// DeleteSchedule ends a schedule; tasks that it has started go on.
type DeleteSchedule struct{ Name string }

func (c DeleteSchedule) do(w *World) (Reply, error) {
	s, err := w.schedule(c.Name)
	if err != nil {
		return Reply{}, err
	}
	delete(w.state.schedules, c.Name)
	w.note(Entry{Kind: "command", Cluster: s.Run.Cluster, Entity: s.Name, Text: "schedule deleted"})
	return Reply{}, nil
}

func (w *World) schedule(name string) (*schedule, error) {
	if s := w.state.schedules[name]; s != nil {
		return s, nil
	}
	return nil, &Error{ErrResourceNotFound, "Rule " + name + " does not exist on EventBus default."}
}
