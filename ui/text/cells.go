package text

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Width is the number of cells that s takes.
func Width(s string) int {
	n := plainPrefix(s)
	if n == len(s) {
		return n
	}
	if n > 0 {
		n-- // the last ASCII character may carry a combining mark
	}
	return n + displaywidth.String(s[n:])
}

// Cut returns s if it fits into w cells, and else its beginning and an
// ellipsis: at most w cells together.
func Cut(s string, w int) string {
	cut, _ := fit(s, w)
	return cut
}

// CutMiddle is Cut, but the ellipsis stands in the middle: names and ids often
// begin alike and differ at their ends.
func CutMiddle(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case len(s) <= w && plainPrefix(s) == len(s), Width(s) <= w:
		return s
	}
	tail := w / 2
	return take(s, w-1-tail) + Ellipsis + Skip(s, Width(s)-tail)
}

// Pad cuts s and fills it up with spaces on the right: exactly w cells.
func Pad(s string, w int) string {
	cut, n := fit(s, w)
	if n >= w {
		return cut
	}
	return cut + spaces(w-n)
}

// PadLeft cuts s and fills it up with spaces on the left, as numbers want it:
// exactly w cells.
func PadLeft(s string, w int) string {
	cut, n := fit(s, w)
	if n >= w {
		return cut
	}
	return spaces(w-n) + cut
}

// Skip is s without its first n cells. A wide character of which only one half
// is skipped leaves a space, so that what follows stays in its column.
func Skip(s string, n int) string {
	if n <= 0 {
		return s
	}
	if p, all := plainUpTo(s, n); all {
		return s[min(n, p):]
	}
	g := displaywidth.StringGraphemes(s)
	at := 0
	for g.Next() {
		if n <= 0 && g.Width() > 0 {
			break
		}
		at += len(g.Value())
		n -= g.Width()
	}
	if n < 0 {
		return spaces(-n) + s[at:]
	}
	return s[at:]
}

// fit is Cut with the width of what it returns. It looks at no more of s than
// it takes to see that the rest does not fit.
func fit(s string, w int) (string, int) {
	if w <= 0 {
		return "", 0
	}
	if n, all := plainUpTo(s, w); all {
		if n <= w {
			return s, n
		}
		return s[:w-1] + Ellipsis, w
	}
	g := displaywidth.StringGraphemes(s)
	n, at := 0, 0       // all that was seen
	cutN, cutAt := 0, 0 // what leaves room for the ellipsis
	for g.Next() {
		n += g.Width()
		at += len(g.Value())
		if n > w {
			return s[:cutAt] + Ellipsis, cutN + 1
		}
		if n < w {
			cutN, cutAt = n, at
		}
	}
	return s, n
}

// take is the longest prefix of whole characters that fits into w cells.
func take(s string, w int) string {
	if n, all := plainUpTo(s, max(w, 0)); all {
		return s[:min(max(w, 0), n)]
	}
	g := displaywidth.StringGraphemes(s)
	at := 0
	for g.Next() {
		w -= g.Width()
		if w < 0 {
			break
		}
		at += len(g.Value())
	}
	return s[:at]
}

// plainUpTo looks at the first w+1 bytes of s, returns how many there are and
// whether all are printable ASCII: then the first w cells are the first w
// bytes, whatever follows, for no combining mark can follow them.
func plainUpTo(s string, w int) (n int, all bool) {
	n = len(s)
	if n > w {
		n = w + 1
	}
	return n, plainPrefix(s[:n]) == n
}

const blank = "                                                                                " // 80

// spaces is n spaces, without allocating up to a usual width.
func spaces(n int) string {
	if n <= len(blank) {
		return blank[:max(n, 0)]
	}
	return strings.Repeat(" ", n)
}
