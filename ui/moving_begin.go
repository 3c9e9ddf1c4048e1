package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// beginning is the place that the command line names.
type beginning struct {
	ref screen.Ref
	// link waits until it is known whether its account is open; "" is none.
	link string
}

// begin opens where the command line says, as far as that is known to be here.
func (m *Model) begin() {
	w := m.opt.Where
	m.nav = newNavigation([]screen.Route{w.first()})
	to, ref := w.first(), screen.Ref{}
	switch {
	case w.Link != "":
		at, why, later := m.target(w.Link)
		switch {
		case later:
			m.begun.link = w.Link
			m.say(model.Moving, why+": then opens "+w.Link)
			return
		case why != "":
			m.say(model.Warning, why)
			return
		}
		to, ref = at, at.Ref
	case w.Cluster != "":
		ref = screen.Ref{Cluster: m.clusterNamed(w.Cluster), Service: w.Service}
		to = screen.Route{Kind: views.KindServices, Ref: screen.OfCluster(ref.Cluster)}
		if w.Service != "" {
			to = screen.Route{Kind: views.KindTasks, Ref: ref}
		}
		if len(w.Task) >= wholeID {
			ref.Task = w.Task
			to = screen.Route{Kind: views.KindTask, Ref: ref}
		}
	}
	m.nav.become(m.startWith(to, ref))
	m.stand()
}

// startWith is the stack that leads to the screen that was asked for about a
// place, or else to the one that fits it best.
func (m *Model) startWith(to screen.Route, ref screen.Ref) []screen.Route {
	w := m.opt.Where
	m.begun.ref = ref
	if e, ok := called(w.View); ok {
		if about, ok := e.Route(ref); ok && about.Kind != w.first().Kind {
			to = about
		}
	}
	return wayTo(w.first(), to)
}

// stand has the lists of the beginning stand at what was named, the one in front
// too where its rows are what was named.
func (m *Model) stand() {
	m.point()
	m.pointAt(m.begun.ref, m.nav.stack[len(m.nav.stack)-1:])
	m.narrowStart()
}

// follow opens the link of the command line as soon as it is known whether its
// account is open. Whoever has gone elsewhere meanwhile is left there.
func (m *Model) follow() tea.Cmd {
	if m.begun.link == "" {
		return nil
	}
	to, why, later := m.target(m.begun.link)
	if later {
		return nil
	}
	m.begun.link = ""
	m.notices.Dismiss()
	if why != "" {
		m.say(model.Warning, why)
		return nil
	}
	if len(m.nav.stack) > 1 || m.dialog != nil || m.top().screen.Typing() {
		m.say(model.Idle, to.Name()+" can be opened now: paste its link again")
		return nil
	}
	cmd := m.goTo(m.startWith(to, to.Ref))
	m.stand()
	return cmd
}

// narrowStart has the tasks narrowed that the dashboard opens with, where a task
// was named by the beginning of its id.
func (m *Model) narrowStart() {
	if l, ok := m.top().screen.(ordered); ok && m.opt.Task != "" && len(m.opt.Task) < wholeID && m.top().route.Kind == views.KindTasks {
		l.Filter(m.opt.Task)
	}
}
