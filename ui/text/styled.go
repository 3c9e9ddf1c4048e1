package text

import "github.com/charmbracelet/x/ansi"

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
	n, ok := styledWidth(s)
	if !ok {
		n = ansi.StringWidth(s)
	}
	if n >= w {
		return s
	}
	return s + spaces(w-n)
}

// styledWidth is the width of printable ASCII and SGR sequences; ok is false
// when s holds anything else.
func styledWidth(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
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
