package text

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// CutStyled is Cut for text with SGR sequences. Those behind the cut are kept,
// so that what was switched on is switched off again.
func CutStyled(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if n, ok := styledWidth(s); ok && n <= w {
		return s
	}
	return ansi.Truncate(s, w, Ellipsis)
}

// PadStyled is Pad for text with SGR sequences: exactly w cells.
func PadStyled(s string, w int) string {
	s = CutStyled(s, w)
	if n := WidthStyled(s); n < w {
		return s + spaces(w-n)
	}
	return s
}

// WidthStyled is how many cells a line takes that may hold SGR sequences.
func WidthStyled(s string) int {
	if n, ok := styledWidth(s); ok {
		return n
	}
	return ansi.StringWidth(s)
}

// styledWidth is the width of printable ASCII, the glyphs of the screens and SGR
// sequences; ok is false when s holds anything else.
func styledWidth(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !narrow(r) {
				return 0, false
			}
			n++
			i += size - 1
		case c >= 0x20 && c <= 0x7e:
			n++
		case c == esc && i+1 < len(s) && s[i+1] == '[':
			i = span(s, i+2, 0x30, 0x3b)
			if i == len(s) || s[i] != 'm' {
				return 0, false
			}
		default:
			return 0, false
		}
	}
	return n, true
}

// narrow tells of the letters and signs that screens are full of that each is a
// cell of its own, whatever stands beside it: Latin letters, dashes and dots,
// arrows, lines and blocks, Braille, ticks and crosses.
func narrow(r rune) bool {
	switch {
	case r >= 0xa1 && r < 0x250:
		return r != 0xad && r != 0xa9 && r != 0xae
	case r >= 0x2010 && r < 0x2028, r >= 0x2190 && r < 0x2194, r >= 0x2500 && r < 0x25fb, r >= 0x2800 && r < 0x2900:
		return r != 0x25aa && r != 0x25ab && r != 0x25b6 && r != 0x25c0
	}
	return r == 0x2713 || r == 0x2717
}
