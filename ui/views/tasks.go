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
var tasks = kind.Kind[model.Task]{
	ID: KindTasks, Noun: "tasks",
	Rows: func(env screen.Env, ref screen.Ref) model.Part[model.Task] { return taskPart(env.Snap, ref) },
	Key:  func(t model.Task) string { return t.Ref.ARN() },
	// Of equals the newest comes first: its age orders it, its id breaks ties.
	Name:   func(t model.Task) string { return fmt.Sprintf("%019d", newestFirst(t)) + t.Ref.ID },
	Text:   taskText,
	Rank:   func(t model.Task) model.Severity { return t.Severity() },
	Thing:  thingOfTask,
	Hidden: hidePlaces,
	Columns: slices.Insert([]table.Column[model.Task]{
		{ID: "task", Title: "TASK", Width: 10, Less: func(a, b model.Task) bool { return a.Ref.ID < b.Ref.ID },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Marked(t.Severity(), t.Ref.Short()) }},
		{ID: "status", Title: "STATUS", Width: 12, Min: 8, Less: func(a, b model.Task) bool { return a.Status.Order() < b.Status.Order() },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.State(t.Severity(), statusWord(t)) }},
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Drop: 5, Tail: true,
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Text(groupName(t)) }},
		{ID: "health", Title: "HEALTH", Width: 9, Drop: 3,
			Cell: func(t model.Task, _ table.Env) table.Cell { return healthCell(t.Health) }},
		{ID: "revision", Title: "REV", Width: 4, Align: table.Right, Drop: 2, Less: func(a, b model.Task) bool { return a.TaskDef.Revision < b.TaskDef.Revision },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Text(fmt.Sprintf(":%d", t.TaskDef.Revision)) }},
		{ID: "age", Title: "AGE", Width: 6, Align: table.Right, Drop: 1, Calm: true, Less: func(a, b model.Task) bool { return a.Since().After(b.Since()) },
			Cell: func(t model.Task, env table.Env) table.Cell { return ageCell(t, env) }},
		{ID: "ip", Title: "IP", Width: 13, Wide: true, Drop: 6, Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(or(t.IP)) }},
		{ID: "zone", Title: "ZONE", Width: 11, Wide: true, Drop: 7, Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(or(t.Zone)) }},
		{ID: "size", Title: "CPU/MEM", Width: 10, Wide: true, Drop: 8, Align: table.Right, Less: func(a, b model.Task) bool { return a.Memory < b.Memory },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(size(t.CPU, t.Memory)) }},
		{ID: "instance", Title: "INSTANCE", Width: 9, Wide: true, Drop: 9, Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(hostOf(t)) }},
		{ID: "startedby", Title: "STARTED BY", Width: 16, Wide: true, Drop: 10, Tail: true,
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(or(t.StartedBy)) }},
		{ID: "why", Title: "EXIT/WHY", Width: 16, Min: 8, Flex: true, Drop: 1,
			Cell: func(t model.Task, _ table.Env) table.Cell { return whyCell(t) }},
	}, 1, places(func(t model.Task) model.ClusterRef { return t.Ref.Cluster })...),
	Enter: func(_ screen.Ref, t model.Task) (screen.Route, bool) {
		return screen.Route{Kind: KindTask, Ref: screen.OfTask(t.Ref, t.Service())}, true
	},
	EnterTitle: "containers",
	Actions:    taskActions,
	Own:        aboutItsService,
	Scope: func(_ screen.Env, ref screen.Ref, _ []model.Task) []feed.Want {
		return taskWants(ref)
	},
	Hover: func(env screen.Env, ref screen.Ref, t model.Task) []feed.Want {
		wants := []feed.Want{{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: t.TaskDef}}
		if ref.Service != "" && CanScaling(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Scaling, Cluster: ref.Cluster, Service: ref.Service})
		}
		return wants
	},
	Empty:   noTasks,
	Summary: taskSummary,
	Line:    taskLine,
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

func taskSummary(env screen.Env, rows []model.Task) string {
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
func tasksOf(ref screen.Ref) kind.Kind[model.Task] {
	k := tasks
	if ref.Service != "" {
		k.Columns = slices.DeleteFunc(slices.Clone(k.Columns), func(c table.Column[model.Task]) bool { return c.ID == columnService })
	}
	return k
}
