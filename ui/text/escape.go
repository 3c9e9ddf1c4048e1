package text

import "strings"

// The introducers of escape sequences in 8-bit form; in 7-bit form each is ESC
// and the character 0x40 below (ECMA-48, section 5.3).
const (
	dcs = 0x90
	sos = 0x98
	csi = 0x9b
	st  = 0x9c
	osc = 0x9d
	pm  = 0x9e
	apc = 0x9f
	esc = 0x1b
)

// escape is the length of the escape sequence that s begins with, 0 if it
// begins with none; r is the first rune of s and size its length. A lone ESC
// is no sequence but a control character.
func escape(s string, r rune, size int) int {
	if r == esc && len(s) > 1 && s[1] >= 0x40 && s[1] <= 0x5f {
		r, size = rune(s[1])+0x40, 2
	}
	switch r {
	case csi:
		return size + control(s[size:])
	case dcs, sos, osc, pm, apc:
		return size + payload(s[size:])
	case st:
		return size
	case esc:
		return other(s)
	}
	if size == 2 && s[0] == esc {
		return size // ESC M and its like: a whole sequence in two bytes
	}
	return 0
}

// control is the length of what follows a CSI: parameters, intermediates and a
// final byte, or as much of that as there is.
func control(s string) int {
	i := span(s, 0, 0x30, 0x3f)
	i = span(s, i, 0x20, 0x2f)
	if i < len(s) && s[i] >= 0x40 && s[i] <= 0x7e {
		i++
	}
	return i
}

// other is the length of ESC, intermediates and a final byte, as in ESC ( B; 0
// when there is no more than the ESC.
func other(s string) int {
	i := span(s, 1, 0x20, 0x2f)
	if i < len(s) && s[i] >= 0x30 && s[i] <= 0x7e {
		return i + 1
	}
	if i > 1 {
		return i
	}
	return 0
}

// payload is the length of a string up to and with its terminator, 0 when it
// is not terminated before the next control character.
func payload(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\a':
			return i + 1
		case c == esc:
			if strings.HasPrefix(s[i:], "\x1b\\") {
				return i + 2
			}
			return 0
		case c < 0x20:
			return 0
		case c == 0xc2 && i+1 < len(s) && s[i+1] >= 0x80 && s[i+1] < 0xa0: // C1 in UTF-8
			if s[i+1] == st {
				return i + 2
			}
			return 0
		}
	}
	return 0
}

// span is the first index from i on of a byte that is not in lo..hi.
func span(s string, i int, lo, hi byte) int {
	for i < len(s) && s[i] >= lo && s[i] <= hi {
		i++
	}
	return i
}
