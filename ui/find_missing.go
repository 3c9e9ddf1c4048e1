package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// missing says honestly what is not loaded, and so cannot be found.
func (b *builder) missing() string {
	var says []string
	count := func(noun string, known func(model.ClusterRef) bool) {
		lacking, last := 0, ""
		for _, c := range b.snap.Clusters.Rows {
			if !known(c.Ref) {
				lacking, last = lacking+1, c.Ref.Name
			}
		}
		switch {
		case lacking == 1:
			says = append(says, noun+" of "+last)
		case lacking > 1:
			says = append(says, fmt.Sprintf("%s of %d clusters", noun, lacking))
		}
	}
	if !b.snap.Clusters.Known() {
		says = append(says, "the list of clusters")
	}
	count("services", func(c model.ClusterRef) bool { return whole(b.snap.Services[c]) })
	count("tasks", func(c model.ClusterRef) bool { return whole(b.snap.Tasks[c]) || b.allOwn(c) })
	count("instances", func(c model.ClusterRef) bool { return whole(b.snap.Instances[c]) })
	return strings.Join(says, ", ")
}

// whole tells whether a list was read to its end.
func whole[T any](p model.Part[T]) bool { return p.Known() && !p.Growing }

// allOwn tells whether the tasks of every service of a cluster are there.
func (b *builder) allOwn(c model.ClusterRef) bool {
	list := b.snap.Services[c]
	return whole(list) && len(list.Rows) > 0 && !slices.ContainsFunc(list.Rows, func(s model.Service) bool { return !whole(b.snap.OwnTasks[s.Ref]) })
}
