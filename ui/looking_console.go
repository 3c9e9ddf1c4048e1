package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/link"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

var keyConsole = keymap.Binding{Action: "console", Keys: []string{"O"}, Title: "AWS console", Help: "its page in the AWS console, in a browser"}

var errNoBrowser = errors.New("no browser can be opened from here")

// browsedMsg tells how opening an address went.
type browsedMsg struct {
	url     string
	program string
	err     error // also that nothing here could
}

// consoleURL is the console's page of what is meant now, or why there is none.
func (m *Model) consoleURL() (url, why string) {
	thing, ok := m.thing()
	if !ok {
		thing = screen.Thing{Ref: m.top().route.Ref}
	}
	switch url = link.Console(thing, m.about); {
	case url != "":
		return url, ""
	case m.isSimulator():
		return "", "a simulated account has no console"
	case m.about.Endpoint != "":
		return "", "what answers at " + text.Clean(m.about.Endpoint) + " has no console that is known"
	}
	return "", "nothing is selected that has a page in the console"
}

func (m *Model) consoleAction() screen.Action {
	_, why := m.consoleURL()
	return screen.Action{Binding: keyConsole, Why: why, Do: func() screen.Effect { return screen.Run{Cmd: m.openConsole()} }}
}

// openConsole opens the console's page in a browser of this machine, if the
// person sits at it; else they are given the address.
func (m *Model) openConsole() tea.Cmd {
	url, why := m.consoleURL()
	if why != "" {
		m.say(model.Warning, why)
		return nil
	}
	machine, ctx := m.opt.Machine, m.ctx
	if machine == nil {
		return m.browsed(browsedMsg{url: url, err: errNoBrowser})
	}
	return func() tea.Msg {
		program := machine.browser()
		if len(program) == 0 {
			return browsedMsg{url: url, err: errNoBrowser}
		}
		return browsedMsg{url: url, program: program[0], err: machine.Run(ctx, "", append(program, url)...)}
	}
}

// browser is the program that opens an address where the person sees it; nil
// when they sit elsewhere or there is no display.
func (o *Machine) browser() []string {
	if o.place().Remote() {
		return nil
	}
	has := func(program string) bool { _, err := o.Look(program); return err == nil }
	switch {
	case o.OS == "darwin":
		return []string{"open"}
	case o.OS == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	case o.Getenv("WSL_DISTRO_NAME") != "" && has("wslview"):
		return []string{"wslview"}
	case (o.Getenv("DISPLAY") != "" || o.Getenv("WAYLAND_DISPLAY") != "") && has("xdg-open"):
		return []string{"xdg-open"}
	}
	return nil
}

// browsed says that the page was opened, or shows its address and copies it.
func (m *Model) browsed(msg browsedMsg) tea.Cmd {
	if msg.err == nil {
		m.say(model.Good, "given to "+msg.program+": "+msg.url)
		return nil
	}
	if m.dialog == nil && m.aloud == nil {
		m.dialog = overlay.NewHelp("AWS console", func(t *theme.Theme, w int) []string {
			lines := append(text.Wrap(msg.url, w), "")
			return append(lines, screen.Paragraph("Not opened: "+msg.err.Error()+".", w, "", t.Dim)...)
		})
	}
	return m.copy("console URL", msg.url)
}
