package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// instances lists the EC2 hosts of a cluster with the room that is left.
var instances = kind.Kind[model.Instance]{
	ID: KindInstances, Noun: "container instances",
	Rows: func(env screen.Env, ref screen.Ref) model.Part[model.Instance] {
		return env.Snap.Instances[ref.Cluster]
	},
	Key:  func(i model.Instance) string { return i.Ref.ARN() },
	Name: func(i model.Instance) string { return i.EC2ID },
	Text: func(i model.Instance) string {
		return strings.Join([]string{i.EC2ID, i.Ref.ID, string(i.Status), i.Type, i.Zone, i.CapacityProvider}, " ")
	},
	Rank:  func(i model.Instance) model.Severity { return i.Severity() },
	Thing: thingOfInstance,
	Columns: []table.Column[model.Instance]{
		{ID: "instance", Title: "INSTANCE", Width: 21, Min: 12, Tail: true,
			Cell: func(i model.Instance, _ table.Env) table.Cell { return table.Marked(i.Severity(), or(i.EC2ID)) }},
		{ID: "type", Title: "TYPE", Width: 10, Drop: 4, Cell: func(i model.Instance, _ table.Env) table.Cell { return table.Text(or(i.Type)) }},
		{ID: "zone", Title: "ZONE", Width: 11, Drop: 5, Cell: func(i model.Instance, _ table.Env) table.Cell { return table.Dim(or(i.Zone)) }},
		{ID: "status", Title: "STATUS", Width: 9,
			Cell: func(i model.Instance, _ table.Env) table.Cell {
				return table.State(i.Status.Severity(), strings.ToLower(string(i.Status)))
			}},
		{ID: "agent", Title: "AGENT", Width: 5, Drop: 3, Cell: func(i model.Instance, _ table.Env) table.Cell { return agentCell(i) }},
		{ID: "cpu", Title: "CPU LEFT", Width: 12, Min: 9, Drop: 1, Less: func(a, b model.Instance) bool { return a.CPU.Remaining < b.CPU.Remaining },
			Cell: func(i model.Instance, env table.Env) table.Cell { return roomCell(i.CPU, env, vcpus) }},
		{ID: "memory", Title: "MEM LEFT", Width: 12, Min: 9, Drop: 2, Less: func(a, b model.Instance) bool { return a.Memory.Remaining < b.Memory.Remaining },
			Cell: func(i model.Instance, env table.Env) table.Cell { return roomCell(i.Memory, env, mebibytes) }},
		number("tasks", "TASKS", 0, func(i model.Instance) int { return i.Running + i.Pending }),
		{ID: "provider", Title: "CAPACITY PROVIDER", Width: 18, Wide: true, Drop: 6, Tail: true,
			Cell: func(i model.Instance, _ table.Env) table.Cell { return table.Dim(or(i.CapacityProvider)) }},
		{ID: "age", Title: "AGE", Width: 6, Wide: true, Align: table.Right, Drop: 7, Calm: true, Less: func(a, b model.Instance) bool { return a.RegisteredAt.After(b.RegisteredAt) },
			Cell: func(i model.Instance, env table.Env) table.Cell { return sinceCell(i, env) }},
		{ID: "arn", Title: "ECS ID", Width: 9, Wide: true, Drop: 8, Cell: func(i model.Instance, _ table.Env) table.Cell { return table.Dim(i.Ref.Short()) }},
	},
	Enter:      func(_ screen.Ref, i model.Instance) (screen.Route, bool) { return instanceRoute(i), true },
	EnterTitle: "tasks",
	Hover: func(_ screen.Env, _ screen.Ref, i model.Instance) []feed.Want {
		return []feed.Want{{Part: feed.Tasks, Cluster: i.Ref.Cluster}}
	},
	Own: []kind.Own{{Binding: bindTasks, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindTasks, Ref: screen.OfCluster(ref.Cluster)}}
	}}},
	Scope: func(_ screen.Env, ref screen.Ref, _ []model.Instance) []feed.Want {
		return []feed.Want{{Part: feed.Instances, Cluster: ref.Cluster}}
	},
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "No container instances in " + text.Clean(ref.Cluster.Name) + ": its tasks run on Fargate, or none is registered."
	},
	Summary: instanceSummary,
	Line:    instanceLine,
}

func agentCell(i model.Instance) table.Cell {
	if i.AgentConnected {
		return table.Dim("ok")
	}
	return table.State(model.Broken, "lost")
}

// roomCell is what is left of what there is, and a bar of what is taken.
func roomCell(r model.Room, env table.Env, say func(int) string) table.Cell {
	if r.Registered <= 0 {
		return table.Dim("-")
	}
	label := text.PadLeft(say(r.Remaining), 6)
	if room := env.Width - 7; room >= 3 {
		label += " " + chart.Rollout(r.Remaining, 0, r.Registered, min(room, 8), env.Theme.ASCII)
	}
	if r.Remaining*10 < r.Registered {
		return table.State(model.Warning, label)
	}
	return table.Text(label)
}

// vcpus prints CPU units, 1024 to a vCPU.
func vcpus(units int) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", float64(units)/1024), "0"), ".")
}

func sinceCell(i model.Instance, env table.Env) table.Cell {
	if i.RegisteredAt.IsZero() {
		return table.Dim("-")
	}
	return table.Dim(roughly(env.Now.Sub(i.RegisteredAt)))
}

func instanceSummary(env screen.Env, rows []model.Instance) string {
	lost, tasks := 0, 0
	for _, i := range rows {
		tasks += i.Running
		if i.Severity() == model.Broken {
			lost++
		}
	}
	facts := []string{text.Plural(len(rows), "instance"), text.Plural(tasks, "task") + " running"}
	if lost > 0 {
		facts = append(facts, env.Theme.Severity(model.Broken).Paint(env.Theme.Glyph(model.Broken)+" "+text.Plural(lost, "instance")+" not reachable by ECS"))
	}
	return " " + Joined(facts...)
}

func instanceLine(env screen.Env, i model.Instance) string {
	line := fmt.Sprintf("%s%s: %d running, %d pending; %s vCPU and %s free", pointer(env.Theme), text.Clean(or(i.EC2ID)), i.Running, i.Pending,
		vcpus(i.CPU.Remaining), mebibytes(i.Memory.Remaining))
	if !i.AgentConnected {
		line += "; its agent is not connected: what it tells of its tasks may be old"
	}
	return line
}

// instanceRoute leads to the page of an instance.
func instanceRoute(i model.Instance) screen.Route {
	return screen.Route{Kind: KindInstance, Ref: screen.OfInstance(i.Ref)}
}
