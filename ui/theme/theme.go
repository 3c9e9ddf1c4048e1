// Package theme holds every colour and glyph of the screen. Styles are declared
// with Lip Gloss and kept as ready SGR prefixes, so that painting a cell is a
// concatenation; Reset ends it. The default themes use the terminal's own
// sixteen colours only.
package theme

import (
	"strings"
	"sync"

	"charm.land/lipgloss/v2"

	"github.com/ecsdeck/ecsdeck/model"
)

// Reset ends any style.
const Reset = "\x1b[m"

// Bold is for what stands out where colour is taken.
const Bold Style = "\x1b[1m"

// Style is an SGR prefix; the empty one paints nothing and needs no Reset.
type Style string

// Of is the prefix with which Lip Gloss begins text in the style. Rendering
// each cell anew would cost fifty times as much.
func Of(s lipgloss.Style) Style {
	prefix, _, _ := strings.Cut(s.Render("x"), "x")
	return Style(prefix)
}

// Paint wraps plain text in the style.
func (s Style) Paint(text string) string {
	if s == "" || text == "" {
		return text
	}
	return string(s) + text + Reset
}

// Theme is all that a screen may use to be seen.
type Theme struct {
	Name  string
	ASCII bool // glyphs and borders from ASCII only

	Title    Style // where am I
	Dim      Style // what is normal or beside the point
	Accent   Style // what can be pressed; the mark of the sorted column
	Header   Style // column titles
	Selected Style // the cursor's row: a background or reverse
	Changed  Style // a cell that has just changed
	Error    Style
	Match    Style // what a search found
	Border   Style
	Banner   Style // where this is, in places that want care: PRODUCTION

	// Severities are indexed by model.Severity.
	Severities [6]Style
	// Glyphs are indexed by model.Severity and one cell wide.
	Glyphs [6]string
	// Voices tell the tasks of a tail apart.
	Voices []Style
	// Frame is what boxes are drawn with.
	Frame lipgloss.Border
}

// Severity is the style of a severity.
func (t *Theme) Severity(s model.Severity) Style { return t.Severities[s] }

// Glyph is the mark of a severity: it always says the same as the colour.
func (t *Theme) Glyph(s model.Severity) string { return t.Glyphs[s] }

var (
	// idle, good, unknown, moving, warning, broken
	glyphs      = [6]string{"○", "●", "?", "◌", "▲", "✗"}
	asciiGlyphs = [6]string{"-", "*", "?", "o", "!", "x"}
)

// Default uses the terminal's own sixteen colours and fits light and dark
// backgrounds alike.
func Default() *Theme { return standard() }

var standard = sync.OnceValue(func() *Theme { return builtin("default") })

// Mono has no colour at all: bold, dim and reverse only.
func Mono() *Theme { return builtin("mono") }

// InASCII is the theme with ASCII glyphs and borders.
func (t *Theme) InASCII() *Theme {
	c := *t
	c.ASCII, c.Glyphs, c.Frame = true, asciiGlyphs, lipgloss.ASCIIBorder()
	return &c
}
