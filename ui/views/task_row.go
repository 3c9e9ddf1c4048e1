package views

import (
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// taskRow is a task in a list, with what is known of it from elsewhere.
type taskRow struct {
	model.Task
	// protected is until when nothing scales it in; zero when it is not protected,
	// or when that is not known.
	protected time.Time
}

func taskRows(env screen.Env, ref screen.Ref) model.Part[taskRow] {
	part := taskPart(env.Snap, ref)
	until := protections(env.Snap, ref)
	rows := make([]taskRow, 0, len(part.Rows))
	for _, t := range part.Rows {
		rows = append(rows, taskRow{t, until[t.Ref.ID]})
	}
	return model.Part[taskRow]{Rows: rows, At: part.At, RowAt: part.RowAt, RowErr: part.RowErr, Err: part.Err, Missing: part.Missing, Asking: part.Asking, Growing: part.Growing, Recalled: part.Recalled}
}

// protections are until when tasks are protected, by id, as far as the snapshot
// knows it of ref's service or of any of the cluster.
func protections(snap *model.Snapshot, ref screen.Ref) map[string]time.Time {
	var out map[string]time.Time
	for service, part := range snap.Protections {
		if service.Cluster != ref.Cluster || ref.Service != "" && service.Name != ref.Service {
			continue
		}
		for _, p := range part.Rows {
			if !p.Enabled {
				continue
			}
			if out == nil {
				out = map[string]time.Time{}
			}
			out[p.Task.ID] = p.ExpiresAt
		}
	}
	return out
}

// CanProtect says why it cannot be told which tasks are protected.
func CanProtect(env screen.Env) string {
	return able[backend.Protector](env, "tell of task protection")
}

// protectionWants asks which of a service's tasks are protected, where that is
// asked about one service: for all of a cluster it would be a call for each.
func protectionWants(env screen.Env, ref screen.Ref) []feed.Want {
	if ref.Service == "" || CanProtect(env) != "" {
		return nil
	}
	return []feed.Want{{Part: feed.Protections, Cluster: ref.Cluster, Service: ref.Service}}
}

// taskRowActions are the actions on a task for a list of rows.
var taskRowActions = func() []kind.Action[taskRow] {
	out := make([]kind.Action[taskRow], 0, len(taskActions))
	for _, a := range taskActions {
		row := kind.Action[taskRow]{Binding: a.Binding, Gates: a.Gates, Run: func(env screen.Env, t taskRow) screen.Effect { return a.Run(env, t.Task) }}
		if a.When != nil {
			row.When = func(env screen.Env, t taskRow) string { return a.When(env, t.Task) }
		}
		out = append(out, row)
	}
	return out
}()
