package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// outfit is how the dashboard looks: a theme by name, and what it depends on.
type outfit struct {
	shelf  theme.Shelf
	name   string // "" is a theme without a name, as tests have one
	ground theme.Ground
	care   backend.Care // that what is on screen wants
}

// outfitActions change how the dashboard looks and what it takes from the
// terminal.
func (m *Model) outfitActions() []screen.Action { return nil }

// themeNames are the themes that setTheme takes.
func (m *Model) themeNames() []string { return m.outfit.shelf.Names() }

// setTheme changes the theme while the program runs. One that does not exist
// changes nothing, and is said.
func (m *Model) setTheme(name string) tea.Cmd {
	t, err := m.outfit.shelf.Make(name, m.outfit.ground)
	if err != nil {
		m.say(model.Warning, err.Error())
		return nil
	}
	m.theme, m.outfit.name = t, name
	m.say(model.Idle, "theme "+name)
	return m.askGround()
}

// askGround asks the terminal for its background, where the theme depends on it.
func (m *Model) askGround() tea.Cmd {
	if m.outfit.name != theme.Auto || m.outfit.shelf.NoColor {
		return nil
	}
	return tea.RequestBackgroundColor
}

// grounded takes the terminal's answer.
func (m *Model) grounded(msg tea.BackgroundColorMsg) {
	ground := theme.LightGround
	if msg.IsDark() {
		ground = theme.DarkGround
	}
	if m.outfit.ground == ground || m.outfit.name != theme.Auto {
		m.outfit.ground = ground
		return
	}
	m.outfit.ground = ground
	if t, err := m.outfit.shelf.Make(m.outfit.name, ground); err == nil {
		m.theme = t
	}
}

// dressed is the theme to begin with, by the options.
func dressed(o Options) (*theme.Theme, outfit) {
	out := outfit{shelf: o.Settings.Themes, name: o.Settings.Look}
	if o.Theme != nil {
		return o.Theme, out
	}
	if out.name == "" {
		return theme.Default(), out
	}
	t, err := out.shelf.Make(out.name, out.ground)
	if err != nil { // who made the options has tried it
		return theme.Default(), out
	}
	return t, out
}
