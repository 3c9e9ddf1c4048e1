package views

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/logs"
)

// Lines are the lines that are kept, the oldest first.
func (l *logScreen) Lines() []logs.Entry { return slices.Collect(l.store.All()) }
