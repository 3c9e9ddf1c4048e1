package views

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/fit"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// instance lists the tasks on a container instance below what there is of it and
// what is left.
var instance = kind.Kind[model.Task]{
	ID: KindInstance, Noun: "tasks",
	Rows:  instanceTasks,
	Key:   func(t model.Task) string { return t.Ref.ARN() },
	Name:  func(t model.Task) string { return groupName(t) + " " + t.Ref.ID },
	Text:  taskText,
	Rank:  func(t model.Task) model.Severity { return t.Severity() },
	Thing: thingOfTask,
	Columns: []table.Column[model.Task]{
		{ID: "task", Title: "TASK", Width: 10, Less: func(a, b model.Task) bool { return a.Ref.ID < b.Ref.ID },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Marked(t.Severity(), t.Ref.Short()) }},
		{ID: columnService, Title: "SERVICE", Width: 16, Min: 10, Flex: true, Tail: true,
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Text(groupName(t)) }},
		{ID: "revision", Title: "REV", Width: 4, Align: table.Right, Drop: 3, Less: func(a, b model.Task) bool { return a.TaskDef.Revision < b.TaskDef.Revision },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Text(fmt.Sprintf(":%d", t.TaskDef.Revision)) }},
		{ID: "size", Title: "CPU/MEM", Width: 10, Align: table.Right, Drop: 2, Less: func(a, b model.Task) bool { return taskMemory(a) < taskMemory(b) },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Text(taskSize(t)) }},
		{ID: "status", Title: "STATUS", Width: 12, Min: 8, Less: func(a, b model.Task) bool { return a.Status.Order() < b.Status.Order() },
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.State(t.Severity(), statusWord(t)) }},
		{ID: "health", Title: "HEALTH", Width: 9, Drop: 5, Cell: func(t model.Task, _ table.Env) table.Cell { return healthCell(t.Health) }},
		{ID: "age", Title: "AGE", Width: 6, Align: table.Right, Drop: 1, Calm: true, Less: func(a, b model.Task) bool { return a.Since().After(b.Since()) },
			Cell: func(t model.Task, env table.Env) table.Cell { return ageCell(t, env) }},
		{ID: "ip", Title: "IP", Width: 13, Wide: true, Drop: 6, Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(or(t.IP)) }},
		{ID: "ports", Title: "HOST PORTS", Width: 14, Drop: 7, Wide: true, Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(hostPortsOf(t)) }},
		{ID: "startedby", Title: "STARTED BY", Width: 16, Wide: true, Drop: 10, Tail: true,
			Cell: func(t model.Task, _ table.Env) table.Cell { return table.Dim(or(t.StartedBy)) }},
	},
	Enter: func(_ screen.Ref, t model.Task) (screen.Route, bool) {
		return screen.Route{Kind: KindTask, Ref: screen.OfTask(t.Ref, t.Service())}, true
	},
	EnterTitle: "task",
	Actions:    taskActions,
	Own: []kind.Own{
		{Binding: keymap.Binding{Action: "describe", Keys: []string{"d"}, Title: "describe", Help: "all that is known of the instance: resources, attributes, what a drain would move", Weight: 80}, When: whenInstance,
			Run: func(env screen.Env, ref screen.Ref) screen.Effect { return describeInstance(env, ref) }},
		{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(ref.Cluster)}}
		}},
	},
	Scope: func(env screen.Env, ref screen.Ref, _ []model.Task) []feed.Want {
		wants := []feed.Want{{Part: feed.Tasks, Cluster: ref.Cluster}}
		if CanInstances(env) == "" {
			wants = append(wants, feed.Want{Part: feed.Instances, Cluster: ref.Cluster})
		}
		return wants
	},
	Empty: func(env screen.Env, ref screen.Ref) string {
		if _, ok := findInstance(env.Snap, ref); !ok {
			return "The cluster has no such container instance now."
		}
		return "No tasks on this instance."
	},
	Above:   instanceAbove,
	Summary: func(env screen.Env, rows []model.Task) string { return "" },
	Line:    taskLine,
}

// instanceOf is the page for ref, with what the line above it says of that one.
func instanceOf(ref screen.Ref) screen.Screen {
	k := instance
	k.Summary = func(env screen.Env, rows []model.Task) string { return aboutInstance(env, ref, rows) }
	return kind.New(k, ref)
}

func findInstance(snap *model.Snapshot, ref screen.Ref) (model.Instance, bool) {
	rows := snap.Instances[ref.Cluster].Rows
	i := slices.IndexFunc(rows, func(i model.Instance) bool { return i.Ref.ID == ref.Instance || i.EC2ID == ref.Instance })
	if i < 0 {
		return model.Instance{}, false
	}
	return rows[i], true
}

func whenInstance(env screen.Env, ref screen.Ref) string {
	if _, ok := findInstance(env.Snap, ref); !ok {
		return "the instance is not read yet"
	}
	return ""
}

// instanceTasks are the tasks that are on the instance.
func instanceTasks(env screen.Env, ref screen.Ref) model.Part[model.Task] {
	part := env.Snap.Tasks[ref.Cluster]
	var here []model.Task
	for _, t := range part.Rows {
		if t.Instance.ID == ref.Instance && !t.Stopped() {
			here = append(here, t)
		}
	}
	part.Rows, part.Missing = here, 0
	return part
}

// instanceAbove are the lines about the instance itself, as many as leave room for
// its tasks.
func instanceAbove(env screen.Env, ref screen.Ref) []string {
	i, ok := findInstance(env.Snap, ref)
	if !ok {
		if err := env.Snap.Instances[ref.Cluster].Err; err != nil {
			return []string{env.Theme.Severity(model.Unknown).Paint(text.Cut(" "+env.Theme.Glyph(model.Unknown)+" the instance could not be read: "+text.Clean(err.Error()), env.Width-1))}
		}
		return nil
	}
	p := instancePage{Sheet: screen.NewSheet(env), host: fit.Host{Instance: i, Tasks: env.Snap.Tasks[ref.Cluster].Rows, Counted: env.Snap.Tasks[ref.Cluster].Known()}}
	p.host.Tasks = instanceTasks(env, ref).Rows
	p.rooms()
	if env.Height >= 14 {
		p.facts(env)
		p.moves()
	}
	return append(p.Lines, "")
}
