package table

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// paint is the line of the row at a place of shown.
func (t *Table[T]) paint(place int, cells []measured) string {
	th := t.env.Theme
	selected := place == t.cursor
	base := theme.Style("")
	if selected {
		base = th.Selected
	}
	p := pen{out: t.line[:0], base: base}
	if t.marks[t.at(place).key] {
		p.write(th.Accent, markGlyph(th.ASCII))
	} else {
		p.write("", " ")
	}
	p.write("", cursorMark(selected, th.ASCII))
	shining := t.flashes[t.at(place).key]
	first := true
	for i := range cells {
		w := t.widths[i]
		if w == 0 {
			continue
		}
		if !first {
			p.write("", "  ")
		}
		first = false
		style := cells[i].style(th)
		if selected {
			style = cells[i].onBar()
		}
		if shining != nil && shines(shining[i], t.env.Wall) {
			style += th.Changed
		}
		t.paintCell(&p, &cells[i], style, i)
	}
	p.close()
	t.line = p.out
	line := string(p.out)
	if p.cells == t.width {
		return line
	}
	return t.fit(line, p.cells, base)
}

// fit makes a line as wide as the table: the columns may leave room or, on a
// very narrow screen, not have enough.
func (t *Table[T]) fit(line string, cells int, base theme.Style) string {
	if cells < t.width {
		return line + base.Paint(strings.Repeat(" ", t.width-cells))
	}
	return text.PadStyled(line, t.width)
}

func cursorMark(selected, ascii bool) string {
	switch {
	case !selected:
		return " "
	case ascii:
		return ">"
	}
	return "▌"
}

// markGlyph stands before a marked row.
func markGlyph(ascii bool) string {
	if ascii {
		return "+"
	}
	return "◆"
}

// paintCell writes a cell in exactly the width of its column.
func (t *Table[T]) paintCell(p *pen, c *measured, style theme.Style, column int) {
	w, col := t.widths[column], &t.config.Columns[column]
	if c.Look == Painted {
		s := c.Text
		if p.base != "" {
			s = ansi.Strip(s)
		}
		p.painted(style, text.PadStyled(s, w), w)
		return
	}
	if c.Mark && w > markWide {
		p.write(style, t.env.Theme.Glyph(c.Severity))
		p.write(style, " ")
		w -= markWide
	}
	s, n := c.Text, c.width
	if n > w {
		if s = c.short; s == "" {
			s = text.Cut(c.Text, w)
		}
		n = text.Width(s)
	}
	if col.Align == Right {
		p.space(w - n)
	}
	p.sized(style, s, n)
	if col.Align == Left {
		p.space(w - n)
	}
}

// pen writes text with as few changes of style as it takes.
type pen struct {
	out   []byte
	base  theme.Style // under every style: that of the selected row
	style theme.Style // switched on now, base apart
	on    bool        // whether anything is switched on
	cells int
}

// write writes text of single-cell characters.
func (p *pen) write(style theme.Style, s string) {
	n := 0
	for range s {
		n++
	}
	p.sized(style, s, n)
}

// sized writes text of n cells.
func (p *pen) sized(style theme.Style, s string, n int) {
	if s == "" {
		return
	}
	p.turn(style)
	p.out = append(p.out, s...)
	p.cells += n
}

// space writes n blank cells. They keep the style of the row only, so that an
// underlined word does not underline its column.
func (p *pen) space(n int) {
	if n <= 0 {
		return
	}
	p.turn("")
	for range n {
		p.out = append(p.out, ' ')
	}
	p.cells += n
}

// turn switches to a style.
func (p *pen) turn(style theme.Style) {
	if want := style != "" || p.base != ""; p.on == want && p.style == style {
		return
	}
	if p.on {
		p.out = append(p.out, theme.Reset...)
	}
	p.out = append(p.out, p.base...)
	p.out = append(p.out, style...)
	p.style, p.on = style, style != "" || p.base != ""
}

// painted writes text of n cells with SGR sequences of its own. Where it
// resets, the style under it is switched on again.
func (p *pen) painted(style theme.Style, s string, n int) {
	p.turn("")
	if under := string(p.base + style); under != "" {
		s = strings.ReplaceAll(s, "\x1b[0m", theme.Reset)
		s = under + strings.ReplaceAll(s, theme.Reset, theme.Reset+under)
	}
	p.out = append(p.out, s...)
	p.out = append(p.out, theme.Reset...)
	p.style, p.on = "", false
	p.cells += n
}

// close switches everything off.
func (p *pen) close() {
	if p.on {
		p.out = append(p.out, theme.Reset...)
	}
}
