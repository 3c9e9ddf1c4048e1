package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Works tells whether a key does something on the screen in front.
func (m *Model) Works(key string) bool {
	own, all := m.actions()
	_, mine := screen.Find(own, key)
	_, global := screen.Find(all, key)
	return mine || global
}

// Owns tells whether a key is the screen's own, and not everywhere the same.
func (m *Model) Owns(key string) bool {
	own, _ := m.actions()
	_, mine := screen.Find(own, key)
	return mine
}

// HelpPage is the text of the page of keys.
func (m *Model) HelpPage() string {
	own, all := m.actions()
	return ansi.Strip(strings.Join(keymap.Help(m.theme, 100, screen.Off(own, all), screen.Scope(m.top().route.Kind, own), screen.Scope("everywhere", all)), "\n"))
}

// Conflicts are keys that mean two things in one place.
func (m *Model) Conflicts() []string {
	own, all := m.actions()
	return keymap.Conflicts(screen.Scope(m.top().route.Kind, own), screen.Scope("everywhere", all))
}

// Standing says which screen is in front and what stands before it.
func (m *Model) Standing() any {
	return struct {
		route  screen.Route
		dialog bool
		typing bool
		deep   int
	}{m.top().route, m.dialog != nil, m.top().screen.Typing(), len(m.nav.stack)}
}
