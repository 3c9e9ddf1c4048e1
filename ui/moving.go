package ui

import "github.com/ecsdeck/ecsdeck/ui/screen"

// movingActions go from one screen to another, wherever one is.
func (m *Model) movingActions() []screen.Action { return nil }
