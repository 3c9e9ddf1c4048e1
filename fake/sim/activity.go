package sim

import (
	"fmt"
	"time"
)

// activitiesKept is how many activities a scalable target remembers. AWS keeps
// them for six weeks.
const activitiesKept = 50

// activityTime is how long an activity takes from its start to its end.
const activityTime = 2 * time.Second

// activity writes down a move of a desired count.
func (w *World) activity(s *Service, desired int, cause string) {
	w.keepActivity(s, Activity{
		Description: fmt.Sprintf("Setting desired count to %d.", desired), Cause: cause, Status: "Successful",
		StatusMessage: fmt.Sprintf("Successfully set desired count to %d. Change successfully fulfilled by ecs.", desired),
	})
	w.note(Entry{Kind: "scaling", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("Setting desired count to %d.", desired), Cause: cause})
}

// keepActivity adds an activity, newest first.
func (w *World) keepActivity(s *Service, a Activity) {
	a.ID = w.stream("id", "activities/"+s.Cluster+"/"+s.Name).UUID()
	a.At, a.End = w.now, w.now.Add(activityTime)
	old := s.Scaling.Activities
	s.Scaling.Activities = append([]Activity{a}, old[:min(len(old), activitiesKept-1)]...)
}

// moveWithin brings a desired count into the bounds, with an activity that says
// which of them it was.
func (w *World) moveWithin(s *Service) {
	sc := s.Scaling
	n := within(sc, s.Desired)
	if n == s.Desired {
		return
	}
	cause := fmt.Sprintf("minimum capacity was set to %d", sc.Min)
	if n < s.Desired {
		cause = fmt.Sprintf("maximum capacity was set to %d", sc.Max)
	}
	w.activity(s, n, cause)
	w.record(scaled(s, n))
	w.setDesired(s, n, cause)
}
