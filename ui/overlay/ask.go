package overlay

import (
	"slices"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Ask has a word typed, or chosen from a list that what was typed narrows. It
// changes nothing by itself, so it has no grace period and takes pastes.
type Ask struct {
	title, label, hint string
	options            []string
	word               string
	at                 int // of the options in sight; -1 takes what was typed
	check              func(word string) string
	wrong              string // why the word that was entered will not do
}

// Answered is the word. It is not empty.
type Answered struct{ Word string }

func (Answered) result() {}

// Paster is a dialog that takes pastes: one that asks for a word.
type Paster interface{ Paste(s string) }

// askMost is how long a word may be: longer than any name or ARN of AWS.
const askMost = 256

// optionsHigh is how many options are in sight: what is typed narrows them.
const optionsHigh = 8

// NewAsk opens the dialog. hint says what is wanted; options may be empty.
func NewAsk(title, label, hint string, options []string) *Ask {
	return &Ask{title: text.Clean(title), label: label, hint: hint, options: options, at: -1}
}

// Checked has words taken of which check says nothing; what it says of another
// is shown. nil takes every word.
func (d *Ask) Checked(check func(word string) string) *Ask {
	d.check = check
	return d
}

// matching are the options that have what was typed in them.
func (d *Ask) matching() []string {
	return slices.DeleteFunc(slices.Clone(d.options), func(o string) bool {
		return !strings.Contains(strings.ToLower(o), strings.ToLower(strings.TrimSpace(d.word)))
	})
}

// Key implements Dialog.
func (d *Ask) Key(msg tea.KeyPressMsg, _ time.Time) (Result, bool) {
	found := d.matching()
	d.wrong = ""
	switch name := msg.String(); {
	case name == "esc":
		return Cancelled{}, true
	case name == "enter":
		word := strings.TrimSpace(d.word)
		if d.at >= 0 && d.at < len(found) {
			word = found[d.at]
		}
		if word == "" {
			return nil, false
		}
		if d.check != nil {
			d.wrong = d.check(word)
		}
		if d.wrong != "" {
			return nil, false
		}
		return Answered{word}, true
	case name == "down":
		d.at = min(d.at+1, len(found)-1)
	case name == "up":
		d.at = max(d.at-1, -1)
	case name == "backspace":
		if runes := []rune(d.word); len(runes) > 0 {
			d.word, d.at = string(runes[:len(runes)-1]), -1
		}
	case name == "ctrl+u":
		d.word, d.at = "", -1
	default:
		d.Paste(msg.Text)
	}
	return nil, false
}

// Paste implements Paster.
func (d *Ask) Paste(s string) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	if s == "" || len(d.word)+len(s) > askMost {
		return
	}
	d.word, d.at = d.word+s, -1
}

// View implements Dialog.
func (d *Ask) View(th *theme.Theme, w, h int) []string {
	if w < leastWide || h < 8 {
		return tooSmall(th, d.title, w, h, leastWide, 8)
	}
	wide := min(w, boxWide)
	inner := wide - frameWide
	lines := []string{""}
	for _, row := range prose(text.Clean(d.hint), inner) {
		lines = append(lines, th.Dim.Paint(row))
	}
	label := text.Pad(d.label, labelWide)
	lines = append(lines, "", th.Dim.Paint(label)+input(th, text.Clean(d.word), inner-labelWide-5, d.at < 0), th.Severity(model.Warning).Paint(text.Cut(text.Clean(d.wrong), inner)))
	found := d.matching()
	room := min(optionsHigh, max(0, h-len(lines)-3))
	// As high with few matches as with all: a box that jumps is hard to read.
	high := min(len(d.options), room)
	from := max(0, min(d.at-high+1, len(found)-high))
	for i := range high {
		line := ""
		if at := from + i; at < len(found) {
			line = strings.Repeat(" ", labelWide) + "  " + text.Clean(found[at])
			if at == d.at {
				line = strings.Repeat(" ", labelWide) + th.Selected.Paint("> "+text.Clean(found[at])+" ")
			}
		}
		lines = append(lines, line)
	}
	foot := "enter takes it   esc cancels"
	if len(d.options) > 0 {
		foot = "enter takes it   up/down choose   esc cancels"
	}
	return Box(th, d.title, append(lines, th.Dim.Paint(foot)), wide)
}
