package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/fit"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// roomRow is a service and how many more of its tasks there is room for.
type roomRow struct {
	model.Service
	fargate bool
	known   bool // its definition is
	need    fit.Need
	total   fit.Total
	hosts   int
}

// roomForAll lists the services of a cluster by how many more of their tasks fit.
var roomForAll = kind.Kind[roomRow]{
	ID: KindPlacement, Noun: "services",
	Rows: roomRows,
	Key:  func(r roomRow) string { return r.Ref.ARN() },
	Name: func(r roomRow) string { return r.Ref.Name },
	Text: func(r roomRow) string { return r.Ref.Name + " " + r.TaskDef.String() + " " + r.says() },
	Rank: roomRow.severity,
	Thing: func(r roomRow) screen.Thing {
		return thingOfService(r.Service)
	},
	Columns: []table.Column[roomRow]{
		{ID: "service", Title: "SERVICE", Width: 20, Min: 12, Tail: true, Cell: func(r roomRow, _ table.Env) table.Cell { return table.Marked(r.severity(), r.Ref.Name) }},
		{ID: "tasks", Title: "TASKS", Width: 5, Align: table.Right, Drop: 3, Cell: func(r roomRow, _ table.Env) table.Cell {
			return table.Text(fmt.Sprintf("%d/%d", r.Running, r.Desired))
		}},
		{ID: "fits", Title: "MORE", Width: 5, Align: table.Right, Less: func(a, b roomRow) bool { return a.more() < b.more() },
			Cell: func(r roomRow, _ table.Env) table.Cell {
				switch {
				case r.fargate:
					return table.Dim("-")
				case !r.known:
					return table.Dim("?")
				}
				return fitsCell(r.total.Fits)
			}},
		{ID: "able", Title: "ON", Width: 7, Align: table.Right, Drop: 2, Less: func(a, b roomRow) bool { return a.total.Able < b.total.Able },
			Cell: func(r roomRow, _ table.Env) table.Cell {
				if r.fargate || !r.known {
					return table.Dim("-")
				}
				return table.Text(fmt.Sprintf("%d/%d", r.total.Able, r.hosts))
			}},
		{ID: "need", Title: "EACH", Width: 11, Drop: 4, Align: table.Right, Less: func(a, b roomRow) bool { return a.need.Memory < b.need.Memory },
			Cell: func(r roomRow, _ table.Env) table.Cell {
				if r.fargate || !r.known {
					return table.Dim("-")
				}
				return table.Dim(size(r.need.CPU, r.need.Memory))
			}},
		{ID: "why", Title: "TIGHTEST", Width: 16, Min: 10, Flex: true, Drop: 1, Cell: func(r roomRow, _ table.Env) table.Cell {
			if r.fargate || !r.known || r.total.Fits > 0 {
				return table.Dim(r.says())
			}
			return table.State(model.Warning, r.says())
		}},
	},
	Enter: func(_ screen.Ref, r roomRow) (screen.Route, bool) {
		return screen.Route{Kind: KindPlacement, Ref: screen.OfService(r.Ref)}, true
	},
	EnterTitle: "matrix",
	Own: []kind.Own{{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(ref.Cluster)}}
	}}},
	Scope: roomScope,
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "No services in " + text.Clean(ref.Cluster.Name) + ": there is nothing to find room for."
	},
	Summary: func(env screen.Env, rows []roomRow) string {
		t := env.Theme
		full, hosts, fargate := 0, 0, 0
		for _, r := range rows {
			hosts = max(hosts, r.hosts)
			if r.fargate {
				fargate++
			} else if r.known && r.total.Fits == 0 {
				full++
			}
		}
		head := t.Severity(model.Good).Paint(t.Glyph(model.Good) + " room for one more of each")
		if full > 0 {
			head = t.Severity(model.Warning).Paint(fmt.Sprintf("%s no room for another of %s", t.Glyph(model.Warning), text.Plural(full, "service")))
		}
		if fargate == len(rows) {
			head = ""
		}
		away := ""
		if fargate > 0 {
			away = fmt.Sprintf("%d on Fargate", fargate)
		}
		return " " + Joined(head, text.Plural(hosts, "instance"), away)
	},
	Line: func(env screen.Env, r roomRow) string {
		line := pointer(env.Theme) + r.Ref.Name + ": " + r.says()
		if r.known && !r.fargate {
			line += "; each needs " + needWords(r.need)
		}
		return text.Clean(line)
	},
}

func (r roomRow) more() int {
	if r.fargate || !r.known {
		return fit.Endless
	}
	return r.total.Fits
}

func (r roomRow) severity() model.Severity {
	switch {
	case r.fargate:
		return model.Idle
	case !r.known:
		return model.Unknown
	case r.total.Fits == 0:
		return model.Warning
	}
	return model.Good
}

func (r roomRow) says() string {
	switch {
	case r.fargate:
		return "on Fargate: no instances to fit on"
	case !r.known:
		return "its definition is not read yet"
	case r.hosts == 0:
		return "no instances"
	case r.total.Fits == 0:
		return "none fits; " + strings.TrimPrefix(lackWords(r.total), "lacking: ")
	}
	return r.total.Tightest.String()
}

// roomScope asks for what is needed to tell; a definition is asked for once.
func roomScope(_ screen.Env, ref screen.Ref, sight []roomRow) []feed.Want {
	c := ref.Cluster
	wants := []feed.Want{{Part: feed.Services, Cluster: c}, {Part: feed.Instances, Cluster: c}, {Part: feed.Tasks, Cluster: c}, {Part: feed.Clusters}}
	for _, r := range sight {
		if !r.fargate {
			wants = append(wants, feed.Want{Part: feed.TaskDef, Cluster: c, TaskDef: r.TaskDef})
		}
	}
	return wants
}

func roomRows(env screen.Env, ref screen.Ref) model.Part[roomRow] {
	c := ref.Cluster
	defaults := defaultsOf(env.Snap, c)
	instances, tasks := env.Snap.Instances[c], env.Snap.Tasks[c]
	hosts := fit.Hosts(instances.Rows, tasks.Rows, tasks.Known() && !tasks.Recalled)
	told := 0
	part := remake(env.Snap.Services[c], func(s model.Service) roomRow {
		r := roomRow{Service: s, fargate: fit.OnFargate(s, defaults), hosts: len(hosts)}
		def := env.Snap.TaskDefs[s.TaskDef]
		if r.fargate || len(def.Rows) == 0 || !instances.Known() {
			return r
		}
		told++
		r.known, r.need = true, fit.Of(def.Rows[0], s, defaults)
		_, r.total = fit.Judge(r.need, hosts)
		return r
	})
	part.Asking = part.Asking || told == 0 // rows will change their places
	return part
}
