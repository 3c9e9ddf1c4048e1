package views

import (
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
	Scope: taskPageWants,
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
		if t.Status == model.TaskRunning && !t.Stopping() && t.Health == model.Unhealthy {
			says += ", unhealthy"
		}
		return " " + th.Severity(sev).Paint(th.Glyph(sev)+" "+says)
	},
	Write: func(s *screen.Sheet, env screen.Env, ref screen.Ref, _ bool) {
		t, _ := findTask(env.Snap, ref)
		writeStop(s, t)
		writeTask(s, env, t)
		writeLife(s, t, env.Now)
		for _, c := range t.Containers {
			writeContainer(s, t, c)
		}
		writeNetwork(s, env, t)
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

// taskPageWants are the task and what is known of it elsewhere: protection, and
// what its load balancer thinks of it.
func taskPageWants(env screen.Env, ref screen.Ref) []feed.Want {
	wants := append(taskWants(ref), protectionWants(env, ref)...)
	if t, ok := findTask(env.Snap, ref); ok && !t.TaskDef.IsZero() {
		wants = append(wants, feed.Want{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: t.TaskDef})
	}
	if s, ok := FindService(env.Snap, screen.Ref{Cluster: ref.Cluster, Service: ref.Service}); ok && len(s.LoadBalancers) > 0 && CanTargets(env) == "" {
		wants = append(wants, feed.Want{Part: feed.Targets, Cluster: ref.Cluster, Service: ref.Service})
		if t, ok := findTask(env.Snap, ref); ok && t.IP == "" && CanInstances(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Instances, Cluster: ref.Cluster})
		}
	}
	return wants
}
