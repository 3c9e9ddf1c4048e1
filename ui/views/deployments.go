package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// deploymentRow is a service deployment with the names of its revisions.
type deploymentRow struct {
	model.ServiceDeployment
	from, to string // :42, "" when not known
}

// deploymentList lists the deployments that ECS remembers, of a service or of
// the services of a cluster.
var deploymentList = kind.Kind[deploymentRow]{
	ID: KindDeployments, Noun: "deployments",
	Rows: deploymentRows,
	Key:  func(d deploymentRow) string { return d.ARN },
	Name: func(d deploymentRow) string { return byTime(d.CreatedAt) + d.ARN },
	Text: func(d deploymentRow) string {
		return strings.Join([]string{d.Service.Name, stateWords(string(d.Status)), d.from, d.to, d.why(), d.Strategy, d.ARN}, " ")
	},
	Thing: func(d deploymentRow) screen.Thing { return d.thing() },
	Columns: []table.Column[deploymentRow]{
		{ID: "status", Title: "STATUS", Width: 14, Min: 13, Cell: func(d deploymentRow, _ table.Env) table.Cell { return d.statusCell() }},
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Tail: true, Drop: 1,
			Cell: func(d deploymentRow, _ table.Env) table.Cell { return table.Text(d.Service.Name) }},
		{ID: "revision", Title: "REVISION", Width: 8, Cell: func(d deploymentRow, env table.Env) table.Cell { return table.Text(d.step(env.Theme.ASCII)) }},
		{ID: "tasks", Title: "TASKS", Width: 5, Align: table.Right, Drop: 2, Less: func(a, b deploymentRow) bool { return a.Target.Running < b.Target.Running },
			Cell: func(d deploymentRow, _ table.Env) table.Cell { return d.tasksCell() }},
		{ID: "progress", Title: "PROGRESS", Width: 8, Drop: 8, Cell: func(d deploymentRow, env table.Env) table.Cell { return d.progressCell(env) }},
		{ID: "failed", Title: "FAILED", Width: 6, Align: table.Right, Drop: 3, Less: func(a, b deploymentRow) bool { return a.BreakerFailures < b.BreakerFailures },
			Cell: func(d deploymentRow, _ table.Env) table.Cell { return d.failedCell() }},
		{ID: "traffic", Title: "TRAFFIC", Width: 7, Drop: 7, Cell: func(d deploymentRow, _ table.Env) table.Cell { return table.Text(or(trafficWords(d.Target))) }},
		{ID: "age", Title: "STARTED", Width: 7, Align: table.Right, Calm: true, Drop: 1, Less: func(a, b deploymentRow) bool { return a.begun().After(b.begun()) },
			Cell: func(d deploymentRow, env table.Env) table.Cell { return table.Text(since(d.begun(), env.Now)) }},
		{ID: "took", Title: "TOOK", Width: 6, Align: table.Right, Calm: true, Drop: 6, Less: func(a, b deploymentRow) bool { return a.took() < b.took() },
			Cell: func(d deploymentRow, _ table.Env) table.Cell {
				if d.Ended().IsZero() {
					return table.Dim("-")
				}
				return table.Text(text.Age(d.took()))
			}},
		{ID: "strategy", Title: "STRATEGY", Width: 10, Wide: true, Drop: 9, Cell: func(d deploymentRow, _ table.Env) table.Cell {
			return table.Dim(or(stateWords(d.Strategy)))
		}},
		{ID: "stage", Title: "STAGE", Width: 18, Wide: true, Drop: 8, Cell: func(d deploymentRow, _ table.Env) table.Cell { return table.Text(or(stateWords(d.Stage))) }},
		{ID: "why", Title: "WHY", Width: 20, Min: 10, Flex: true, Drop: 2, Cell: func(d deploymentRow, _ table.Env) table.Cell {
			return table.State(d.Status.Severity(), d.why())
		}},
	},
	Enter: func(_ screen.Ref, d deploymentRow) (screen.Route, bool) {
		return screen.Route{Kind: KindDeployment, Ref: d.thing().Ref}, strings.HasPrefix(d.ARN, "arn:")
	},
	EnterTitle: "deployment",
	Actions: []kind.Action[deploymentRow]{{Binding: bindLogs, Run: func(_ screen.Env, d deploymentRow) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfService(d.Service)}}
	}}},
	Scope: func(env screen.Env, ref screen.Ref, _ []deploymentRow) []feed.Want {
		parts := []feed.Part{feed.Deployments}
		if ref.Service != "" || env.About.CheapCalls {
			parts = append(parts, feed.ServiceRevisions)
		}
		return wantsAbout(env, ref, parts...)
	},
	Limits: func(env screen.Env, ref screen.Ref, _ []deploymentRow) (what, advice string) {
		part := env.Snap.Deployments[ref.ServiceRef()]
		if ref.Service == "" || part.Known() || backend.KindOf(part.Err) != backend.KindDenied {
			return "", ""
		}
		return "limited to current deployments: " + text.Clean(inALine(part.Err)), screen.Advice(part.Err)
	},
	Above: notAll(func(s *model.Snapshot) map[model.ServiceRef]model.Part[model.ServiceDeployment] { return s.Deployments }),
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "ECS remembers no deployments of " + whereOf(ref) + ": it keeps those of 90 days."
	},
	Summary: func(env screen.Env, rows []deploymentRow) string {
		going, failed := 0, 0
		for _, d := range rows {
			switch {
			case !d.Status.Done():
				going++
			case d.Status.Severity() >= model.Warning:
				failed++
			}
		}
		t, facts := env.Theme, []string{}
		if going > 0 {
			facts = append(facts, t.Severity(model.Moving).Paint(fmt.Sprintf("%s %d on the way", t.Glyph(model.Moving), going)))
		}
		if failed > 0 {
			facts = append(facts, t.Severity(model.Warning).Paint(fmt.Sprintf("%s %d rolled back", t.Glyph(model.Warning), failed)))
		}
		return " " + Joined(append(facts, text.Plural(len(rows), "deployment"))...)
	},
	Line: func(env screen.Env, d deploymentRow) string {
		return pointer(env.Theme) + text.Clean(d.Service.Name) + " " + d.step(env.Theme.ASCII) + ": " + text.Clean(serviceDeploymentWords(d.ServiceDeployment, env.Now))
	},
}

