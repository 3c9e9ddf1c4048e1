package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// account is how the program stands with the account: what it asks of it, what
// it may not ask, and whether it is signed in.
type account struct {
	usage   backend.Usage
	counted bool // the backend tells usage
	denials []backend.Denial
	refused []refusal // seen on screen, of a backend that remembers none

	out   error     // why nobody is signed in; nil when somebody is
	since time.Time // wall time of when that was seen first
	cure  string    // what to do about it
}

// refusal is a denial as the screen saw it: of a question, or of a write.
type refusal struct {
	want feed.Want
	backend.Denial
}

// takeStock reads what the backend tells of itself. That is no I/O, but it is
// somebody else's state: it is read when time passes or data comes, not while
// drawing.
func (m *Model) takeStock() tea.Cmd {
	if l, ok := backend.As[backend.CallLogger](m.opt.Backend); ok {
		m.account.usage, m.account.counted = l.Usage(m.wall), true
	}
	m.takeDenials()
	m.takeTroubles()
	return m.takeSession()
}

// takeDenials joins what the backend remembers as denied with what was seen to
// be, which is all there is of a backend without memory.
func (m *Model) takeDenials() {
	a := &m.account
	a.denials = nil
	if d, ok := backend.As[backend.Denier](m.opt.Backend); ok {
		a.denials = slices.Clone(d.Denials())
	} else {
		for _, w := range m.told.Shown {
			s := feed.StandingOf(m.snap, w)
			// Rows of a list that may not be read come one by one: a good one says
			// nothing of the list.
			if _, is := screen.DeniedBy(s.Err); is || !s.At.IsZero() && w.Part != feed.Services {
				m.refuse(w, s.Err)
			}
		}
	}
	for _, r := range a.refused {
		if !slices.ContainsFunc(a.denials, func(d backend.Denial) bool { return d.Op == r.Op }) {
			a.denials = append(a.denials, r.Denial)
		}
	}
	model.Sort(a.denials, func(x, y backend.Denial) int { return y.At.Compare(x.At) })
}

// refuse notes that a question was denied, or that it is not any more.
func (m *Model) refuse(w feed.Want, err error) {
	a := &m.account
	told, is := screen.DeniedBy(err)
	at := slices.IndexFunc(a.refused, func(r refusal) bool { return r.want == w && (w != feed.Want{} || r.Op == told.Op) })
	switch {
	case is && at < 0:
		a.refused = append(a.refused, refusal{w, backend.Denial{Op: told.Op, Target: told.Target, At: m.wall, Err: err}})
	case !is && at >= 0:
		a.refused = slices.Delete(a.refused, at, at+1)
	}
}

// reconsider has denied questions be asked again.
func (m *Model) reconsider() {
	if d, ok := backend.As[backend.Denier](m.opt.Backend); ok {
		d.Reconsider()
	}
	m.account.refused = nil
	m.takeDenials()
}

// accountActions lead to the screens about the program itself.
func (m *Model) accountActions() []screen.Action {
	env := m.env()
	return []screen.Action{
		m.signInAction(),
		m.leadTo(keymap.Binding{Action: "contexts", Keys: []string{"C"}, Title: "contexts", Help: "use another profile or region, or several"}, views.KindContexts, views.CanSwitch(env)),
		m.leadTo(keymap.Binding{Action: "calls", Keys: []string{"A"}, Title: "API calls", Help: "every call made lately, and how it ended"}, views.KindCalls, views.CanCalls(env)),
		m.leadTo(keymap.Binding{Action: "permissions", Keys: []string{"P"}, Title: "permissions", Help: "what was denied, and a policy that would allow it"}, views.KindPermissions, ""),
	}
}

// leadTo is an action that opens a screen about the program.
func (m *Model) leadTo(b keymap.Binding, kind, why string) screen.Action {
	return screen.Action{Binding: b, Why: why, Do: func() screen.Effect { return screen.Go{To: screen.Route{Kind: kind}} }}
}
