package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// tasksCell is running of desired. A scaling that was asked for and does not
// show yet is the desired count in brackets: 2/2>8.
func tasksCell(s serviceRow) table.Cell {
	count := fmt.Sprintf("%d/%d", s.Running, s.Desired)
	switch {
	case s.unread != nil:
		return table.Dim("?")
	case s.Daemon:
		count = fmt.Sprintf("%d/all", s.Running)
	case s.pending != nil && s.pending.Verb == model.VerbScale && s.pending.Desired != s.Desired:
		return table.State(model.Moving, fmt.Sprintf("%s>%d", count, s.pending.Desired))
	case s.Running < s.Desired:
		return table.State(model.Worst(model.Warning, s.severity), count)
	case s.Running > s.Desired:
		return table.State(model.Moving, count)
	}
	return table.Text(count)
}

// rollingBack tells a deployment made by the circuit breaker or by an alarm.
func rollingBack(d model.Deployment) bool {
	return strings.Contains(d.RolloutReason, "rolling back") || strings.Contains(d.RolloutReason, "rollback")
}

// rolloutCell shows what is on its way as a bar, what failed as words, and what
// stands still by how long it does.
func rolloutCell(s serviceRow, env table.Env) table.Cell {
	d, ok := s.Primary()
	switch {
	case s.unread != nil:
		return table.Dim("?")
	case !ok || d.Rollout == "":
		return table.Dim("-")
	case s.pending != nil && s.pending.Verb == model.VerbRedeploy:
		return table.Marked(model.Moving, "pending")
	case d.Rollout == model.RolloutFailed:
		return table.Marked(model.Broken, fmt.Sprintf("failed :%d", d.TaskDef.Revision))
	case s.Rolling():
		return rollingCell(s, d, env)
	case s.pending != nil:
		return table.Marked(model.Moving, fmt.Sprintf("pending %d>%d", s.Desired, s.pending.Desired))
	case s.Running < s.Desired:
		return table.State(model.Moving, fmt.Sprintf("starting %d", s.Desired-s.Running))
	case s.Running > s.Desired:
		return table.State(model.Moving, fmt.Sprintf("stopping %d", s.Running-s.Desired))
	}
	if since := s.SteadySince(); !since.IsZero() {
		return table.Dim("steady " + roughly(env.Now.Sub(since)))
	}
	return table.Dim("steady")
}

// rollingCell is :42→:43 ▓▓▓░ 3/4, the bar as wide as the column allows.
func rollingCell(s serviceRow, d model.Deployment, env table.Env) table.Cell {
	arrow := "→"
	if env.Theme.ASCII {
		arrow = "->"
	}
	label := fmt.Sprintf("%s:%d", arrow, d.TaskDef.Revision)
	if from, ok := older(s.Service); ok {
		label = fmt.Sprintf(":%d%s", from.TaskDef.Revision, label)
	}
	count := fmt.Sprintf("%d/%d", d.Running, d.Desired)
	room := env.Width - text.Width(label) - len(count) - 2
	if room < 2 {
		return table.State(model.Moving, text.Cut(label+" "+count, env.Width))
	}
	bar := chart.Rollout(d.Running, d.Pending, d.Desired, min(room, 8), env.Theme.ASCII)
	return table.State(rolloutSeverity(d), label+" "+bar+" "+count)
}

func rolloutSeverity(d model.Deployment) model.Severity {
	if d.Failed > 0 || rollingBack(d) {
		return model.Warning
	}
	return model.Moving
}

// rolloutRank sorts by rollout: what fails before what moves before what stands.
func rolloutRank(s serviceRow) int {
	d, ok := s.Primary()
	switch {
	case ok && d.Rollout == model.RolloutFailed:
		return 0
	case s.Rolling():
		return 1
	}
	return 2
}

// hot is the utilisation in percent from which it is worth a look.
const hot = 85

// meterCell is a utilisation as a number and its course: 58% ▂▃▃▄▅▅▆▅; a faded one
// may not be so any more.
func meterCell(s model.Series, faded bool, env table.Env) table.Cell {
	v, ok := s.Last()
	if !ok {
		return table.Dim("-")
	}
	label := text.PadLeft(fmt.Sprintf("%.0f%%", v), 4)
	course := ""
	if room := env.Width - 5; room >= 4 {
		course = " " + chart.Spark(s.Values, 0, 100, min(room, 8), env.Theme.ASCII)
	}
	switch {
	case faded:
		return table.Dim(label + course)
	case v >= hot:
		return table.State(model.Warning, label+course)
	}
	return table.Text(label + course)
}
