package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
)

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
	if len(out) > 0 && !out[0].Status.Done() {
		out[0].learn(snap, s)
	}
	return out
}

// learn takes in what the service and its tasks tell of the deployment that is
// under way: without a circuit breaker ECS counts no failures for it.
func (d *deploymentRow) learn(snap *model.Snapshot, ref model.ServiceRef) {
	s, ok := FindService(snap, screen.OfService(ref))
	primary, known := s.Primary()
	if !ok || !known || !s.Rolling() {
		return
	}
	d.failed = primary.Failed
	died := 0
	for _, t := range tasksOfService(snap, ref) {
		if t.Failed() && t.StartedBy == primary.ID && primary.ID != "" {
			died++
		}
	}
	d.failed = max(d.failed, died)
	if len(s.findings) > 0 && s.findings[0].what != "paused" {
		d.trouble = s.findings[0]
	}
}

func (d deploymentRow) failures() int { return max(d.BreakerFailures, d.failed) }

// severity is that of the status, or of what is wrong with it under way.
func (d deploymentRow) severity() model.Severity {
	return model.Worst(d.Status.Severity(), d.trouble.severity)
}

func (d deploymentRow) troubleWords() string {
	if d.trouble.what == "" {
		return ""
	}
	return "; " + d.trouble.sentence()
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
	return table.Marked(d.severity(), statusShort(d.Status))
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
	if d.Status.Done() { // what runs now is of the service, not of what has ended
		return table.Dim("-")
	}
	count := fmt.Sprintf("%d/%d", d.Target.Running, d.Target.Requested)
	if d.Target.Running < d.Target.Requested {
		return table.State(model.Moving, count)
	}
	return table.Text(count)
}

// live is how many tasks of it run, for order.
func (d deploymentRow) live() int {
	if d.Status.Done() {
		return -1
	}
	return d.Target.Running
}

func (d deploymentRow) trafficCell() table.Cell {
	if d.Status.Done() {
		return table.Dim("-")
	}
	return table.Text(or(trafficWords(d.Target)))
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
	case d.BreakerThreshold == 0 && d.failures() == 0:
		return table.Dim("-")
	case d.BreakerThreshold == 0:
		return table.State(model.Warning, fmt.Sprint(d.failures()))
	case d.failures() == 0:
		return table.Dim(fmt.Sprintf("0/%d", d.BreakerThreshold))
	}
	return table.State(model.Warning, fmt.Sprintf("%d/%d", d.failures(), d.BreakerThreshold))
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
	return d.trouble.why
}
