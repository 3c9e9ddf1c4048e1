package filter

import "strings"

// split cuts a line at its blanks, but not in quotes or regular expressions that
// are closed.
func split(line string) []string {
	var tokens []string
	for {
		line = strings.TrimLeft(line, " \t\r\n")
		if line == "" {
			return tokens
		}
		n := next(line)
		tokens = append(tokens, line[:n])
		line = line[n:]
	}
}

// next is the length of the first token of a line, which begins with it.
func next(line string) int {
	begin := 0
	if line[0] == '!' {
		begin = 1
	}
	if i := strings.IndexAny(line[begin:], ": \t\r\n"); i >= 0 && line[begin+i] == ':' && begin+i+1 < len(line) && open(line[begin+i+1]) {
		begin += i + 1 // column:"two words"
	}
	if begin < len(line) && open(line[begin]) {
		if n := closed(line[begin:]); n > 0 {
			return begin + n
		}
	}
	if i := strings.IndexAny(line, " \t\r\n"); i >= 0 {
		return i
	}
	return len(line)
}

func open(c byte) bool { return c == '/' || c == '"' }

// closed is the length of s up to the mark that closes it, which a blank or the
// end follows; 0 when none does.
func closed(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '/':
			i++
		case s[i] == s[0] && (i+1 == len(s) || strings.IndexByte(" \t\r\n", s[i+1]) >= 0):
			return i + 1
		}
	}
	return 0
}
