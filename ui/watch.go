package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// snapshotMsg brings the next snapshot. err is the end of the feed.
type snapshotMsg struct {
	snap *model.Snapshot
	err  error
}

// awaitSnapshot waits for a snapshot newer than the one at hand. One such
// command is on its way at any time: the feed keeps the newest only, so a slow
// screen skips snapshots and never lags behind.
func (m *Model) awaitSnapshot() tea.Cmd {
	ctx, f, after := m.ctx, m.opt.Feed, m.snap.Seq
	return func() tea.Msg {
		snap, err := f.Next(ctx, after)
		if ctx.Err() != nil {
			return nil
		}
		return snapshotMsg{snap, err}
	}
}

func (m *Model) snapshot(msg snapshotMsg) tea.Cmd {
	if msg.err != nil {
		m.say(model.Broken, "no more data: "+msg.err.Error())
		return nil
	}
	m.snap = msg.snap
	m.wall = model.Latest(m.wall, msg.snap.Wall)
	m.now = model.Latest(m.now, msg.snap.At)
	return tea.Batch(m.awaitSnapshot(), m.takeStock(), m.complete(), m.follow(), m.refreshed())
}

// tickMsg carries the time, which neither Update nor View may read.
type tickMsg struct {
	wall, now time.Time
	speed     float64
	again     bool // the steady tick, to be continued
}

// tick lets ages grow: once a second, for nothing on screen counts faster.
func (m *Model) tick() tea.Cmd {
	read := m.readClock(true)
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return read() })
}

// readClock reads both clocks. The backend's may wait for a simulator that is
// at work, so it is read in a command.
func (m *Model) readClock(again bool) tea.Cmd {
	b, wall := m.opt.Backend, m.opt.Wall
	return func() tea.Msg {
		t := tickMsg{wall: wall(), speed: 1, again: again}
		t.now = backend.Now(b, t.wall)
		if c, ok := backend.As[backend.Clock](b); ok {
			t.speed = c.Speed()
		}
		return t
	}
}

func (m *Model) ticked(msg tickMsg) tea.Cmd {
	m.wall, m.now, m.speed = msg.wall, msg.now, msg.speed
	if d, ok := m.dialog.(interface{ Tick(time.Time) }); ok {
		d.Tick(m.wall)
	}
	cmd := tea.Batch(m.takeStock(), m.refreshed())
	if !msg.again {
		return cmd
	}
	return tea.Batch(cmd, m.tick())
}

// aboutMsg answers who and where we are.
type aboutMsg struct {
	about backend.About
	err   error
}

// aboutAgain is how long to wait before asking again who we are. The screens
// say what is wrong; this only fills in the header.
const aboutAgain = 30 * time.Second

func (m *Model) askAbout(after time.Duration) tea.Cmd {
	ctx, b := m.ctx, m.opt.Backend
	return func() tea.Msg {
		if !screen.Pause(ctx, after) {
			return nil
		}
		about, err := b.About(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return aboutMsg{about, err}
	}
}

func (m *Model) learn(msg aboutMsg) tea.Cmd {
	readOnly := m.about.ReadOnly || msg.about.ReadOnly
	if msg.about != (backend.About{}) {
		m.about = msg.about
	}
	m.about.ReadOnly = readOnly
	if msg.err != nil {
		if m.begun.link != "" {
			m.say(model.Warning, m.begun.link+" opens as soon as it is known which account is open: "+msg.err.Error())
		}
		return m.askAbout(aboutAgain)
	}
	return tea.Batch(m.complete(), m.follow())
}

// aside is a screen about the program itself. While it is in front, the feed
// goes on with what is below it.
type aside interface{ Aside() bool }

// subject is the uppermost screen that is about ECS.
func (m *Model) subject() *visit {
	for _, v := range slices.Backward(m.nav.stack) {
		if a, ok := v.screen.(aside); !ok || !a.Aside() {
			return v
		}
	}
	return m.top()
}

// look tells the feed what is on screen, when that changed.
func (m *Model) look() {
	shown, hover := m.subject().screen.Scope(m.env())
	scope := feed.Scope{Shown: shown, Hover: hover, Idle: feed.IdleAfter(m.wall.Sub(m.keyed))}
	if m.blurred {
		scope.Idle = feed.Away
	}
	if s, ok := m.subject().screen.(screen.Sighted); ok {
		scope.Sight = s.Sight()
	}
	if scope.Equal(m.told) {
		return
	}
	m.told = scope
	m.opt.Feed.Look(scope)
}
