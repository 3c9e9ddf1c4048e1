package theme_test

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

func TestStylesAreReadyPrefixes(t *testing.T) {
	if got := theme.Of(lipgloss.NewStyle().Foreground(lipgloss.Red)); got != "\x1b[31m" {
		t.Errorf("red begins with %q", got)
	}
	if got := theme.Of(lipgloss.NewStyle()).Paint("x"); got != "x" {
		t.Errorf("no style paints %q", got)
	}
}

// What the colour says the glyph says too, in one cell, and differently for
// each severity that needs an eye.
func TestEverySeverityHasAGlyph(t *testing.T) {
	for _, th := range []*theme.Theme{theme.Default(), theme.Mono(), theme.Default().InASCII()} {
		seen := map[string]bool{}
		for sev := model.Idle; sev <= model.Broken; sev++ {
			g := th.Glyph(sev)
			if text.Width(g) != 1 || seen[g] {
				t.Errorf("%s: %s has the glyph %q", th.Name, sev, g)
			}
			if th.ASCII && strings.TrimFunc(g, func(r rune) bool { return r < 0x7f }) != "" {
				t.Errorf("%q is not ASCII", g)
			}
			seen[g] = true
		}
	}
}

func TestMonoHasNoColour(t *testing.T) {
	m := theme.Mono()
	for _, s := range append([]theme.Style{m.Title, m.Dim, m.Accent, m.Header, m.Selected, m.Changed, m.Error, m.Match, m.Border}, m.Severities[:]...) {
		if strings.ContainsAny(strings.Trim(string(s), "\x1b[m"), "39") {
			t.Errorf("mono paints with %q", s)
		}
	}
}
