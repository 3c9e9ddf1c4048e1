package chart

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Line is one course of a plot. Values[i] belongs to the period that starts at
// Start + i*Period; NaN where nothing is known.
type Line struct {
	Name   string // at its right end, where there are several
	Start  time.Time
	Period time.Duration
	Values []float64
}

// Plot is a chart with axes.
type Plot struct {
	Lines    []Line
	From, To time.Time
	// Lo and Hi are what the axis reaches at the least.
	Lo, Hi float64
	// Unit prints a value at the axis; nil prints the number.
	Unit func(float64) string
	// Target is a level to compare with, NaN for none.
	Target float64
	Marks  []Mark
	ASCII  bool
}

// What a span of a plot belongs to, beside a line by its number.
const (
	OfAxis   = -1
	OfTarget = -2
	OfMark   = -3
)

// Span is a run of cells that belong to one thing, for whoever colours them.
type Span struct {
	Text string
	Of   int
}

// least is the smallest plot that can be read: below that it is blank.
const (
	leastWidth  = 16
	leastHeight = 3
)

// Draw draws the plot: exactly height rows of exactly width cells. The last row
// is the time axis.
func (p Plot) Draw(width, height int) [][]Span {
	if width <= 0 || height <= 0 {
		return nil
	}
	if width < leastWidth || height < leastHeight || !p.To.After(p.From) {
		rows := make([][]Span, height)
		for i := range rows {
			rows[i] = []Span{{strings.Repeat(" ", width), OfAxis}}
		}
		return rows
	}
	rows := height - 1
	lo, hi := p.reach()
	ticks := evenTicks(lo, hi, rows)
	lo, hi = ticks[0], ticks[len(ticks)-1]
	labels, margin := p.scale(ticks, rows, lo, hi)
	names := p.names()
	room := width - margin - 1 - names
	if room < 4 {
		names, room = 0, max(0, width-margin-1)
	}
	field := newField(room, rows, p.ASCII)
	for i := range p.Lines {
		field.trace(i, resample(p.Lines[i], p.From, p.To, field.across()), lo, hi)
	}
	ends := p.ends(names, rows, lo, hi)
	out := make([][]Span, 0, height)
	for y := range rows {
		row := []Span{{text.PadLeft(labels[y], margin), OfAxis}, {p.edge(labels[y] != ""), OfAxis}}
		row = append(row, p.across(field, y, lo, hi)...)
		out = append(out, append(row, ends[y]))
	}
	foot := strings.Repeat(" ", margin+1) + axis(p.From, p.To, room, p.Marks, p.ASCII, true) + strings.Repeat(" ", names)
	return append(out, []Span{{foot, OfAxis}})
}

// evenTicks are as many as have the same distance in rows, else three: uneven
// ones look like values that are not.
func evenTicks(lo, hi float64, rows int) []float64 {
	for most := rows/2 + 1; most > 3; most-- {
		if ticks := Ticks(lo, hi, most); (rows-1)%(len(ticks)-1) == 0 {
			return ticks
		}
	}
	return Ticks(lo, hi, min(3, max(2, rows/2+1)))
}

// reach is what the axis must show: what was said, all values, the target.
func (p Plot) reach() (lo, hi float64) {
	lo, hi = p.Lo, p.Hi
	see := func(v float64) {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	for _, l := range p.Lines {
		for _, v := range l.Values {
			see(v)
		}
	}
	see(p.Target)
	return lo, hi
}

// scale is the label of each row, and how wide the widest is.
func (p Plot) scale(ticks []float64, rows int, lo, hi float64) (labels []string, margin int) {
	labels = make([]string, rows)
	for _, v := range ticks {
		s := number(v)
		if p.Unit != nil {
			s = p.Unit(v)
		}
		labels[rowOf(v, lo, hi, rows)] = s
		margin = max(margin, text.Width(s))
	}
	return labels, margin
}

// rowOf is the row of a value, 0 at the top.
func rowOf(v, lo, hi float64, rows int) int {
	return min(rows-1, max(0, rows-1-int(math.Round((v-lo)/(hi-lo)*float64(rows-1)))))
}

func (p Plot) edge(tick bool) string {
	switch {
	case p.ASCII && tick:
		return "+"
	case p.ASCII:
		return "|"
	case tick:
		return "┤"
	}
	return "│"
}

// across is a row of the field, with the target and the marks behind it.
func (p Plot) across(f *field, y int, lo, hi float64) []Span {
	level := -1
	if !math.IsNaN(p.Target) {
		level = rowOf(p.Target, lo, hi, f.height)
	}
	dash := "╌"
	if p.ASCII {
		dash = "-"
	}
	var out []Span
	add := func(s string, of int) {
		if n := len(out); n > 0 && out[n-1].Of == of {
			out[n-1].Text += s
			return
		}
		out = append(out, Span{s, of})
	}
	marked := make([]bool, f.width)
	for _, m := range p.Marks {
		if at := column(m.At, p.From, p.To, f.width); at >= 0 {
			marked[at] = true
		}
	}
	for x := range f.width {
		cell, of := f.cell(x, y)
		switch {
		case of >= 0:
			add(cell, of)
		case marked[x]:
			add(rule(p.ASCII), OfMark)
		case y == level:
			add(dash, OfTarget)
		default:
			add(" ", OfAxis)
		}
	}
	return out
}

// nameMost is how wide the names at the ends of lines are at most.
const nameMost = 14

// names is the width of the column of names: none for a single line.
func (p Plot) names() int {
	if len(p.Lines) < 2 {
		return 0
	}
	n := 0
	for _, l := range p.Lines {
		n = max(n, text.Width(l.Name))
	}
	return min(n, nameMost) + 3
}

// ends are the names, each at the height where its line ends, those that meet
// moved apart.
func (p Plot) ends(width, rows int, lo, hi float64) []Span {
	out := make([]Span, rows)
	for y := range out {
		out[y] = Span{strings.Repeat(" ", width), OfAxis}
	}
	if width == 0 {
		return out
	}
	free := make([]bool, rows)
	for y := range free {
		free[y] = true
	}
	for i, l := range p.Lines {
		v, ok := newest(l.Values)
		if !ok {
			continue
		}
		y := nearest(free, rowOf(v, lo, hi, rows))
		if y < 0 {
			break
		}
		free[y] = false
		name := text.CutMiddle(l.Name, width-3)
		if p.ASCII {
			name = strings.ReplaceAll(name, text.Ellipsis, "~")
		}
		out[y] = Span{text.Pad(" "+Marker(i)+" "+name, width), i}
	}
	return out
}

// nearest is the free place that is nearest to at, -1 when none is.
func nearest(free []bool, at int) int {
	for d := range free {
		for _, y := range []int{at + d, at - d} {
			if y >= 0 && y < len(free) && free[y] {
				return y
			}
		}
	}
	return -1
}

func newest(values []float64) (float64, bool) {
	for _, v := range slices.Backward(values) {
		if !math.IsNaN(v) {
			return v, true
		}
	}
	return 0, false
}

// markers tell lines apart where colours do not: those of ASCII plots, and of
// the names at the ends of lines.
const markers = "*+ox#%@"

// Marker is the mark of line i.
func Marker(i int) string { return string(markers[i%len(markers)]) }
