package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// key gives a key to the innermost that wants it: dialog, text field, screen,
// program. Two keys belong to the program always.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "ctrl+c":
		return m.quit()
	case "ctrl+z":
		return tea.Suspend
	}
	switch {
	case m.tooSmall():
		// Nobody acts on what they cannot see.
		if msg.String() == "q" {
			return m.quit()
		}
		return nil
	case m.dialog != nil:
		return m.dialogKey(msg)
	case m.top().screen.Typing():
		return m.top().screen.Update(m.env(), msg)
	}
	own, all := m.actions()
	for _, list := range [][]screen.Action{own, all} {
		if a, ok := screen.Find(list, msg.String()); ok {
			return m.act(a)
		}
	}
	return nil
}

// actions are what the keys do here: the screen's own, and those of the
// program.
func (m *Model) actions() (own, all []screen.Action) {
	own = m.remapped(m.top().route.Kind, rightByL(m.top().screen.Actions(m.env())))
	return own, screen.Beside(own, m.remapped("", m.global()))
}

func (m *Model) act(a screen.Action) tea.Cmd {
	if a.Why != "" {
		m.say(model.Warning, a.Title+": "+a.Why)
		return nil
	}
	return m.apply(a.Do())
}

// apply does what an action asks for.
func (m *Model) apply(e screen.Effect) tea.Cmd {
	switch e := e.(type) {
	case screen.Go:
		return m.open(e.To)
	case screen.Run:
		return e.Cmd
	case screen.Say:
		m.say(model.Idle, e.Text)
	case screen.Ask:
		m.dialog, m.answer = overlay.NewAsk(e.Title, e.Label, e.Hint, e.Options).Checked(e.Check), e.Then
	case screen.Pick:
		m.offer(overlay.NewPicker(e.Title, e.Items, e.Field), func(p overlay.Picked) tea.Cmd { return m.apply(e.Then(p.Item)) })
	case screen.Use:
		return m.use(e.Contexts)
	case screen.Read:
		m.dialog = overlay.NewHelp(e.Title, e.Page)
	case screen.Copy:
		return m.copy(e.What, e.Text)
	case screen.Retry:
		return m.refreshNow()
	case screen.Scale, screen.Redeploy, screen.Stop:
		m.ask(e)
		return m.unasked()
	case screen.Several:
		m.askSeveral(e)
	}
	return nil
}

// dialogKey gives a key to the dialog, which takes them all.
func (m *Model) dialogKey(msg tea.KeyPressMsg) tea.Cmd {
	result, done := m.dialog.Key(msg, m.opt.Wall())
	if done {
		m.dialog = nil
	}
	cmd := m.decided(result)
	if m.dialog == nil && m.signing.hidden {
		m.showSignIn()
	}
	return cmd
}

// paste goes to a text field. Elsewhere an ARN or an address of the console leads
// to what it names, and all else to nothing: keys are pressed, not pasted.
func (m *Model) paste(msg tea.PasteMsg) tea.Cmd {
	if d, ok := m.dialog.(overlay.Paster); ok && !m.tooSmall() {
		d.Paste(msg.Content)
		return nil
	}
	switch {
	case m.dialog != nil || m.tooSmall():
		return nil
	case m.top().screen.Typing():
		return m.top().screen.Update(m.env(), msg)
	case link.Looks(msg.Content):
		return m.jumpTo(msg.Content)
	}
	return nil
}

// global are the actions that work on every screen.
func (m *Model) global() []screen.Action {
	deep := len(m.nav.stack) > 1
	back := m.run(keymap.Binding{Action: "back", Keys: []string{"esc", "left", "h"}, Title: "back", Help: "back to where you came from", Weight: 50}, m.back)
	leave := m.run(keymap.Binding{Action: "quit", Keys: []string{"q"}, Title: "quit", Help: "back; on the first screen, quit", Weight: 10}, m.quit)
	if deep {
		leave.Do = back.Do
		leave.Weight = 0
	} else {
		back.Why, back.Weight = "this is the first screen; q quits", 0
	}
	actions := []screen.Action{
		back, leave,
		m.run(keymap.Binding{Action: "help", Keys: []string{"?"}, Title: "help", Help: "every key that works here", Weight: 30}, m.help),
		m.leadTo(keymap.Binding{Action: "messages", Keys: []string{"!"}, Title: "errors", Help: "every error of this session and what was said, in full"}, views.KindErrors, ""),
		m.run(keymap.Binding{Action: "refresh", Keys: []string{"ctrl+r"}, Title: "refresh", Help: "ask for everything on screen now", Weight: 5}, m.refreshNow),
		m.run(keymap.Binding{Action: "redraw", Keys: []string{"ctrl+l"}, Title: "redraw", Help: "draw the whole screen again"}, func() tea.Cmd { return tea.ClearScreen }),
		m.run(keymap.Binding{Action: "suspend", Keys: []string{"ctrl+z"}, Title: "suspend", Help: "back to the shell; fg returns"}, func() tea.Cmd { return tea.Suspend }),
		m.run(keymap.Binding{Action: "quit-now", Keys: []string{"ctrl+c"}, Title: "quit now", Help: "quit from anywhere"}, m.quit),
	}
	return slices.Concat(actions, m.movingActions(), m.lookingActions(), m.mouseActions(), m.savedActions(), m.accountActions(), m.clockActions(), m.outfitActions())
}

// run is an action of the program itself.
func (m *Model) run(b keymap.Binding, f func() tea.Cmd) screen.Action {
	return screen.Action{Binding: b, Do: func() screen.Effect { return screen.Run{Cmd: f()} }}
}

// refreshNow asks for what is on screen, whatever was said about it before.
func (m *Model) refreshNow() tea.Cmd {
	m.reconsider()
	m.opt.Feed.Refresh()
	m.again = m.wall
	m.say(model.Moving, "asking for everything on screen")
	return nil
}

// help opens the page of keys as they are now.
func (m *Model) help() tea.Cmd {
	own, all := m.actions()
	name := m.top().route.Kind
	m.dialog = overlay.NewHelp("Keys", func(th *theme.Theme, w int) []string {
		return keymap.Help(th, w, screen.Off(own, all), screen.Scope(name, own), screen.Scope("everywhere", all), paletteScope())
	})
	return nil
}
