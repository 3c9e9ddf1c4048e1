package sim

import (
	"slices"
	"time"
)

// Change is a write to the API as AWS CloudTrail records it.
type Change struct {
	ID            string // UUID
	At            time.Time
	Action        string // UpdateService, ...
	Invoked       string // the AWS service that made it for somebody, "" for a person
	Cluster       string
	Service, Task string
	Definition    string // family:revision, "" when it was not given
	Desired       *int
	Force         bool

	recordedAfter time.Duration
}

// changesKept is how many changes are remembered.
const changesKept = 1000

// CloudTrail tells of a call some minutes after it was made, on average about
// five (CloudTrail FAQ).
const recordedSoonest = 2 * time.Minute

// ScalingRole and ScalingUser are who Application Auto Scaling acts as.
const (
	ScalingRole = "AWSServiceRoleForApplicationAutoScaling_ECSService"
	ScalingUser = "AutoScaling-UpdateDesiredCapacity"
)

// byAutoScaling is what Application Auto Scaling's calls are invoked by.
const byAutoScaling = "ecs.application-autoscaling.amazonaws.com"

// scaled is what Application Auto Scaling does to a service.
func scaled(s *Service, n int) Change {
	return Change{Action: "UpdateService", Invoked: byAutoScaling, Cluster: s.Cluster, Service: s.Name, Desired: &n}
}

// record keeps a change. What a world begins with was nobody's doing.
func (w *World) record(c Change) {
	if w.now.Equal(w.cfg.Start) {
		return
	}
	c.ID, c.At = w.stream("id", "changes").UUID(), w.now
	c.recordedAfter = recordedSoonest + time.Duration(len(w.state.changes)*37%180)*time.Second
	w.state.changes = append(w.state.changes, c)
	if n := len(w.state.changes) - changesKept; n > 0 {
		w.state.changes = slices.Delete(w.state.changes, 0, n)
	}
}

// Changes are those that CloudTrail tells of by now, newest first.
func (v View) Changes() (out []Change) {
	for _, c := range slices.Backward(v.w.state.changes) {
		if !c.At.Add(c.recordedAfter).After(v.w.now) {
			out = append(out, c)
		}
	}
	return out
}