// deploymentsAny is the list for ref.
func deploymentsAny(ref screen.Ref) screen.Screen {
	k := deploymentList
	k.Columns = ofOne(ref, k.Columns)
	return kind.New(k, ref)
}

// deploymentRows are those that ECS remembers. Where those may not be read, they
// are the ones that it works on.
func deploymentRows(env screen.Env, ref screen.Ref) model.Part[deploymentRow] {
	part := gather(env, ref, env.Snap.Deployments, func(s model.ServiceRef, rows []model.ServiceDeployment) []deploymentRow {
		return named(env.Snap, s, rows)
	})
	if part.Known() || ref.Service == "" || backend.KindOf(part.Err) != backend.KindDenied {
		return part
	}
	s, ok := FindService(env.Snap, ref)
	if !ok {
		return part
	}
	part.At = env.Snap.Services[ref.Cluster].AtOf(ref.Service)
	for _, d := range s.Deployments {
		row := deploymentRow{to: fmt.Sprintf(":%d", d.TaskDef.Revision)}
		row.ARN, row.Service, row.CreatedAt, row.UpdatedAt, row.StatusReason = d.ID, s.Ref, d.CreatedAt, d.UpdatedAt, d.RolloutReason
		row.Target = model.RevisionUse{Requested: d.Desired, Running: d.Running, Pending: d.Pending}
		row.Status = model.ServiceDeploymentInProgress
		if d.Done() {
			row.Status, row.FinishedAt = model.ServiceDeploymentSuccessful, d.UpdatedAt
		}
		part.Rows = append(part.Rows, row)
	}
	part.Err = nil // the limit is said in its place
	return part
}

// named gives deployments the revisions that they go from and to.
func named(snap *model.Snapshot, s model.ServiceRef, rows []model.ServiceDeployment) []deploymentRow {
	out := make([]deploymentRow, 0, len(rows))
	for _, d := range rows {
		row := deploymentRow{ServiceDeployment: d, to: revisionName(snap, s, d.Target.ARN)}
		for _, from := range d.Sources {
			if name := revisionName(snap, s, from.ARN); name != "" {
				row.from = name
			}
		}
		out = append(out, row)
	}
	return out
}

