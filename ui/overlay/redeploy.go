package overlay

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// NewRedeploy asks for a new deployment of the task definition that a service
// has, and says how it will go. more is what else is worth knowing.
func NewRedeploy(o Opening, s model.Service, more ...Fact) *Confirm {
	primary, _ := s.Primary()
	n := s.Desired
	if s.Daemon {
		n = s.Running
	}
	facts := []Fact{
		{Label: "now", Text: fmt.Sprintf("%s, %s", revision(s.TaskDef), counts(s))},
		{Label: "then", Text: fmt.Sprintf("replaces %s of %s; image tags are looked up again", everyTask(n), revision(s.TaskDef))},
	}
	facts = append(facts, paceFacts(n, s.MinHealthyPercent, s.MaxPercent)...)
	facts = append(facts, riskFacts(s)...)
	facts = append(facts, more...)
	facts = append(facts, Fact{Label: "sends", Text: "UpdateService forceNewDeployment=true, nothing else"})
	blocked := ""
	switch {
	case s.Status != model.ServiceActive:
		blocked = fmt.Sprintf("the service is %s, not ACTIVE", orUnknown(string(s.Status)))
	case n == 0:
		blocked = "there are no tasks to replace"
	}
	return newConfirm(o, "Redeploy "+s.Ref.Name, "Redeploy", facts, blocked, RedeployNow{Service: s.Ref, Deployment: primary.ID})
}

func everyTask(n int) string {
	if n == 1 {
		return "its one task by a new one"
	}
	return fmt.Sprintf("all %s by new ones", text.Plural(n, "task"))
}

// bounds is the least and the most tasks of n that ECS keeps during a rolling
// deployment: it rounds the one up and the other down.
func bounds(n, minPercent, maxPercent int) (least, most int) {
	return (n*minPercent + 99) / 100, n * maxPercent / 100
}

// paceFacts says in numbers what the percentages mean for n tasks.
func paceFacts(n, minPercent, maxPercent int) []Fact {
	if n == 0 {
		return nil
	}
	if maxPercent == 0 {
		return []Fact{{Label: "limits", Text: "how many tasks are replaced at once is not known", Severity: model.Unknown}}
	}
	least, most := bounds(n, minPercent, maxPercent)
	facts := []Fact{{Label: "limits", Text: fmt.Sprintf("at least %d of %d keep running (min %d%%), at most %d at once (max %d%%)", least, n, minPercent, most, maxPercent)}}
	step := most - least
	switch {
	case step <= 0:
		return append(facts, Fact{Text: "there is no room: ECS can neither start a new task nor stop an old one", Severity: model.Broken})
	case least == 0:
		facts = append(facts, Fact{Text: "all tasks may be down at the same time", Severity: model.Warning})
	}
	if step >= n {
		return append(facts, Fact{Label: "pace", Text: "all in one batch"})
	}
	batches := (n + step - 1) / step
	return append(facts, Fact{Label: "pace", Text: fmt.Sprintf("%d batches of up to %s", batches, text.Plural(step, "task"))})
}

// riskFacts says what may go wrong with a deployment of s.
func riskFacts(s model.Service) []Fact {
	var facts []Fact
	if s.Rolling() {
		facts = append(facts, Fact{Label: "beware", Text: "a deployment is under way: a new one takes its place", Severity: model.Warning})
	}
	switch {
	case s.Breaker && s.BreakerRollback:
		facts = append(facts, Fact{Label: "breaker", Text: "on: if new tasks fail to start, it rolls back", Minor: true})
	case s.Breaker:
		facts = append(facts, Fact{Label: "breaker", Text: "on without rollback: if new tasks fail to start, it stops there", Minor: true})
	default:
		facts = append(facts, Fact{Label: "breaker", Text: "off: if new tasks fail to start, ECS tries for ever", Severity: model.Warning})
	}
	return facts
}

// revision is the short name of a task definition's revision: :43.
func revision(ref model.TaskDefRef) string {
	if ref.Revision == 0 {
		return "its task definition"
	}
	return fmt.Sprintf(":%d", ref.Revision)
}
