package sim

import (
	"fmt"
	"time"
)

func (c PutSchedule) do(w *World) (Reply, error) {
	if c.Name == "" || c.At < 0 || c.At >= day {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("schedule %q needs a name and a time of day, not %v", c.Name, c.At)}
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
	w.note(Entry{Kind: "command", Cluster: c.Run.Cluster, Entity: c.Name, Text: fmt.Sprintf("schedule created, daily at %s", time.Time{}.Add(c.At).Format("15:04"))})
	w.arm24(c)
	return Reply{}, nil
}

// arm24 puts the schedule's next run on the agenda.
func (w *World) arm24(c PutSchedule) {
	next := w.now.Truncate(day).Add(c.At)
	if !next.After(w.now) {
		next = next.Add(day)
	}
	w.later(next.Sub(w.now), scheduled{c}, "schedule "+c.Name)
}

// scheduled is one firing of a schedule.
type scheduled struct{ Schedule PutSchedule }

func (s scheduled) apply(w *World, _ string) error {
	w.arm24(s.Schedule)
	_, err := s.Schedule.Run.do(w)
	return err
}

func (c Later) do(w *World) (Reply, error) {
	if c.At.Before(w.now) {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("%s is over: it is %s", c.At.Format(time.RFC3339), w.now.Format(time.RFC3339))}
	}
	w.later(c.At.Sub(w.now), commanded{c.Command}, "planned")
	return Reply{}, nil
}

// commanded is a command whose time has come.
type commanded struct{ Command Command }

func (c commanded) apply(w *World, _ string) error {
	_, err := c.Command.do(w)
	return err
}

// PutSchedule starts a standalone task every day at a time of day.
type PutSchedule struct {
	Name string
	At   time.Duration // since midnight
	Run  RunTask
}

// Later carries out another command at a time to come, as when a scenario has
// somebody ship a release at noon. A refusal then goes to the journal.
type Later struct {
	At      time.Time
	Command Command
}
