package overlay

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Page makes lines of at most w cells: keymap.Help with its arguments bound.
type Page func(th *theme.Theme, w int) []string

// Help is text to scroll through. It does nothing, so it has no grace period.
type Help struct {
	title string
	page  Page
	top   int
	high  int // lines in sight, and of all, at the last View
	total int
}

// NewHelp opens a page at its beginning.
func NewHelp(title string, page Page) *Help { return &Help{title: title, page: page} }

// Key implements Dialog.
func (d *Help) Key(msg tea.KeyPressMsg, _ time.Time) (Result, bool) {
	switch msg.String() {
	case "esc", "q", "?", "enter":
		return Cancelled{}, true
	case "down", "j":
		d.scroll(1)
	case "up", "k":
		d.scroll(-1)
	case "pgdown", "space", "ctrl+f":
		d.scroll(d.high)
	case "pgup", "ctrl+b":
		d.scroll(-d.high)
	case "home", "g":
		d.top = 0
	case "end", "G":
		d.scroll(d.total)
	}
	return nil, false
}

func (d *Help) scroll(n int) { d.top = max(0, min(d.top+n, d.total-d.high)) }

// View implements Dialog.
func (d *Help) View(th *theme.Theme, w, h int) []string {
	if w < leastWide/2 || h < 4 {
		return tooSmall(th, d.title, w, h, leastWide/2, 4)
	}
	wide := min(w, boxWide)
	lines := d.page(th, wide-frameWide)
	d.high, d.total = min(len(lines), h-3), len(lines)
	d.scroll(0)
	shown := append([]string(nil), lines[d.top:d.top+d.high]...)
	return Box(th, d.title, append(shown, th.Dim.Paint(d.foot())), wide)
}

func (d *Help) foot() string {
	if d.high >= d.total {
		return "esc closes"
	}
	return fmt.Sprintf("esc closes   up/down scroll   %d-%d of %d", d.top+1, d.top+d.high, d.total)
}
