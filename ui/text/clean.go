package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

const (
	tabStop = 8
	// maxMarks is how many combining marks one cell may carry. Languages use
	// up to four; more of them paint over the lines above and below.
	maxMarks = 8
)

// Clean makes one safe line of untrusted text: what it returns can neither
// steer the terminal nor look like something it is not.
//
//   - Escape sequences (CSI, OSC, DCS, ...) are removed, in their 7-bit and
//     8-bit forms. Of a string sequence that never ends only the introducer
//     goes, so that nobody can hide the rest of a line behind it.
//   - Other control characters become pictures (␀) or code points (<U+0085>),
//     newlines become ⏎, tabs spaces up to the next stop.
//   - Bidirectional controls, joiners and everything else that has no width
//     become code points: <U+202E>. Emoji and text presentation selectors and
//     the tones of skin are dropped instead, because terminals disagree on the
//     width they give.
//   - Invalid UTF-8 becomes U+FFFD.
//
// Cleaning what is clean changes nothing.
func Clean(s string) string {
	n := plainPrefix(s)
	if n == len(s) {
		return s
	}
	c := cleaner{}
	c.out.Grow(len(s) + 16)
	c.out.WriteString(s[:n])
	for rest := s[n:]; rest != ""; {
		rest = rest[c.take(rest):]
	}
	return closed(c.out.String())
}

// closed makes a line whose width does not depend on what is printed around
// it: a mark that would join the character before the line gets a circle to
// sit on, and a prefix that would take the character behind it shows as its
// code point. Both are always letters of some script, and rare.
func closed(s string) string {
	if joined(" ", s) {
		s = "◌" + s
	}
	if r, size := utf8.DecodeLastRuneInString(s); r >= 0x80 && joined(s[len(s)-size:], " ") {
		s = fmt.Sprintf("%s<U+%04X>", s[:len(s)-size], r)
	}
	return s
}

// joined tells whether a and b make one character when b follows a.
func joined(a, b string) bool {
	g := displaywidth.StringGraphemes(a + b)
	g.Next()
	return len(g.Value()) > len(a)
}

// cleaner collects the clean line.
type cleaner struct {
	out   strings.Builder
	from  int // where in out the text begins that is not yet counted in column
	col   int // column of out[from:], since the last newline
	marks int // combining marks in a row at the end of out
}

// take writes what s begins with in its clean form and returns how many bytes
// of s that was.
func (c *cleaner) take(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if n := escape(s, r, size); n > 0 {
		return n
	}
	switch {
	case r == '\t':
		c.tab()
	case r == '\n':
		c.newline()
	case r == '\r' && strings.HasPrefix(s, "\r\n"):
		c.newline()
		return 2
	case r < 0x20:
		c.write(0x2400 + r)
	case r == 0x7f:
		c.write('␡')
	case r == '\ufe0e' || r == '\ufe0f':
		// Dropped; the marks around it still count as neighbours.
	case r >= 0x1f3fb && r <= 0x1f3ff && c.out.Len() > 0: // a tone of skin
	case invisible(r):
		c.codePoint(r)
	case unicode.In(r, unicode.Mn, unicode.Me):
		c.mark(r)
	default:
		c.write(r)
	}
	return size
}

func (c *cleaner) write(r rune) {
	c.marks = 0
	c.out.WriteRune(r)
}

func (c *cleaner) mark(r rune) {
	if c.marks >= maxMarks {
		c.codePoint(r)
		return
	}
	c.marks++
	c.out.WriteRune(r)
}

func (c *cleaner) codePoint(r rune) {
	c.marks = 0
	fmt.Fprintf(&c.out, "<U+%04X>", r)
}

func (c *cleaner) newline() {
	c.write('⏎')
	c.from, c.col = c.out.Len(), 0
}

func (c *cleaner) tab() {
	c.marks = 0
	c.col += Width(c.out.String()[c.from:])
	n := tabStop - c.col%tabStop
	c.out.WriteString(spaces(n))
	c.from, c.col = c.out.Len(), c.col+n
}

// invisible tells runes that print nothing and still change what is read.
func invisible(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r < 0xa0, r == '\u2028', r == '\u2029': // C1, line and paragraph separators
		return true
	case r >= 0xfe00 && r <= 0xfe0d, r >= 0xe0100 && r <= 0xe01ef: // variation selectors
		return true
	}
	return unicode.Is(unicode.Cf, r)
}
