package table

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Field is a column of a row as text.
type Field struct{ Title, Text string }

// fullWide is the width for which cells that fill their column are made where
// there is no column.
const fullWide = 40

// Full is every column of a row, also those that are hidden or cut on screen.
func (t *Table[T]) Full(row T) []Field {
	env := t.plainEnv()
	fields := make([]Field, 0, len(t.config.Columns))
	for i := range t.config.Columns {
		c := &t.config.Columns[i]
		fields = append(fields, Field{c.Title, c.Cell(row, env).Words()})
	}
	return fields
}

// Grid is the titles of all columns, and their text in every row shown.
func (t *Table[T]) Grid() (titles []string, cells [][]string) {
	for i := range t.config.Columns {
		titles = append(titles, t.config.Columns[i].Title)
	}
	cells = make([][]string, 0, len(t.shown))
	for i := range t.shown {
		line := make([]string, 0, len(titles))
		for _, f := range t.Full(t.at(i).row) {
			line = append(line, f.Text)
		}
		cells = append(cells, line)
	}
	return titles, cells
}

// Rows is the rows shown, in their order.
func (t *Table[T]) Rows() []T {
	out := make([]T, 0, len(t.shown))
	for i := range t.shown {
		out = append(out, t.at(i).row)
	}
	return out
}

// plainEnv is the environment in which charts are of characters that Words
// knows.
func (t *Table[T]) plainEnv() Env {
	env := t.env
	env.Width = fullWide
	if env.Theme.ASCII {
		env.Theme = theme.Default()
	}
	return env
}

// Words is a cell's text without colours, marks and charts: what it says in
// words and numbers.
func (c Cell) Words() string {
	s := c.Text
	if c.Look == Painted {
		s = ansi.Strip(s)
	}
	s = strings.ReplaceAll(text.Clean(s), "✗ ", "") // behind a number it says of what that is
	if strings.IndexFunc(s, drawn) < 0 {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		if drawn(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// drawn tells that a character is drawing: boxes, blocks, shapes and
// braille.
func drawn(r rune) bool {
	return r >= 0x2500 && r <= 0x25ff || r >= 0x2800 && r <= 0x28ff
}
