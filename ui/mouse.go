package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// What the mouse does is found out from what is drawn where: nothing remembers
// places between two frames. A click never confirms anything.

// wheelLines is how far a notch of the wheel scrolls.
const wheelLines = 3

// mouseActions give the mouse to the terminal, which selects text with it, or
// take it back.
func (m *Model) mouseActions() []screen.Action {
	return []screen.Action{m.run(keymap.Binding{Action: "mouse", Keys: []string{"m"}, Title: "mouse", Help: "leave the mouse to the terminal, or take it back"}, m.toggleMouse)}
}

func (m *Model) toggleMouse() tea.Cmd {
	m.mouse = !m.mouse
	if m.mouse {
		m.say(model.Idle, "mouse on: click, wheel; m gives it back to the terminal")
	} else {
		m.say(model.Idle, "mouse off: select text with the terminal")
	}
	return nil
}

// mouseMode is what the terminal is asked to tell. Clicks come with motion while
// a button is held down; motion without one is never asked for.
func (m *Model) mouseMode() tea.MouseMode {
	if m.mouse {
		return tea.MouseModeCellMotion
	}
	return tea.MouseModeNone
}

// bodyTop is the line where a screen's body begins, below the header and the
// two lines about all rows.
const bodyTop = 3

// click is a press of the left button.
func (m *Model) click(msg tea.MouseClickMsg) tea.Cmd {
	env := m.env()
	switch body := msg.Y - bodyTop; {
	case msg.Button != tea.MouseLeft || m.tooSmall():
	case m.dialog != nil:
		m.clickDialog(msg.X, msg.Y)
	case msg.Y == m.height-1:
		return m.clickFooter(msg.X)
	case msg.Y == 0:
		return m.clickCrumb(msg.X)
	case body >= 0 && body < env.Height:
		if s, ok := m.top().screen.(screen.Pointed); ok && s.Click(env, msg.X, body) {
			return m.actNamed("open")
		}
	}
	return nil
}

// clickDialog gives a click to the line of the dialog that it fell on. Beside
// the dialog it does nothing.
func (m *Model) clickDialog(x, y int) {
	d, ok := m.dialog.(overlay.Clicked)
	if !ok {
		return
	}
	box := m.dialog.View(m.theme, m.width, m.height)
	left, top := overlay.Corner(box, m.width, m.height)
	if y -= top; y >= 0 && y < len(box) && x >= left {
		d.Click(ansi.Strip(box[y]), x-left)
	}
}

// clickFooter presses the key that is printed at x.
func (m *Model) clickFooter(x int) tea.Cmd {
	if m.top().screen.Typing() {
		if b, ok := keymap.At(m.width, x, nil, typing); ok {
			return m.top().screen.Update(m.env(), map[keymap.Action]tea.KeyPressMsg{"keep": {Code: tea.KeyEnter}, "clear": {Code: tea.KeyEscape}}[b.Action])
		}
		return nil
	}
	own, all := m.actions()
	b, ok := keymap.At(m.width-len(m.place()), x, screen.Off(own, all), screen.Scope("", own), screen.Scope("", all))
	if !ok {
		return nil
	}
	return m.actNamed(b.Action)
}

// actNamed does an action, whatever its key.
func (m *Model) actNamed(name keymap.Action) tea.Cmd {
	own, all := m.actions()
	for _, a := range slices.Concat(own, all) {
		if a.Action == name {
			return m.act(a)
		}
	}
	return nil
}

// clickCrumb goes to the screen whose name in the breadcrumbs is at x.
func (m *Model) clickCrumb(x int) tea.Cmd {
	line := ansi.Strip(m.header(m.top().screen.State(m.env())))
	if x >= text.Width(line) {
		return nil
	}
	const between = " > "
	before, after := ansi.Truncate(line, x, ""), text.Skip(line, x)
	first := max(strings.LastIndex(before, between)+len(between), strings.LastIndex(before, "  ")+2)
	if first < len(between) {
		first = 0
	}
	end := strings.Index(after, between)
	if end < 0 || strings.Contains(after[:end], "  ") {
		return nil // the last one is where we are
	}
	name := strings.TrimSpace(before[min(first, len(before)):] + after[:end])
	stack := m.nav.stack[:len(m.nav.stack)-1]
	for i := len(stack) - 1; i >= 0; i-- {
		if text.Clean(stack[i].route.Name()) == name {
			return m.open(stack[i].route)
		}
	}
	return nil
}

// wheel scrolls what is under the mouse: a page in a dialog, else the screen.
func (m *Model) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	step, name := 0, keymap.Action("")
	switch msg.Button {
	case tea.MouseWheelUp:
		step, name = -1, "up"
	case tea.MouseWheelDown:
		step, name = 1, "down"
	}
	if step == 0 || m.tooSmall() {
		return nil
	}
	if m.dialog != nil {
		if d, ok := m.dialog.(overlay.Wheeled); ok {
			d.Wheel(step * wheelLines)
		}
		return nil
	}
	if s, ok := m.top().screen.(screen.Pointed); ok {
		s.Wheel(step * wheelLines)
		return m.refreshed()
	}
	var cmds []tea.Cmd
	for range wheelLines {
		cmds = append(cmds, m.actNamed(name))
	}
	return tea.Batch(append(cmds, m.refreshed())...)
}
