package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/fit"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// placementOf is the matrix of a service: each instance, and what it has or lacks
// for one more task; or, for a cluster, how many more tasks of each service fit.
func placementOf(ref screen.Ref) screen.Screen {
	if ref.Service == "" {
		return kind.New(roomForAll, ref)
	}
	k := placement
	k.Hidden = func(env screen.Env) []string { return needless(env, ref) }
	return kind.New(k, ref)
}

// needless are the columns of what a task does not need.
func needless(env screen.Env, ref screen.Ref) []string {
	s, _ := FindService(env.Snap, ref)
	_, need, known := fitting(env, s.Service)
	if !known {
		return nil
	}
	var hidden []string
	for id, needs := range map[string]bool{"eni": need.ENIs > 0, "gpu": need.GPUs > 0, "apart": need.Apart, "ports": len(need.Ports)+need.Dynamic > 0} {
		if !needs {
			hidden = append(hidden, id)
		}
	}
	slices.Sort(hidden)
	return hidden
}

// placementRow is an instance as it looks to one more task.
type placementRow struct {
	fit.Verdict
	need fit.Need
}

var placement = kind.Kind[placementRow]{
	ID: KindPlacement, Noun: "container instances",
	Rows: placementRows,
	Key:  func(r placementRow) string { return r.Host.Ref.ARN() },
	Name: func(r placementRow) string { return r.Host.EC2ID },
	Text: func(r placementRow) string {
		return strings.Join([]string{r.Host.EC2ID, r.Host.Type, r.Host.Zone, r.Host.CapacityProvider, r.says()}, " ")
	},
	Rank: func(r placementRow) model.Severity {
		if r.Fits > 0 {
			return model.Good
		}
		return model.Warning
	},
	Thing: func(r placementRow) screen.Thing { return thingOfInstance(r.Host.Instance) },
	Columns: []table.Column[placementRow]{
		{ID: "instance", Title: "INSTANCE", Width: 21, Min: 10, Tail: true, Cell: func(r placementRow, _ table.Env) table.Cell {
			if r.Fits > 0 {
				return table.Marked(model.Good, or(r.Host.EC2ID))
			}
			return table.Marked(model.Warning, or(r.Host.EC2ID))
		}},
		{ID: "fits", Title: "FIT", Width: 4, Align: table.Right, Less: func(a, b placementRow) bool { return a.Fits < b.Fits },
			Cell: func(r placementRow, _ table.Env) table.Cell { return fitsCell(r.Fits) }},
		amountColumn(fit.CPU, "cpu", "CPU", 12, 11, 0, vcpus),
		amountColumn(fit.Memory, "memory", "MEMORY", 12, 11, 0, mebibytes),
		checkColumn(fit.Ports, "ports", "PORTS", 11, 2),
		amountColumn(fit.ENI, "eni", "ENI", 5, 5, 3, plainNumber),
		amountColumn(fit.GPU, "gpu", "GPU", 5, 5, 4, plainNumber),
		checkColumn(fit.Attributes, "attributes", "ATTR", 10, 1),
		{ID: "zone", Title: "AZ", Width: 10, Drop: 6, Cell: func(r placementRow, env table.Env) table.Cell {
			return checked(r.Answers[fit.Zone], or(r.Host.Zone), env)
		}},
		checkColumn(fit.Agent, "agent", "AGENT", 6, 5),
		{ID: "status", Title: "STATUS", Width: 8, Drop: 7, Cell: func(r placementRow, env table.Env) table.Cell {
			return checked(r.Answers[fit.Status], strings.ToLower(or(string(r.Host.Status))), env)
		}},
		checkColumn(fit.Apart, "apart", "ONE EACH", 8, 8),
		{ID: "type", Title: "TYPE", Width: 10, Wide: true, Drop: 9, Cell: func(r placementRow, _ table.Env) table.Cell { return table.Dim(or(r.Host.Type)) }},
		{ID: "provider", Title: "PROVIDER", Width: 14, Wide: true, Drop: 10, Tail: true, Cell: func(r placementRow, env table.Env) table.Cell {
			return checked(r.Answers[fit.Provider], or(r.Host.CapacityProvider), env)
		}},
	},
	Enter:      func(_ screen.Ref, r placementRow) (screen.Route, bool) { return instanceRoute(r.Host.Instance), true },
	EnterTitle: "instance",
	Own: []kind.Own{{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(ref.Cluster)}}
	}}},
	Scope:   placementScope,
	Empty:   noPlacement,
	Above:   placementAbove,
	Summary: placementSummary,
	Line: func(env screen.Env, r placementRow) string {
		return pointer(env.Theme) + text.Clean(or(r.Host.EC2ID)+": "+r.says())
	},
}

