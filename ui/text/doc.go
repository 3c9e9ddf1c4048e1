// Package text turns strings into cells of a terminal: it cleans untrusted
// text, measures, cuts, pads and wraps, and prints the few numbers and times
// that every screen prints alike.
//
// Except for the Styled functions, strings are plain: no escape sequences in,
// none out. Text from outside the program goes through [Clean] once, at the
// door; everything else here expects clean text.
//
// Nearly all text of a dashboard is ASCII, where a byte is a cell. Every
// function looks for that first and then neither allocates (unless it has to
// join) nor segments graphemes, which costs ten times as much.
package text

// Ellipsis stands where text was cut. It is one cell wide.
const Ellipsis = "…"

// plainPrefix is the length of the longest prefix of printable ASCII.
func plainPrefix(s string) int {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c > 0x7e {
			return i
		}
	}
	return len(s)
}
