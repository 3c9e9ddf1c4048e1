package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/notice"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// A line cuts an error where it begins to be of use, and a notice goes. The
// pages here hold both in full.

func (m *Model) say(sev model.Severity, says string) { m.notices.Say(m.wall, sev, says) }

// alert says what failed in a line that goes and, unless a person is deciding
// something else at the moment, in full on a page that stays.
func (m *Model) alert(what string, err error) {
	m.say(model.Broken, what+": "+err.Error())
	if m.dialog != nil {
		return
	}
	m.dialog = overlay.NewHelp("Failed", func(t *theme.Theme, w int) []string {
		lines := screen.Paragraph(text.Clean(what), w, "", t.Severity(model.Broken))
		return append(append(lines, ""), screen.Explain(t, w, err)...)
	})
}

// fewDenials is how many of them the page of messages has; P has them all.
const fewDenials = 5

// messages opens the page of what is wrong now and what was said before.
func (m *Model) messages() tea.Cmd {
	state := m.top().screen.State(m.env())
	denials := m.account.denials[:min(len(m.account.denials), fewDenials)]
	contexts := failing(m.snap.Contexts)
	history := slices.Clone(m.notices.History())
	m.dialog = overlay.NewHelp("Messages", func(t *theme.Theme, w int) []string {
		var lines []string
		if state.Err != nil {
			lines = append(screen.Explain(t, w, state.Err), "")
		}
		for _, c := range contexts {
			lines = append(lines, screen.Paragraph(text.Clean(c.Name()), w, "", t.Severity(model.Broken))...)
			lines = append(append(lines, screen.Explain(t, w, c.Err)...), "")
		}
		for _, d := range denials {
			if d.Err != nil && d.Err != state.Err && !slices.ContainsFunc(contexts, func(c model.Context) bool { return c.Err == d.Err }) { //nolint:errorlint // the same one, not one like it
				lines = append(append(lines, screen.Paragraph(text.Clean(d.Err.Error()), w, "", t.Severity(model.Warning))...), "")
			}
		}
		for _, n := range history {
			lines = append(lines, said(t, w, n)...)
		}
		if len(lines) == 0 {
			lines = []string{t.Dim.Paint("Nothing was said yet.")}
		}
		return lines
	})
	return nil
}

// failing are the contexts that do not answer as they should.
func failing(all []model.Context) []model.Context {
	return slices.DeleteFunc(slices.Clone(all), func(c model.Context) bool { return c.Err == nil })
}

// said is a notice in full.
func said(t *theme.Theme, w int, n notice.Notice) []string {
	words := text.Clock(n.At) + " " + t.Glyph(n.Severity) + " " + n.Text
	if n.Times > 1 {
		words += fmt.Sprintf(" (%d times)", n.Times)
	}
	return screen.Paragraph(words, w, "", t.Severity(n.Severity))
}
