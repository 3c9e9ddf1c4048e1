package ui

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// held is said where a rule of the config file keeps anything from being written.
const held = "a rule of the config file makes this context read-only"

// heldBy is held, with the rule and where it stands.
func heldBy(c backend.Care) string {
	if c.At == "" {
		return held
	}
	return held + ": " + text.Clean(c.By)
}

// careFor is the care that a cluster wants, by the rules of the config file. The
// zero ref asks for what is open as a whole.
func (m *Model) careFor(c model.ClusterRef) backend.Care {
	g, ok := backend.As[*backend.Guard](m.opt.Backend)
	if !ok {
		return backend.Care{}
	}
	return g.Care(m.about, c, m.snap.Tags[c.ARN()].Rows)
}

// takeCare notes how much of it what is on screen wants. It is looked up when
// something has changed, not while drawing.
func (m *Model) takeCare() { m.outfit.care = m.careFor(m.subject().route.Cluster) }

// opening is what every dialog that acts is told, in a world as world names it.
// typed is the name of what is written to.
func (m *Model) opening(world, typed string, clusters ...model.ClusterRef) overlay.Opening {
	o := overlay.Opening{At: m.opt.Wall(), World: world, Brief: true}
	for _, c := range clusters {
		care := m.careFor(c)
		if why := m.foreign(c); why != "" {
			o.Refused = why
		}
		if care.ReadOnly {
			o.Refused = heldBy(care)
		}
		if care.Confirm == backend.ConfirmType {
			o.Typed = typed
		}
		o.Brief = o.Brief && care.Confirm == backend.ConfirmNone
	}
	return o
}

// banner is what the place on screen is called, with the style of its rule; ""
// where there is nothing to say.
func (m *Model) banner() (says string, style theme.Style) {
	care := m.outfit.care
	style = m.theme.Banner
	if care.Colour != "" {
		style = m.outfit.shelf.Style(care.Colour)
	}
	return text.Clean(care.Banner), style
}

// dashed is an account number as the console writes it: 1234-5678-9012.
func dashed(account string) string {
	if len(account) != 12 || strings.Trim(account, "0123456789") != "" {
		return account
	}
	return account[:4] + "-" + account[4:8] + "-" + account[8:]
}
