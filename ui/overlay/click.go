package overlay

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Clicked is a dialog that takes clicks: they choose, and never confirm.
type Clicked interface {
	// Click is a press at a cell of a line that View drew, without its styles.
	Click(line string, x int)
}

// Wheeled is a dialog that the wheel scrolls.
type Wheeled interface {
	// Wheel scrolls by lines, up below zero.
	Wheel(lines int)
}

// on tells whether a word of a line is at x.
func on(line, word string, x int) bool {
	i := strings.LastIndex(line, word)
	if i < 0 {
		return false
	}
	from := text.Width(line[:i])
	return x >= from-2 && x < from+text.Width(word)+2 // with the brackets
}

// click gives the focus to the button that was clicked on.
func (f *form) click(line string, x int, blocked string) {
	switch {
	case !strings.Contains(line, "Cancel"): // not the line of the buttons
	case on(line, "Cancel", x):
		f.focus = cancel
	case on(line, f.verb, x) && f.reason(blocked) == "":
		f.focus = act
	}
}

// Click implements Clicked.
func (d *Confirm) Click(line string, x int) { d.form.click(line, x, d.blocked) }

// Click implements Clicked.
func (d *Scale) Click(line string, x int) { d.form.click(line, x, d.blocked()) }

// Click implements Clicked: it chooses an option.
func (d *Ask) Click(line string, _ int) {
	line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(strings.Trim(line, "│|")), ">"))
	for i, o := range d.matching() {
		if text.Clean(o) == line {
			d.at = i
		}
	}
}

// Wheel implements Wheeled.
func (d *Ask) Wheel(lines int) { d.at = max(-1, min(d.at+lines, len(d.matching())-1)) }

// Click implements Clicked: it chooses what enter then takes.
func (d *Picker) Click(line string, x int) {
	for i := d.from; i < min(d.found.Len, d.from+d.high*d.cols); i++ {
		if it, _ := d.found.At(i); it.Title != "" && on(line, text.Clean(it.Title), x) {
			d.at = i
		}
	}
}

// Wheel implements Wheeled.
func (d *Picker) Wheel(lines int) { d.at = max(0, min(d.at+lines, d.found.Len-1)) }

// Wheel implements Wheeled.
func (d *Help) Wheel(lines int) { d.scroll(lines) }
