package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// indexMsg brings the index of a snapshot.
type indexMsg struct{ made *index }

// openFind opens the search over everything that is loaded. The index is made
// beside; that of before serves meanwhile.
func (m *Model) openFind() tea.Cmd {
	d := overlay.NewFinder("Find", "", m.found)
	m.offer(d, func(p overlay.Picked) tea.Cmd {
		if e, ok := p.Item.Value.(*indexed); ok {
			return m.reach(m.placeOf(e))
		}
		return nil
	})
	if m.index != nil && m.index.seq == m.snap.Seq {
		return nil
	}
	snap, several := m.snap, len(m.snap.Contexts) > 1
	return func() tea.Msg {
		label := func(model.ClusterRef) string { return "" }
		if several {
			label = func(c model.ClusterRef) string {
				if name := screen.ContextOf(snap, c); name != "" {
					return name
				}
				return c.Account + " " + c.Region
			}
		}
		return indexMsg{newIndex(snap, label)}
	}
}

// takeIndex takes the index, also for the search that is open.
func (m *Model) takeIndex(msg indexMsg) {
	m.index = msg.made
	if d, ok := m.dialog.(*overlay.Picker); ok {
		d.Again()
	}
}

// found searches the index.
func (m *Model) found(typed string) overlay.Found {
	x := m.index
	if x == nil {
		return overlay.Found{Note: "reading what is loaded ..."}
	}
	p := fuzzy.New(typed)
	if p.Empty() {
		return overlay.Found{Note: x.says("loaded: " + x.loaded)}
	}
	hits := x.search(p)
	note := x.says("")
	if len(hits) == 0 {
		note = x.says("nothing that is loaded fits")
	}
	return overlay.Found{Len: len(hits), Note: note, At: func(i int) (screen.Item, []int) {
		e := &x.entries[hits[i]]
		var places []int
		if title := fuzzy.Fold(e.title); e.name != "" || within(p.Words(), title) {
			places = p.Places(title)
		}
		return screen.Item{Kind: x.kinds[e.kind], Title: e.title, Detail: e.detail, Value: e}, places
	}}
}

func within(words []string, name string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(name, word) })
}

// says is a note with what is not loaded behind it.
func (x *index) says(what string) string {
	if x.missing == "" {
		return what
	}
	if what != "" {
		what += "; "
	}
	return what + "not loaded: " + x.missing
}

// topOfKind is how many of a kind stand before those of the next.
const topOfKind = 6

// search finds things by kind: the kind of the best one first, the best of each
// before the rest of all.
func (x *index) search(p fuzzy.Pattern) []int {
	groups := make([][]uint64, len(x.kinds))
	for i := range x.entries {
		e := &x.entries[i]
		if !p.Within(e.set) {
			continue
		}
		if score := e.score(p); score > 0 {
			groups[e.kind] = append(groups[e.kind], uint64(^uint32(score))<<32|uint64(i)) //nolint:gosec // neither is that large
		}
	}
	var order []int
	for kind, hits := range groups {
		slices.Sort(hits) // the best has the least number
		if len(hits) > 0 {
			order = append(order, kind)
		}
	}
	model.Sort(order, func(a, b int) int { return cmp.Compare(groups[a][0]>>32, groups[b][0]>>32) })
	var found []int
	take := func(hits []uint64) {
		for _, hit := range hits {
			found = append(found, int(uint32(hit))) //nolint:gosec // its lower half
		}
	}
	for _, kind := range order {
		take(groups[kind][:min(topOfKind, len(groups[kind]))])
	}
	for _, kind := range order {
		take(groups[kind][min(topOfKind, len(groups[kind])):])
	}
	return found
}

// codeScore is that of an id or address which begins as typed: as good as a name
// that does.
const codeScore = 5 << 16

// score is how well a thing fits, 0 for not at all. Each word fits the name or a
// code.
func (e *indexed) score(p fuzzy.Pattern) int {
	if e.name != "" {
		if s := p.Score(e.name); s > 0 {
			return s
		}
	}
	if e.codes == "" {
		return 0
	}
	total := 0
	for _, word := range p.Words() {
		at := strings.Index(e.codes, word)
		switch {
		case at == 0 || at > 0 && e.codes[at-1] == ' ':
			total += codeScore
		case at > 0 && len(word) > 2:
			total += codeScore / 2
		case e.name != "" && strings.Contains(e.name, word):
			total++
		default:
			return 0
		}
	}
	return total
}

// placeOf is the screen about a thing that was found.
func (m *Model) placeOf(e *indexed) screen.Route {
	kind := []string{views.KindServices, views.KindService, views.KindTask, views.KindDefinition, views.KindUses, views.KindInstance, views.KindTargets, views.KindAlarms}[e.kind]
	entry, _ := entryOf(kind)
	to, _ := entry.Route(e.place) // what is found names all that its screen is about
	return to
}
