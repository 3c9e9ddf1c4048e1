package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// openMenu opens the menu of screens: each by its letter, about what is
// selected.
func (m *Model) openMenu() tea.Cmd {
	items := []screen.Item{{Letter: "g", Title: "first row", Detail: "the top of what is on screen"}}
	for _, e := range m.entries() {
		if e.Letter == "" {
			continue
		}
		to, why := m.wayHere(e, "")
		if e.Arg != "" {
			why = "" // the palette asks for the word
		}
		items = append(items, screen.Item{Letter: e.Letter, Title: e.Kind, Detail: e.Help, Why: why, Value: to})
	}
	title := "Go to"
	if name := m.means(); name != "" {
		title += " a screen about " + text.Clean(name)
	}
	m.offer(overlay.NewPicker(title, items, false), func(p overlay.Picked) tea.Cmd {
		to, ok := p.Item.Value.(screen.Route)
		if !ok {
			return m.actNamed("first")
		}
		e, _ := entryOf(p.Item.Title)
		if e.Arg != "" {
			m.paletteWith(e.Kind + " ")
			return nil
		}
		return m.visit(e, to)
	})
	return nil
}

// means names what a screen would be about: what is selected, else what the
// screen in front is about.
func (m *Model) means() string {
	if h, ok := m.top().screen.(screen.Holder); ok {
		for _, t := range h.Things(m.env()) {
			if t.Name != "" {
				return t.Name
			}
		}
	}
	return m.top().route.Name()
}

// entries are the screens of this session: those about the simulator only
// where there is one.
func (m *Model) entries() []screen.Entry {
	simulated := m.isSimulator()
	var all []screen.Entry
	for _, e := range views.All() {
		if e.Subject != screen.OfASimulation || simulated {
			all = append(all, e)
		}
	}
	return all
}
