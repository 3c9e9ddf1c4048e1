package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// task describes a task with its containers: how it is, why it ended, and how
// long each step of its life took.
var task = kind.Description{
	ID:    KindTask,
	What:  func(ref screen.Ref) string { return "task " + model.ShortID(ref.Task) },
	State: taskState,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		t, ok := findTask(env.Snap, ref)
		if !ok {
			return screen.Thing{Ref: ref}
		}
		return thingOfTask(t)
	},
	Scope: func(_ screen.Env, ref screen.Ref) []feed.Want { return taskWants(ref) },
	Own:   onThisTask,
	Summary: func(env screen.Env, ref screen.Ref) string {
		t, _ := findTask(env.Snap, ref)
		th, sev := env.Theme, t.Severity()
		says := statusWord(t)
		if since := t.Since(); !since.IsZero() {
			says += " for " + text.Age(env.Now.Sub(since))
		}
		if why := t.Why(); why != "" {
			says += ": " + text.Clean(why)
		}
		return " " + th.Severity(sev).Paint(th.Glyph(sev)+" "+says)
	},
	Write: func(s *screen.Sheet, env screen.Env, ref screen.Ref, _ bool) {
		t, _ := findTask(env.Snap, ref)
		writeTask(s, t)
		for _, c := range t.Containers {
			writeContainer(s, c)
		}
		writeLife(s, t, env.Now)
	},
}

// onThisTask are the actions on a row of tasks for a screen about one task.
var onThisTask = func() []kind.Own {
	out := make([]kind.Own, 0, len(taskActions))
	for _, a := range taskActions {
		out = append(out, kind.Own{
			Binding: a.Binding, Gates: a.Gates,
			When: func(env screen.Env, ref screen.Ref) string {
				t, ok := findTask(env.Snap, ref)
				switch {
				case !ok:
					return "the task is not read yet"
				case a.When != nil:
					return a.When(env, t)
				}
				return ""
			},
			Run: func(env screen.Env, ref screen.Ref) screen.Effect {
				t, _ := findTask(env.Snap, ref)
				return a.Run(env, t)
			},
		})
	}
	return out
}()

// findTask looks where the route came from first: a ref from the command line
// does not know its account yet, and its rows do.
func findTask(snap *model.Snapshot, ref screen.Ref) (model.Task, bool) {
	for _, t := range taskPart(snap, ref).Rows {
		if t.Ref.ID == ref.Task {
			return t, true
		}
	}
	return snap.Task(ref.TaskRef())
}

func taskState(env screen.Env, ref screen.Ref) screen.State {
	part := taskPart(env.Snap, ref)
	state := screen.StateOf(part)
	state.At = part.AtOf(ref.Task)
	_, found := findTask(env.Snap, ref)
	switch {
	case found && state.At.IsZero():
		state.At = env.Snap.Wall
	case !found && part.Known() && part.Err == nil && !part.Asking:
		state.Err = &backend.Error{Kind: backend.KindNotFound, Target: "task " + ref.TaskRef().String(),
			Message: "ECS does not list it any more", Advice: "ECS forgets stopped tasks after about an hour."}
	}
	state.Known, state.Missing = found, 0
	return state
}

func writeTask(s *screen.Sheet, t model.Task) {
	s.Fact("TASK", t.Ref.ID)
	s.Beside("OF", text.Clean(or(t.Group)), "REVISION", text.Clean(t.TaskDef.String()))
	s.Judged("STATUS", fmt.Sprintf("%s, desired %s", t.Status, or(string(t.DesiredStatus))), t.Severity())
	if t.Health != "" && t.Health != model.HealthUnknown {
		s.Judged("HEALTH", string(t.Health), t.Health.Severity())
	}
	s.Beside("RUNS ON", text.Clean(hostOf(t)), "ZONE", text.Clean(or(t.Zone)))
	s.Beside("CPU/MEM", size(t.CPU, t.Memory), "IP", text.Clean(or(t.IP)))
	s.Muted("STARTED BY", text.Clean(t.StartedBy))
	if t.StopCode != "" || t.StoppedReason != "" {
		s.Judged("STOPPED", strings.TrimSpace(string(t.StopCode)+" "+text.Clean(t.StoppedReason)), model.Worst(t.StopCode.Severity(), failedSeverity(t)))
	}
}

func failedSeverity(t model.Task) model.Severity {
	if t.Failed() {
		return model.Broken
	}
	return model.Idle
}

func writeContainer(s *screen.Sheet, c model.Container) {
	s.Heading("CONTAINER " + text.Clean(c.Name))
	status := string(c.Status)
	sev := c.Status.Severity()
	if c.Exited {
		status += fmt.Sprintf(", exit %d", c.ExitCode)
		if c.ExitCode != 0 {
			sev = model.Broken
		}
	}
	if c.Health != "" && c.Health != model.HealthUnknown {
		status += ", " + strings.ToLower(string(c.Health))
		sev = model.Worst(sev, c.Health.Severity())
	}
	s.Judged("STATUS", status, sev)
	if c.Reason != "" {
		s.Judged("REASON", text.Clean(c.Reason), model.Broken)
	}
	s.Fact("IMAGE", text.Clean(c.Image))
	s.Muted("DIGEST", text.Clean(c.Digest))
	s.Fact("PORTS", bindings(c.Bindings))
	if c.CPU > 0 || c.Memory > 0 {
		s.Fact("CPU/MEM", size(c.CPU, c.Memory))
	}
	s.Muted("RUNTIME", text.Clean(c.RuntimeID))
}

// bindings prints where container ports are reached: 8080->32768/tcp.
func bindings(b []model.Binding) string {
	ports := make([]string, 0, len(b))
	for _, p := range b {
		port := fmt.Sprint(p.ContainerPort)
		if p.HostPort != 0 && p.HostPort != p.ContainerPort {
			port += fmt.Sprintf("->%d", p.HostPort)
		}
		ports = append(ports, port+"/"+text.Clean(or(p.Protocol)))
	}
	return strings.Join(ports, " ")
}

// writeLife prints the times of a task's life, and how long after the one
// before each came: where the time of a slow start went.
func writeLife(s *screen.Sheet, t model.Task, now time.Time) {
	s.Heading("LIFE")
	before := time.Time{}
	for _, step := range []struct {
		name string
		at   time.Time
	}{
		{"created", t.CreatedAt}, {"network attached", t.ConnectivityAt}, {"pull started", t.PullStartedAt}, {"pull ended", t.PullStoppedAt},
		{"started", t.StartedAt}, {"stopping", t.StoppingAt}, {"containers ended", t.ExecutionStoppedAt}, {"stopped", t.StoppedAt},
	} {
		if step.at.IsZero() {
			continue
		}
		line := " " + text.Clock(step.at) + "  " + text.Pad(step.name, 18)
		switch {
		case before.IsZero():
			line += s.Theme.Dim.Paint(text.Age(now.Sub(step.at)) + " ago")
		default:
			line += s.Theme.Dim.Paint("after " + text.Age(step.at.Sub(before)))
		}
		before = step.at
		s.Styled(line)
	}
}
