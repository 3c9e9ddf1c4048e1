package ui

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// A line cuts an error where it begins to be of use, and a notice goes. The
// screen of errors holds both in full.

func (m *Model) say(sev model.Severity, says string) { m.notices.Say(m.wall, sev, says) }

// alert says what failed in a line that goes and, unless a person is deciding
// something else at the moment, in full on a page that stays.
func (m *Model) alert(what string, err error) {
	m.troubles.note(troubleOf(what, "", err, m.wall))
	m.say(model.Broken, what+": "+err.Error())
	if m.dialog != nil {
		return
	}
	m.dialog = overlay.NewHelp("Failed", func(t *theme.Theme, w int) []string {
		lines := screen.Paragraph(text.Clean(what), w, "", t.Severity(model.Broken))
		return append(append(lines, ""), screen.Explain(t, w, err)...)
	})
}

// failing are the contexts that do not answer as they should.
func failing(all []model.Context) []model.Context {
	return slices.DeleteFunc(slices.Clone(all), func(c model.Context) bool { return c.Err == nil })
}
