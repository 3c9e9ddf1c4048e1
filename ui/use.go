package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// usedMsg is how a change of contexts ended.
type usedMsg struct {
	contexts []model.Context
	err      error
}

func (m *Model) use(contexts []model.Context) tea.Cmd {
	sw, ok := backend.As[backend.Switcher](m.opt.Backend)
	if !ok || m.switching {
		return nil
	}
	if !m.writes.none() {
		m.say(model.Warning, "not before the answer to: "+m.writes.open[0].what)
		return nil
	}
	m.switching = true
	m.say(model.Moving, "opening "+views.ContextNames(contexts)+" ...")
	ctx := m.ctx
	return func() tea.Msg { return usedMsg{contexts, sw.Use(ctx, contexts)} }
}

// switched begins anew with the first screen: nothing on screen is of the contexts
// from before.
func (m *Model) switched(msg usedMsg) tea.Cmd {
	m.switching = false
	m.notices.Dismiss()
	if msg.err != nil {
		m.alert("could not open "+views.ContextNames(msg.contexts), msg.err)
		return nil
	}
	m.leave()
	m.been = history{} // of other accounts
	m.nav.restart(m.opt.first())
	m.account, m.named = account{counted: m.account.counted}, nil
	m.about = backend.About{Name: m.about.Name, ReadOnly: m.about.ReadOnly}
	if len(msg.contexts) == 1 {
		c := msg.contexts[0]
		m.about.Profile, m.about.Region, m.about.Endpoint = c.Profile, c.Region, c.Endpoint
	}
	if m.dialog != nil {
		m.dialog = nil // it was about something from before
	}
	m.say(model.Good, "using "+views.ContextNames(msg.contexts))
	cmd := m.enter()
	m.opt.Feed.Refresh(feed.Want{Part: feed.Clusters})
	return tea.Batch(cmd, m.askAbout(0))
}
