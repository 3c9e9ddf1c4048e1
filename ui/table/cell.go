package table

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Env is what a cell depends on besides its row.
type Env struct {
	Theme *theme.Theme
	// Now is the time of the world on screen, from which ages count. It may
	// run faster than the wall clock.
	Now time.Time
	// Wall is the time at the screen, by which a changed cell stops to shine.
	Wall time.Time
	// Width is the column's width in cells; the table sets it.
	Width int
}

// Look says from where a cell takes its colour.
type Look uint8

const (
	// Plain is the terminal's own colour.
	Plain Look = iota
	// Quiet is for what is normal or beside the point.
	Quiet
	// BySeverity is the colour of the cell's severity.
	BySeverity
	// Painted text brings its own SGR sequences and is trusted to hold
	// nothing else that a terminal obeys.
	Painted
)

// Cell is what one column shows of one row. Unless it is painted the table
// cleans its text, so a cell may hold text from outside the program.
type Cell struct {
	Text     string
	Severity model.Severity
	Look     Look
	// Mark puts the glyph of the severity before the text, so that the text
	// says the same without colour.
	Mark bool
}

// Text is a cell in the terminal's own colour.
func Text(s string) Cell { return Cell{Text: s} }

// Dim is a cell for what is normal or beside the point.
func Dim(s string) Cell { return Cell{Text: s, Look: Quiet} }

// State is a cell in the colour of a severity. What is good is not coloured by
// this package: that is the theme's choice.
func State(sev model.Severity, s string) Cell {
	return Cell{Text: s, Severity: sev, Look: BySeverity}
}

// Marked is State with the severity's glyph and a space before the text.
func Marked(sev model.Severity, s string) Cell {
	return Cell{Text: s, Severity: sev, Look: BySeverity, Mark: true}
}

// Paint is a cell of text that already carries SGR sequences: charts, cells of
// several colours. The caller cleans what comes from outside.
func Paint(s string) Cell { return Cell{Text: s, Look: Painted} }

// onBar is the prefix of the cell in the cursor's row, which has one colour and
// one background from end to end: others would not be legible on it, or make
// blocks of a reversed row. What needs attention is bold there.
func (c Cell) onBar() theme.Style {
	if c.Look == BySeverity && c.Severity >= model.Warning {
		return theme.Bold
	}
	return ""
}

// style is the prefix of the cell's colour.
func (c Cell) style(th *theme.Theme) theme.Style {
	switch c.Look {
	case Quiet:
		return th.Dim
	case BySeverity:
		return th.Severity(c.Severity)
	case Plain, Painted:
	}
	return ""
}
