package overlay

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// StopOpening is what the dialog for stopping a task is told. Both task and
// service are frozen.
type StopOpening struct {
	Opening
	Task model.Task
	// Service is the one that the task belongs to. Without a name it is not
	// read, or there is none.
	Service model.Service
	Now     time.Time // of the world on screen, for the task's age
	Reason  string    // kept with the task as its stoppedReason
}

// NewStop asks for the end of one task.
func NewStop(o StopOpening) *Confirm {
	t := o.Task
	facts := []Fact{
		{Label: "task", Text: describeTask(t, o.Now)},
		stopConsequence(o),
		{Label: "how", Text: "SIGTERM, or the image's own stop signal; SIGKILL after the stop timeout, 30s unless set otherwise", Minor: true},
		{Label: "sends", Text: fmt.Sprintf("StopTask reason=%q", o.Reason)},
	}
	blocked := ""
	switch {
	case t.Stopped():
		blocked = "it has stopped already"
	case t.Stopping():
		blocked = "it is being stopped already"
	}
	return newConfirm(o.Opening, "Stop task "+t.Ref.Short(), "Stop", facts, blocked, StopNow{Task: t.Ref, Reason: o.Reason})
}

func describeTask(t model.Task, now time.Time) string {
	var parts []string
	if name := t.Service(); name != "" {
		parts = append(parts, "of "+name)
	}
	status := orUnknown(string(t.Status))
	if since := t.Since(); !since.IsZero() && !now.IsZero() {
		status += " for " + text.Age(now.Sub(since))
	}
	parts = append(parts, t.TaskDef.String(), status)
	if t.Health != "" && t.Health != model.HealthUnknown {
		parts = append(parts, strings.ToLower(string(t.Health)))
	}
	return strings.Join(parts, ", ")
}

// stopConsequence says what follows, as far as the service is known.
func stopConsequence(o StopOpening) Fact {
	name, s := o.Task.Service(), o.Service
	left := s.Running - 1
	switch {
	case name == "":
		return Fact{Label: "then", Text: "it belongs to no service: nothing starts it again", Severity: model.Warning}
	case s.Ref.Name == "":
		return Fact{Label: "then", Text: fmt.Sprintf("the scheduler of %s decides on a replacement", name)}
	case o.Task.Status != model.TaskRunning:
		return Fact{Label: "then", Text: fmt.Sprintf("%s has %d of %d running; a new task is started in its place if desired", name, s.Running, s.Desired)}
	case left <= 0:
		return Fact{Label: "then", Text: fmt.Sprintf("nothing of %s runs until a replacement is up", name), Severity: model.Broken}
	case left >= s.Desired:
		return Fact{Label: "then", Text: fmt.Sprintf("%s keeps %d running, %d are desired: it is not replaced", name, left, s.Desired)}
	}
	return Fact{Label: "then", Text: fmt.Sprintf("%s runs on %d of %d until a replacement is up", name, left, s.Desired), Severity: model.Warning}
}
