package display

import (
	"bytes"
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// canvas knows what is on the terminal, and what to write to have it show
// something else.
type canvas struct {
	env       []string
	term      *uv.TerminalRenderer
	out       bytes.Buffer // what term has to write
	cells     uv.ScreenBuffer
	lines     []string // of cells
	shown     tea.View
	profile   colorprofile.Profile
	graphemes bool
	entered   bool
}

func newCanvas(env []string) *canvas {
	return &canvas{env: env, cells: uv.NewScreenBuffer(1, 1)}
}

// enter takes the terminal: the alternate screen, without its cursor, pastes in
// brackets, and keys that can be told apart.
func (c *canvas) enter() string {
	c.out.Reset()
	c.term = uv.NewTerminalRenderer(&c.out, c.env)
	c.term.SetColorProfile(c.profile)
	c.term.SetFullscreen(true)
	c.term.SetRelativeCursor(false)
	c.term.SetScrollOptim(true)
	c.term.SetBackspace(true)
	// Tabs save nothing, and some connections expand them.
	c.term.SetTabStops(-1)
	c.measure()
	c.term.Erase()
	c.shown = tea.View{}
	words := ansi.ResetModeTextCursorEnable + ansi.SetModeBracketedPaste + ansi.SetModifyOtherKeys2 + ansi.PushKittyKeyboard(ansi.KittyDisambiguateEscapeCodes)
	if c.entered {
		words = ansi.PopKittyKeyboard(1) + words
	} else {
		words = ansi.SetModeAltScreenSaveCursor + words
	}
	if c.graphemes {
		words += ansi.SetModeUnicodeCore
	}
	c.entered = true
	return words
}

// leave is the opposite of enter and of all that frames have set.
func (c *canvas) leave() string {
	if !c.entered {
		return ""
	}
	c.entered = false
	words := ansi.ResetModifyOtherKeys + ansi.PopKittyKeyboard(1) + ansi.ResetModeBracketedPaste
	if c.graphemes {
		words += ansi.ResetModeUnicodeCore
	}
	return words + modes(c.shown, tea.View{}) + ansi.ResetStyle +
		// Where there is no alternate screen, what follows is below.
		ansi.CursorPosition(1, c.cells.Height()) +
		ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable
}

// forget has everything painted anew with the next frame.
func (c *canvas) forget() {
	if c.entered {
		c.term.Erase()
	}
}

// measure has text measured as the terminal does.
func (c *canvas) measure() {
	c.term.SetGraphemeWidth(c.graphemes)
	c.cells.Method = ansi.WcWidth
	if c.graphemes {
		c.cells.Method = ansi.GraphemeWidth
	}
}

// paint is what to write to have a frame shown.
func (c *canvas) paint(f frame) string {
	if !c.entered {
		return ""
	}
	words := ""
	if f.graphemes && !c.graphemes {
		c.graphemes = true
		c.measure()
		c.lines = nil
		words = ansi.SetModeUnicodeCore
		f.erase = true
	}
	if f.profile != c.profile {
		c.profile = f.profile
		c.term.SetColorProfile(f.profile)
		f.erase = true
	}
	if f.width != c.cells.Width() || f.height != c.cells.Height() {
		c.cells.Touched, c.lines = nil, nil
		c.cells.Resize(f.width, f.height)
		c.term.Resize(f.width, f.height)
		f.erase = true
	}
	if f.erase {
		c.term.Erase()
	}
	c.draw(f.view.Content)
	c.term.Render(c.cells.RenderBuffer)
	if cur := f.view.Cursor; cur != nil {
		c.term.MoveTo(cur.X, cur.Y)
	}
	_ = c.term.Flush() // to a buffer
	words += modes(c.shown, f.view)
	c.shown = f.view
	painted := c.out.String()
	c.out.Reset()
	if painted != "" {
		// All of a frame at once, where the terminal can, also over SSH.
		words += ansi.SetModeSynchronizedOutput + painted + ansi.ResetModeSynchronizedOutput
	}
	return words
}

// draw has the cells hold what a frame says. Most of its lines are those of the
// frame before, and need not be looked at.
func (c *canvas) draw(content string) {
	lines := strings.Split(content, "\n")
	if len(lines) > c.cells.Height() {
		lines = lines[:c.cells.Height()]
	}
	// A line that leaves a style on colours the next: such lines do not stand alone.
	alone := !open(lines)
	if !alone || len(c.lines) != len(lines) {
		c.cells.Clear()
		uv.NewStyledString(content).Draw(c.cells, c.cells.Bounds())
	} else {
		for y, line := range lines {
			if line != c.lines[y] {
				row := uv.Rect(0, y, c.cells.Width(), 1)
				c.cells.ClearArea(row)
				uv.NewStyledString(line).Draw(c.cells, row)
			}
		}
	}
	if c.lines = lines; !alone {
		c.lines = nil
	}
}

// open tells whether a line ends before its last style does.
func open(lines []string) bool {
	for _, line := range lines {
		last := strings.LastIndexByte(line, '\x1b')
		if last >= 0 && !strings.HasPrefix(line[last:], "\x1b[m") && !strings.HasPrefix(line[last:], "\x1b[0m") {
			return true
		}
	}
	return false
}

// modes is what to write when one view follows another, beside what they show.
func modes(from, to tea.View) string {
	var words strings.Builder
	if from.ReportFocus != to.ReportFocus {
		words.WriteString(cond(to.ReportFocus, ansi.SetModeFocusEvent, ansi.ResetModeFocusEvent))
	}
	if from.MouseMode != to.MouseMode {
		if from.MouseMode != tea.MouseModeNone {
			words.WriteString(ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr)
		}
		switch to.MouseMode {
		case tea.MouseModeCellMotion:
			words.WriteString(ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr)
		case tea.MouseModeAllMotion:
			words.WriteString(ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr)
		}
	}
	if from.WindowTitle != to.WindowTitle {
		words.WriteString(ansi.SetWindowTitle(to.WindowTitle))
	}
	if (from.Cursor == nil) != (to.Cursor == nil) {
		words.WriteString(cond(to.Cursor != nil, ansi.SetModeTextCursorEnable, ansi.ResetModeTextCursorEnable))
	}
	if is, was := shape(to.Cursor), shape(from.Cursor); is != was {
		words.WriteString(ansi.SetCursorStyle(is))
	}
	return words.String()
}

// shape is a cursor as DECSCUSR counts them; none is the terminal's own.
func shape(c *tea.Cursor) int {
	if c == nil {
		return 0
	}
	return int(c.Shape)*2 + cmp.Or(map[bool]int{true: 1}[c.Blink], 2)
}

func cond(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
