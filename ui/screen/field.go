package screen

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// fieldMost is how many characters a field holds: more than anybody types, and
// few enough that a pasted file does no harm.
const fieldMost = 256

// Field is one line of text being typed. The cursor stands still: one that
// blinks would redraw the screen twice a second for nothing.
type Field struct {
	runes []rune
	at    int // the cursor, from 0 to len(runes)
}

// Value is what was typed.
func (f *Field) Value() string { return string(f.runes) }

// Set replaces what was typed and puts the cursor behind it.
func (f *Field) Set(s string) {
	f.runes, f.at = nil, 0
	f.insert(s)
}

// Update takes a key or a paste. It is false when the field has no use for it.
func (f *Field) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.insert(msg.Content)
	case tea.KeyPressMsg:
		return f.key(msg)
	default:
		return false
	}
	return true
}

func (f *Field) key(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "left", "ctrl+b":
		f.at = max(0, f.at-1)
	case "right", "ctrl+f":
		f.at = min(len(f.runes), f.at+1)
	case "home", "ctrl+a":
		f.at = 0
	case "end", "ctrl+e":
		f.at = len(f.runes)
	case "backspace", "ctrl+h":
		f.remove(f.at-1, f.at)
	case "delete", "ctrl+d":
		f.remove(f.at, f.at+1)
	case "ctrl+w":
		f.remove(f.wordStart(), f.at)
	case "ctrl+u":
		f.remove(0, f.at)
	case "ctrl+k":
		f.remove(f.at, len(f.runes))
	default:
		if msg.Text == "" {
			return false
		}
		f.insert(msg.Text)
	}
	return true
}

// insert puts the printable runes of s at the cursor.
func (f *Field) insert(s string) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
	add := []rune(s)
	add = add[:min(len(add), fieldMost-len(f.runes))]
	f.runes = append(f.runes[:f.at:f.at], append(add, f.runes[f.at:]...)...)
	f.at += len(add)
}

func (f *Field) remove(from, to int) {
	from, to = max(0, from), min(len(f.runes), to)
	if from >= to {
		return
	}
	f.runes = append(f.runes[:from:from], f.runes[to:]...)
	if f.at > from {
		f.at = max(from, f.at-(to-from))
	}
}

func (f *Field) wordStart() int {
	at := f.at
	for at > 0 && f.runes[at-1] == ' ' {
		at--
	}
	for at > 0 && f.runes[at-1] != ' ' {
		at--
	}
	return at
}

// View is what was typed, with a block where the cursor is.
func (f *Field) View(t *theme.Theme) string {
	under, after := " ", ""
	if f.at < len(f.runes) {
		under, after = string(f.runes[f.at]), string(f.runes[f.at+1:])
	}
	return text.Clean(string(f.runes[:f.at])) + t.Selected.Paint(text.Clean(under)) + text.Clean(after)
}
