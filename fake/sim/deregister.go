package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// States of a task definition. One that is deleted keeps its place in its
// family, so that no later revision gets its number.
const (
	defActive   = "ACTIVE"
	defInactive = "INACTIVE"
	defDeleting = "DELETE_IN_PROGRESS"
	defDeleted  = ""
)

// DeregisterTaskDef makes a revision INACTIVE: what runs of it goes on and can
// be scaled, but nothing new is made of it (SDK ecs, DeregisterTaskDefinition).
type DeregisterTaskDef struct {
	Family   string
	Revision int
}

func (c DeregisterTaskDef) do(w *World) (Reply, error) {
	d := w.View().TaskDef(c.Family, c.Revision)
	switch {
	case d == nil || c.Revision == 0:
		return Reply{}, &Error{ErrClient, "The specified task definition does not exist. Specify a valid account, family, revision and try again."}
	case d.Status == defDeleting:
		return Reply{}, &Error{ErrClient, "The specified task definition is being deleted."}
	case d.Status == defActive:
		d.Status, d.DeregisteredAt = defInactive, w.now
		w.note(Entry{Kind: "command", Entity: d.Name(), Text: "task definition deregistered"})
	}
	return Reply{}, nil
}

// DeleteTaskDefs deletes INACTIVE revisions, given as family:revision. One that
// is in use stays DELETE_IN_PROGRESS until it no longer is (SDK ecs,
// DeleteTaskDefinitions). The reply names those that are deleted, and why the
// others are not.
type DeleteTaskDefs struct{ Names []TaskDefName }

// TaskDefName is a revision of a family.
type TaskDefName struct {
	Family   string
	Revision int
}

func (c DeleteTaskDefs) do(w *World) (Reply, error) {
	var out Reply
	for _, n := range c.Names {
		d := w.View().TaskDef(n.Family, n.Revision)
		switch {
		case d == nil || n.Revision == 0:
			out.Failures = append(out.Failures, Failed{"", "The specified task definition does not exist. Specify a valid account, family, revision and try again."})
		case d.Status == defActive:
			out.Failures = append(out.Failures, Failed{d.Name(), "The specified task definition is still in ACTIVE status. Please deregister the target and try again."})
		default:
			if d.Status == defInactive {
				d.Status, d.DeleteRequestedAt = defDeleting, w.now
				w.note(Entry{Kind: "command", Entity: d.Name(), Text: "task definition deleted"})
				w.later(deletionTakes, discard{d}, "DeleteTaskDefinitions")
			}
			out.IDs = append(out.IDs, d.Name())
		}
	}
	return out, nil
}

var errDefInactive = &Error{ErrClient, "TaskDefinition is inactive"}

// deletionTakes is how long a revision that nothing uses is DELETE_IN_PROGRESS.
const deletionTakes = 5 * time.Second

// discard deletes a revision if nothing uses it any more.
type discard struct{ Def *TaskDef }

func (x discard) apply(w *World, cause string) error {
	d := x.Def
	if d.Status != defDeleting || w.View().uses(d) {
		return nil
	}
	d.Status = defDeleted
	w.note(Entry{Kind: "definition", Entity: d.Name(), Text: "deleted", Cause: cause})
	return nil
}

func (d *TaskDef) deleted() bool { return d.Status == defDeleted }

// letGo is called by what has used a definition and does so no longer.
func (w *World) letGo(d *TaskDef) {
	if d.Status == defDeleting {
		w.later(0, discard{d}, "no longer used")
	}
}

// uses tells whether a task or a service is made of a definition.
func (v View) uses(d *TaskDef) bool {
	for _, c := range v.Clusters() {
		if slices.ContainsFunc(c.tasks, func(t *Task) bool { return t.Def == d && !t.stopped() }) {
			return true
		}
		for _, s := range sorted(c.Services) {
			if s.Status != model.ServiceInactive && (s.Def == d || slices.ContainsFunc(s.Deployments, func(o *Deployment) bool { return o.Def == d })) {
				return true
			}
		}
	}
	return false
}
