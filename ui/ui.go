// Package ui is the dashboard: a Bubble Tea program that shows what a feed
// tells and writes through a backend's guarded doors.
//
// The root model keeps a stack of screens. A message goes to the one it
// belongs to: input to the innermost that wants it (dialog, text field,
// screen, program), an answer to the visit that asked for it, a snapshot to
// the screen in front. State changes in Update alone, frames are a function of
// state and size, and whatever must be awaited is a command.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/notice"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Feed is where snapshots come from: *feed.Feed, or a script in tests. Its
// methods but Next return at once.
type Feed interface {
	// Look says what is on screen.
	Look(scope feed.Scope)
	// Refresh asks for something now, or for all of the scope.
	Refresh(wants ...feed.Want)
	// Wrote tells of a write that was accepted.
	Wrote(service model.ServiceRef, w model.PendingWrite)
	// Next waits for a snapshot newer than after.
	Next(ctx context.Context, after uint64) (*model.Snapshot, error)
	// Latest is the newest snapshot, which may be empty but never nil.
	Latest() *model.Snapshot
}

// Options is what the dashboard is made of.
type Options struct {
	Backend backend.Backend
	Feed    Feed
	// About is who and where we are, as far as it is known without a call. The
	// program asks the backend for the rest.
	About backend.About
	// Settings are a person's, and Reload waits until they have changed; nil
	// never does. Theme comes before that of the settings.
	Settings Settings
	Reload   ReloadFunc
	Theme    *theme.Theme
	// Mouse takes the mouse from the terminal; a key gives it back.
	Mouse bool
	// Views keeps saved views; nil keeps none.
	Views Views
	// Wall is the wall clock; nil is time.Now.
	Wall func() time.Time
	// Machine is what the dashboard may use of the machine it runs on: programs
	// and files. nil is nothing but the terminal.
	Machine *Machine
	// Where is where the dashboard opens.
	Where
}

// Model is the root of the program.
type Model struct {
	ctx       context.Context //nolint:containedctx // the life of the program, handed to its commands
	opt       Options
	theme     *theme.Theme
	outfit    outfit
	about     backend.About
	snap      *model.Snapshot
	now       time.Time // of the world, as of the last tick, snapshot or key
	wall      time.Time
	speed     float64 // of the backend's clock, 0 is paused
	resume    float64 // the speed before the pause
	stepping  bool    // the clock is being moved by hand
	width     int
	height    int
	nav       navigation
	begun     beginning
	twins     string    // what was said of contexts that show the same
	again     time.Time // wall time of when a person asked for everything, zero when that is answered
	been      history   // where one was before
	index     *index    // of all that can be found; nil before it is made
	entered   []string  // lines of the palette, oldest first
	dialog    overlay.Dialog
	notices   notice.Queue
	told      feed.Scope // what the feed was told last
	kept      keptViews
	mouse     bool      // clicks and wheel are ours
	blurred   bool      // the terminal has lost the focus
	keyed     time.Time // wall time of the newest input
	frame     string    // the last one drawn
	dirty     bool      // the frame is no longer true
	ended     func()    // ends what runs for the program
	writes    writes    // on their way
	leaving   bool      // quits as soon as they are answered
	account   account   // how we stand with it
	troubles  troubles  // errors of this session
	signing   signing   // a sign-in on its way
	signings  int
	switching bool                         // contexts are being changed
	named     []screen.Ref                 // clusters and services that a person named or opened
	answer    func(string) screen.Effect   // of the dialog that asks for a word
	picked    func(overlay.Picked) tea.Cmd // of the dialog that has something chosen
	// aloud prints text where there is neither a clipboard nor a screen to lend to
	// another program; nil where there are.
	aloud func(text string)
}

// New is the dashboard, not yet started. Its commands end with ctx.
func New(ctx context.Context, o Options) *Model {
	if o.Wall == nil {
		o.Wall = time.Now
	}
	ctx, cancel := context.WithCancel(ctx)
	m := &Model{ctx: ctx, ended: cancel, opt: o, about: o.About, snap: o.Feed.Latest(), wall: o.Wall(), speed: 1, mouse: o.Mouse}
	m.theme, m.outfit = dressed(o)
	m.keyed = m.wall
	m.now = backend.Now(o.Backend, m.wall)
	if c, ok := backend.As[backend.Clock](o.Backend); ok {
		m.speed = c.Speed()
	}
	m.begin()
	for _, v := range m.nav.stack {
		m.remember(v.route.Ref)
	}
	m.takeStock()
	m.takeCare()
	return m
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd {
	cmd := m.enter()
	m.look()
	return tea.Batch(cmd, m.awaitSnapshot(), m.tick(), m.askAbout(0), m.askGround(), m.awaitSettings(), m.loadViews())
}

// Update implements tea.Model: everything that changes the dashboard.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.dirty = true
	cmd, known := m.fromTerminal(msg)
	if !known {
		cmd, known = m.fromCommand(msg)
	}
	if !known {
		m.dirty = false
		return m, nil
	}
	m.look()
	m.takeCare()
	return m, cmd
}

// fromCommand takes what commands bring: answers, snapshots, the time.
func (m *Model) fromCommand(msg tea.Msg) (cmd tea.Cmd, known bool) {
	switch msg := msg.(type) {
	case indexMsg:
		m.takeIndex(msg)
	case viewsMsg:
		m.gotViews(msg)
	case screen.Answer:
		cmd = m.deliver(msg)
	case snapshotMsg:
		cmd = m.snapshot(msg)
	case settingsMsg:
		cmd = m.reloaded(msg)
	case tickMsg:
		cmd = m.ticked(msg)
	case steppedMsg:
		cmd = m.stepped(msg)
	case waitedMsg:
		m.waited(msg)
	case aboutMsg:
		cmd = m.learn(msg)
	case wroteMsg:
		cmd = tea.Batch(m.wrote(msg), m.answered(msg))
	case usedMsg:
		cmd = m.switched(msg)
	case cureMsg:
		m.learnCure(msg)
	case signInMsg:
		cmd = m.signInReady(msg)
	case signedInMsg:
		cmd = m.signInEnded(msg)
	default:
		return m.taken(msg)
	}
	return cmd, true
}

// View implements tea.Model. It draws only when something changed.
func (m *Model) View() tea.View {
	if m.dirty || m.frame == "" {
		m.frame, m.dirty = m.draw(), false
	}
	v := tea.NewView(m.frame)
	v.AltScreen = true
	v.ReportFocus = true
	v.MouseMode = m.mouseMode()
	v.WindowTitle = "ecsdeck"
	return v
}
