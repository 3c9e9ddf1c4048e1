package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// takeSession judges by the answers on screen whether anybody is signed in. It
// takes a good answer to say yes again: an error that stays where nobody asks
// any more says nothing, and nor does one that is not there yet.
func (m *Model) takeSession() tea.Cmd {
	a := &m.account
	var bad error
	good := false
	for _, w := range m.told.Shown {
		s := feed.StandingOf(m.snap, w)
		switch {
		case backend.KindOf(s.Err) == backend.KindExpired:
			bad = s.Err
		case s.Err == nil && s.At.After(a.since) && !s.Recalled:
			good = true
		}
	}
	switch {
	case len(m.snap.Contexts) > 1: // each has its own; see signedOut
		if m.signedOut() == nil {
			a.out, a.cure = nil, ""
		} else if a.out == nil {
			a.out = m.signedOut()
			return m.askCure()
		}
	case bad != nil && a.out == nil:
		a.out, a.since, a.cure = bad, m.wall, ""
		return m.askCure()
	case bad != nil:
		a.out = bad
	case good:
		a.out, a.cure = nil, ""
	}
	return nil
}

// signedOut is why what the screen in front is about cannot be read or written
// before somebody signs in. Of several contexts it is that of its cluster, or
// the last one that is left.
func (m *Model) signedOut() error {
	all := m.snap.Contexts
	if len(all) < 2 {
		return m.account.out
	}
	in := screen.ContextOf(m.snap, m.subject().route.Cluster)
	var out error
	for _, c := range all {
		expired := backend.KindOf(c.Err) == backend.KindExpired
		switch {
		case in != "" && c.Name() == in && expired:
			return c.Err
		case in == "" && !expired:
			return nil
		case in == "":
			out = c.Err
		}
	}
	return out
}

// cure is what to do while nobody is signed in, for the kind of credentials.
func (m *Model) cure() string {
	switch out := m.signedOut(); {
	case out == nil:
		return ""
	case m.account.cure != "" && !strings.Contains(backend.Advice(out), "clock"): // which no new keys set right
		return m.account.cure
	default:
		return backend.Advice(out)
	}
}

// cureMsg tells what can be done about credentials: why nobody can sign in from
// here, "" when that can be done. page asks for it to be shown at length.
type cureMsg struct {
	why  string
	page bool
}

// askCure finds out what can be done. That may read files.
func (m *Model) askCure() tea.Cmd {
	s, ok := backend.As[backend.SignInner](m.opt.Backend)
	if !ok {
		return nil
	}
	return func() tea.Msg { return cureMsg{why: s.CanSignIn()} }
}

func (m *Model) learnCure(msg cureMsg) {
	m.account.cure = "L signs in from here; what is on screen goes on by itself then."
	if msg.why != "" {
		m.account.cure = text.Clean(msg.why)
	}
	if !msg.page {
		return
	}
	m.signing = signing{}
	if m.dialog != nil {
		m.say(model.Warning, "signing in: "+msg.why)
		return
	}
	out := m.signedOut()
	m.dialog = overlay.NewHelp("Sign in", func(t *theme.Theme, w int) []string {
		lines := screen.Paragraph("Signing in cannot be done from here: "+text.Clean(msg.why), w, "", t.Severity(model.Warning))
		if out != nil {
			lines = append(append(lines, ""), screen.Explain(t, w, out)...)
		}
		return lines
	})
}

// signing is a sign-in on its way.
type signing struct {
	cancel context.CancelFunc // nil when there is none
	id     int
	in     backend.SignIn // what a person has to do; zero before it is known
	hidden bool           // another dialog was in the way
}

// Messages about a sign-in, numbered: one that was given up answers late.
type (
	signInMsg struct {
		id  int
		in  backend.SignIn
		err error
	}
	signedInMsg struct {
		id  int
		err error
	}
)

func (m *Model) signInAction() screen.Action {
	a := m.run(keymap.Binding{Action: "sign-in", Keys: []string{"L"}, Title: "sign in", Help: "sign in again, in a browser"}, m.signIn)
	if _, ok := backend.As[backend.SignInner](m.opt.Backend); !ok {
		a.Why = "this backend needs nobody to sign in"
		if out := m.signedOut(); out != nil {
			a.Why = backend.Advice(out)
		}
		return a
	}
	if m.signedOut() != nil {
		a.Weight = 99
	}
	return a
}

// signIn begins a sign-in, or shows the one on its way.
func (m *Model) signIn() tea.Cmd {
	s, ok := backend.As[backend.SignInner](m.opt.Backend)
	switch {
	case !ok:
		return nil
	case m.signing.cancel != nil && m.signing.in.Wait != nil:
		m.showSignIn()
		return nil
	case m.signing.cancel != nil:
		return nil // the answer is on its way
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.signings++
	m.signing = signing{cancel: cancel, id: m.signings}
	m.say(model.Moving, "asking for a sign-in ...")
	id := m.signings
	return func() tea.Msg {
		if why := s.CanSignIn(); why != "" {
			cancel()
			return cureMsg{why: why, page: true}
		}
		in, err := s.SignIn(ctx)
		return signInMsg{id, in, err}
	}
}

// signInReady shows what is to be done, and waits for it.
func (m *Model) signInReady(msg signInMsg) tea.Cmd {
	if msg.id != m.signing.id || m.signing.cancel == nil {
		return nil
	}
	if msg.err != nil {
		return m.signInEnded(signedInMsg{msg.id, msg.err})
	}
	m.notices.Dismiss()
	m.signing.in = msg.in
	if m.dialog == nil {
		m.showSignIn()
	} else {
		m.signing.hidden = true // it opens when that one is closed
	}
	ctx, cancel := context.WithCancel(m.ctx)
	before := m.signing.cancel
	m.signing.cancel = func() { cancel(); before() }
	wait, id := msg.in.Wait, msg.id
	return func() tea.Msg { return signedInMsg{id, wait(ctx)} }
}

func (m *Model) showSignIn() {
	in := m.signing.in
	m.signing.hidden = false
	m.dialog = overlay.NewSignIn(in.URL, in.Code, in.Expires, m.wall)
}

// signInEnded goes on where the credentials ended.
func (m *Model) signInEnded(msg signedInMsg) tea.Cmd {
	if msg.id != m.signing.id || m.signing.cancel == nil {
		return nil
	}
	m.signing.cancel()
	m.signing = signing{}
	if _, open := m.dialog.(*overlay.SignIn); open {
		m.dialog = nil
	}
	if msg.err != nil {
		m.alert("could not sign in", msg.err)
		return nil
	}
	m.reconsider()
	m.opt.Feed.Refresh()
	m.notices.Dismiss()
	m.say(model.Good, "signed in: asking for everything on screen")
	return m.askAbout(0)
}

// giveUpSigningIn ends the wait for a person who does not want any more.
func (m *Model) giveUpSigningIn() {
	if m.signing.cancel != nil {
		m.signing.cancel()
	}
	m.signing = signing{}
}
