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

// forgets is said where stopped tasks are missed.
const forgets = "ECS forgets stopped tasks after about an hour."

// stopped lists the tasks of a service or a cluster that ended, those that ended
// alike as one row: what keeps failing, how often and why. A ref with an item is
// about the tasks of one such row.
var stopped = kind.Kind[ending]{
	ID: KindStopped, Noun: "stopped tasks",
	Rows: func(env screen.Env, ref screen.Ref) model.Part[ending] {
		part := taskPart(env.Snap, ref)
		return model.Part[ending]{Rows: endingsOf(part.Rows, ref.Item), At: part.At, Err: part.Err, Missing: part.Missing, Asking: part.Asking, Growing: part.Growing, Recalled: part.Recalled}
	},
	Key: func(e ending) string {
		if e.alone {
			return e.Ref.ARN()
		}
		return e.key() // a task that stops alike joins the row and leaves the cursor there
	},
	Name:   func(e ending) string { return fmt.Sprintf("%019d", max(0, 1<<62-e.StoppedAt.UnixNano())) + e.Ref.ID },
	Text:   func(e ending) string { return taskText(e.Task) + " " + e.why + " " + string(e.StopCode) },
	Rank:   func(e ending) model.Severity { return failedSeverity(e.Task) },
	Thing:  func(e ending) screen.Thing { return thingOfTask(e.Task) },
	Hidden: hidePlaces,
	Columns: slices.Insert([]table.Column[ending]{
		{ID: "task", Title: "NEWEST", Width: 10, Less: func(a, b ending) bool { return a.Ref.ID < b.Ref.ID },
			Cell: func(e ending, _ table.Env) table.Cell { return table.Marked(failedSeverity(e.Task), e.Ref.Short()) }},
		{ID: "count", Title: "N", Width: 4, Align: table.Right, Less: func(a, b ending) bool { return len(a.tasks) < len(b.tasks) },
			Cell: func(e ending, env table.Env) table.Cell { return countCell(len(e.tasks), env) }},
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Drop: 4, Tail: true,
			Cell: func(e ending, _ table.Env) table.Cell { return table.Text(groupName(e.Task)) }},
		{ID: "revision", Title: "REV", Width: 4, Align: table.Right, Drop: 5, Less: func(a, b ending) bool { return a.TaskDef.Revision < b.TaskDef.Revision },
			Cell: func(e ending, _ table.Env) table.Cell { return table.Text(fmt.Sprintf(":%d", e.TaskDef.Revision)) }},
		{ID: "age", Title: "AGO", Width: 6, Align: table.Right, Drop: 1, Calm: true, Less: func(a, b ending) bool { return a.StoppedAt.After(b.StoppedAt) },
			Cell: func(e ending, env table.Env) table.Cell { return ageCell(e.Task, env) }},
		{ID: "since", Title: "SINCE", Width: 8, Wide: true, Drop: 7, Align: table.Right, Less: func(a, b ending) bool { return a.first().Before(b.first()) },
			Cell: func(e ending, _ table.Env) table.Cell {
				if len(e.tasks) == 1 {
					return table.Dim("-")
				}
				return table.Dim(text.Clock(e.first()))
			}},
		{ID: "lived", Title: "LIVED", Width: 6, Align: table.Right, Drop: 3, Less: func(a, b ending) bool { x, _ := a.lived(); y, _ := b.lived(); return x < y },
			Cell: func(e ending, _ table.Env) table.Cell { return livedCell(e) }},
		{ID: "exit", Title: "EXIT", Width: 4, Align: table.Right, Drop: 2, Less: func(a, b ending) bool { x, _ := a.Exit(); y, _ := b.Exit(); return x < y },
			Cell: func(e ending, _ table.Env) table.Cell { return exitCell(e.Task) }},
		{ID: "code", Title: "STOP CODE", Width: 24, Min: 12, Wide: true, Drop: 6,
			Cell: func(e ending, _ table.Env) table.Cell { return table.Dim(or(string(e.StopCode))) }},
		{ID: "why", Title: "WHY", Width: 24, Min: 20, Flex: true, Drop: 1,
			Cell: func(e ending, _ table.Env) table.Cell { return endingCell(e) }},
	}, 3, places(func(e ending) model.ClusterRef { return e.Ref.Cluster })...),
	Enter: func(ref screen.Ref, e ending) (screen.Route, bool) {
		if len(e.tasks) > 1 {
			return screen.Route{Kind: KindStopped, Ref: screen.Ref{Cluster: ref.Cluster, Service: ref.Service, Word: e.called(), Item: e.key()}}, true
		}
		return screen.Route{Kind: KindTask, Ref: screen.OfTask(e.Ref, e.Service())}, true
	},
	EnterTitle: "task",
	Actions: []kind.Action[ending]{
		{Binding: bindLogs, Run: func(_ screen.Env, e ending) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfTask(e.Ref, e.Service())}}
		}},
		{Binding: bindNewestTask, Run: func(_ screen.Env, e ending) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindTask, Ref: screen.OfTask(e.Ref, e.Service())}}
		}},
		{Binding: bindDefinition, Run: func(_ screen.Env, e ending) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindDefinition, Ref: screen.OfTaskDef(e.Ref.Cluster, e.TaskDef)}}
		}},
		{Binding: bindDiff, When: func(_ screen.Env, e ending) string { return whenCompared(e.TaskDef) }, Run: func(_ screen.Env, e ending) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindDiff, Ref: screen.OfTaskDef(e.Ref.Cluster, e.TaskDef)}}
		}},
	},
	Scope: func(_ screen.Env, ref screen.Ref, _ []ending) []feed.Want { return taskWants(ref) },
	Hover: func(_ screen.Env, ref screen.Ref, e ending) []feed.Want {
		return []feed.Want{{Part: feed.TaskDef, Cluster: ref.Cluster, TaskDef: e.TaskDef}}
	},
	Empty: func(screen.Env, screen.Ref) string {
		return "No stopped tasks. " + forgets
	},
	Summary: stoppedSummary,
	Line:    stoppedLine,
}

