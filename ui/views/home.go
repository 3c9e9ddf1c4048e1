package views

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// homeRow is a thing that needs a person, or the totals of a cluster.
type homeRow struct {
	key      string
	severity model.Severity
	what     string // in a word or two: crash loop
	cluster  model.ClusterRef
	where    string // cluster/service, or what else it is about
	tasks    string // running of desired, "" where that is no question
	since    time.Time
	why      string // in a few words
	more     string // the rest of the sentence, for the line about the row
	to       screen.Route
	thing    screen.Thing
	totals   *clusterTotals // of a cluster's row, else nil
}

// home is where the dashboard begins: what needs a person, the worst first, then
// every cluster with its totals.
var home = kind.Kind[homeRow]{
	ID: KindHome, Noun: "clusters",
	Rows: homeRows,
	Key:  func(r homeRow) string { return r.key },
	Name: homeName,
	Text: func(r homeRow) string {
		return strings.Join([]string{r.what, r.where, r.severity.String(), r.why, r.more}, " ")
	},
	Rank: func(r homeRow) model.Severity {
		if r.totals != nil {
			return model.Idle // below whatever needs a person
		}
		return r.severity
	},
	Thing:  func(r homeRow) screen.Thing { return r.thing },
	Hidden: hidePlaces,
	Columns: slices.Insert([]table.Column[homeRow]{
		{ID: "what", Title: "WHAT", Width: 17, Min: 14, Cell: func(r homeRow, _ table.Env) table.Cell { return table.Marked(r.severity, r.what) }},
		{ID: "where", Title: "WHERE", Width: 18, Drop: 2, Tail: true, Cell: func(r homeRow, _ table.Env) table.Cell { return table.Text(r.where) }},
		{ID: "tasks", Title: "TASKS", Width: 7, Min: 5, Align: table.Right, Drop: 4, Cell: homeTasks},
		{ID: "since", Title: "SINCE", Width: 5, Align: table.Right, Drop: 3, Calm: true, Less: func(a, b homeRow) bool { return a.since.After(b.since) },
			Cell: func(r homeRow, env table.Env) table.Cell { return homeSince(r, env) }},
		{ID: "why", Title: "WHY", Width: 20, Min: 14, Flex: true, Drop: 1, Cell: homeWhy},
		homeCount("services", "SERVICES", func(t clusterTotals) int { return t.Services }),
		homeCount("instances", "INSTANCES", func(t clusterTotals) int { return t.Instances }),
		homeCount("pending", "PENDING", func(t clusterTotals) int { return t.Pending }),
		homeRoom("cpu", "CPU RESERVED", func(t clusterTotals) model.Room { return t.cpu }),
		homeRoom("memory", "MEM RESERVED", func(t clusterTotals) model.Room { return t.memory }),
	}, 2, places(func(r homeRow) model.ClusterRef { return r.cluster })...),
	Enter:      func(_ screen.Ref, r homeRow) (screen.Route, bool) { return r.to, r.to.Kind != "" },
	EnterTitle: "open",
	Actions:    homeActions,
	Own:        []kind.Own{nameCluster},
	Limits: func(env screen.Env, ref screen.Ref, rows []homeRow) (what, advice string) {
		return limitedClusters(env, ref, make([]clusterRow, countClusters(rows)))
	},
	Hint:  "n opens a cluster by its name.",
	Scope: homeScope,
	Hover: homeHover,
	Empty: func(screen.Env, screen.Ref) string {
		return "No clusters in this account and region. Is it the right profile and region?"
	},
	Summary: homeSummary,
	Line:    homeLine,
}

// homeName orders what needs attention by where it is, clusters by how they are.
func homeName(r homeRow) string {
	if r.totals != nil {
		return fmt.Sprintf("%d %s", model.Broken-r.severity, r.where)
	}
	return r.where + " " + r.what
}

var homeActions = []kind.Action[homeRow]{
	{Binding: bindLogs, When: func(_ screen.Env, r homeRow) string {
		if r.thing.Ref.Service == "" {
			return "this row is not about a service"
		}
		return ""
	}, Run: func(_ screen.Env, r homeRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfService(r.thing.Ref.ServiceRef())}}
	}},
	{Binding: bindEvents, When: ofSomeCluster, Run: func(_ screen.Env, r homeRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindEvents, Ref: screen.Ref{Cluster: r.cluster, Service: r.thing.Ref.Service}}}
	}},
	{Binding: bindTasks, When: ofSomeCluster, Run: func(_ screen.Env, r homeRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindTasks, Ref: screen.OfCluster(r.cluster)}}
	}},
	{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, When: ofSomeCluster, Run: func(_ screen.Env, r homeRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(r.cluster)}}
	}},
}

func ofSomeCluster(_ screen.Env, r homeRow) string {
	if r.cluster.Name == "" {
		return "this row is not about a cluster"
	}
	return ""
}

// homeTasks is running of desired. A cluster's may be too long for the column:
// then it is those that run.
func homeTasks(r homeRow, env table.Env) table.Cell {
	tasks := r.tasks
	if len(tasks) > env.Width {
		tasks, _, _ = strings.Cut(tasks, "/")
	}
	switch {
	case tasks == "":
		return table.Dim("-")
	case r.totals != nil:
		return table.Text(tasks)
	}
	return table.State(r.severity, tasks)
}

func homeSince(r homeRow, env table.Env) table.Cell {
	if r.since.IsZero() {
		return table.Dim("-")
	}
	return table.Text(roughly(max(0, env.Now.Sub(r.since))))
}

func homeWhy(r homeRow, _ table.Env) table.Cell {
	if r.totals == nil {
		return table.State(r.severity, r.why)
	}
	if r.severity >= model.Warning {
		return table.State(r.severity, r.why)
	}
	return table.Dim(r.why)
}

// homeCount is a column for wide screens that only clusters fill.
func homeCount(id, title string, of func(clusterTotals) int) table.Column[homeRow] {
	value := func(r homeRow) int {
		if r.totals == nil || r.totals.named {
			return -1
		}
		return of(*r.totals)
	}
	return table.Column[homeRow]{
		ID: id, Title: title, Align: table.Right, Wide: true, Drop: 5,
		Less: func(a, b homeRow) bool { return value(a) < value(b) },
		Cell: func(r homeRow, _ table.Env) table.Cell {
			switch n := value(r); {
			case r.totals == nil:
				return table.Text("")
			case n < 0:
				return table.Dim("?")
			case n == 0:
				return table.Dim("0")
			default:
				return table.Text(text.Count(n))
			}
		},
	}
}

// homeRoom is how much of a resource of the instances is reserved.
func homeRoom(id, title string, of func(clusterTotals) model.Room) table.Column[homeRow] {
	value := func(r homeRow) int {
		if r.totals == nil {
			return -1
		}
		return percent(of(*r.totals))
	}
	return table.Column[homeRow]{
		ID: id, Title: title, Width: 14, Wide: true, Drop: 6,
		Less: func(a, b homeRow) bool { return value(a) < value(b) },
		Cell: func(r homeRow, env table.Env) table.Cell {
			if r.totals == nil {
				return table.Text("")
			}
			return usedCell(of(*r.totals), env)
		},
	}
}
