package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// tasks lists the tasks of a service or, without one, of a cluster: in every
// state, stopped ones for as long as ECS remembers them.
var tasks = kind.Kind[taskRow]{
	ID: KindTasks, Noun: "tasks",
	Rows: taskRows, Crowd: true,
	Key: func(t taskRow) string { return t.Ref.ARN() },
	// Of equals the newest comes first: its age orders it, its id breaks ties.
	Name:    func(t taskRow) string { return fmt.Sprintf("%019d", newestFirst(t.Task)) + t.Ref.ID },
	Text:    func(t taskRow) string { return taskText(t.Task) },
	Rank:    func(t taskRow) model.Severity { return t.Severity() },
	Thing:   func(t taskRow) screen.Thing { return thingOfTask(t.Task) },
	Hidden:  hidePlaces,
	Columns: slices.Insert(taskColumns, 1, places(func(t taskRow) model.ClusterRef { return t.Ref.Cluster })...),
	Enter: func(_ screen.Ref, t taskRow) (screen.Route, bool) {
		return screen.Route{Kind: KindTask, Ref: screen.OfTask(t.Ref, t.Service())}, true
	},
	EnterTitle: "containers",
	Actions:    taskRowActions,
	Own:        append(aboutItsService, lastDied),
	Scope: func(env screen.Env, ref screen.Ref, _ []taskRow) []feed.Want {
		return append(taskWants(ref), protectionWants(env, ref)...)
	},
	Hover: func(env screen.Env, ref screen.Ref, t taskRow) []feed.Want {
		wants := []feed.Want{{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: t.TaskDef}}
		if ref.Service != "" && CanScaling(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Scaling, Cluster: ref.Cluster, Service: ref.Service})
		}
		return wants
	},
	Empty:   noTasks,
	Summary: taskSummary,
	Line:    func(env screen.Env, t taskRow) string { return taskLine(env, t.Task) },
}

// noTasks is said when there is no task, not even a stopped one: whether that
// is as the service wants it.
func noTasks(env screen.Env, ref screen.Ref) string {
	const forgets = " ECS forgets stopped tasks after about an hour."
	if ref.Service == "" {
		return "No tasks in this cluster, not even stopped ones." + forgets
	}
	name := text.Clean(ref.Service)
	s, found := FindService(env.Snap, ref)
	switch {
	case !found:
		return "No tasks, not even stopped ones, and how many " + name + " wants is not known." + forgets
	case s.Desired > 0:
		return name + " wants " + text.Plural(s.Desired, "task") + " and has none, not even stopped ones: its events say why none was placed."
	}
	return "No tasks, not even stopped ones: " + name + " is scaled to zero." + forgets
}

var taskActions = []kind.Action[model.Task]{
	{Binding: bindLogs, Run: func(_ screen.Env, t model.Task) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfTask(t.Ref, t.Service())}}
	}},
	{Binding: bindStop, Gates: []kind.Gate{CanWrite, CanStop}, When: whenRuns, Run: func(_ screen.Env, t model.Task) screen.Effect {
		return screen.Stop{Task: t}
	}},
	{Binding: bindDefinition, Run: func(_ screen.Env, t model.Task) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(t.Ref.Cluster, t.TaskDef)}}
	}},
	{Binding: bindDiff, When: func(_ screen.Env, t model.Task) string { return whenCompared(t.TaskDef) }, Run: func(_ screen.Env, t model.Task) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.OfTaskDef(t.Ref.Cluster, t.TaskDef)}}
	}},
}

func whenRuns(env screen.Env, t model.Task) string {
	switch {
	case t.Stopped():
		return "the task has stopped already"
	case t.Stopping():
		return "the task is stopping already"
	}
	own, all := env.Snap.OwnTasks[t.Ref.Cluster.Service(t.Service())], env.Snap.Tasks[t.Ref.Cluster]
	return barred(env, t.Ref.Cluster, (own.Recalled || !own.Known()) && (all.Recalled || !all.Known()), "ecs:StopTask")
}

// taskPart is the tasks of ref's service, or of the whole cluster.
func taskPart(snap *model.Snapshot, ref screen.Ref) model.Part[model.Task] {
	if ref.Service != "" {
		return snap.OwnTasks[ref.ServiceRef()]
	}
	return snap.Tasks[ref.Cluster]
}

func taskWants(ref screen.Ref) []feed.Want {
	if ref.Service == "" {
		return []feed.Want{{Part: feed.Tasks, Cluster: ref.Cluster}}
	}
	return []feed.Want{
		{Part: feed.OwnTasks, Cluster: ref.Cluster, Service: ref.Service},
		{Part: feed.Services, Cluster: ref.Cluster, Service: ref.Service},
	}
}

// newestFirst sorts ascending to the newest first.
func newestFirst(t model.Task) int64 { return max(0, 1<<62-t.CreatedAt.UnixNano()) }

func taskText(t model.Task) string {
	images := make([]string, 0, len(t.Containers))
	for _, c := range t.Containers {
		images = append(images, c.Name, c.Image)
	}
	return strings.Join(append(images, t.Ref.ID, string(t.Status), string(t.Health), t.TaskDef.String(), t.Group, t.IP, t.Zone, t.Why(), t.Ref.Short(), t.StartedBy), " ")
}

func taskSummary(env screen.Env, rows []taskRow) string {
	running, moving, stopped, failed := 0, 0, 0, 0
	for _, t := range rows {
		switch {
		case t.Stopped():
			stopped++
		case t.Status == model.TaskRunning && !t.Stopping():
			running++
		default:
			moving++
		}
		if t.Failed() {
			failed++
		}
	}
	facts := []string{fmt.Sprintf("%s running", text.Count(running))}
	if moving > 0 {
		facts = append(facts, env.Theme.Severity(model.Moving).Paint(fmt.Sprintf("%s %s starting or stopping", env.Theme.Glyph(model.Moving), text.Count(moving))))
	}
	facts = append(facts, fmt.Sprintf("%s stopped", text.Count(stopped)))
	if failed > 0 {
		facts = append(facts, env.Theme.Severity(model.Broken).Paint(fmt.Sprintf("%s %s failed", env.Theme.Glyph(model.Broken), text.Count(failed))))
	}
	return " " + Joined(facts...)
}

func taskLine(env screen.Env, t model.Task) string {
	head := pointer(env.Theme) + "task " + t.Ref.Short() + ": "
	if why := t.Why(); why != "" {
		return head + text.Clean(why)
	}
	images := make([]string, 0, len(t.Containers))
	for _, c := range t.Containers {
		images = append(images, text.Clean(c.Name)+" "+text.Clean(model.ShortImage(c.Image)))
	}
	return head + strings.Join(images, ", ")
}

// aboutItsService are the actions on the service whose tasks are listed. Its
// logs and its definition are left to the selected task.
var aboutItsService = func() []kind.Own {
	var out []kind.Own
	for _, a := range serviceActions {
		switch a.Action {
		case bindDescribe.Action, bindScale.Action, bindRedeploy.Action:
			out = append(out, ownService(a))
		}
	}
	return out
}()

// columnService is the column that says nothing in the list of one service.
const columnService = "service"

// tasksOf is the list for ref.
func tasksOf(ref screen.Ref) kind.Kind[taskRow] {
	k := tasks
	if ref.Service != "" {
		k.Columns = slices.DeleteFunc(slices.Clone(k.Columns), func(c table.Column[taskRow]) bool { return c.ID == columnService })
	}
	return k
}
