package overlay

import (
	"slices"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// stop is a place of a form that can have the focus.
type stop uint8

const (
	field stop = iota // the dialog's own input
	typed             // the word to be typed
	cancel
	act
)

// form is the lower part of a dialog that acts: the word to type, the two
// buttons and the reason why one of them cannot be pressed.
type form struct {
	opening Opening
	verb    string
	fields  bool // whether the dialog has an input of its own, a number
	focus   stop
	word    string
	whole   bool // the last View showed everything

	tall, w, h int // the most lines drawn so far on a screen of w by h
}

func newForm(o Opening, verb string, fields bool) form {
	f := form{opening: o, verb: verb, fields: fields, focus: cancel}
	switch {
	case fields:
		f.focus = field
	case o.Typed != "":
		f.focus = typed
	}
	return f
}

// reason is why the deed cannot be chosen; blocked is the dialog's own reason,
// which comes first.
func (f *form) reason(blocked string) string {
	switch {
	case f.opening.Refused != "":
		return f.opening.Refused
	case blocked != "":
		return blocked
	case f.word != f.opening.Typed:
		return "type " + f.opening.Typed + " to confirm"
	}
	return ""
}

// verdict is what a key means to a form.
type verdict uint8

const (
	unused    verdict = iota // a key for the dialog's own input
	used                     // done with
	cancelled                // the dialog ends without a deed
	confirmed                // the deed was chosen
)

// key gives a key to the form. blocked is the dialog's own reason against the
// deed, "" for none.
func (f *form) key(msg tea.KeyPressMsg, now time.Time, blocked string) verdict {
	name := msg.String()
	if name == "esc" {
		return cancelled
	}
	if f.opening.early(now) {
		if f.focus == field && numeric(name) {
			return unused
		}
		return used
	}
	able := f.reason(blocked) == ""
	switch name {
	case "tab", "right":
		f.move(1, able)
	case "shift+tab", "left":
		f.move(-1, able)
	case "enter":
		return f.enter(able)
	default:
		if f.focus != typed {
			return unused
		}
		f.write(msg, name)
	}
	return used
}

// numeric tells keys that write a number. They are taken right after opening too:
// nobody means a digit for a list, and of 20 typed fast 0 must not be left.
func numeric(key string) bool {
	return len(key) == 1 && strings.Contains("0123456789+-x", key)
}

// enter leads from a field towards Cancel; only a button that has the focus is
// pressed by it.
func (f *form) enter(able bool) verdict {
	switch f.focus {
	case cancel:
		return cancelled
	case act:
		if able && f.whole {
			return confirmed
		}
		return used
	case field:
		f.focus = cancel
		if f.opening.Typed != "" {
			f.focus = typed
		}
	case typed:
		f.focus = cancel
	}
	return used
}

// move takes the focus to the next place in a direction, around the ends. A
// button that cannot be pressed is passed over.
func (f *form) move(step int, able bool) {
	var stops []stop
	if f.fields {
		stops = append(stops, field)
	}
	if f.opening.Typed != "" {
		stops = append(stops, typed)
	}
	stops = append(stops, cancel)
	if able {
		stops = append(stops, act)
	}
	at := 0
	for i, s := range stops {
		if s == f.focus {
			at = i
		}
	}
	f.focus = stops[(at+step+len(stops))%len(stops)]
}

// write edits the word.
func (f *form) write(msg tea.KeyPressMsg, name string) {
	switch {
	case name == "backspace" && f.word != "":
		runes := []rune(f.word)
		f.word = string(runes[:len(runes)-1])
	case name == "ctrl+u":
		f.word = ""
	case msg.Text != "" && len(f.word) < 2*len(f.opening.Typed)+8 && strings.IndexFunc(msg.Text, unicode.IsControl) < 0:
		f.word += msg.Text
	}
}

// lines draws the form in lines of w cells.
func (f *form) lines(th *theme.Theme, w int, blocked string) []string {
	var lines []string
	if f.opening.Typed != "" {
		label := "type " + text.Clean(f.opening.Typed) + " to confirm: "
		room := max(8, text.Width(f.opening.Typed)+2)
		lines = append(lines, label+input(th, text.Clean(f.word), room, f.focus == typed))
	}
	reason := f.reason(blocked)
	if reason != "" && (blocked != "" || f.opening.Refused != "") {
		for _, row := range prose(text.Clean("not possible: "+reason), w) {
			lines = append(lines, th.Dim.Paint(row))
		}
	}
	no, yes := button(th, "Cancel", f.focus == cancel, true), button(th, f.verb, f.focus == act, reason == "")
	wide := buttonWide("Cancel") + 2 + buttonWide(f.verb)
	return append(lines, strings.Repeat(" ", max(0, w-wide))+no+"  "+yes)
}

// steady keeps a dialog as tall as it has been on this screen, so that it does
// not jump while a number is typed. lines ends with the form, of high lines,
// and perhaps a blank.
func (f *form) steady(lines []string, high, w, h int) []string {
	if f.w != w || f.h != h {
		f.tall, f.w, f.h = 0, w, h
	}
	f.tall = max(f.tall, len(lines))
	at := len(lines) - high
	if lines[len(lines)-1] == "" {
		at--
	}
	return slices.Insert(lines, at, make([]string, f.tall-len(lines))...)
}

// input is a field with its text; the focus shows as a cursor, not by colour
// alone.
func input(th *theme.Theme, s string, w int, focused bool) string {
	if !focused {
		return "[ " + text.Pad(s, w+1) + " ]"
	}
	if n := text.Width(s); n > w {
		s = text.Skip(s, n-w) // its end is where one types
	}
	return "[ " + th.Selected.Paint(text.Pad(s+"_", w+1)) + " ]"
}

// button is a button; the one with the focus stands in brackets.
func button(th *theme.Theme, name string, focused, able bool) string {
	switch {
	case focused:
		return th.Selected.Paint("[ " + name + " ]")
	case !able:
		return th.Dim.Paint("( " + name + " )")
	}
	return "  " + name + "  "
}

func buttonWide(name string) int { return text.Width(name) + 4 }
