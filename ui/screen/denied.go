package screen

import (
	"errors"
	"slices"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// DeniedBy is the denial that an error tells of, with the action that lacks.
func DeniedBy(err error) (backend.Error, bool) {
	var told *backend.Error
	if errors.As(err, &told) && told.Kind == backend.KindDenied && told.Op != "" {
		return *told, true
	}
	return backend.Error{}, false
}

// Denied finds what is known of a permission to be missing for what belongs to
// a cluster; the zero ref asks of any context.
func (e Env) Denied(cluster model.ClusterRef, ops ...string) (backend.Denial, bool) {
	in := ContextOf(e.Snap, cluster)
	for _, d := range e.Denials {
		if slices.Contains(ops, d.Op) && (in == "" || d.Context == "" || d.Context == in) {
			return d, true
		}
	}
	return backend.Denial{}, false
}

// ContextOf names the context that a cluster is seen through; "" while there is
// only one, or when it cannot be told.
func ContextOf(snap *model.Snapshot, cluster model.ClusterRef) string {
	name := ""
	for _, c := range snap.Contexts {
		if cluster.Region != c.Region || cluster.Account != "" && c.Account != "" && cluster.Account != c.Account {
			continue
		}
		if name != "" {
			return "" // two profiles of one account
		}
		name = c.Name()
	}
	return name
}
