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
	services, running, desired := 0, 0, 0
	for _, r := range rows {
		switch {
		case r.totals != nil:
			services, running, desired = services+r.totals.Services, running+r.totals.Running, desired+r.totals.desired
			switch {
			case r.totals.unread():
				unread++
			case !r.totals.looked: // what runs there is of no service
				desired += r.totals.Running
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
	case unread > 0:
		head = t.Severity(model.Unknown).Paint(t.Glyph(model.Unknown) + " nothing seen so far")
	case moving > 0:
		head = t.Severity(model.Moving).Paint(fmt.Sprintf("%s %d rolling", t.Glyph(model.Moving), moving))
	}
	tasks := text.Plural(running, "task")
	if unread == 0 {
		tasks = fmt.Sprintf("%s of %s", text.Count(running), text.Plural(desired, "task"))
	}
	blind := ""
	if unread > 0 {
		blind = fmt.Sprintf("%d of %s not looked at", unread, text.Plural(clusters, "cluster"))
	}
	return " " + Joined(head, blind, text.Plural(clusters, "cluster"), text.Plural(services, "service"), tasks)
}

func homeLine(env screen.Env, r homeRow) string {
	head := pointer(env.Theme) + text.Clean(r.where) + ": "
	if r.totals != nil {
		return head + text.Clean(r.why) + text.Clean(r.totals.rest(env))
	}
	return head + text.Clean(r.why+r.more)
}
