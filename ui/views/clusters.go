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

// clusterRow is a cluster and what its services say, as far as they were read.
type clusterRow struct {
	model.Cluster
	services model.Part[model.Service]
	severity model.Severity
	troubled int  // services that need a person
	blind    int  // services whose tasks were not looked at
	alarms   int  // in ALARM, of those that are known
	lost     int  // instances that ECS does not reach, likewise
	named    bool // nothing but what its services say is known
	cpu      model.Room
	memory   model.Room // of its active instances, as far as they were read
}

var clusters = kind.Kind[clusterRow]{
	ID: KindClusters, Noun: "clusters",
	Rows:   clusterRows,
	Key:    func(c clusterRow) string { return c.Ref.ARN() },
	Name:   func(c clusterRow) string { return c.Ref.Name },
	Text:   func(c clusterRow) string { return c.Ref.Name + " " + string(c.Status) },
	Rank:   func(c clusterRow) model.Severity { return c.severity },
	Thing:  func(c clusterRow) screen.Thing { return thingOfCluster(c.Cluster) },
	Hidden: hidePlaces,
	Above:  failedContexts,
	Columns: slices.Insert([]table.Column[clusterRow]{
		{ID: "cluster", Title: "CLUSTER", Width: 22, Min: 14, Flex: true, Tail: true, Less: func(a, b clusterRow) bool { return a.Ref.Name < b.Ref.Name },
			Cell: func(c clusterRow, _ table.Env) table.Cell { return table.Marked(c.severity, c.Ref.Name) }},
		{ID: "status", Title: "STATUS", Width: 8, Drop: 2,
			Cell: func(c clusterRow, _ table.Env) table.Cell {
				if c.Status == "" {
					return table.Dim("?")
				}
				return table.State(c.Status.Severity(), strings.ToLower(string(c.Status)))
			}},
		count("services", "SERVICES", 1, true, func(c clusterRow) int { return c.Services }),
		count("running", "RUNNING", 1, true, func(c clusterRow) int { return c.Running }),
		count("pending", "PENDING", 3, true, func(c clusterRow) int { return c.Pending }),
		count("instances", "INSTANCES", 4, false, func(c clusterRow) int { return c.Instances }),
		{ID: "capacity", Title: "CAPACITY", Width: 18, Wide: true, Drop: 5,
			Cell: func(c clusterRow, _ table.Env) table.Cell { return table.Dim(strings.Join(c.CapacityProviders, " ")) }},
		{ID: "cpu", Title: "CPU RESERVED", Width: 14, Wide: true, Drop: 6, Less: func(a, b clusterRow) bool { return percent(a.cpu) < percent(b.cpu) },
			Cell: func(c clusterRow, env table.Env) table.Cell { return usedCell(c.cpu, env) }},
		{ID: "memory", Title: "MEM RESERVED", Width: 14, Wide: true, Drop: 7, Less: func(a, b clusterRow) bool { return percent(a.memory) < percent(b.memory) },
			Cell: func(c clusterRow, env table.Env) table.Cell { return usedCell(c.memory, env) }},
		{ID: "attention", Title: "ATTENTION", Width: 14, Flex: true, Drop: 2,
			Cell: func(c clusterRow, _ table.Env) table.Cell { return attentionOf(c) }},
	}, 1, places(func(c clusterRow) model.ClusterRef { return c.Ref })...),
	Enter: func(_ screen.Ref, c clusterRow) (screen.Route, bool) {
		return screen.Route{Kind: KindServices, Ref: screen.OfCluster(c.Ref)}, true
	},
	EnterTitle: "services",
	Actions: []kind.Action[clusterRow]{
		{Binding: bindTasks, Run: func(_ screen.Env, c clusterRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindTasks, Ref: screen.OfCluster(c.Ref)}}
		}},
		{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, Run: func(_ screen.Env, c clusterRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(c.Ref)}}
		}},
		{Binding: bindEvents, Run: func(_ screen.Env, c clusterRow) screen.Effect {
			return screen.Go{To: screen.Route{Kind: KindEvents, Ref: screen.OfCluster(c.Ref)}}
		}},
	},
	Own:    []kind.Own{nameCluster},
	Limits: limitedClusters,
	Hint:   "n opens a cluster by its name.",
	Scope:  clusterScope,
	Hover: func(_ screen.Env, _ screen.Ref, c clusterRow) []feed.Want {
		return []feed.Want{{Part: feed.Services, Cluster: c.Ref}}
	},
	Empty: func(screen.Env, screen.Ref) string {
		return "No clusters in this account and region. Is it the right profile and region?"
	},
	Summary: clusterSummary,
	Line:    clusterLine,
}

