package ui

import (
	"context"
	"errors"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/config"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Settings are a person's, as they may change while the program runs.
type Settings struct {
	// Look is the theme's name, found in Themes; "" is theme.Default.
	Look   string
	Themes theme.Shelf
	Keys   keymap.Remap
	Views  []config.View
	// Policy is laid down at the guard of the backend, where it has one.
	Policy backend.Policy
}

// settingsMsg brings new settings, or why those of the file cannot be had.
type settingsMsg struct {
	settings Settings
	err      error
}

// awaitSettings waits for the next change of the settings. One such command is
// on its way at any time.
func (m *Model) awaitSettings() tea.Cmd {
	next, ctx := m.opt.Reload, m.ctx
	if next == nil {
		return nil
	}
	return func() tea.Msg {
		s, err := next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return settingsMsg{s, err}
	}
}

// reloaded takes new settings. Bad ones change nothing: what was there goes on.
func (m *Model) reloaded(msg settingsMsg) tea.Cmd {
	if msg.err != nil {
		says := msg.err.Error()
		var wrong *config.Mistake
		if errors.As(msg.err, &wrong) { // a line has no room for the folder
			says = (&config.Mistake{At: config.Place{File: filepath.Base(wrong.At.File), Line: wrong.At.Line, Column: wrong.At.Column}, Says: wrong.Says}).Error()
		}
		m.say(model.Broken, "settings kept: "+says)
		return m.awaitSettings()
	}
	before := m.opt.Settings
	m.opt.Settings = msg.settings
	m.outfit.shelf = msg.settings.Themes
	name := m.outfit.name
	if before.Look != msg.settings.Look {
		name = msg.settings.Look
	}
	if t, err := m.outfit.shelf.Make(name, m.outfit.ground); err == nil {
		m.theme, m.outfit.name = t, name
	}
	if g, ok := backend.As[*backend.Guard](m.opt.Backend); ok {
		g.Lay(msg.settings.Policy)
	}
	m.say(model.Good, "settings read anew")
	return tea.Batch(m.awaitSettings(), m.askGround(), m.refreshed())
}

// ReloadFunc waits for the next change of the settings.
type ReloadFunc func(context.Context) (Settings, error)
