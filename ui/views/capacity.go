package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// capacityRow is a capacity provider of a cluster, or a launch type that services
// ask for without one.
type capacityRow struct {
	model.CapacityProvider
	launch      model.LaunchType // of a row that is no provider
	users       []capacityUse
	hosts       int
	cpu, memory model.Room // of its active instances
	waiting     int        // tasks that wait in PROVISIONING for it
	counted     bool       // waiting is known
	read        bool       // hosts are known
}

// capacityUse is a service that is placed by a provider.
type capacityUse struct {
	service model.Service
	share   model.StrategyItem
	whose   string // " by default" where the service has no strategy of its own
}

// capacity lists where the tasks of a cluster may run.
var capacity = kind.Kind[capacityRow]{
	ID: KindCapacity, Noun: "capacity providers",
	Rows: capacityRows,
	Key:  func(c capacityRow) string { return c.name() },
	Name: func(c capacityRow) string { return c.name() },
	Text: func(c capacityRow) string {
		words := []string{c.name(), c.kind(), c.Status, c.UpdateStatus, c.UpdateReason}
		for _, u := range c.users {
			words = append(words, u.service.Ref.Name)
		}
		return strings.Join(words, " ")
	},
	Rank: capacityRow.severity,
	Thing: func(c capacityRow) screen.Thing {
		return screen.Thing{Ref: screen.OfCluster(c.Cluster), Name: c.name(), ARN: c.ARN, Value: c.CapacityProvider}
	},
	Columns: []table.Column[capacityRow]{
		{ID: "provider", Title: "PROVIDER", Width: 18, Min: 14, Flex: true, Tail: true, Cell: func(c capacityRow, _ table.Env) table.Cell { return table.Marked(c.severity(), c.name()) }},
		{ID: "kind", Title: "KIND", Width: 7, Drop: 4, Cell: func(c capacityRow, _ table.Env) table.Cell { return table.Text(c.kind()) }},
		{ID: "status", Title: "STATUS", Width: 8, Drop: 2, Cell: func(c capacityRow, _ table.Env) table.Cell { return c.state() }},
		{ID: "scaling", Title: "SCALING", Width: 9, Drop: 3, Cell: func(c capacityRow, _ table.Env) table.Cell { return table.Text(c.scales()) }},
		{ID: "instances", Title: "INST", Align: table.Right, Less: func(a, b capacityRow) bool { return a.hosts < b.hosts },
			Cell: func(c capacityRow, _ table.Env) table.Cell { return c.count(c.hosts, c.read) }},
		{ID: "reserved", Title: "RESERVED", Width: 14, Min: 8, Drop: 1, Less: func(a, b capacityRow) bool { return c100(a) < c100(b) },
			Cell: func(c capacityRow, env table.Env) table.Cell { return usedCell(c.tighter(), env) }},
		{ID: "waiting", Title: "WAIT", Align: table.Right, Drop: 5, Less: func(a, b capacityRow) bool { return a.waiting < b.waiting },
			Cell: func(c capacityRow, _ table.Env) table.Cell {
				if c.waiting > 0 {
					return table.State(model.Moving, text.Count(c.waiting))
				}
				return c.count(0, c.counted)
			}},
		{ID: "default", Title: "DEFAULT", Width: 7, Drop: 3, Cell: func(c capacityRow, _ table.Env) table.Cell {
			if !c.InDefault {
				return table.Dim("-")
			}
			return table.Text(shareWords(c.Default))
		}},
		number("services", "SERVICES", 2, func(c capacityRow) int { return len(c.users) }),
		{ID: "warmup", Title: "WARM-UP", Align: table.Right, Wide: true, Drop: 7, Cell: func(c capacityRow, _ table.Env) table.Cell {
			return table.Dim(c.managed(fmt.Sprintf("%ds", c.WarmupSeconds)))
		}},
		{ID: "steps", Title: "STEPS", Width: 9, Wide: true, Drop: 8, Cell: func(c capacityRow, _ table.Env) table.Cell {
			return table.Dim(c.managed(fmt.Sprintf("%d..%d", c.MinStep, c.MaxStep)))
		}},
		{ID: "protection", Title: "PROTECTS", Width: 8, Wide: true, Drop: 9, Cell: func(c capacityRow, _ table.Env) table.Cell {
			return table.Dim(c.grouped(onOff(c.TerminationProtection)))
		}},
		{ID: "draining", Title: "DRAINS", Width: 6, Wide: true, Drop: 10, Cell: func(c capacityRow, _ table.Env) table.Cell { return table.Dim(c.grouped(onOff(c.ManagedDraining))) }},
		{ID: "users", Title: "USED BY", Width: 20, Wide: true, Drop: 6, Flex: true, Cell: func(c capacityRow, _ table.Env) table.Cell { return table.Dim(c.usedBy()) }},
	},
	Actions: []kind.Action[capacityRow]{{Binding: bindRead, Run: func(_ screen.Env, c capacityRow) screen.Effect {
		return screen.Read{Title: "Capacity: " + text.Clean(c.name()), Page: c.page}
	}}},
	Own: []kind.Own{{Binding: bindInstances, Gates: []kind.Gate{CanInstances}, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindInstances, Ref: screen.OfCluster(ref.Cluster)}}
	}}},
	Scope: capacityScope,
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "No capacity providers in " + text.Clean(ref.Cluster.Name) + ": its tasks run by launch type, on instances registered by hand or on Fargate."
	},
	Summary: capacitySummary,
	Line: func(env screen.Env, c capacityRow) string {
		return pointer(env.Theme) + text.Clean(c.name()+": "+c.says())
	},
}

