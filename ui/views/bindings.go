package views

import "github.com/ecsdeck/ecsdeck/ui/keymap"

// Screens, by the id that routes carry.
const (
	KindHome       = "home"
	KindClusters   = "clusters"
	KindServices   = "services"
	KindTasks      = "tasks"
	KindInstances  = "instances"
	KindInstance   = "instance"
	KindPlacement  = "placement"
	KindCapacity   = "capacity"
	KindTree       = "tree"
	KindEvents     = "events"
	KindService    = "service"
	KindTask       = "task"
	KindDefinition = "task definition"
	KindLogs       = "logs"

	// About the program itself.
	KindCalls       = "calls"
	KindPermissions = "permissions"
	KindPolicy      = "policy"
	KindContexts    = "contexts"

	// KindDocument is a thing in full.
	KindDocument = "document"
	// KindJSON is a document that is JSON to begin with.
	KindJSON = "json"

	// KindErrors are the errors of this session; the others are of the simulator.
	KindErrors  = "errors"
	KindClock   = "clock"
	KindFaults  = "faults"
	KindJournal = "journal"
)

// Keys that mean the same on every screen that has them.
var (
	bindLogs       = keymap.Binding{Action: "logs", Keys: []string{"l"}, Title: "logs", Help: "follow the log lines", Weight: 95}
	bindScale      = keymap.Binding{Action: "scale", Keys: []string{"s"}, Title: "scale", Help: "change the desired count, after a dialog", Weight: 90, Danger: true}
	bindRedeploy   = keymap.Binding{Action: "redeploy", Keys: []string{"r"}, Title: "redeploy", Help: "replace every task by a new one, after a dialog", Weight: 85, Danger: true}
	bindStop       = keymap.Binding{Action: "stop", Keys: []string{"x"}, Title: "stop", Help: "stop the task, after a dialog", Weight: 90, Danger: true}
	bindRead       = keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "in full", Help: "all that is known of the selected row", Weight: 100}
	bindDescribe   = keymap.Binding{Action: "describe", Keys: []string{"d"}, Title: "describe", Help: "its deployments, events, scaling, targets, alarms", Weight: 80}
	bindDefinition = keymap.Binding{Action: "definition", Keys: []string{"t"}, Title: "definition", Help: "the task definition that runs", Weight: 70}
	bindTasks      = keymap.Binding{Action: "tasks", Keys: []string{"a"}, Title: "all tasks", Help: "every task of the cluster, also standalone ones", Weight: 55}
	bindInstances  = keymap.Binding{Action: "instances", Keys: []string{"i"}, Title: "instances", Help: "the container instances of the cluster", Weight: 60}
)
