package ui

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// The least size at which the dashboard is of use, and how many lines of it
// belong to the frame around a screen's body: header, summary and what follows
// it, the line about the selected row, the footer.
const (
	minWidth  = 60
	minHeight = 15
	chrome    = 5
)

func (m *Model) tooSmall() bool { return m.width < minWidth || m.height < minHeight }

// draw is the whole frame: exactly as many lines as the screen has, each
// exactly as wide.
func (m *Model) draw() string {
	if m.width <= 0 || m.height <= 0 {
		return ""
	}
	if m.tooSmall() {
		return m.drawSmall()
	}
	env, v := m.env(), m.top()
	state := v.screen.State(env)
	state.Early = env.Early
	second, third := m.second(env, state)
	lines := []string{text.PadStyled(m.header(state), m.width), text.PadStyled(second, m.width), text.PadStyled(third, m.width)}
	lines = append(lines, screen.Fit(v.screen.View(env), m.width, env.Height)...)
	lines = append(lines, text.PadStyled(m.line(env), m.width), m.footer())
	if m.dialog != nil {
		lines = overlay.Place(lines, m.dialog.View(m.theme, m.width, m.height), m.width, m.height)
	}
	frame := strings.Join(lines, "\n")
	if m.theme.ASCII {
		return text.ASCII(frame) // also what was cut, and what came from outside
	}
	return frame
}

// drawSmall says what is missing where nothing can be shown. A dialog is drawn
// in vain, so that it knows that nobody sees it.
func (m *Model) drawSmall() string {
	if m.dialog != nil {
		m.dialog.View(m.theme, m.width, m.height)
	}
	say := fmt.Sprintf("ecsdeck needs %dx%d, this is %dx%d", minWidth, minHeight, m.width, m.height)
	return strings.Join(screen.Fit([]string{text.Cut(say, m.width)}, m.width, m.height), "\n")
}

// second and third line: the summary and room, or what is wrong with the data
// and what to do about it.
func (m *Model) second(env screen.Env, state screen.State) (second, third string) {
	what, advice := state.Banner(m.wall)
	if out := m.signedOut(); out != nil && state.Known {
		what, advice = "not signed in: read-only", m.cure()
		if m.subject() == m.top() {
			what += ", data " + text.Age(max(0, m.wall.Sub(state.At))) + " old"
		}
	}
	if what == "" {
		return m.top().screen.Summary(env), ""
	}
	t := m.theme
	// What is typed and what narrows the list must stay in sight, whatever is wrong.
	narrowed, ok := m.top().screen.(narrower)
	if m.top().screen.Typing() || ok && narrowed.Narrowed() {
		return m.top().screen.Summary(env), t.Severity(model.Warning).Paint(" " + t.Glyph(model.Warning) + " " + text.Cut(what, m.width-4))
	}
	return t.Severity(model.Warning).Paint(" " + t.Glyph(model.Warning) + " " + text.Cut(what, m.width-4)), t.Accent.Paint("   " + text.Cut(advice, m.width-4))
}

// narrower is a screen that may leave out rows.
type narrower interface{ Narrowed() bool }

// line is about the selected row, or a notice for as long as it is in sight.
func (m *Model) line(env screen.Env) string {
	if n, ok := m.notices.Toast(m.wall); ok {
		return n.Line(m.theme, m.width, 0)
	}
	return m.top().screen.Line(env)
}

// typing are the keys of a text field.
var typing = keymap.Scope{Name: "filter", Bindings: []keymap.Binding{
	{Action: "keep", Keys: []string{"enter"}, Title: "keep", Weight: 3},
	{Action: "clear", Keys: []string{"esc"}, Title: "clear", Weight: 2},
}}

// placer is a screen that knows where in its rows the cursor is.
type placer interface{ Place() (at, of int) }

// place is what stands in the corner of the footer.
func (m *Model) place() string {
	if p, ok := m.top().screen.(placer); ok {
		if at, of := p.Place(); of > 0 {
			return fmt.Sprintf(" %s/%s ", text.Count(at), text.Count(of))
		}
	}
	return ""
}

// footer is the keys that work here and, in the corner, where the cursor is.
func (m *Model) footer() string {
	place := m.place()
	w := m.width - len(place)
	switch {
	case m.dialog != nil:
		return text.Pad("", m.width)
	case m.top().screen.Typing():
		return keymap.Footer(m.theme, w, nil, typing) + m.theme.Dim.Paint(place)
	}
	own, all := m.actions()
	return keymap.Footer(m.theme, w, screen.Off(own, all), screen.Scope("", own), screen.Scope("", all)) + m.theme.Dim.Paint(place)
}
