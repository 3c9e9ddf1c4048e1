package logs

import "strings"

// indexFold is where word, in lower case, occurs in s in any case, from an
// offset on; -1 when it does not. Only ASCII letters fold: what else a word
// holds must be there as it is. It does not allocate.
func indexFold(s, word string, from int) int {
	if word == "" {
		return from
	}
	lower := word[0]
	upper := upperOf(lower)
	for last := len(s) - len(word); from <= last; from++ {
		i := nextOf(s[from:last+1], lower, upper)
		if i < 0 {
			return -1
		}
		from += i
		if equalFold(s[from:from+len(word)], word) {
			return from
		}
	}
	return -1
}

// nextOf is the index of the first a or b in s.
func nextOf(s string, a, b byte) int {
	i := strings.IndexByte(s, a)
	if a == b {
		return i
	}
	if i >= 0 {
		s = s[:i] // only what comes before counts
	}
	if j := strings.IndexByte(s, b); j >= 0 {
		return j
	}
	return i
}

// equalFold compares s with a word in lower case of the same length.
func equalFold(s, word string) bool {
	for i := range len(word) {
		if lowerOf(s[i]) != word[i] {
			return false
		}
	}
	return true
}

func lowerOf(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func upperOf(c byte) byte {
	if c >= 'a' && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

// foldASCII is s with ASCII letters in lower case.
func foldASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = lowerOf(c)
	}
	return string(b)
}
