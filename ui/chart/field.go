package chart

import (
	"math"
	"strconv"
	"time"
)

// field is where lines are drawn: braille cells of two by four dots, or one
// marker a cell in ASCII.
type field struct {
	width, height int
	ascii         bool
	dots          []rune // of each cell, the eight bits of braille
	owner         []int  // the line that a cell belongs to, -1 for none
}

func newField(width, height int, ascii bool) *field {
	f := &field{width: max(0, width), height: height, ascii: ascii}
	f.dots, f.owner = make([]rune, f.width*height), make([]int, f.width*height)
	for i := range f.owner {
		f.owner[i] = -1
	}
	return f
}

// across and down are how many points the field has.
func (f *field) across() int {
	if f.ascii {
		return f.width
	}
	return 2 * f.width
}

func (f *field) down() int {
	if f.ascii {
		return f.height
	}
	return 4 * f.height
}

// brailleBits are the dots of a braille cell by column and row (Unicode,
// U+2800).
var brailleBits = [2][4]rune{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

// set puts a dot. A cell where lines meet belongs to the first.
func (f *field) set(line, x, y int) {
	cx, cy, bit := x, y, rune(1)
	if !f.ascii {
		cx, cy, bit = x/2, y/4, brailleBits[x%2][y%4]
	}
	i := cy*f.width + cx
	if cx >= f.width || i >= len(f.dots) {
		return
	}
	f.dots[i] |= bit
	if f.owner[i] < 0 {
		f.owner[i] = line
	}
}

// trace draws one value for each point across, joined by steps up and down.
func (f *field) trace(line int, values []float64, lo, hi float64) {
	before := -1
	for x, v := range values {
		if math.IsNaN(v) {
			before = -1
			continue
		}
		y := rowOf(v, lo, hi, f.down())
		from := y
		if before >= 0 {
			from = before
		}
		for at := min(y, from); at <= max(y, from); at++ {
			if at != before || at == y {
				f.set(line, x, at)
			}
		}
		before = y
	}
}

// cell is what a cell shows, and whose it is: -1 for an empty one.
func (f *field) cell(x, y int) (string, int) {
	i := y*f.width + x
	switch of := f.owner[i]; {
	case of < 0:
		return " ", -1
	case f.ascii:
		return Marker(of), of
	default:
		return string(0x2800 + f.dots[i]), of
	}
}

// resample is one value for each of n points from one time to another: the mean
// of what falls on a point, and between two readings that follow each other what
// lies between them. NaN where nothing is known.
func resample(l Line, from, to time.Time, n int) []float64 {
	out := make([]float64, n)
	width := float64(to.Sub(from)) / float64(max(1, n))
	for x := range out {
		out[x] = l.at(from.Add(time.Duration(float64(x)*width)), time.Duration(width))
	}
	return out
}

// at is the mean of the readings in the middle of whose periods lie in d from t
// on, else what lies between the two around it.
func (l Line) at(t time.Time, d time.Duration) float64 {
	if l.Period <= 0 {
		return math.NaN()
	}
	// The place of t on the line, in periods, 0 being the middle of the first.
	place := float64(t.Sub(l.Start))/float64(l.Period) - 0.5
	end := place + float64(d)/float64(l.Period)
	sum, count := 0.0, 0
	for i := max(0, int(math.Ceil(place))); i < len(l.Values) && float64(i) < end; i++ {
		if v := l.Values[i]; !math.IsNaN(v) {
			sum, count = sum+v, count+1
		}
	}
	if count > 0 {
		return sum / float64(count)
	}
	i := int(math.Floor(place))
	if i < 0 || i+1 >= len(l.Values) {
		return math.NaN()
	}
	return l.Values[i] + (l.Values[i+1]-l.Values[i])*(place-float64(i))
}

// number is a value without needless digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