func placementScope(env screen.Env, ref screen.Ref, _ []placementRow) []feed.Want {
	c := ref.Cluster
	wants := []feed.Want{{Part: feed.Services, Cluster: c, Service: ref.Service}, {Part: feed.Instances, Cluster: c}, {Part: feed.Tasks, Cluster: c}, {Part: feed.Clusters}}
	if s, ok := FindService(env.Snap, ref); ok {
		wants = append(wants, feed.Want{Part: feed.TaskDef, Cluster: c, TaskDef: s.TaskDef})
	}
	return wants
}

// fitting is the question of one service: its need, and the instances of the
// cluster. It is as fresh as the instances; whatever else is not known yet keeps
// it from being known.
func fitting(env screen.Env, s model.Service) (model.Part[fit.Host], fit.Need, bool) {
	c := s.Ref.Cluster
	def := env.Snap.TaskDefs[s.TaskDef]
	instances, tasks := env.Snap.Instances[c], env.Snap.Tasks[c]
	hosts := model.Part[fit.Host]{Rows: fit.Hosts(instances.Rows, tasks.Rows, tasks.Known() && !tasks.Recalled), At: instances.At, Err: instances.Err, Missing: instances.Missing, Asking: instances.Asking, Recalled: instances.Recalled}
	if len(def.Rows) == 0 {
		hosts.Rows, hosts.At, hosts.Err, hosts.Asking = nil, def.At, def.Err, def.Asking
		return hosts, fit.Need{}, false
	}
	return hosts, fit.Of(def.Rows[0], s, defaultsOf(env.Snap, c)), true
}

// defaultsOf is the default strategy of a cluster, as far as it is known.
func defaultsOf(snap *model.Snapshot, ref model.ClusterRef) []model.StrategyItem {
	c, _ := snap.Cluster(ref)
	return c.Default
}

func placementRows(env screen.Env, ref screen.Ref) model.Part[placementRow] {
	s, ok := FindService(env.Snap, ref)
	if !ok {
		list := env.Snap.Services[ref.Cluster]
		return model.Part[placementRow]{Err: serviceState(env, ref).Err, Asking: list.Asking}
	}
	if fit.OnFargate(s.Service, defaultsOf(env.Snap, ref.Cluster)) {
		return model.Part[placementRow]{At: env.Snap.Services[ref.Cluster].AtOf(ref.Service)} // said in place of rows
	}
	hosts, need, _ := fitting(env, s.Service)
	verdicts, _ := fit.Judge(need, hosts.Rows)
	hosts.Rows = hosts.Rows[:len(verdicts)]
	at := 0
	return remake(hosts, func(fit.Host) placementRow {
		at++
		return placementRow{verdicts[at-1], need}
	})
}

func noPlacement(env screen.Env, ref screen.Ref) string {
	name, in := text.Clean(ref.Service), text.Clean(ref.Cluster.Name)
	if s, ok := FindService(env.Snap, ref); ok && fit.OnFargate(s.Service, defaultsOf(env.Snap, ref.Cluster)) {
		return name + " runs on Fargate: AWS finds a place for each task, and there are no instances that it would have to fit on. What can lack are the account's vCPUs and Fargate's capacity in a zone, which the events of the service tell."
	}
	return "No container instances in " + in + ": a task of " + name + " has nowhere to go, unless a capacity provider starts an instance for it."
}

// placementAbove says what a task needs.
func placementAbove(env screen.Env, ref screen.Ref) []string {
	s, ok := FindService(env.Snap, ref)
	if !ok || fit.OnFargate(s.Service, defaultsOf(env.Snap, ref.Cluster)) {
		return nil
	}
	_, need, known := fitting(env, s.Service)
	if !known {
		return nil
	}
	lines := screen.Paragraph(text.Clean("a task of "+s.TaskDef.String()+" needs "+needWords(need)), env.Width, " ", env.Theme.Dim)
	return lines[:min(len(lines), 2)]
}

func placementSummary(env screen.Env, rows []placementRow) string {
	if len(rows) == 0 {
		return ""
	}
	t := env.Theme
	hosts := make([]fit.Host, len(rows))
	for i, r := range rows {
		hosts[i] = r.Host
	}
	_, total := fit.Judge(rows[0].need, hosts)
	sev := model.Good
	if total.Fits == 0 {
		sev = model.Warning
	}
	head := t.Severity(sev).Paint(t.Glyph(sev) + " " + moreWords(total.Fits))
	on := fmt.Sprintf("on %d of %s", total.Able, text.Plural(len(rows), "instance"))
	return " " + Joined(head, on, "tightest: "+total.Tightest.String(), lackWords(total))
}

// moreWords is 7 more fit.
func moreWords(n int) string {
	switch {
	case n == 0:
		return "none fits"
	case n == 1:
		return "1 more fits"
	case n >= fit.Endless:
		return "any number fits"
	}
	return text.Count(n) + " more fit"
}
