package views

import (
	"cmp"
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
)

// targetRow is a target with the task behind its address.
type targetRow struct {
	model.Target
	service model.ServiceRef
	task    model.Task
	found   bool // whether a task of that address is known
}

// targetList lists the targets of the target groups of a service, or of the
// services of a cluster.
var targetList = kind.Kind[targetRow]{
	ID: KindTargets, Noun: "targets",
	Rows: targetRows,
	Key:  func(t targetRow) string { return fmt.Sprintf("%s %s:%d", t.TargetGroupARN, t.ID, t.Port) },
	Name: func(t targetRow) string { return t.service.Name + " " + t.group() + " " + t.ID },
	Text: func(t targetRow) string {
		return strings.Join([]string{t.ID, t.group(), t.service.Name, string(t.State), t.Reason, t.Description, t.Zone, t.task.Ref.ID}, " ")
	},
	Rank: func(t targetRow) model.Severity { return t.State.Severity() },
	Thing: func(t targetRow) screen.Thing {
		ref := screen.OfService(t.service)
		thing := screen.Thing{Ref: ref, Name: t.address(), ARN: t.TargetGroupARN, ID: t.ID, Text: t.why(), Value: t.Target}
		if t.found {
			thing.Ref.Task, thing.IP = t.task.Ref.ID, t.task.IP
		}
		return thing
	},
	Columns: []table.Column[targetRow]{
		{ID: "target", Title: "TARGET", Width: 18, Min: 14, Cell: func(t targetRow, _ table.Env) table.Cell { return table.Marked(t.State.Severity(), t.address()) }},
		{ID: "state", Title: "STATE", Width: 11, Cell: func(t targetRow, _ table.Env) table.Cell {
			return table.State(t.State.Severity(), or(string(t.State)))
		}},
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Tail: true, Drop: 2, Cell: func(t targetRow, _ table.Env) table.Cell { return table.Text(t.service.Name) }},
		{ID: "group", Title: "GROUP", Width: 12, Min: 8, Tail: true, Drop: 3, Cell: func(t targetRow, _ table.Env) table.Cell { return table.Dim(t.group()) }},
		{ID: "zone", Title: "ZONE", Width: 11, Drop: 5, Cell: func(t targetRow, _ table.Env) table.Cell { return table.Dim(or(t.Zone)) }},
		{ID: "task", Title: "TASK", Width: 8, Drop: 4, Cell: func(t targetRow, _ table.Env) table.Cell {
			if !t.found {
				return table.Dim("-")
			}
			return table.Text(t.task.Ref.Short())
		}},
		{ID: "revision", Title: "REV", Width: 4, Align: table.Right, Wide: true, Drop: 7, Cell: func(t targetRow, _ table.Env) table.Cell {
			if !t.found {
				return table.Dim("-")
			}
			return table.Text(fmt.Sprintf(":%d", t.task.TaskDef.Revision))
		}},
		{ID: "age", Title: "TASK AGE", Width: 8, Align: table.Right, Calm: true, Wide: true, Drop: 8, Cell: func(t targetRow, env table.Env) table.Cell {
			if !t.found {
				return table.Dim("-")
			}
			return table.Dim(since(t.task.CreatedAt, env.Now))
		}},
		{ID: "why", Title: "WHY", Width: 16, Min: 10, Flex: true, Drop: 1, Cell: func(t targetRow, _ table.Env) table.Cell {
			return table.State(t.State.Severity(), t.why())
		}},
	},
	Enter: func(_ screen.Ref, t targetRow) (screen.Route, bool) {
		return screen.Route{Kind: KindTask, Ref: screen.OfTask(t.task.Ref, t.service.Name)}, t.found
	},
	EnterTitle: "task",
	Scope: func(env screen.Env, ref screen.Ref, _ []targetRow) []feed.Want {
		parts := []feed.Part{feed.Targets}
		if (ref.Service != "" || env.About.CheapCalls) && able[backend.TargetGrouper](env, "") == "" {
			parts = append(parts, feed.TargetGroups)
		}
		wants := wantsAbout(env, ref, parts...)
		if ref.Service == "" {
			return append(wants, feed.Want{Part: feed.Tasks, Cluster: ref.Cluster})
		}
		return append(wants, feed.Want{Part: feed.OwnTasks, Cluster: ref.Cluster, Service: ref.Service})
	},
	Above: targetsAbove,
	Empty: func(env screen.Env, ref screen.Ref) string {
		if s, ok := FindService(env.Snap, ref); ok && len(s.LoadBalancers) > 0 {
			return "No targets are registered in the target groups of " + whereOf(ref) + ": its users reach nothing."
		}
		return "No load balancer stands before " + whereOf(ref) + "."
	},
	Summary: func(env screen.Env, rows []targetRow) string {
		counts := map[model.TargetState]int{}
		worst := model.Idle
		for _, t := range rows {
			counts[t.State]++
			worst = model.Worst(worst, t.State.Severity())
		}
		if len(rows) == 0 {
			return ""
		}
		return " " + env.Theme.Severity(worst).Paint(env.Theme.Glyph(worst)+" "+targetCounts(counts)) + "    of " + text.Plural(len(rows), "target")
	},
	Line: func(env screen.Env, t targetRow) string {
		line := pointer(env.Theme) + t.address() + " " + or(string(t.State))
		if why := t.why(); why != "" {
			line += ": " + text.Clean(why)
		}
		if t.Description != "" {
			line += " (" + text.Clean(t.Description) + ")"
		}
		return line
	},
}

// targetsAny is the list for ref.
func targetsAny(ref screen.Ref) screen.Screen {
	k := targetList
	k.Columns = ofOne(ref, k.Columns)
	return kind.New(k, ref)
}