// endingsOf are all endings, or with a key the tasks of the one that has it.
func endingsOf(tasks []model.Task, key string) []ending {
	all := endings(tasks)
	if key == "" {
		return all
	}
	for _, e := range all {
		if e.key() != key {
			continue
		}
		rows := make([]ending, 0, len(e.tasks))
		for _, t := range e.tasks {
			rows = append(rows, ending{Task: t, tasks: []model.Task{t}, why: e.why, alone: true})
		}
		return rows
	}
	return nil
}

func countCell(n int, env table.Env) table.Cell {
	switch {
	case n == 1:
		return table.Dim("1")
	case env.Theme.ASCII:
		return table.Text("x" + text.Count(n))
	}
	return table.Text("×" + text.Count(n))
}

func exitCell(t model.Task) table.Cell {
	code, told := t.Exit()
	switch {
	case !told:
		return table.Dim("-")
	case code == 0:
		return table.Dim("0")
	}
	return table.State(failedSeverity(t), fmt.Sprint(code))
}

// livedCell is how long it ran; a task that never did says so.
func livedCell(e ending) table.Cell {
	lived, ran := e.lived()
	switch {
	case ran:
		return table.Text(roughly(lived))
	case e.StartedAt.IsZero():
		return table.Dim("never")
	}
	return table.Dim("-")
}

// endingCell is why it ended: in plain words where there are any, for most of AWS's
// are longer than the screen is wide.
func endingCell(e ending) table.Cell {
	says := e.Stop().Means
	if says == "" {
		says = e.why
	}
	says = strings.TrimPrefix(says, exitPrefix(e.Task))
	if e.Failed() {
		return table.State(model.Broken, says)
	}
	return table.Dim(or(says))
}

// exitPrefix is what the column of exit codes says already.
func exitPrefix(t model.Task) string {
	code, told := t.Exit()
	if !told {
		return ""
	}
	return fmt.Sprintf("exit %d: ", code)
}

func stoppedSummary(env screen.Env, rows []ending) string {
	total, failed, ways := 0, 0, 0
	for _, e := range rows {
		total += len(e.tasks)
		if e.Failed() {
			failed += len(e.tasks)
			ways++
		}
	}
	th := env.Theme
	facts := []string{text.Count(total) + " stopped"}
	switch {
	case failed > 1 && ways == 1 && len(rows) < total:
		facts = append(facts, th.Severity(model.Broken).Paint(fmt.Sprintf("%s %s failed, all alike", th.Glyph(model.Broken), text.Count(failed))))
	case failed > 0 && ways < failed:
		facts = append(facts, th.Severity(model.Broken).Paint(fmt.Sprintf("%s %s failed in %s", th.Glyph(model.Broken), text.Count(failed), text.Plural(ways, "way"))))
	case failed > 0:
		facts = append(facts, th.Severity(model.Broken).Paint(fmt.Sprintf("%s %s failed", th.Glyph(model.Broken), text.Count(failed))))
	}
	return " " + Joined(append(facts, th.Dim.Paint(strings.TrimSuffix(forgets, ".")))...)
}

func stoppedLine(env screen.Env, e ending) string {
	head := pointer(env.Theme)
	if n := len(e.tasks); n > 1 {
		head += fmt.Sprintf("%d alike since %s: ", n, text.Clock(e.first()))
	} else {
		head += "task " + e.Ref.Short() + ": "
	}
	return head + text.Clean(stopWords(e.Task))
}

// stoppedOf is the list for ref.
func stoppedOf(ref screen.Ref) screen.Screen {
	k := stopped
	if ref.Service != "" {
		k.Columns = slices.DeleteFunc(slices.Clone(k.Columns), func(c table.Column[ending]) bool { return c.ID == columnService })
	}
	return kind.New(k, ref)
}
