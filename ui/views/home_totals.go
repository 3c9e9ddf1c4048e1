package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// clusterTotals is a cluster in numbers.
type clusterTotals struct {
	model.Cluster
	named       bool // nothing but what its services say is known
	looked      bool // all its services were read
	desired     int  // of services that were read
	filled      int  // of those, the tasks that run
	surplus     int  // tasks that run beyond what their service desires
	blind       int  // services whose tasks were not looked at
	deaf        deaf // what else was not
	rolling     int
	unknown     int // services of which nothing can be said
	cpu, memory model.Room
	services    model.Part[model.Service]
}

// totalsOf is the row of a cluster; needs are the rows about it.
func totalsOf(env screen.Env, c model.Cluster, named bool, needs []homeRow) homeRow {
	t := clusterTotals{Cluster: c, named: named, services: env.Snap.Services[c.Ref]}
	t.looked = t.services.Known() && t.services.Missing == 0 && !t.services.Growing
	if named {
		t.Running, t.Pending = 0, 0
	}
	severity := c.Status.Severity()
	if named {
		severity = model.Unknown
	}
	for _, s := range t.services.Rows {
		filled, surplus, desired := tally(s)
		t.filled, t.surplus, t.desired = t.filled+filled, t.surplus+surplus, t.desired+desired
		if !tasksSeen(env.Snap, s) {
			t.blind++
		}
		t.deaf.add(env, s)
		if s.Rolling() {
			t.rolling++
		}
		sev, _ := s.Attention(env.Snap.At)
		if sev == model.Unknown {
			t.unknown++
		}
		if named {
			t.Services, t.Running, t.Pending = t.Services+1, t.Running+s.Running, t.Pending+s.Pending
		}
	}
	for _, i := range env.Snap.Instances[c.Ref].Rows {
		if i.Status == model.InstanceActive {
			t.cpu, t.memory = plus(t.cpu, i.CPU), plus(t.memory, i.Memory)
		}
	}
	need := 0
	for _, r := range needs {
		if r.severity >= model.Warning {
			need++
		}
		severity = model.Worst(severity, r.severity)
	}
	row := homeRow{key: c.Ref.ARN(), what: "cluster", cluster: c.Ref, where: c.Ref.Name, tasks: text.Count(t.Running) + "/?",
		to: screen.Route{Kind: KindServices, Ref: screen.OfCluster(c.Ref)}, thing: thingOfCluster(c), totals: &t}
	switch {
	case t.looked:
		row.tasks = fmt.Sprintf("%s/%s", text.Count(t.filled), text.Count(t.desired))
	case named:
		row.tasks = ""
	}
	row.severity, row.why = t.verdict(env, severity, need)
	return row
}

// verdict is how it stands with the cluster, as far as it was looked at.
func (t clusterTotals) verdict(env screen.Env, severity model.Severity, need int) (model.Severity, string) {
	counts := ", " + text.Plural(t.Services, "service")
	if t.Instances > 0 {
		counts += ", " + text.Plural(t.Instances, "instance")
	}
	switch {
	case need == 1:
		return severity, "1 needs attention" + counts
	case need > 1:
		return severity, fmt.Sprintf("%d need attention%s", need, counts)
	case !t.looked && t.services.Err != nil && len(t.services.Rows) > 0:
		return model.Worst(model.Unknown, severity), fmt.Sprintf("%d of %s not read: %s", t.services.Missing, text.Plural(t.Services, "service"), backend.Word(t.services.Err))
	case !t.looked && t.services.Err != nil:
		return model.Worst(model.Unknown, severity), "services not read: " + backend.Word(t.services.Err)
	case !t.looked && t.Services == 0 && !t.named:
		return model.Idle, "no services" + standalone(t.Running)
	case !t.looked && !looksAt(env, t.Cluster):
		return model.Unknown, "not looked at: enter opens its " + text.Plural(t.Services, "service")
	case !t.looked:
		return model.Unknown, "not looked at yet" + counts
	case t.unknown > 0:
		return model.Unknown, fmt.Sprintf("%d unknown%s", t.unknown, counts)
	case t.blind > 0:
		return model.Unknown, t.unseen()
	case t.rolling > 0:
		return model.Worst(model.Moving, severity), fmt.Sprintf("%d rolling%s", t.rolling, counts)
	case t.Services == 0:
		return model.Idle, "no services" + standalone(t.Running)
	}
	if t.deaf != (deaf{}) {
		return severity, "tasks well" + counts + "; " + t.deaf.words()
	}
	return severity, "all well" + counts
}

// unseen is tasks of 6 services not looked at; "" when all were.
func (t clusterTotals) unseen() string {
	if t.blind == 0 {
		return ""
	}
	return "tasks of " + text.Plural(t.blind, "service") + " not looked at"
}

// unread tells that nothing, or not all, is known of services that there are.
func (t clusterTotals) unread() bool { return !t.looked && (t.Services > 0 || t.named) }

func standalone(running int) string {
	if running == 0 {
		return ""
	}
	return ", " + text.Plural(running, "task") + " of none"
}

// rest is what the line about the row says beyond its cells.
func (t clusterTotals) rest(env screen.Env, why string) string {
	says := ""
	if t.looked && t.surplus > 0 {
		says += fmt.Sprintf(", %s beyond what is desired", text.Plural(t.surplus, "task"))
	}
	if unseen := t.unseen(); unseen != "" && unseen != why {
		says += "; " + unseen
	}
	if words := t.deaf.words(); t.looked && words != "" && !strings.Contains(why, words) {
		says += "; " + words
	}
	if t.Pending > 0 {
		says += fmt.Sprintf(", %d pending", t.Pending)
	}
	if t.cpu.Registered > 0 {
		says += fmt.Sprintf("; reserved: CPU %d%%, memory %d%%", percent(t.cpu), percent(t.memory))
	}
	if t.looked && !t.services.Recalled {
		if age := max(0, env.Wall.Sub(t.services.At)); age >= homePace {
			says += "; read " + roughly(age) + " ago"
		}
	}
	return says
}

func plus(a, b model.Room) model.Room {
	return model.Room{Registered: a.Registered + b.Registered, Remaining: a.Remaining + b.Remaining}
}

// percent is how much of a room is taken; -1 when there is none.
func percent(r model.Room) int {
	if r.Registered <= 0 {
		return -1
	}
	return r.Used() * 100 / r.Registered
}

// full is from how many percent on a room is nearly used up.
const full = 90

// usedCell is how much of a room is taken, as a number and a bar.
func usedCell(r model.Room, env table.Env) table.Cell {
	used := percent(r)
	if used < 0 {
		return table.Dim("-")
	}
	label := text.PadLeft(fmt.Sprintf("%d%%", used), 4)
	if room := env.Width - 5; room >= 3 {
		label += " " + chart.Rollout(r.Used(), 0, r.Registered, min(room, 8), env.Theme.ASCII)
	}
	if used >= full {
		return table.State(model.Warning, label)
	}
	return table.Text(label)
}
