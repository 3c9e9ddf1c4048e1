package views

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// lookedUp is the thing as the snapshot has it; false of a thing that it has
// not, or that is of none of its kinds.
func lookedUp(env screen.Env, ref screen.Ref, like any) (value any, ok bool) {
	snap := env.Snap
	switch v := like.(type) {
	case model.Cluster:
		return found(snap.Cluster(v.Ref))
	case model.Service:
		return found(snap.Service(v.Ref))
	case model.Task:
		return found(snap.Task(v.Ref))
	case model.TaskDefinition:
		return found(findDefinition(env, screen.Ref{TaskDef: v.Ref}))
	case model.Instance:
		rows := snap.Instances[v.Ref.Cluster].Rows
		if i := slices.IndexFunc(rows, func(i model.Instance) bool { return i.Ref == v.Ref }); i >= 0 {
			return rows[i], true
		}
		return nil, false
	case nil:
		return byRef(env, ref)
	}
	return nil, false
}

func found[T any](v T, ok bool) (any, bool) { return v, ok }

// byRef is the innermost thing that a ref names.
func byRef(env screen.Env, ref screen.Ref) (any, bool) {
	switch {
	case ref.Task != "":
		return found(env.Snap.Task(ref.TaskRef()))
	case ref.Service != "":
		return found(env.Snap.Service(ref.ServiceRef()))
	case !ref.TaskDef.IsZero():
		return found(findDefinition(env, ref))
	}
	return found(env.Snap.Cluster(ref.Cluster))
}
