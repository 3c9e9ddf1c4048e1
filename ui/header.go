package ui

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// header is the first line: where we are, in which world, and how fresh what
// is on screen is. Where it does not fit, the world is told shorter and then
// the outer names give way.
func (m *Model) header(state screen.State) string {
	t := m.theme
	word, sev := state.Freshness(m.wall)
	fresh := t.Severity(sev).Paint(word)
	if sev != model.Good {
		fresh = t.Severity(sev).Paint(t.Glyph(sev) + " " + word)
		word = t.Glyph(sev) + " " + word
	}
	crumbs := m.breadcrumbs()
	const left, edge = " ecsdeck  ", 1
	room := m.width - len(left) - text.Width(word) - edge
	var world string
	for _, world = range m.worlds() {
		if text.Width(crumbs)+2+text.Width(world)+2 <= room {
			break
		}
	}
	if world != "" {
		world += "  "
	}
	room -= text.Width(world) + 2
	crumbs = keepTail(crumbs, room)
	return t.Title.Paint(" ecsdeck") + "  " + crumbs + strings.Repeat(" ", max(2, room-text.Width(crumbs)+2)) + t.Dim.Paint(world) + fresh
}

// keepTail is the end of s in at most w cells: of names from the outermost to
// the innermost the last ones matter most.
func keepTail(s string, w int) string {
	n := text.Width(s)
	if n <= w {
		return s
	}
	return text.Cut(text.Ellipsis+text.Skip(s, n-max(0, w-1)), max(0, w))
}

func (m *Model) isSimulator() bool {
	_, ok := backend.As[backend.Clock](m.opt.Backend)
	return ok
}

// worlds are ways to say where this takes place, the fullest first.
func (m *Model) worlds() []string {
	clean := func(parts ...string) string {
		var there []string
		for _, p := range parts {
			if p != "" {
				there = append(there, text.Clean(p))
			}
		}
		return strings.Join(there, "/")
	}
	a := m.about
	lock := ""
	if a.ReadOnly {
		lock = "read-only  "
	}
	if m.isSimulator() {
		speed := fmt.Sprintf("x%g", m.speed)
		if m.speed == 0 {
			speed = "paused"
		}
		return []string{lock + "simulator " + speed + "  " + text.Clock(m.now), lock + speed + "  " + text.Clock(m.now), text.Clock(m.now)}
	}
	at := ""
	if u, err := url.Parse(a.Endpoint); err == nil && u.Host != "" {
		at = "@" + u.Host
	}
	return []string{lock + clean(a.Profile, a.Region, a.Account) + at, lock + clean(a.Profile, a.Region, a.Account), lock + clean(a.Region, a.Account), lock + clean(a.Account), lock}
}
