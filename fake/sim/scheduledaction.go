package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// scheduledAtMost is the quota of scheduled actions per scalable target
// (Application Auto Scaling guide, quotas).
const scheduledAtMost = 200

// PutScheduledAction makes a scheduled action, or replaces one of the same
// name.
type PutScheduledAction struct {
	Cluster, Name string
	Action        ScheduledAction
}

func (c PutScheduledAction) do(w *World) (Reply, error) {
	s, err := w.scalable(Key{c.Cluster, c.Name})
	if err != nil {
		return Reply{}, err
	}
	a := c.Action
	if a.Zone == nil {
		a.Zone = time.UTC
	}
	if err := a.check(s); err != nil {
		return Reply{}, err
	}
	if a.when, err = parseScaleSchedule(a.Schedule, a.Zone); err != nil {
		return Reply{}, err
	}
	if at, ok := a.when.(once); ok && !time.Time(at).After(w.now) {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("The schedule %s of scheduled action %s is in the past: it is %s.", a.Schedule, a.Name, w.now.UTC().Format(time.RFC3339))}
	}
	old := s.scheduledAction(a.Name)
	if old == nil && len(s.Scaling.Scheduled) >= scheduledAtMost {
		return Reply{}, &Error{"LimitExceededException", fmt.Sprintf("Resource service/%s/%s already has the maximum of %d scheduled actions.", s.Cluster, s.Name, scheduledAtMost)}
	}
	a.ID, a.CreatedAt = w.stream("id", "scheduled/"+s.Cluster+"/"+s.Name+"/"+a.Name).UUID(), w.now
	if old != nil {
		a.ID, a.CreatedAt = old.ID, old.CreatedAt
		s.Scaling.Scheduled = slices.DeleteFunc(s.Scaling.Scheduled, func(o *ScheduledAction) bool { return o == old })
	}
	s.Scaling.Scheduled = append(s.Scaling.Scheduled, &a)
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "scheduled action " + a.Name + " " + a.Schedule})
	w.plan(s, &a)
	return Reply{}, nil
}

func (a ScheduledAction) check(s *Service) error {
	bad := func(format string, args ...any) error {
		return &Error{"ValidationException", fmt.Sprintf(format, args...)}
	}
	lo, hi := s.Scaling.Min, s.Scaling.Max
	setIf(&lo, a.Min)
	setIf(&hi, a.Max)
	switch {
	case a.Name == "" || len(a.Name) > 1600:
		return bad("A scheduled action needs a name.")
	case a.Min == nil && a.Max == nil:
		return bad("Scheduled action %s needs a minimum or a maximum capacity, or both.", a.Name)
	case a.Min != nil && a.Max != nil && *a.Max < *a.Min, lo < 0, hi < 0, hi > tasksPerService:
		return bad("The capacity of scheduled action %s must have 0 <= minimum <= maximum <= %d, not %d..%d", a.Name, tasksPerService, lo, hi)
	case !a.Start.IsZero() && !a.End.IsZero() && !a.Start.Before(a.End):
		return bad("The start time of scheduled action %s must be before its end time.", a.Name)
	}
	return nil
}

func (s *Service) scheduledAction(name string) *ScheduledAction {
	for _, a := range s.Scaling.Scheduled {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// ScheduledActionARN is the ARN of a scheduled action of this world.
func (v View) ScheduledActionARN(s *Service, a *ScheduledAction) string {
	c := v.w.cfg
	return fmt.Sprintf("arn:%s:autoscaling:%s:%s:scheduledAction:%s:resource/ecs/service/%s/%s:scheduledActionName/%s", c.Partition, c.Region, c.Account, a.ID, s.Cluster, s.Name, a.Name)
}

// plan puts the next time of a scheduled action on the agenda: the first after
// now within its start and end times. One whose last time is over, as that of
// at(...), stays until it is deleted: Application Auto Scaling deletes scheduled
// actions with their scalable target or on request only (it is EC2 Auto Scaling
// that deletes those that have run).
func (w *World) plan(s *Service, a *ScheduledAction) {
	after, began := w.now, a.CreatedAt
	if !a.Start.IsZero() {
		began = a.Start
		if after.Before(began) {
			after = began.Add(-time.Nanosecond)
		}
	}
	next, ok := a.when.next(after, began)
	if !ok || !a.End.IsZero() && next.After(a.End) {
		return
	}
	w.later(next.Sub(w.now), runScheduled{s, a}, "scheduled action "+a.Name)
}

// runScheduled is a scheduled action being due.
type runScheduled struct {
	Service *Service
	Action  *ScheduledAction
}

func (r runScheduled) apply(w *World, cause string) error {
	s, a := r.Service, r.Action
	if s.Scaling == nil || s.Status != model.ServiceActive || !slices.Contains(s.Scaling.Scheduled, a) {
		return nil // deleted or replaced meanwhile
	}
	w.plan(s, a)
	sc := s.Scaling
	if sc.Suspended.Scheduled {
		return nil
	}
	lo, hi := sc.Min, sc.Max
	setIf(&lo, a.Min)
	setIf(&hi, a.Max)
	if lo > hi {
		return fmt.Errorf("scheduled action %s of %s/%s would set a minimum of %d above the maximum of %d", a.Name, s.Cluster, s.Name, lo, hi)
	}
	sc.Min, sc.Max = lo, hi
	w.keepActivity(s, Activity{
		Description: "Setting " + setCapacity(a), Cause: "scheduled action name " + a.Name + " was triggered", Status: "Successful", StatusMessage: "Successfully set " + setCapacity(a),
	})
	w.note(Entry{Kind: "scaling", Cluster: s.Cluster, Service: s.Name, Text: "Setting " + setCapacity(a), Cause: "scheduled action name " + a.Name + " was triggered"})
	w.moveWithin(s)
	return nil
}

// setCapacity tells the bounds that an action sets.
func setCapacity(a *ScheduledAction) string {
	switch {
	case a.Max == nil:
		return fmt.Sprintf("min capacity to %d", *a.Min)
	case a.Min == nil:
		return fmt.Sprintf("max capacity to %d", *a.Max)
	}
	return fmt.Sprintf("min capacity to %d and max capacity to %d", *a.Min, *a.Max)
}

// DeleteScheduledAction deletes a scheduled action.
type DeleteScheduledAction struct{ Cluster, Name, Action string }

func (c DeleteScheduledAction) do(w *World) (Reply, error) {
	s := w.View().Service(Key{c.Cluster, c.Name})
	if s == nil || s.Scaling == nil || s.scheduledAction(c.Action) == nil {
		return Reply{}, &Error{"ObjectNotFoundException", "No scheduled action found for service namespace: ecs, resource ID: service/" + c.Cluster + "/" + c.Name + ", scalable dimension: ecs:service:DesiredCount: " + c.Action}
	}
	a := s.scheduledAction(c.Action)
	s.Scaling.Scheduled = slices.DeleteFunc(s.Scaling.Scheduled, func(o *ScheduledAction) bool { return o == a })
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "delete scheduled action " + c.Action})
	return Reply{}, nil
}
