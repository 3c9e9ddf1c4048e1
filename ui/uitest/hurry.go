package uitest

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// namedKeys are the keys that are not text, by Bubble Tea's names.
var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
}

// Key is the key that Bubble Tea calls so, as the program gets it.
func Key(name string) tea.KeyPressMsg {
	if code, ok := namedKeys[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	if rest, ok := strings.CutPrefix(name, "alt+"); ok {
		k := Key(rest)
		k.Mod, k.Text = k.Mod|tea.ModAlt, ""
		return k
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " "}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Hurry presses keys without a pause, and waits after the last.
// They do not go through the terminal's codes: a program that ends among them
// leaves nobody to read the rest.
func (d *Driver) Hurry(keys ...string) {
	d.t.Helper()
	for _, key := range keys {
		d.display.Send(Key(key))
	}
	d.Wait()
}
