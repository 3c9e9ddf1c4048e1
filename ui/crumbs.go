package ui

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// breadcrumbs print the place in front, whatever way one came to it: the cluster
// and what is in it, outermost first, then what the screen shows of the last.
func (m *Model) breadcrumbs() string {
	var names []string
	for _, name := range crumbs(m.placed()) {
		if name = text.Clean(name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(append(names, m.top().route.Kind), " > ")
}

// placed is what the screen in front is about, with the cluster and service that
// it was come to from where itself it does not say them, as a task definition
// does not.
func (m *Model) placed() screen.Ref {
	ref := m.top().route.Ref
	if ref.Name() == "" || ref.Word != "" || ref.Service != "" || ref == screen.OfCluster(ref.Cluster) {
		return ref
	}
	for _, v := range slices.Backward(m.nav.stack[:len(m.nav.stack)-1]) {
		if in := v.route.Ref; in.Cluster.Name != "" && (ref.Cluster.Name == "" || ref.Cluster == in.Cluster) {
			ref.Cluster = in.Cluster
			if ref.Instance == "" {
				ref.Service = in.Service
			}
			break
		}
	}
	return ref
}

// crumbs are the names of a ref, outermost first.
func crumbs(r screen.Ref) []string {
	names := []string{r.Cluster.Name, r.Service}
	if r.Instance != "" {
		names = append(names, model.ShortID(r.Instance))
	}
	if r.Task != "" {
		names = append(names, model.ShortID(r.Task))
	}
	if name := r.Name(); !slices.Contains(names, name) {
		names = append(names, name)
	}
	return names
}