func targetRows(env screen.Env, ref screen.Ref) model.Part[targetRow] {
	return gather(env, ref, env.Snap.Targets, func(s model.ServiceRef, rows []model.Target) []targetRow {
		tasks := tasksOfService(env.Snap, s)
		out := make([]targetRow, 0, len(rows))
		for _, t := range rows {
			row := targetRow{Target: t, service: s}
			row.task, row.found = taskAt(tasks, t)
			out = append(out, row)
		}
		return out
	})
}

// taskAt is the task with a target's address: that of its network interface,
// and of tasks that had the address one after the other the newest; or, on an
// instance, the only one that was given the port.
func taskAt(tasks []model.Task, t model.Target) (best model.Task, found bool) {
	if strings.HasPrefix(t.ID, "i-") {
		return taskOnPort(tasks, t.Port)
	}
	for _, x := range tasks {
		if x.IP != "" && x.IP == t.ID && (!found || x.CreatedAt.After(best.CreatedAt)) {
			best, found = x, true
		}
	}
	return best, found
}

// taskOnPort is the task with a port of its host, unless there are several: which
// instance a task is on is told by another name than the target's.
func taskOnPort(tasks []model.Task, port int) (only model.Task, found bool) {
	for _, x := range tasks {
		given := slices.ContainsFunc(x.Containers, func(c model.Container) bool {
			return slices.ContainsFunc(c.Bindings, func(b model.Binding) bool { return b.HostPort == port && port > 0 })
		})
		switch {
		case !given || x.Stopped():
		case found:
			return model.Task{}, false
		default:
			only, found = x, true
		}
	}
	return only, found
}

func (t targetRow) address() string { return fmt.Sprintf("%s:%d", t.ID, t.Port) }
func (t targetRow) group() string   { return model.TargetGroupName(t.TargetGroupARN) }

// why is the reason code in plain words.
func (t targetRow) why() string { return targetReason(t.Target) }

// targetReasons are the reason codes of Elastic Load Balancing in plain words
// (API reference, TargetHealth).
var targetReasons = map[string]string{
	"Elb.RegistrationInProgress":      "being registered",
	"Elb.InitialHealthChecking":       "first health checks",
	"Target.ResponseCodeMismatch":     "answers the check with the wrong code",
	"Target.Timeout":                  "does not answer the check in time",
	"Target.FailedHealthChecks":       "no connection, or a broken answer",
	"Elb.InternalError":               "the load balancer itself failed",
	"Target.NotRegistered":            "not registered",
	"Target.NotInUse":                 "no listener sends it anything",
	"Target.InvalidState":             "its instance is stopped or gone",
	"Target.IpUnusable":               "its address cannot be used",
	"Target.HealthCheckDisabled":      "health checks are off",
	"Target.DeregistrationInProgress": "finishing what it has begun",
}

func targetReason(t model.Target) string {
	return cmp.Or(targetReasons[t.Reason], t.Reason)
}

// targetCounts is 3 healthy, 1 draining, the worst first.
func targetCounts(counts map[model.TargetState]int) string {
	states := []model.TargetState{model.TargetUnhealthy, model.TargetUnavailable, model.TargetHealthy, model.TargetInitial, model.TargetDraining, model.TargetUnused}
	var parts []string
	for _, s := range states {
		if n := counts[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	others := 0
	for s, n := range counts {
		if !slices.Contains(states, s) {
			others += n
		}
	}
	if others > 0 {
		parts = append(parts, fmt.Sprintf("%d in another state", others))
	}
	return strings.Join(parts, ", ")
}

// targetsAbove are how the groups of a service check their targets, and what a
// list about a cluster lacks.
func targetsAbove(env screen.Env, ref screen.Ref) []string {
	if ref.Service == "" {
		return notAll(func(s *model.Snapshot) map[model.ServiceRef]model.Part[model.Target] { return s.Targets })(env, ref)
	}
	var lines []string
	part := env.Snap.TargetGroups[ref.ServiceRef()]
	for i, g := range part.Rows {
		if i == 4 || i == 1 && env.Height < 12 {
			lines = append(lines, env.Theme.Dim.Paint(fmt.Sprintf("   and %s more", text.Plural(len(part.Rows)-i, "group"))))
			break
		}
		lines = append(lines, env.Theme.Dim.Paint(text.Cut(" "+text.Clean(checkWords(g, env.Width >= 100)), env.Width-1)))
	}
	if part.Err != nil && !part.Known() {
		lines = append(lines, env.Theme.Severity(model.Unknown).Paint(text.Cut(" "+env.Theme.Glyph(model.Unknown)+" health checks not read: "+text.Clean(inALine(part.Err)), env.Width-1)))
	}
	return lines
}

// checkWords is how a group checks its targets and how long it drains them; long
// also says what it is.
func checkWords(g model.TargetGroup, long bool) string {
	words := g.Name
	if long {
		words += fmt.Sprintf(" (%s :%d, %s)", or(g.Protocol), g.Port, or(g.TargetType))
	}
	words += fmt.Sprintf(" checks %s %s%s", or(g.HealthProtocol), or(g.HealthPort), g.HealthPath)
	if g.Interval > 0 {
		words += fmt.Sprintf(" every %ds", g.Interval)
	}
	if g.Failing > 0 {
		words += fmt.Sprintf("; %d fail, %d heal", g.Failing, g.Healthy)
	}
	if g.DelayKnown {
		words += "; drains " + text.Age(g.Delay)
	} else {
		words += "; drains ?"
	}
	if g.Timeout > 0 && long {
		words += fmt.Sprintf("; waits %ds", g.Timeout)
	}
	if g.Matcher != "" && long {
		words += "; wants " + g.Matcher
	}
	return words + weightWords(g.Weights)
}
