package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// movingActions go from one screen to another, wherever one is.
func (m *Model) movingActions() []screen.Action {
	older := m.run(keymap.Binding{Action: "older", Keys: []string{"ctrl+o", "alt+left"}, Title: "older", Help: "the place before, wherever that was"}, func() tea.Cmd { return m.travel(-1) })
	if m.been.at == 0 {
		older.Why = "this is where the session began"
	}
	newer := m.run(keymap.Binding{Action: "newer", Keys: []string{"alt+right"}, Title: "newer", Help: "the place from which one went to an older one"}, func() tea.Cmd { return m.travel(1) })
	if m.been.at >= len(m.been.places)-1 {
		newer.Why = "this is the newest place"
	}
	return []screen.Action{
		m.run(keymap.Binding{Action: "palette", Keys: []string{":"}, Title: "go to", Help: "any screen or action by name, any place by ARN or console address", Weight: 9}, m.openPalette),
		m.run(keymap.Binding{Action: "find", Keys: []string{"ctrl+k"}, Title: "find", Help: "services, tasks, addresses, images, revisions, instances: all that is loaded", Weight: 7}, m.openFind),
		m.run(keymap.Binding{Action: "menu", Keys: []string{"g"}, Title: "screens", Help: "the screens about what is selected, each by a letter; g g is the first row", Weight: 8}, m.openMenu),
		older, newer,
		m.run(keymap.Binding{Action: "home", Keys: []string{"H"}, Title: "home", Help: "the screen that the session begins with"}, func() tea.Cmd { return m.reach(m.opt.first()) }),
	}
}

// offer opens a dialog in which something is chosen, which is given to then.
func (m *Model) offer(d *overlay.Picker, then func(overlay.Picked) tea.Cmd) {
	m.dialog, m.picked = d, then
}

// entryOf is the entry of a kind of screen.
func entryOf(kind string) (screen.Entry, bool) {
	all := views.All()
	i := slices.IndexFunc(all, func(e screen.Entry) bool { return e.Kind == kind })
	if i < 0 {
		return screen.Entry{}, false
	}
	return all[i], true
}

// wayTo is the stack that leads from the first screen to another: cluster, service, task.
func wayTo(from, r screen.Route) []screen.Route {
	way := []screen.Route{from}
	add := func(kind string, ref screen.Ref) {
		if to := (screen.Route{Kind: kind, Ref: ref}); !slices.Contains(way, to) {
			way = append(way, to)
		}
	}
	e, _ := entryOf(r.Kind)
	if in := r.Cluster; in.Name != "" && e.Subject != screen.OfAll {
		add(views.KindServices, screen.OfCluster(in))
		if e.Subject == screen.OfATask || e.Subject == screen.OfOneService && r.Task != "" {
			add(views.KindTasks, screen.Ref{Cluster: in, Service: r.Service})
		}
		if e.Subject == screen.OfAnInstance {
			add(views.KindInstances, screen.OfCluster(in))
		}
	}
	add(r.Kind, r.Ref)
	return way
}

// refs are what is meant here, the nearest first: of what is
// selected, of the screen, and of those below it.
func (m *Model) refs() []screen.Ref {
	var refs []screen.Ref
	for i, v := range slices.Backward(m.nav.stack) {
		if h, ok := v.screen.(screen.Holder); ok && i == len(m.nav.stack)-1 {
			for _, t := range h.Things(m.env()) {
				refs = append(refs, t.Ref)
			}
		}
		refs = append(refs, v.route.Ref)
	}
	return refs
}

// wayHere is the way to an entry's screen from here, "" or why there is none.
func (m *Model) wayHere(e screen.Entry, word string) (screen.Route, string) {
	env := m.env()
	if e.Gate != nil {
		if why := e.Gate(env); why != "" {
			return screen.Route{}, why
		}
	}
	for _, ref := range m.refs() {
		if word != "" {
			ref.Word = word
		}
		if r, ok := e.Route(ref); ok {
			return r, ""
		}
	}
	if c, ok := m.onlyCluster(); ok {
		if r, ok := e.Route(screen.Ref{Cluster: c, Word: word}); ok {
			return r, ""
		}
	}
	return screen.Route{}, needs(e)
}

// needs says what an entry's screen is about that nothing here names.
func needs(e screen.Entry) string {
	switch e.Subject {
	case screen.OfACluster, screen.OfAService:
		return "select a cluster first"
	case screen.OfOneService:
		return "select a service first"
	case screen.OfATask:
		return "select a task first"
	case screen.OfAnInstance:
		return "select a container instance first"
	case screen.OfADefinition:
		return "select a task definition first, or what runs one"
	case screen.OfAll, screen.OfASimulation, screen.OfTheProgram:
	}
	return "it does not apply to what is selected"
}

// visit goes to a screen about what is meant here: one about everything is no
// part of what is below it.
func (m *Model) visit(e screen.Entry, r screen.Route) tea.Cmd {
	if e.Subject == screen.OfAll && r.Ref == (screen.Ref{}) {
		return m.reach(r)
	}
	return m.open(r)
}
