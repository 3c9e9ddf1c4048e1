package ui

import "github.com/ecsdeck/ecsdeck/ui/screen"

// outfitActions change how the dashboard looks and what it takes from the
// terminal.
func (m *Model) outfitActions() []screen.Action { return nil }
