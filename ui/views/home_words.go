package views

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

func countClusters(rows []homeRow) (n int) {
	for _, r := range rows {
		if r.totals != nil {
			n++
		}
	}
	return n
}

// homeSummary says how many things need a person, and how much was not looked at:
// that nothing was seen there says nothing.
func homeSummary(env screen.Env, rows []homeRow) string {
	t := env.Theme
	need, worst, unread, moving := 0, model.Good, 0, 0
	services, running, desired, surplus, blind, unasked := 0, 0, 0, 0, 0, false
	for _, r := range rows {
		switch {
		case r.totals != nil:
			services, blind, unasked = services+r.totals.Services, blind+r.totals.blind, unasked || r.totals.deaf != (deaf{})
			switch {
			case r.totals.looked:
				running, desired, surplus = running+r.totals.filled, desired+r.totals.desired, surplus+r.totals.surplus
			case r.totals.unread():
				unread++
				running += r.totals.Running
			default: // what runs there is of no service
				running, desired = running+r.totals.Running, desired+r.totals.Running
			}
			moving += r.totals.rolling
		case r.severity >= model.Warning:
			need++
			worst = model.Worst(worst, r.severity)
		}
	}
	clusters := countClusters(rows)
	head := t.Severity(model.Good).Paint(t.Glyph(model.Good) + " all well")
	switch {
	case need == 1:
		head = t.Severity(worst).Paint(t.Glyph(worst) + " 1 needs attention")
	case need > 1:
		head = t.Severity(worst).Paint(fmt.Sprintf("%s %d need attention", t.Glyph(worst), need))
	case unread > 0 || blind > 0:
		head = t.Severity(model.Unknown).Paint(t.Glyph(model.Unknown) + " nothing seen so far")
	case moving > 0:
		head = t.Severity(model.Moving).Paint(fmt.Sprintf("%s %d rolling", t.Glyph(model.Moving), moving))
	case unasked:
		head = t.Severity(model.Good).Paint(t.Glyph(model.Good) + " tasks well")
	}
	tasks := text.Plural(running, "task")
	if unread == 0 {
		tasks = tasksWords(running, surplus, desired, moving > 0)
	}
	unseen := ""
	switch {
	case unread > 0:
		unseen = fmt.Sprintf("%d of %s not looked at", unread, text.Plural(clusters, "cluster"))
	case blind > 0:
		unseen = "tasks of " + text.Plural(blind, "service") + " not looked at"
	}
	return " " + Joined(head, unseen, text.Plural(clusters, "cluster"), text.Plural(services, "service"), tasks)
}

// tasksWords is 12 of 13 tasks, 4 more during rollouts.
func tasksWords(filled, surplus, desired int, rolling bool) string {
	words := fmt.Sprintf("%s of %s", text.Count(filled), text.Plural(desired, "task"))
	if surplus > 0 {
		words += fmt.Sprintf(", %s more", text.Count(surplus))
		if rolling {
			words += " during rollouts"
		}
	}
	return words
}

func homeLine(env screen.Env, r homeRow) string {
	head := pointer(env.Theme) + text.Clean(r.where) + ": "
	if r.totals != nil {
		return head + text.Clean(r.why) + text.Clean(r.totals.rest(env, r.why))
	}
	return head + text.Clean(r.why+r.more)
}
