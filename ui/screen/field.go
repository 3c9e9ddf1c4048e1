package screen

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// fieldMost is how many characters a field holds: more than anybody types, and
// few enough that a pasted file does no harm.
const fieldMost = 256

// Field is one line of text being typed, ready as its zero value. It edits by
// Bubbles' textinput and draws itself: the cursor stands still, because one
// that blinks would redraw the screen twice a second for nothing.
type Field struct{ input *textinput.Model }

// model makes the input when it is first needed.
func (f *Field) model() *textinput.Model {
	if f.input == nil {
		m := textinput.New()
		m.CharLimit = fieldMost
		// Pasting comes from the terminal as a message; reading the clipboard
		// of the machine, which may be a bastion, does not.
		m.KeyMap.Paste.SetEnabled(false)
		m.KeyMap.AcceptSuggestion.SetEnabled(false)
		m.KeyMap.NextSuggestion.SetEnabled(false)
		m.KeyMap.PrevSuggestion.SetEnabled(false)
		m.Focus()
		f.input = &m
	}
	return f.input
}

// Value is what was typed.
func (f *Field) Value() string { return f.model().Value() }

// Set replaces what was typed and puts the cursor behind it.
func (f *Field) Set(s string) {
	f.model().SetValue(s)
	f.model().CursorEnd()
}

// Update takes a key or a paste. It is false when the field has no use for it.
func (f *Field) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
	case tea.KeyPressMsg:
		if msg.Text == "" && !f.edits(msg) {
			return false
		}
	default:
		return false
	}
	m := f.model()
	*m, _ = m.Update(msg) // its command would let the cursor blink
	return true
}

// edits tells whether a key moves the cursor or deletes.
func (f *Field) edits(msg tea.KeyPressMsg) bool {
	k := f.model().KeyMap
	return key.Matches(msg, k.CharacterForward, k.CharacterBackward, k.WordForward, k.WordBackward, k.LineStart, k.LineEnd,
		k.DeleteWordBackward, k.DeleteWordForward, k.DeleteAfterCursor, k.DeleteBeforeCursor, k.DeleteCharacterBackward, k.DeleteCharacterForward)
}

// View is what was typed, with a block where the cursor is.
func (f *Field) View(t *theme.Theme) string {
	runes, at := []rune(f.Value()), f.model().Position()
	under, after := " ", ""
	if at < len(runes) {
		under, after = string(runes[at]), string(runes[at+1:])
	}
	return text.Clean(string(runes[:at])) + t.Selected.Paint(text.Clean(under)) + text.Clean(after)
}
