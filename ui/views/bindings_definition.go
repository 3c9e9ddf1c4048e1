package views

import "github.com/ecsdeck/ecsdeck/ui/keymap"

// Screens about tasks that have ended, and about task definitions.
const (
	KindStopped   = "stopped"
	KindFamilies  = "families"
	KindRevisions = "revisions"
	KindDiff      = "diff"
	KindUses      = "uses"
	KindImages    = "images"
)

// Keys of these screens. bindDiff means the same on every screen that has it.
var (
	bindDiff      = keymap.Binding{Action: "diff", Keys: []string{"="}, Title: "diff", Help: "compare the revision with the one before it", Weight: 68}
	bindRevisions = keymap.Binding{Action: "revisions", Keys: []string{"f"}, Title: "revisions", Help: "every revision of the family", Weight: 60}
)

var bindNewest = keymap.Binding{Action: "definition", Keys: []string{"t"}, Title: "newest", Help: "the newest revision of the family", Weight: 70}

var bindNewestTask = keymap.Binding{Action: "describe", Keys: []string{"d"}, Title: "describe", Help: "the newest of the tasks that stopped alike", Weight: 72}
