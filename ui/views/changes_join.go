package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// changeRow is something that changed a service: a call that CloudTrail
// recorded, a deployment, a move of Application Auto Scaling, or several of
// these that are the same event.
type changeRow struct {
	at         time.Time
	service    model.ServiceRef
	what       string // deployed, scaled, changed
	detail     string
	severity   model.Severity
	change     *model.Change // nil where nobody is told
	deployment *deploymentRow
	activity   *model.Activity
}

// joinedWithin is how far apart what is told of one event is at the most: a
// deployment is made with the call that asks for it, and a move of the
// autoscaler is a call.
const joinedWithin = 90 * time.Second

// joinChanges is one timeline of all, newest first.
func joinChanges(s model.ServiceRef, changes []model.Change, deployments []deploymentRow, activities []model.Activity) []changeRow {
	var out []changeRow
	taken := make([]bool, len(changes))
	claim := func(at time.Time, fits func(model.Change) bool) *model.Change {
		best := -1
		for i, c := range changes {
			apart := at.Sub(c.At).Abs()
			if taken[i] || apart > joinedWithin || c.ErrorCode != "" || !fits(c) {
				continue
			}
			if best < 0 || apart < at.Sub(changes[best].At).Abs() {
				best = i
			}
		}
		if best < 0 {
			return nil
		}
		taken[best] = true
		return &changes[best]
	}
	for i, a := range activities {
		row := changeRow{at: a.StartAt, service: s, what: "scaled", detail: activityWords(a, activities[i+1:]), severity: activitySeverity(a), activity: &activities[i]}
		row.change = claim(a.StartAt, func(c model.Change) bool { return byAutoscaler(c) && verb(c) == "UpdateService" })
		out = append(out, row)
	}
	for i, d := range deployments {
		row := changeRow{at: d.CreatedAt, service: s, what: "deployed", severity: d.Status.Severity(), deployment: &deployments[i]}
		row.change = claim(d.CreatedAt, deploys)
		out = append(out, row)
	}
	for i, c := range changes {
		if taken[i] {
			continue
		}
		row := changeRow{at: c.At, service: s, what: deed(c), severity: model.Idle, change: &changes[i]}
		if c.ErrorCode != "" {
			row.what, row.severity = "refused", model.Warning
		}
		out = append(out, row)
	}
	model.Sort(out, func(a, b changeRow) int { return b.at.Compare(a.at) })
	return out
}

// byAutoscaler tells a call that Application Auto Scaling made.
func byAutoscaler(c model.Change) bool {
	return strings.Contains(c.Source+c.User+c.Principal+c.Agent, "pplicationAutoScaling") || strings.Contains(c.Source+c.Agent, "application-autoscaling")
}

// verb is the call without its service: UpdateService.
func verb(c model.Change) string {
	_, name, _ := strings.Cut(c.Action, ":")
	return name
}

// deploys tells a call that may make a deployment.
func deploys(c model.Change) bool {
	switch verb(c) {
	case "CreateService":
		return true
	case "UpdateService":
		return !byAutoscaler(c) && !onlyScales(c)
	}
	return false
}

// onlyScales tells an update of nothing but the desired count.
func onlyScales(c model.Change) bool {
	for _, a := range c.Asked {
		if !strings.HasPrefix(a, "desiredCount=") {
			return false
		}
	}
	return len(c.Asked) > 0
}

// deed is what a call did, in a word.
func deed(c model.Change) string {
	switch name := verb(c); {
	case name == "UpdateService" && onlyScales(c):
		return "scaled"
	case name == "UpdateService":
		return "changed"
	case name == "CreateService":
		return "created"
	case name == "DeleteService":
		return "deleted"
	case name == "StopTask":
		return "stopped a task"
	case name == "RunTask", name == "StartTask":
		return "started a task"
	case name == "RegisterScalableTarget":
		return "set bounds"
	case strings.HasPrefix(name, "StopServiceDeployment"):
		return "stopped it"
	default:
		return name
	}
}

// who changed it, as far as anybody tells.
func (r changeRow) who() string {
	switch {
	case r.activity != nil:
		return "autoscaling"
	case r.change != nil:
		return or(r.change.User)
	}
	return "?"
}

// words are what happened, without what the other columns say.
func (r changeRow) words(now time.Time, ascii bool) string {
	switch {
	case r.deployment != nil:
		words := r.deployment.step(ascii) + " " + serviceDeploymentWords(r.deployment.ServiceDeployment, now)
		return words
	case r.activity != nil:
		return r.detail
	case r.change == nil:
		return ""
	}
	words := strings.Join(r.change.Asked, " ")
	if words == "" {
		words = strings.Join(r.change.Resources, " ")
	}
	if r.change.ErrorCode != "" {
		words = fmt.Sprintf("%s %s: %s", r.change.Action, words, r.change.ErrorCode)
	}
	return words
}
