// Package chart draws numbers in single rows of cells: sparklines and bars, as
// plain strings that the caller colours.
package chart

import (
	"math"
	"strings"
)

// Levels from low to high.
const (
	levels      = "▁▂▃▄▅▆▇█"
	asciiLevels = "_.-=*#"
)

// Spark draws the last width values, one cell each, the newest at the right
// end; it is always width cells wide. lo is the bottom of the scale and hi its
// top, values outside show as the lowest or highest level. NaN, which is "not
// reported", is a blank cell: a gap is not a zero.
func Spark(values []float64, lo, hi float64, width int, ascii bool) string {
	if width <= 0 {
		return ""
	}
	values = values[max(0, len(values)-width):]
	marks := []rune(levels)
	if ascii {
		marks = []rune(asciiLevels)
	}
	var b strings.Builder
	b.Grow(3 * width)
	for range width - len(values) {
		b.WriteByte(' ')
	}
	for _, v := range values {
		if math.IsNaN(v) {
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(marks[level(v, lo, hi, len(marks))])
	}
	return b.String()
}

// level is the step 0..n-1 that v belongs to.
func level(v, lo, hi float64, n int) int {
	switch {
	case v <= lo:
		return 0
	case v >= hi:
		return n - 1
	}
	return max(0, min(n-1, int((v-lo)/(hi-lo)*float64(n))))
}
