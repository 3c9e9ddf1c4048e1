package secret

import "strings"

// word is the value that begins at a place: what is in quotes, or all up to the
// next blank or the quote that it is within.
func word(s string, at int) (from, to int) {
	from = at
	for from < len(s) && s[from] == '\\' {
		from++
	}
	if from == len(s) || !strings.ContainsRune(`"'`+"`", rune(s[from])) {
		return at, end(s, at)
	}
	quote := s[from]
	for to = from + 1; to < len(s); to++ {
		switch {
		case from > at && s[to] == '\\' && to+1 < len(s) && s[to+1] == quote: // quotes within quotes
			return from + 1, to
		case from == at && s[to] == '\\':
			to++
		case s[to] == quote:
			return from + 1, to
		}
	}
	return from + 1, len(s)
}

// end is where a value without quotes ends that begins at a place. A quote ends it
// when nothing but punctuation follows.
func end(s string, at int) int {
	for i := at; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t', '\n', '\r':
			return i
		case '\\', '"', '\'', '`':
			if closes(s[i:]) {
				return i
			}
		}
	}
	return len(s)
}

// closes tells a quote that ends what it is within.
func closes(s string) bool {
	s = strings.TrimLeft(s, `\`)
	if s == "" || !strings.ContainsRune(`"'`+"`", rune(s[0])) {
		return false
	}
	s = strings.TrimLeft(s, "\\\"'`")
	return s == "" || strings.ContainsRune(" \t\r\n,;:)]}>", rune(s[0]))
}
