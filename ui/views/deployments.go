package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// deploymentRow is a service deployment with the names of its revisions.
type deploymentRow struct {
	model.ServiceDeployment
	from, to string // :42, "" when not known
	failed   int    // tasks of it that did, by what its service and they themselves tell
	trouble  finding
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
		{ID: "tasks", Title: "TASKS", Width: 5, Align: table.Right, Drop: 2, Less: func(a, b deploymentRow) bool { return a.live() < b.live() },
			Cell: func(d deploymentRow, _ table.Env) table.Cell { return d.tasksCell() }},
		{ID: "progress", Title: "PROGRESS", Width: 8, Drop: 8, Cell: func(d deploymentRow, env table.Env) table.Cell { return d.progressCell(env) }},
		{ID: "failed", Title: "FAILED", Width: 6, Align: table.Right, Drop: 3, Less: func(a, b deploymentRow) bool { return a.failures() < b.failures() },
			Cell: func(d deploymentRow, _ table.Env) table.Cell { return d.failedCell() }},
		{ID: "traffic", Title: "TRAFFIC", Width: 7, Drop: 7, Cell: func(d deploymentRow, _ table.Env) table.Cell { return d.trafficCell() }},
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
			return table.State(d.severity(), d.why())
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
		wants := wantsAbout(env, ref, parts...)
		switch { // which tell why one fails
		case ref.Service != "":
			wants = append(wants, feed.Want{Part: feed.OwnTasks, Cluster: ref.Cluster, Service: ref.Service})
		case env.About.CheapCalls:
			wants = append(wants, feed.Want{Part: feed.Tasks, Cluster: ref.Cluster})
		}
		return wants
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
		going, failed, failing := 0, 0, 0
		for _, d := range rows {
			switch {
			case !d.Status.Done():
				going++
				failing += d.failures()
			case d.Status.Severity() >= model.Warning:
				failed++
			}
		}
		t, facts := env.Theme, []string{}
		if going > 0 {
			facts = append(facts, t.Severity(model.Moving).Paint(fmt.Sprintf("%s %d on the way", t.Glyph(model.Moving), going)))
		}
		if failing > 0 {
			facts = append(facts, t.Severity(model.Broken).Paint(fmt.Sprintf("%s %s failed", t.Glyph(model.Broken), text.Plural(failing, "task"))))
		}
		if failed > 0 {
			facts = append(facts, t.Severity(model.Warning).Paint(fmt.Sprintf("%s %d rolled back", t.Glyph(model.Warning), failed)))
		}
		return " " + Joined(append(facts, text.Plural(len(rows), "deployment"))...)
	},
	Line: func(env screen.Env, d deploymentRow) string {
		return pointer(env.Theme) + text.Clean(d.Service.Name) + " " + d.step(env.Theme.ASCII) + ": " + text.Clean(serviceDeploymentWords(d.ServiceDeployment, env.Now)+d.troubleWords())
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
