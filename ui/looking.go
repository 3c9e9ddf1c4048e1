package ui

import "github.com/ecsdeck/ecsdeck/ui/screen"

// lookingActions take what is on screen elsewhere: to the clipboard, a file, a
// pager, the console.
func (m *Model) lookingActions() []screen.Action { return nil }
