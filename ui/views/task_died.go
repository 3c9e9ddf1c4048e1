package views

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// bindDied leads from a service, or from its tasks, to why the newest task died.
var bindDied = keymap.Binding{Action: "last-died", Keys: []string{"z"}, Title: "last words", Help: "the log lines of the task that died last", Weight: 62}

// died is the task that ended last: one that failed, if there is any.
func died(rows []model.Task) (last model.Task, ok bool) {
	for _, t := range rows {
		if !t.Stopped() {
			continue
		}
		switch {
		case !ok, t.Failed() && !last.Failed(), t.Failed() == last.Failed() && t.StoppedAt.After(last.StoppedAt):
			last, ok = t, true
		}
	}
	return last, ok
}

// toDied opens the log of the task that died last, and where none is known the
// list of those that stopped.
func toDied(env screen.Env, ref screen.Ref) screen.Effect {
	rows := taskPart(env.Snap, ref).Rows
	if ref.Service != "" && len(rows) == 0 {
		rows = slices.DeleteFunc(slices.Clone(env.Snap.Tasks[ref.Cluster].Rows), func(t model.Task) bool { return t.Service() != ref.Service })
	}
	if t, ok := died(rows); ok {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.OfTask(t.Ref, t.Service())}}
	}
	return screen.Go{To: screen.Route{Kind: KindStopped, Ref: screen.Ref{Cluster: ref.Cluster, Service: ref.Service}}}
}

// lastDied is that key for a screen about a service or a cluster.
var lastDied = kind.Own{Binding: bindDied, Run: toDied}

// diedOfService opens the last lines of what the service lost last.
var diedOfService = kind.Action[serviceRow]{Binding: bindDied, Run: func(env screen.Env, s serviceRow) screen.Effect {
	return toDied(env, screen.OfService(s.Ref))
}}
