package chart

import (
	"math"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Ticks are round numbers from lo to hi, at most most of them and two at the
// least: multiples of 1, 2, 2.5 or 5 of a power of ten. The first is not above
// lo and the last not below hi, so they are the ends of an axis too.
func Ticks(lo, hi float64, most int) []float64 {
	if math.IsNaN(lo) || math.IsInf(lo, 0) {
		lo = 0
	}
	if math.IsNaN(hi) || math.IsInf(hi, 0) || hi <= lo {
		hi = lo + max(1, math.Abs(lo)/10)
	}
	most = max(2, most)
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(most))))
	for i := 0; ; i++ {
		s := step * []float64{1, 2, 2.5, 5}[i%4] * math.Pow(10, float64(i/4))
		first, last := math.Floor(lo/s), math.Ceil(hi/s)
		if n := int(last-first) + 1; n <= most || i > 40 {
			out := make([]float64, 0, n)
			for k := first; k <= last && len(out) < most; k++ {
				out = append(out, k*s)
			}
			return out
		}
	}
}

// steps are the distances between the clock times of an axis.
var steps = []time.Duration{
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// clockStep is the least distance of round times that leaves room between labels.
func clockStep(span time.Duration, width int) time.Duration {
	const room = 10 // of a label and what is between
	for _, s := range steps {
		if int64(span/s)*room <= int64(width) {
			return s
		}
	}
	return 24 * time.Hour
}

// Mark is a moment on a time axis: a deployment.
type Mark struct {
	At    time.Time
	Label string // short: :43
}

// Rule is the dash that stands at a mark.
func rule(ascii bool) string {
	if ascii {
		return "|"
	}
	return "┆"
}

// Axis is a line of clock times under a chart of width cells, with the marks
// among them: exactly width cells. Marks go before times where room lacks.
func Axis(from, to time.Time, width int, marks []Mark, ascii bool) string {
	return axis(from, to, width, marks, ascii, false)
}

// axis with ends has the clock times of both ends in place of round ones.
func axis(from, to time.Time, width int, marks []Mark, ascii, round bool) string {
	line := cellsOf(width)
	for _, m := range marks {
		if at := column(m.At, from, to, width); at >= 0 {
			line.put(at, rule(ascii)+m.Label)
		}
	}
	if !to.After(from) || width <= 0 {
		return strings.Join(line, "")
	}
	const label = "15:04"
	if !round {
		line.put(0, from.Format(label))
		line.put(width-len(label), to.Format(label))
		return strings.Join(line, "")
	}
	step := clockStep(to.Sub(from), width)
	for at := from.Truncate(step); !at.After(to); at = at.Add(step) {
		if c := column(at, from, to, width); c >= 0 {
			line.put(min(max(0, c-len(label)/2), width-len(label)), at.Format(label))
		}
	}
	return strings.Join(line, "")
}

// column is the cell of a time, -1 outside.
func column(at, from, to time.Time, width int) int {
	if at.Before(from) || !at.Before(to) || width <= 0 {
		return -1
	}
	return int(float64(at.Sub(from)) / float64(to.Sub(from)) * float64(width))
}

// cells is a line of single cells.
type cells []string

func cellsOf(width int) cells {
	out := make(cells, max(0, width))
	for i := range out {
		out[i] = " "
	}
	return out
}

// put writes s from a cell on, with a blank on both sides, where all of that is
// free; s must be of narrow characters.
func (c cells) put(at int, s string) bool {
	n := text.Width(s)
	if at < 0 || at+n > len(c) {
		return false
	}
	for i := max(0, at-1); i < min(len(c), at+n+1); i++ {
		if c[i] != " " {
			return false
		}
	}
	for i, r := range []rune(s) {
		c[at+i] = string(r)
	}
	return true
}