// revisionName is the task definition's revision of a service revision: :42.
func revisionName(snap *model.Snapshot, s model.ServiceRef, arn string) string {
	for _, r := range snap.ServiceRevisions[s].Rows {
		if r.ARN == arn {
			return fmt.Sprintf(":%d", r.TaskDef.Revision)
		}
	}
	return ""
}

func (d deploymentRow) thing() screen.Thing {
	ref := screen.OfService(d.Service)
	ref.Item = d.ARN[strings.LastIndexByte(d.ARN, '/')+1:]
	return screen.Thing{Ref: ref, Name: ref.Item, ARN: d.ARN, ID: ref.Item, Text: d.why(), Value: d.ServiceDeployment}
}

// step is :42→:43; of what is not known a question mark.
func (d deploymentRow) step(ascii bool) string {
	to := d.to
	if to == "" {
		to = ":?"
	}
	if d.from == "" {
		return to
	}
	return d.from + towards(ascii) + to
}

func towards(ascii bool) string {
	if ascii {
		return "->"
	}
	return "→"
}

// statusCell is the status in short words; a hook that waits for a person is one
// of its own.
func (d deploymentRow) statusCell() table.Cell {
	if _, waits := paused(d.ServiceDeployment); waits {
		return table.Marked(model.Warning, "paused")
	}
	return table.Marked(d.Status.Severity(), statusShort(d.Status))
}

func statusShort(s model.ServiceDeploymentStatus) string {
	switch s {
	case model.ServiceDeploymentRollbackInProgress:
		return "rolling back"
	case model.ServiceDeploymentRollbackSuccessful:
		return "rolled back"
	case model.ServiceDeploymentRollbackRequested:
		return "rollback asked"
	case model.ServiceDeploymentStopRequested:
		return "stop asked"
	}
	return or(stateWords(string(s)))
}

// begun is when it was started, or else made.
func (d deploymentRow) begun() time.Time {
	if !d.StartedAt.IsZero() {
		return d.StartedAt
	}
	return d.CreatedAt
}

func (d deploymentRow) took() time.Duration {
	if d.Ended().IsZero() || d.begun().IsZero() {
		return -1
	}
	return max(0, d.Ended().Sub(d.begun()))
}

func (d deploymentRow) tasksCell() table.Cell {
	if d.Status.Done() && d.Target.Requested == 0 && d.Target.Running == 0 {
		return table.Dim("-")
	}
	count := fmt.Sprintf("%d/%d", d.Target.Running, d.Target.Requested)
	if d.Target.Running < d.Target.Requested {
		return table.State(model.Moving, count)
	}
	return table.Text(count)
}

func (d deploymentRow) progressCell(env table.Env) table.Cell {
	if d.Status.Done() {
		return table.Dim("-")
	}
	return table.State(d.Status.Severity(), chart.Rollout(d.Target.Running, d.Target.Pending, d.Target.Requested, min(8, env.Width), env.Theme.ASCII))
}

// failedCell is 2/3: tasks that failed of those after which the breaker ends it.
func (d deploymentRow) failedCell() table.Cell {
	switch {
	case d.BreakerThreshold == 0 && d.BreakerFailures == 0:
		return table.Dim("-")
	case d.BreakerThreshold == 0:
		return table.State(model.Warning, fmt.Sprint(d.BreakerFailures))
	case d.BreakerFailures == 0:
		return table.Dim(fmt.Sprintf("0/%d", d.BreakerThreshold))
	}
	return table.State(model.Warning, fmt.Sprintf("%d/%d", d.BreakerFailures, d.BreakerThreshold))
}

// trafficWords is the share of production traffic that goes to a revision.
func trafficWords(r model.RevisionUse) string {
	if !r.WeightKnown {
		return ""
	}
	return fmt.Sprintf("%g%%", r.ProductionTraffic)
}

// why is the reason in AWS's words, without the beginning that is always the same.
func (d deploymentRow) why() string {
	if len(d.FiredAlarms) > 0 {
		return "alarm " + strings.Join(d.FiredAlarms, " ")
	}
	if _, waits := paused(d.ServiceDeployment); waits {
		return "waits for a decision"
	}
	for _, why := range []string{d.RollbackReason, d.StatusReason} {
		if why != "" {
			return strings.TrimPrefix(why, "Service deployment rolled back because ")
		}
	}
	return ""
}
