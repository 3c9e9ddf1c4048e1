package overlay

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

const (
	// pickerWide is as wide as a picker gets, columnWide what one of two columns
	// needs.
	pickerWide = 96
	columnWide = 22
	// titleShare is how much of a row its title may take at most, in percent.
	titleShare = 60
	// fieldHigh is how many items are in sight at most while something is typed:
	// what is typed narrows them, and what is behind stays in sight.
	fieldHigh = 16
)

// View implements Dialog. The box is as high with few things found as with all:
// one that jumps is hard to read.
func (d *Picker) View(th *theme.Theme, w, h int) []string {
	lines := 4 // borders, the line below, and a blank above it
	if d.field != nil {
		lines += 2
	}
	if w < leastWide || h < lines+1 {
		return tooSmall(th, d.title, w, h, leastWide, lines+1)
	}
	wide := min(w-2, pickerWide)
	inner := wide - frameWide
	room := min(h-lines, max(1, d.tall))
	if d.field != nil {
		room = min(room, fieldHigh)
	}
	d.cols, d.high = 1, room
	if d.field == nil && d.tall > h-lines && inner >= 2*columnWide {
		d.cols = min(3, inner/columnWide, (d.tall+h-lines-1)/(h-lines))
		d.high = min(h-lines, (d.tall+d.cols-1)/d.cols)
	}
	var body []string
	if d.field != nil {
		body = append(body, th.Accent.Paint(d.label)+ending(d.field.View(th), inner-text.Width(d.label)), "")
	}
	body = append(body, d.rows(th, inner)...)
	note, foot := d.foot(th, inner)
	return Box(th, d.title, append(body, note, foot), wide)
}

// ending is the end of styled text in at most w cells: where one types.
func ending(s string, w int) string {
	if n := ansi.StringWidth(s); n > w {
		return ansi.TruncateLeft(s, n-w+1, text.Ellipsis)
	}
	return s
}

// rows are the items in sight, in lines of w cells.
func (d *Picker) rows(th *theme.Theme, w int) []string {
	in := d.high * d.cols
	if d.at < d.from {
		d.from = d.at
	}
	d.from = max(0, min(max(d.from, d.at-in+1), d.found.Len-in))
	end := min(d.found.Len, d.from+in)
	shape := d.shape(w/d.cols, end)
	lines := make([]string, d.high)
	for i := d.from; i < end; i++ {
		at := (i - d.from) % d.high
		cell := shape.row(th, d.found, i, i == d.at)
		if i+d.high < end { // another stands to its right
			cell = text.PadStyled(cell, w/d.cols)
		}
		lines[at] += cell
	}
	return lines
}

// shape is how wide the parts of a row are: letter, kind, title, detail.
type shape struct{ letter, kind, title, all int }

func (d *Picker) shape(w, end int) shape {
	s := shape{all: w}
	for i := d.from; i < end; i++ {
		it, _ := d.found.At(i)
		s.letter = max(s.letter, text.Width(it.Letter))
		s.kind = max(s.kind, text.Width(it.Kind))
		s.title = max(s.title, text.Width(text.Clean(it.Title)))
	}
	if s.letter > 0 {
		s.letter += 2
	}
	if s.kind > 0 {
		s.kind = min(s.kind+2, w/3)
	}
	s.title = min(s.title, max(w*titleShare/100, w-s.letter-s.kind-24))
	if d.cols > 1 {
		s.title = w - s.letter - s.kind - 3
	}
	return s
}

// row is one item: mark, letter, kind, title with the meant characters bright,
// and its detail or why it cannot be had.
func (s shape) row(th *theme.Theme, found Found, i int, selected bool) string {
	it, places := found.At(i)
	base, lit, dim, mark := theme.Style(""), th.Title+th.Accent, th.Dim, "  "
	letter := th.Accent
	if it.Why != "" {
		base, letter = th.Dim, th.Dim
	}
	if selected {
		base, lit, dim, letter, mark = th.Selected, th.Selected+th.Title, th.Selected, th.Selected, "> "
	}
	title := bright(it.Title, places, min(s.title, s.all-len(mark)-s.letter-s.kind), base, lit)
	line := base.Paint(mark) + letter.Paint(text.Pad(it.Letter, s.letter)) + dim.Paint(text.Pad(it.Kind, s.kind)) + title
	detail := it.Detail
	if it.Why != "" {
		detail = it.Why
	}
	if left := s.all - len(mark) - s.letter - s.kind - s.title - 2; detail != "" && left > 6 {
		line += dim.Paint("  " + text.Pad(text.Clean(detail), left))
	}
	return line
}

// bright is a name in exactly w cells, with the characters at places lit. One
// that is too long keeps its beginning and its end.
func bright(name string, places []int, w int, base, lit theme.Style) string {
	clean := text.Clean(name)
	if clean != name || text.Width(clean) > w { // the places are not those of what is shown
		return base.Paint(text.Pad(text.CutMiddle(clean, w), w))
	}
	if len(places) == 0 {
		return base.Paint(text.Pad(clean, w))
	}
	var b strings.Builder
	runes, at := []rune(clean), 0
	for i := 0; i < len(runes); {
		j, style := i, base
		if at < len(places) && places[at] == i {
			for style = lit; at < len(places) && places[at] == j; at++ {
				j++
			}
		} else {
			for j < len(runes) && (at >= len(places) || j < places[at]) {
				j++
			}
		}
		b.WriteString(style.Paint(string(runes[i:j])))
		i = j
	}
	b.WriteString(base.Paint(strings.Repeat(" ", w-text.Width(clean))))
	return b.String()
}

// foot is the two lines below: why not, what there is to say, what the selected
// one is, and the keys. What needs both lines has them.
func (d *Picker) foot(th *theme.Theme, w int) (note, foot string) {
	var it screen.Item
	if d.at < d.found.Len {
		it, _ = d.found.At(d.at)
	}
	place := ""
	if d.found.Len > d.high*d.cols {
		place = fmt.Sprintf("  %s/%s", text.Count(d.at+1), text.Count(d.found.Len))
	}
	style, says := th.Dim, d.found.Note
	switch {
	case d.wrong != "":
		style, says = th.Severity(model.Warning), "not possible: "+d.wrong
	case says != "" && d.found.Len == 0 && d.Typed() != "":
		style = th.Severity(model.Warning)
	case says == "" && d.cols > 1 && it.Why != "":
		says = it.Why
	case says == "" && d.cols > 1:
		style, says = "", it.Detail
	}
	rows, left := prose(text.Clean(says), w), w-len(place)
	foot = th.Dim.Paint(text.Pad(d.keys(), left))
	if len(rows) > 1 {
		foot = style.Paint(text.Pad(strings.Join(rows[1:], " "), left))
	}
	return style.Paint(rows[0]), foot + th.Dim.Paint(place)
}

// keys are what can be pressed here.
func (d *Picker) keys() string {
	switch {
	case d.field == nil:
		return "a letter or enter   up/down   esc cancels"
	case d.tab != nil && len(d.past) > 0:
		return "enter   tab completes   up: what was entered before   esc cancels"
	case d.tab != nil:
		return "enter   tab completes   up/down choose   esc cancels"
	}
	return "enter   up/down choose   esc cancels"
}
