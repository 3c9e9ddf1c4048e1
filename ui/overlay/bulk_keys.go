package overlay

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Key implements Dialog.
func (d *Bulk) Key(msg tea.KeyPressMsg, now time.Time) (Result, bool) {
	switch d.stage {
	case running:
		return d.runningKey(msg)
	case ended:
		return d.endedKey(msg, now)
	case deciding:
	}
	switch d.form.key(msg, now, d.blocked()) {
	case cancelled:
		return Cancelled{}, true
	case confirmed:
		d.start(waiting)
		return SendNext{}, false
	case unused:
		d.edit(msg.String())
	case used:
	}
	return nil, false
}

func (d *Bulk) edit(key string) {
	switch {
	case d.scrolled(key):
	case key == "f":
		d.goOn = !d.goOn
	case d.of.Deed != BulkScale:
	case key == "backspace" && d.entry != "":
		d.entry = d.entry[:len(d.entry)-1]
		d.edited()
	case key == "ctrl+u":
		d.entry = ""
		d.edited()
	case len(key) == 1 && len(d.entry) < maxDigits && (key[0] >= '0' && key[0] <= '9' || key == "." || d.entry == "" && (key == "+" || key == "-" || key == "x" || key == "*")):
		d.entry += key
		d.edited()
	}
}

// edited has the consequences told anew, and takes the focus back from a button
// whose meaning has changed.
func (d *Bulk) edited() {
	d.form.focus = field
	d.plan()
}

// scrolled scrolls the rows, if that is what a key asks for.
func (d *Bulk) scrolled(key string) bool {
	switch key {
	case "pgdown":
		d.Wheel(max(1, d.high-1))
	case "pgup":
		d.Wheel(-max(1, d.high-1))
	case "down":
		d.Wheel(1)
	case "up":
		d.Wheel(-1)
	case "end":
		d.Wheel(d.total)
	case "home":
		d.Wheel(-d.total)
	default:
		return false
	}
	return true
}

// Wheel implements Wheeled.
func (d *Bulk) Wheel(lines int) { d.top = max(0, min(d.top+lines, d.total-d.high)) }

// Click implements Clicked.
func (d *Bulk) Click(line string, x int) {
	switch d.stage {
	case deciding:
		d.form.click(line, x, d.blocked())
	case ended:
		for i, b := range d.buttons() {
			if on(line, b, x) {
				d.focus = i
			}
		}
	case running:
	}
}

// runningKey stops what is not sent yet.
func (d *Bulk) runningKey(msg tea.KeyPressMsg) (Result, bool) {
	if key := msg.String(); key == "esc" {
		if d.stopped { // the answer comes as a notice too
			return Cancelled{}, true
		}
		d.Stop()
	} else {
		d.scrolled(key)
	}
	return nil, false
}

// buttons are what can be done at the end.
func (d *Bulk) buttons() []string {
	out := []string{"Close"}
	if n := d.tally(failed); n > 0 {
		out = append(out, fmt.Sprintf("Retry %s failed", text.Count(n)))
	}
	if n := d.tally(unsent); n > 0 {
		out = append(out, fmt.Sprintf("Send %s more", text.Count(n)))
	}
	return out
}

// tally is how many rows met a fate.
func (d *Bulk) tally(f fate) int {
	n := 0
	for i, p := range d.plans {
		if p.deed != nil && d.fates[i] == f {
			n++
		}
	}
	return n
}

func (d *Bulk) endedKey(msg tea.KeyPressMsg, now time.Time) (Result, bool) {
	key := msg.String()
	if key == "esc" {
		return Cancelled{}, true
	}
	buttons := d.buttons()
	switch {
	case d.form.opening.early(now):
	case key == "tab" || key == "right":
		d.focus = (d.focus + 1) % len(buttons)
	case key == "shift+tab" || key == "left":
		d.focus = (d.focus + len(buttons) - 1) % len(buttons)
	case key == "enter" && d.focus == 0:
		return Cancelled{}, true
	case key == "enter" && d.form.whole:
		what := unsent
		if d.focus == 1 && d.tally(failed) > 0 {
			what = failed
		}
		d.start(what)
		return SendNext{}, false
	default:
		d.scrolled(key)
	}
	return nil, false
}
