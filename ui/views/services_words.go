package views

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

func serviceSummary(env screen.Env, rows []serviceRow) string {
	need, unknown, blind, rolling, worst, running, surplus, desired := 0, 0, 0, 0, model.Good, 0, 0, 0
	for _, s := range rows {
		if s.Rolling() {
			rolling++
		}
		filled, more, wanted := tally(s.Service)
		running, surplus, desired = running+filled, surplus+more, desired+wanted
		if s.severity >= model.Warning {
			need++
			worst = model.Worst(worst, s.severity)
		}
		if s.severity == model.Unknown {
			unknown++
		}
		if s.health.blind {
			blind++
		}
	}
	t := env.Theme
	head, counted := t.Severity(model.Good).Paint(t.Glyph(model.Good)+" all well"), text.Plural(len(rows), "service")
	growing := false
	if len(rows) > 0 {
		growing = env.Snap.Services[rows[0].Ref.Cluster].Growing
	}
	if growing {
		counted = servicesSoFar(env, rows)
	}
	switch {
	case len(rows) == 0:
		return t.Dim.Paint(" no services")
	case need == 1:
		head = t.Severity(worst).Paint(t.Glyph(worst) + " 1 needs attention")
	case need > 1:
		head = t.Severity(worst).Paint(fmt.Sprintf("%s %d need attention", t.Glyph(worst), need))
	case unknown > 0:
		head = t.Severity(model.Unknown).Paint(fmt.Sprintf("%s %d unknown", t.Glyph(model.Unknown), unknown))
	case rolling > 0:
		head = t.Severity(model.Moving).Paint(fmt.Sprintf("%s %d rolling", t.Glyph(model.Moving), rolling))
	case blind > 0: // their users may see something else
		head = t.Severity(model.Unknown).Paint(fmt.Sprintf("%s %d of unknown target health", t.Glyph(model.Unknown), blind))
	case growing: // those to come may be anything
		head = t.Severity(model.Moving).Paint(t.Glyph(model.Moving) + " reading")
	}
	return " " + Joined(head, counted, tasksWords(running, surplus, desired, rolling > 0))
}

// servicesSoFar counts the rows of a list that is still coming, and how many
// there are to be, if the cluster has told.
func servicesSoFar(env screen.Env, rows []serviceRow) string {
	if c, ok := env.Snap.Cluster(rows[0].Ref.Cluster); ok && c.Services > len(rows) {
		return fmt.Sprintf("%s of %s read", text.Count(len(rows)), text.Plural(c.Services, "service"))
	}
	return text.Plural(len(rows), "service") + " read so far"
}

func serviceLine(env screen.Env, s serviceRow) string {
	t := env.Theme
	line := pointer(t) + text.Clean(s.Ref.Name) + ": "
	if s.pending != nil {
		line += t.Severity(model.Moving).Paint(pendingWords(*s.pending)) + "; "
	}
	return line + text.Clean(s.says(env.Now))
}
