package text

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"
)

// ASCII is s for a terminal that shows nothing else, as wide as before: what
// has a likeness shows as that, anything else as question marks. Styles stay.
func ASCII(s string) string {
	at := strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 })
	if at < 0 {
		return s
	}
	at = max(0, at-1) // what stands before may carry a mark
	var out strings.Builder
	out.Grow(len(s))
	out.WriteString(s[:at])
	g := displaywidth.StringGraphemes(s[at:])
	for g.Next() {
		value := g.Value()
		if len(value) == 1 || isASCII(value) {
			out.WriteString(value)
			continue
		}
		r := []rune(value)[0]
		switch width := g.Width(); {
		case width == 1 && r < 0x80:
			out.WriteRune(r) // without its marks
		case width == 1:
			out.WriteByte(likeness(r))
		default:
			out.WriteString(strings.Repeat("?", width))
		}
	}
	return out.String()
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// alike are characters that this program draws with, and what they show as.
var alike = func() map[rune]byte {
	m := map[rune]byte{}
	for ascii, all := range map[byte]string{
		'~': "…", '$': "⏎", '-': "─━╌┄–—○", '|': "│┃┆┊▏▎▍▌", '+': "┌┐└┘├┤┬┴┼╭╮╯╰", '*': "●•·◆",
		'x': "✗×✘", 'v': "✓✔▾▼↓", '^': "▴↑", '!': "▲", 'o': "◌", '>': "▸▶→›»", '<': "◂◀←‹«",
		'#': "█▓▇▆▅", '=': "▄▃▒", '_': "▂▁░", '\'': "‘’´", '"': "“”",
	} {
		for _, r := range all {
			m[r] = ascii
		}
	}
	return m
}()

func likeness(r rune) byte {
	if c, ok := alike[r]; ok {
		return c
	}
	switch {
	case r >= 0x2400 && r <= 0x241f: // pictures of control characters
		return '^'
	case r == 0x2800:
		return ' '
	case r > 0x2800 && r <= 0x28ff: // braille of charts
		return ':'
	case unicode.IsSpace(r):
		return ' '
	}
	return '?'
}
