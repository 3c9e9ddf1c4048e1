package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// keptScreens is how many screens that were left are kept as they were.
const keptScreens = 64

// visit is a screen on the stack. id is of its newest stay in front.
type visit struct {
	route  screen.Route
	screen screen.Screen
	id     screen.Visit
	cancel context.CancelFunc // ends what runs for the stay; nil when not in front
	early  bool               // it has nothing to show yet, and nobody has waited for it
}

// navigation is the stack of screens, and those left that are worth coming
// back to.
type navigation struct {
	stack  []*visit
	kept   []*visit     // least recently left first
	visits screen.Visit // how many there have been
}

func newNavigation(routes []screen.Route) navigation {
	var n navigation
	for _, r := range routes {
		n.push(r)
	}
	return n
}

func (n *navigation) top() *visit { return n.stack[len(n.stack)-1] }

// push puts a route on top: the screen kept for it, or a new one. A route that
// is on the stack already is gone back to instead.
func (n *navigation) push(r screen.Route) {
	if i := slices.IndexFunc(n.stack, func(v *visit) bool { return v.route == r }); i >= 0 {
		n.keep(n.stack[i+1:])
		n.stack = n.stack[:i+1]
		return
	}
	if i := slices.IndexFunc(n.kept, func(v *visit) bool { return v.route == r }); i >= 0 {
		n.stack = append(n.stack, n.kept[i])
		n.kept = slices.Delete(n.kept, i, i+1)
		return
	}
	n.stack = append(n.stack, &visit{route: r, screen: views.Make(r)})
}

// become makes other routes the stack, with the screens that are kept of them.
func (n *navigation) become(routes []screen.Route) {
	old := n.stack
	n.stack = nil
	n.keep(old)
	for _, r := range routes {
		n.push(r)
	}
}

// restart begins anew with one screen: nothing is kept.
func (n *navigation) restart(r screen.Route) {
	for _, v := range n.stack {
		v.screen.Leave()
	}
	n.stack, n.kept = nil, nil
	n.push(r)
}

// routes are the addresses of the stack.
func (n *navigation) routes() []screen.Route {
	all := make([]screen.Route, len(n.stack))
	for i, v := range n.stack {
		all[i] = v.route
	}
	return all
}

// pop takes the top screen off; false when it is the last.
func (n *navigation) pop() bool {
	if len(n.stack) == 1 {
		return false
	}
	last := len(n.stack) - 1
	n.keep(n.stack[last:])
	n.stack = n.stack[:last]
	return true
}

// keep remembers screens that go, the oldest of all giving way.
func (n *navigation) keep(gone []*visit) {
	for _, v := range gone {
		if v.screen.Leave() {
			n.kept = append(n.kept, v)
		}
	}
	if more := len(n.kept) - keptScreens; more > 0 {
		n.kept = slices.Delete(n.kept, 0, more)
	}
}

func (m *Model) top() *visit { return m.nav.top() }

// env is what the screen in front may look at.
func (m *Model) env() screen.Env {
	v := m.top()
	why := m.foreign(v.route.Cluster)
	if m.outfit.care.ReadOnly {
		why = heldBy(m.outfit.care)
	}
	return screen.Env{
		Held:  why,
		Named: m.named, SignedOut: m.signedOut(), Cure: m.cure(),
		Theme: m.theme, Snap: m.snap, Now: m.now, Wall: m.wall, About: m.about, Backend: m.opt.Backend, Clock: m.opt.Wall,
		Usage: m.account.usage, Denials: m.account.denials, Troubles: m.troublesOn(v.route.Kind),
		Width: m.width, Height: max(0, m.height-chrome), Visit: v.id, Early: v.early,
	}
}

// enter begins a stay at the screen in front.
func (m *Model) enter() tea.Cmd {
	v := m.top()
	m.nav.visits++
	v.id = m.nav.visits
	m.been.visit(m.nav.routes())
	ctx, cancel := context.WithCancel(m.ctx)
	v.cancel = cancel
	cmd := v.screen.Enter(ctx, m.env())
	return tea.Batch(cmd, m.bePatient())
}

// leave ends the stay at the screen in front, and with it what it awaits.
func (m *Model) leave() {
	if v := m.top(); v.cancel != nil {
		v.cancel()
		v.cancel = nil
	}
}

// open goes to a route.
func (m *Model) open(r screen.Route) tea.Cmd {
	m.leave()
	m.remember(r.Ref)
	m.nav.push(r)
	return m.enter()
}

// mostNamed is how many names are remembered, the newest.
const mostNamed = 200

// remember keeps the names of what was opened, for where no list tells them.
func (m *Model) remember(r screen.Ref) {
	for _, name := range []screen.Ref{screen.OfCluster(r.Cluster), {Cluster: r.Cluster, Service: r.Service}} {
		if name.Cluster.Name != "" && !slices.Contains(m.named, name) {
			m.named = append(m.named, name)
		}
	}
	if more := len(m.named) - mostNamed; more > 0 {
		m.named = slices.Delete(m.named, 0, more)
	}
}

// back goes to the screen below; without one it does nothing.
func (m *Model) back() tea.Cmd {
	if len(m.nav.stack) == 1 {
		return nil
	}
	m.leave()
	m.nav.pop()
	return m.enter()
}

// refreshed tells the screen in front that the world or the size is new.
func (m *Model) refreshed() tea.Cmd { return m.top().screen.Update(m.env(), screen.Refreshed{}) }

// deliver gives an answer to the visit that asked. One that is over gets none.
func (m *Model) deliver(a screen.Answer) tea.Cmd {
	v := m.top()
	if v.id != a.To {
		m.dirty = false
		return nil
	}
	return v.screen.Update(m.env(), a.Msg)
}
