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

// snapshotMsg brings the next snapshot, and the time in its world as it is known
// then. err is the end of the feed.
type snapshotMsg struct {
	snap *model.Snapshot
	now  time.Time
	err  error
}

// awaitSnapshot waits for a snapshot newer than the one at hand. One such
// command is on its way at any time: the feed keeps the newest only, so a slow
// screen skips snapshots and never lags behind.
func (m *Model) awaitSnapshot() tea.Cmd {
	ctx, f, after, b, wall := m.ctx, m.opt.Feed, m.snap.Seq, m.opt.Backend, m.opt.Wall
	return func() tea.Msg {
		snap, err := f.Next(ctx, after)
		if ctx.Err() != nil {
			return nil
		}
		return snapshotMsg{snap, backend.Now(b, wall()), err}
	}
}

func (m *Model) snapshot(msg snapshotMsg) tea.Cmd {
	if msg.err != nil {
		m.say(model.Broken, "no more data: "+msg.err.Error())
		return nil
	}
	m.snap = msg.snap
	m.wall = model.Latest(m.wall, msg.snap.Wall)
	m.now = m.worldTime(msg)
	cmd := tea.Batch(m.awaitSnapshot(), m.takeStock(), m.complete(), m.follow(), m.refreshed())
	m.readAgain()
	m.sayTwins()
	return cmd
}

// worldTime is the time after a snapshot. It does not go back by what messages
// overtake each other; but a world far away tells its time with its first answer,
// and until then it was taken to be that of the wall.
func (m *Model) worldTime(msg snapshotMsg) time.Time {
	apart := time.Duration(2 * max(1, m.speed) * float64(time.Second))
	if !msg.now.IsZero() && m.now.Sub(msg.now) > apart {
		return msg.now
	}
	return model.Latest(m.now, msg.snap.At)
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
	m.readAgain()
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
