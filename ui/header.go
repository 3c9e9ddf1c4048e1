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

// header is the first line: where we are, what is asked of the account, in
// which world, and how fresh what is on screen is. Where it does not fit things
// go in this order: the endpoint, the usage, then the rest of the world from its
// beginning, then the outer names. That an account throttles us stays: it is why
// things are slow.
func (m *Model) header(state screen.State) string {
	t := m.theme
	word, sev := state.Freshness(m.wall)
	if sev != model.Good {
		word = t.Glyph(sev) + " " + word
	}
	word += strings.Repeat(" ", max(0, freshWide-text.Width(word)))
	fresh := t.Severity(sev).Paint(word)
	crumbs := m.breadcrumbs()
	const left, edge = " ecsdeck  ", 1
	room := m.width - len(left) - text.Width(word) - edge
	banner, style := m.banner()
	if banner != "" {
		// It is what must never be missed: at most a third of the line.
		banner = " " + text.Cut(banner, m.width/3) + " "
		room -= text.Width(banner) + 1
		banner = style.Paint(banner) + " "
	}
	asked, world := "", ""
	for _, way := range m.ways() {
		asked, world = behind(way.asked), behind(way.world)
		if text.Width(crumbs)+2+text.Width(asked)+text.Width(world) <= room || way.least {
			break
		}
	}
	room -= text.Width(asked) + text.Width(world) + 2
	crumbs = keepTail(crumbs, room)
	gap := strings.Repeat(" ", max(2, room-text.Width(crumbs)+2))
	style = t.Dim
	if len(m.account.usage.Slowed) > 0 {
		style = t.Severity(model.Warning)
	}
	return t.Title.Paint(" ecsdeck") + "  " + crumbs + gap + style.Paint(asked) + banner + t.Dim.Paint(world) + fresh
}

// freshWide is the room of the word that tells how fresh data is: while all is
// well nothing left of it moves.
const freshWide = len("live 10s")

func behind(s string) string {
	if s == "" {
		return ""
	}
	return s + "  "
}

// way is a way to fill the right side of the header. Names give way to the least.
type way struct {
	asked, world string
	least        bool
}

// roomy is how wide a screen is on which the world has room beside any names; on
// a narrower one a simulator's time has.
const roomy = 80

// ways are what the header may say, the fullest first.
func (m *Model) ways() []way {
	asked, badge := m.asked()
	worlds := m.worlds()
	var ways []way
	if badge {
		ways = append(ways, way{asked: asked + "  " + m.usage(), world: worlds[0]})
	}
	ways = append(ways, way{asked: asked, world: worlds[0]})
	if len(worlds) > 1 {
		ways = append(ways, way{asked: asked, world: worlds[1]})
	}
	if !badge {
		asked = ""
	}
	for i, world := range worlds {
		ways = append(ways, way{asked, world, i == m.leastWorld(len(worlds))})
	}
	return append(ways, way{asked: asked})
}

// leastWorld is which of n worlds is never given up for names: a simulator's
// time, with its speed where there is room, the account, how many contexts there
// are.
func (m *Model) leastWorld(n int) int {
	switch {
	case m.isSimulator() && m.width < roomy:
		return n - 1
	case m.isSimulator(), n > 2 && m.width >= roomy:
		return n - 2
	case m.width >= roomy:
		return 0
	}
	return n
}

// asked is how many calls a minute are made and which share of the account's
// rate that is, in a field that does not change its width; or that the account
// slows us down, which is worth more room. Where there is room for both, both are
// told.
func (m *Model) asked() (says string, badge bool) {
	u := m.account.usage
	switch {
	case !m.account.counted:
		return "", false
	case len(u.Slowed) > 0:
		says = m.theme.Glyph(model.Warning) + " throttled: " + text.Clean(u.Slowed[0])
		if more := len(u.Slowed) - 1; more > 0 {
			says += fmt.Sprintf(" +%d", more)
		}
		return says, true
	}
	return m.usage(), false
}

func (m *Model) usage() string {
	u := m.account.usage
	return fmt.Sprintf("%4d/min %3.0f%%", u.PerMinute, 100*u.Share)
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
	if a.ReadOnly || m.outfit.care.ReadOnly {
		lock = "read-only  "
	}
	if n := len(m.snap.Contexts); n > 1 && !m.isSimulator() {
		return []string{lock + text.Plural(n, "context"), lock}
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
	if m.outfit.care.Banner != "" {
		account := text.Clean(dashed(a.Account))
		return []string{lock + clean(a.Profile, a.Region) + at + "  " + account, lock + clean(a.Region) + "  " + account, lock + account, account}
	}
	return []string{lock + clean(a.Profile, a.Region, a.Account) + at, lock + clean(a.Profile, a.Region, a.Account), lock + clean(a.Region, a.Account), lock + clean(a.Account), lock}
}
