// Package theme holds every colour and glyph of the screen. A style is a ready
// SGR prefix, so that painting a cell is a concatenation; Reset ends it. The
// default themes use the terminal's own sixteen colours only.
package theme

import "github.com/ecsdeck/ecsdeck/model"

// Reset ends any style.
const Reset = "\x1b[m"

// Style is an SGR prefix; the empty one paints nothing and needs no Reset.
type Style string

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

	// Severities are indexed by model.Severity.
	Severities [6]Style
	// Glyphs are indexed by model.Severity and one cell wide.
	Glyphs [6]string
	// Voices tell the tasks of a tail apart.
	Voices []Style
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
func Default() *Theme {
	return &Theme{
		Name: "default", Title: "\x1b[1m", Dim: "\x1b[2m", Accent: "\x1b[36m", Header: "\x1b[2m",
		Selected: "\x1b[7m", Changed: "\x1b[1m", Error: "\x1b[31m", Match: "\x1b[30;43m", Border: "\x1b[2m",
		Severities: [6]Style{"\x1b[2m", "", "\x1b[35m", "\x1b[33m", "\x1b[33m", "\x1b[31m"},
		Glyphs:     glyphs,
		Voices:     []Style{"\x1b[36m", "\x1b[32m", "\x1b[35m", "\x1b[34m", "\x1b[33m", "\x1b[96m", "\x1b[92m", "\x1b[95m", "\x1b[94m"},
	}
}

// Mono has no colour at all: bold, dim and reverse only.
func Mono() *Theme {
	return &Theme{
		Name: "mono", Title: "\x1b[1m", Dim: "\x1b[2m", Accent: "\x1b[4m", Header: "\x1b[2m",
		Selected: "\x1b[7m", Changed: "\x1b[1m", Error: "\x1b[1m", Match: "\x1b[7m", Border: "\x1b[2m",
		Severities: [6]Style{"\x1b[2m", "", "", "", "\x1b[1m", "\x1b[1m"},
		Glyphs:     glyphs,
		Voices:     []Style{""},
	}
}

// InASCII is the theme with ASCII glyphs and borders.
func (t *Theme) InASCII() *Theme {
	c := *t
	c.ASCII, c.Glyphs = true, asciiGlyphs
	return &c
}
