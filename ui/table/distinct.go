package table

import (
	"unicode/utf8"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// lead is how much of what names have in common is shown before they differ.
const lead = 3

// distinguish cuts the names in sight that are too long for their column, so
// that two of them never look the same: in the middle, and where that leaves
// them alike, to where they differ.
func (t *Table[T]) distinguish(column int) {
	var alike map[string][]*measured
	for i := range t.page {
		c := &t.page[i][column]
		w := t.widths[column]
		if c.Mark && w > markWide {
			w -= markWide
		}
		if c.Look == Painted || c.width <= w {
			continue
		}
		c.short = text.CutMiddle(c.Text, w)
		if alike == nil {
			alike = map[string][]*measured{}
		}
		alike[c.short] = append(alike[c.short], c)
	}
	for short, cells := range alike {
		same := cells[0].Text
		for _, c := range cells[1:] {
			same = common(same, c.Text)
		}
		from, w := text.Width(same)-lead, text.Width(short)
		if same == cells[0].Text || from <= 0 || w < 2*lead {
			continue
		}
		for _, c := range cells {
			c.short = text.Ellipsis + text.Cut(text.Skip(c.Text, from), w-1)
		}
	}
}

// common is what two names begin with alike.
func common(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return a[:n]
}
