package table

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// View draws the table: exactly as many lines as SetSize gave it, each of
// exactly as many cells.
func (t *Table[T]) View(env Env) []string {
	t.env = env
	lines := make([]string, 0, t.height)
	if t.height == 0 {
		return lines
	}
	t.format()
	for i := range t.config.Columns {
		if t.config.Columns[i].Tail && t.widths[i] > 0 {
			t.distinguish(i)
		}
	}
	if t.height > 1 {
		lines = append(lines, t.header())
	}
	from, to := t.window()
	for i := from; i < to; i++ {
		lines = append(lines, t.paint(i, t.page[i-from]))
	}
	if says := t.says(); says != "" && len(lines) < t.height {
		lines = append(lines, text.PadStyled(strings.Repeat(" ", gutter)+env.Theme.Dim.Paint(text.Cut(text.Clean(says), t.width-gutter)), t.width))
	}
	blank := strings.Repeat(" ", t.width)
	for len(lines) < t.height {
		lines = append(lines, blank)
	}
	return lines
}

// says is the line in place of the rows when none is shown.
func (t *Table[T]) says() string {
	switch {
	case len(t.shown) > 0:
		return ""
	case len(t.items) > 0:
		return fmt.Sprintf("none of %s matches %s", text.Plural(len(t.items), "row"), t.filter.Source())
	}
	return t.config.Empty
}

// format makes the cells in sight. When they need wider columns it makes them
// once more, for cells may fill their column.
func (t *Table[T]) format() {
	t.fill()
	grown := false
	for _, cells := range t.page {
		for i := range cells {
			// Also of what fits now: another column may need the room.
			if n := cells[i].asks(); t.widths[i] > 0 && n > t.needs[i] {
				t.needs[i], grown = n, true
			}
		}
	}
	if !grown {
		return
	}
	before := slices.Clone(t.widths)
	t.relayout()
	if !slices.Equal(before, t.widths) {
		t.fill()
	}
}

func (t *Table[T]) fill() {
	from, to := t.window()
	for len(t.page) < to-from {
		t.page = append(t.page, make([]measured, len(t.config.Columns)))
	}
	t.page = t.page[:to-from]
	for i := from; i < to; i++ {
		t.cells(t.page[i-from], t.at(i).row)
	}
}

// measured is a clean cell with the width of its text, which costs too much to
// be counted twice.
type measured struct {
	Cell
	width int    // 0 for a painted cell
	short string // what is shown of a name that is too long; "" of others
}

// asks is the width that a cell would like. A painted one takes what it is
// given: it was made for the width of its column.
func (c *measured) asks() int {
	if c.Mark {
		return c.width + markWide
	}
	return c.width
}

// markWide is the glyph of a severity and the space behind it.
const markWide = 2

// cells fills dst with the cells of a row; those of hidden columns are empty.
func (t *Table[T]) cells(dst []measured, row T) {
	env := t.env
	for i := range t.config.Columns {
		if t.widths[i] == 0 {
			dst[i] = measured{}
			continue
		}
		env.Width = t.widths[i]
		c := measured{Cell: t.config.Columns[i].Cell(row, env)}
		if c.Look != Painted {
			c.Text = text.Clean(c.Text)
			c.width = text.Width(c.Text)
		}
		dst[i] = c
	}
}

// header is the line of titles. The mark of the order stands at the title by
// which the rows are ordered, and with the title at the end of the line for a
// column that is out of sight. There the order by need is said in words, where
// room allows; else a mark of its own is at the beginning, away from any title.
func (t *Table[T]) header() string {
	th := t.env.Theme
	mark := orderMark(t.sort, th.ASCII)
	less, more := "‹", "›"
	if th.ASCII {
		less, more = "<", ">"
	}
	var line strings.Builder
	left := gutter // where the column begins, and how far the line has come
	come, used := gutter, gutter
	shown := 0
	for i := range t.config.Columns {
		c, w := &t.config.Columns[i], t.widths[i]
		if w == 0 {
			continue
		}
		if gone := left - come; t.before && shown == 1 && gone > 0 {
			line.WriteString(strings.Repeat(" ", gone-1) + th.Accent.Paint(less))
		} else {
			line.WriteString(strings.Repeat(" ", gone))
		}
		shown++
		title, style := padded(c.Title, w, c.Align), th.Header
		if i == t.sort.Column {
			title, style = sortedTitle(c.Title, mark, w, t.width-left, c.Align), th.Accent
		}
		line.WriteString(style.Paint(title))
		come = left + text.Width(title)
		used = left + text.Width(strings.TrimRight(title, " "))
		left += w + gap
	}
	end, front := "", "  "
	if t.sort.Column == ByNeed {
		end, front = t.needMark(t.width - used)
	}
	if t.sort.Column != ByNeed && t.widths[t.sort.Column] == 0 {
		end = " by " + t.sort.Title + " " + mark
	}
	if t.behind {
		end += " " + more
	}
	end = text.Cut(end, t.width)
	style := th.Accent
	if t.sort.Column == ByNeed {
		style = th.Dim
	}
	return text.PadStyled(ansi.Truncate(th.Dim.Paint(front)+line.String(), t.width-text.Width(end), ""), t.width-text.Width(end)) + style.Paint(end)
}

// needMark says the order by need at the end of the titles where they leave
// room, and else in front of them.
func (t *Table[T]) needMark(room int) (end, front string) {
	says, front := "  worst first", "! "
	if t.sort.Descending {
		says, front = "  worst last", "  "
	}
	if t.behind {
		room -= 2
	}
	if text.Width(says) <= room {
		return says, "  "
	}
	return "", front
}

// sortedTitle is a title with the mark of the order, in w cells. A title that
// fills its column has the mark in the gap behind it, where room allows.
func sortedTitle(title, mark string, w, room int, align Align) string {
	n := text.Width(title)
	switch {
	case align == Left && n+2 <= w:
		return text.Pad(title+" "+mark, w)
	case room > w:
		return padded(title, w, align) + mark
	}
	return padded(text.Cut(title, w-1)+mark, w, align)
}

func padded(s string, w int, align Align) string {
	if align == Right {
		return text.PadLeft(s, w)
	}
	return text.Pad(s, w)
}

func orderMark(s Sort, ascii bool) string {
	// The order by need puts the neediest first, which is descending.
	down := s.Descending != (s.Column == ByNeed)
	switch {
	case ascii && down:
		return "v"
	case ascii:
		return "^"
	case down:
		return "▾"
	}
	return "▴"
}
