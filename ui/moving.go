package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// movingActions go from one screen to another, wherever one is.
func (m *Model) movingActions() []screen.Action { return nil }

// offer opens a dialog in which something is chosen, which is given to then.
func (m *Model) offer(d *overlay.Picker, then func(overlay.Picked) tea.Cmd) {
	m.dialog, m.picked = d, then
}