// CanCapacity says why the capacity of a cluster cannot be told.
func CanCapacity(env screen.Env) string {
	return able[backend.CapacityLister](env, "tell of capacity")
}

// capacityScope asks for the providers, then for what runs by them; for the tasks
// that wait only where the cluster is small or calls are free.
func capacityScope(env screen.Env, ref screen.Ref, _ []capacityRow) []feed.Want {
	c := ref.Cluster
	wants := []feed.Want{{Part: feed.Capacity, Cluster: c}, {Part: feed.Services, Cluster: c}}
	if CanInstances(env) == "" {
		wants = append(wants, feed.Want{Part: feed.Instances, Cluster: c})
	}
	if env.About.CheapCalls || len(env.Snap.Services[c].Rows) <= wholeBelow {
		wants = append(wants, feed.Want{Part: feed.Tasks, Cluster: c})
	}
	return append(wants, feed.Want{Part: feed.Clusters})
}

func capacityRows(env screen.Env, ref screen.Ref) model.Part[capacityRow] {
	c := ref.Cluster
	part := env.Snap.Capacity[c]
	instances, tasks := env.Snap.Instances[c], env.Snap.Tasks[c]
	rows := remake(part, func(p model.CapacityProvider) capacityRow {
		return capacityRow{CapacityProvider: p, read: instances.Known(), counted: tasks.Known()}
	})
	at := func(name string) *capacityRow {
		i := slices.IndexFunc(rows.Rows, func(r capacityRow) bool { return r.launch == "" && r.Name == name })
		if i < 0 {
			return nil
		}
		return &rows.Rows[i]
	}
	for _, i := range instances.Rows {
		if r := at(i.CapacityProvider); r != nil && i.CapacityProvider != "" {
			r.hosts++
			if i.Status == model.InstanceActive {
				r.cpu, r.memory = plus(r.cpu, i.CPU), plus(r.memory, i.Memory)
			}
		}
	}
	for _, t := range tasks.Rows {
		if r := at(t.CapacityProvider); r != nil && t.Status == model.TaskProvisioning && !t.Stopping() {
			r.waiting++
		}
	}
	var byLaunch []capacityRow
	for _, s := range env.Snap.Services[c].Rows {
		placed := false
		for i := range rows.Rows {
			if r := &rows.Rows[i]; uses(s, r.CapacityProvider) {
				r.users, placed = append(r.users, useOf(s, r.CapacityProvider)), true
			}
		}
		if placed || s.LaunchType == "" {
			continue
		}
		i := slices.IndexFunc(byLaunch, func(r capacityRow) bool { return r.launch == s.LaunchType })
		if i < 0 {
			i, byLaunch = len(byLaunch), append(byLaunch, capacityRow{launch: s.LaunchType, CapacityProvider: model.CapacityProvider{Cluster: c}})
		}
		byLaunch[i].users = append(byLaunch[i].users, capacityUse{service: s})
	}
	rows.Rows = append(rows.Rows, byLaunch...)
	return rows
}

