package views

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// All are the screens of the dashboard, in the order in which they are listed.
// A screen is added by an entry in one of these.
func All() []screen.Entry {
	return slices.Concat(clusterEntries, serviceEntries, definitionEntries, programEntries)
}

// Make makes the screen of a route; one of a kind that there is not is that of
// the clusters.
func Make(r screen.Route) screen.Screen {
	for _, e := range All() {
		if e.Kind == r.Kind {
			return e.Make(r.Ref)
		}
	}
	return kind.New(clusters, r.Ref)
}

// list is how the screen of a Kind is made, page that of a Description.
func list[T any](k kind.Kind[T]) func(screen.Ref) screen.Screen {
	return func(ref screen.Ref) screen.Screen { return kind.New(k, ref) }
}

func page(d kind.Description) func(screen.Ref) screen.Screen {
	return func(ref screen.Ref) screen.Screen { return kind.Describe(d, ref) }
}
