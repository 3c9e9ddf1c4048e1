package query

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// compareValues orders two values: as numbers or versions, as times, else as
// text.
func compareValues(a, b string) int {
	if x, ok := numbersOf(a); ok {
		if y, ok := numbersOf(b); ok {
			return slices.Compare(x, y)
		}
	}
	if x, err := time.Parse(time.RFC3339, a); err == nil {
		if y, err := time.Parse(time.RFC3339, b); err == nil {
			return x.Compare(y)
		}
	}
	return strings.Compare(a, b)
}

// numbersOf are the parts of a number or a version such as 1.105.1, without
// zeros at the end.
func numbersOf(s string) (out []int, ok bool) {
	for _, part := range strings.Split(s, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		out = append(out, n)
	}
	for len(out) > 1 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out, true
}