// useOf is how a service uses a provider: by its own strategy or the cluster's.
func useOf(s model.Service, p model.CapacityProvider) capacityUse {
	for _, share := range s.Shares {
		if share.Provider == p.Name {
			return capacityUse{service: s, share: share}
		}
	}
	return capacityUse{service: s, share: p.Default, whose: " by default"}
}

func capacitySummary(env screen.Env, rows []capacityRow) string {
	t := env.Theme
	providers, hosts, waiting, worst := 0, 0, 0, model.Good
	var defaults []string
	for _, c := range rows {
		if c.launch == "" {
			providers++
		}
		hosts, waiting, worst = hosts+c.hosts, waiting+c.waiting, model.Worst(worst, c.severity())
		if c.InDefault {
			defaults = append(defaults, text.Clean(c.Name)+" "+shareWords(c.Default))
		}
	}
	strategy := "no default strategy"
	if len(defaults) > 0 {
		strategy = "by default " + strings.Join(defaults, ", ")
	}
	wait := ""
	if waiting > 0 {
		wait = t.Severity(model.Moving).Paint(t.Glyph(model.Moving) + " " + text.Plural(waiting, "task") + " waiting")
	}
	head := ""
	if worst >= model.Warning {
		head = t.Severity(worst).Paint(t.Glyph(worst) + " needs a look")
	}
	return " " + Joined(head, text.Plural(providers, "provider"), text.Plural(hosts, "instance"), wait, strategy)
}

// page is all that is known of the provider.
func (c capacityRow) page(t *theme.Theme, w int) []string {
	s := &screen.Sheet{Theme: t, Width: w}
	s.Judged("STATE", c.says(), c.severity())
	s.Fact("KIND", c.kind())
	if c.launch == "" {
		s.Fact("ARN", text.Clean(c.ARN))
		s.Fact("GROUP", text.Clean(c.GroupARN))
		s.Fact("SCALING", c.scales())
		if c.ManagedScaling {
			s.Fact("", fmt.Sprintf("in steps of %d to %d instances, which warm up for %ds", c.MinStep, c.MaxStep, c.WarmupSeconds))
		}
		if c.GroupARN != "" {
			s.Fact("PROTECTION", "of instances with tasks from scale-in: "+onOff(c.TerminationProtection))
			s.Fact("DRAINING", "of instances that go: "+onOff(c.ManagedDraining))
		}
		s.Fact("CHANGE", text.Clean(strings.TrimSpace(c.UpdateStatus+" "+c.UpdateReason)))
		if c.InDefault {
			s.Fact("DEFAULT", shareWords(c.Default)+" of what names no provider")
		}
		if c.cpu.Registered > 0 {
			s.Fact("RESERVED", fmt.Sprintf("CPU %d%% of %s vCPU, memory %d%% of %s", percent(c.cpu), vcpus(c.cpu.Registered), percent(c.memory), mebibytes(c.memory.Registered)))
		}
	}
	s.Heading("USED BY")
	if len(c.users) == 0 {
		s.Muted("", "no service")
	}
	for _, u := range c.users {
		words := fmt.Sprintf("%d of %s", u.service.Running, text.Plural(u.service.Desired, "task"))
		if c.launch == "" {
			words += ", " + shareWords(u.share) + u.whose
		}
		s.Styled(" " + text.Pad(text.Clean(u.service.Ref.Name), min(30, w/2)) + " " + words)
	}
	return s.Lines
}
