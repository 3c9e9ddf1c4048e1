package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// reach goes to a route with the way there below it: esc leads up, wherever one
// came from.
func (m *Model) reach(r screen.Route) tea.Cmd {
	cmd := m.goTo(wayTo(m.opt.first(), r))
	m.point()
	return cmd
}

// goTo makes other routes the stack.
func (m *Model) goTo(routes []screen.Route) tea.Cmd {
	m.leave()
	for _, r := range routes {
		m.remember(r.Ref)
	}
	m.nav.become(routes)
	return m.enter()
}

// pointer is a screen of rows one of which can be gone to.
type pointer interface{ Point(keys ...string) }

// point has the lists below the screen in front stand at the rows that led there.
func (m *Model) point() { m.pointAt(m.top().route.Ref, m.nav.stack[:len(m.nav.stack)-1]) }

// pointAt has lists stand at what a ref names, or at what that is in.
func (m *Model) pointAt(r screen.Ref, lists []*visit) {
	var keys []string
	switch {
	case r.Cluster.Name == "":
		return
	case r.Task != "":
		keys = append(keys, r.TaskRef().ARN(), r.ServiceRef().ARN())
	case r.Instance != "":
		keys = append(keys, r.InstanceRef().ARN())
	case r.Service != "":
		keys = append(keys, r.ServiceRef().ARN())
	}
	keys = append(keys, r.Cluster.ARN())
	for _, v := range lists {
		if l, ok := v.screen.(pointer); ok {
			l.Point(keys...)
		}
	}
}