// clusterScope asks for the clusters and, where calls are free, for the services
// of those in sight, which tell what needs attention.
func clusterScope(env screen.Env, _ screen.Ref, sight []clusterRow) []feed.Want {
	wants := []feed.Want{{Part: feed.Clusters}}
	if env.About.CheapCalls {
		for _, c := range sight {
			wants = append(wants, feed.Want{Part: feed.Services, Cluster: c.Ref})
			if c.Running+c.Pending <= homeMostTasks {
				wants = append(wants, feed.Want{Part: feed.Tasks, Cluster: c.Ref})
			}
			if c.Instances > 0 && CanInstances(env) == "" {
				wants = append(wants, feed.Want{Part: feed.Instances, Cluster: c.Ref})
			}
		}
	}
	return wants
}

func clusterRows(env screen.Env, _ screen.Ref) model.Part[clusterRow] {
	all, named := withNamed(env, env.Snap.Clusters)
	return remake(all, func(c model.Cluster) clusterRow {
		row := clusterRow{Cluster: c, services: env.Snap.Services[c.Ref], severity: c.Status.Severity(), named: named[c.Ref]}
		all := env.Snap.Tasks[c.Ref]
		own := tasksByService(all.Rows)
		for _, s := range row.services.Rows {
			tasks := own[s.Ref.Name]
			if p := env.Snap.OwnTasks[s.Ref]; p.Known() && !p.At.Before(all.At) {
				tasks = p.Rows
			}
			sev, _ := attention(env.Snap, s, tasks)
			if !tasksSeen(env.Snap, s) {
				row.blind++
			}
			if sev >= model.Warning {
				row.troubled++
			}
			if c.Status == model.ClusterActive || row.named {
				row.severity = model.Worst(row.severity, sev)
			}
			if row.named {
				row.Services, row.Running, row.Pending = row.Services+1, row.Running+s.Running, row.Pending+s.Pending
			}
			for _, a := range env.Snap.Alarms[s.Ref].Rows {
				if a.State == model.AlarmAlarm && !steersScaling(env.Snap, s.Ref, a) {
					row.alarms++
					row.severity = model.Worst(row.severity, model.Warning)
				}
			}
		}
		for _, i := range env.Snap.Instances[c.Ref].Rows {
			if i.Severity() == model.Broken {
				row.lost++
				row.severity = model.Broken
			}
			if i.Status == model.InstanceActive {
				row.cpu, row.memory = plus(row.cpu, i.CPU), plus(row.memory, i.Memory)
			}
		}
		return row
	})
}

// count is one of a cluster's counts: unknown for one that is known by name
// alone and whose services were not read.
func count(id, title string, drop int, ofServices bool, of func(clusterRow) int) table.Column[clusterRow] {
	column := number(id, title, drop, of)
	cell := column.Cell
	column.Cell = func(c clusterRow, env table.Env) table.Cell {
		if c.named && !(ofServices && c.services.Known()) {
			return table.Dim("?")
		}
		return cell(c, env)
	}
	return column
}

// attentionOf says nothing of a cluster whose services were not read: that is
// not the same as all being well.
func attentionOf(c clusterRow) table.Cell {
	var says []string
	for _, of := range []struct {
		n    int
		noun string
	}{{c.troubled, "service"}, {c.alarms, "alarm"}, {c.lost, "agent"}} {
		if of.n > 0 {
			says = append(says, text.Plural(of.n, of.noun))
		}
	}
	switch {
	case len(says) > 0:
		return table.State(c.severity, strings.Join(says, ", "))
	case !c.services.Known():
		return table.Dim("-")
	case c.blind > 0:
		return table.Dim("none seen")
	}
	return table.Dim("none")
}

func clusterSummary(env screen.Env, rows []clusterRow) string {
	services, running, pending := 0, 0, 0
	for _, c := range rows {
		services, running, pending = services+c.Services, running+c.Running, pending+c.Pending
	}
	return " " + Joined(text.Plural(len(rows), "cluster"), text.Plural(services, "service"),
		fmt.Sprintf("%s running", text.Plural(running, "task")), fmt.Sprintf("%s pending", text.Count(pending)))
}

func clusterLine(env screen.Env, c clusterRow) string {
	return pointer(env.Theme) + text.Clean(c.Ref.ARN())
}

// number is a right-aligned column of counts, in which nothing is dim.
func number[T any](id, title string, drop int, of func(T) int) table.Column[T] {
	return table.Column[T]{
		ID: id, Title: title, Align: table.Right, Drop: drop,
		Less: func(a, b T) bool { return of(a) < of(b) },
		Cell: func(row T, _ table.Env) table.Cell {
			if n := of(row); n != 0 {
				return table.Text(text.Count(n))
			}
			return table.Dim("0")
		},
	}
}

// remake is a part with each row made into another, as fresh as before.
func remake[A, B any](p model.Part[A], f func(A) B) model.Part[B] {
	rows := make([]B, len(p.Rows))
	for i, row := range p.Rows {
		rows[i] = f(row)
	}
	return model.Part[B]{Rows: rows, At: p.At, Err: p.Err, Missing: p.Missing, Asking: p.Asking, Growing: p.Growing, Recalled: p.Recalled}
}
