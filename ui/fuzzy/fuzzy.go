// Package fuzzy tells how well words that a person typed fit a name, and which
// of its characters they are.
//
// Names are folded once, and many are judged with every key: Score makes
// nothing. Words are separated by blanks and each must fit somewhere.
package fuzzy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold is s without the difference of upper and lower case. It has as many
// characters as s.
func Fold(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return strings.Map(unicode.ToLower, s)
		}
	}
	return s
}

// Pattern is what was typed, ready to be compared with many names.
type Pattern struct {
	words []string
	set   Set
}

// New is the pattern of what was typed. An empty one fits everything.
func New(typed string) Pattern {
	p := Pattern{words: strings.Fields(Fold(typed))}
	for _, word := range p.words {
		p.set |= SetOf(word)
	}
	return p
}

// Set tells which characters a folded text has, roughly: two may count as one.
type Set uint64

// SetOf is the set of a folded text.
func SetOf(s string) Set {
	var set Set
	for i := range len(s) {
		set |= 1 << (s[i] & 63)
	}
	return set
}

// Within tells whether a text of that set may have all characters of the
// pattern: where it is false, nothing else needs to be tried.
func (p Pattern) Within(set Set) bool { return p.set&^set == 0 }

// Empty tells that nothing was typed.
func (p Pattern) Empty() bool { return len(p.words) == 0 }

// Words are the folded words of the pattern.
func (p Pattern) Words() []string { return p.words }

// How well a word fits, from the best: the name itself, its beginning, the
// beginning of a word in it, anywhere, the initials of its words, and scattered
// over it.
const (
	whole     = 6 << 16
	beginning = 5 << 16
	border    = 4 << 16
	inside    = 3 << 16
	initials  = 2 << 16
	scattered = 1 << 16
)

// Score is how well the pattern fits a folded name, the more the better; 0 is
// not at all. Of names that fit alike the shorter one is better.
func (p Pattern) Score(name string) int {
	total := 0
	for _, word := range p.words {
		s := fit(word, name)
		if s == 0 {
			return 0
		}
		total += s
	}
	return total + max(1, 1<<10-len(name))
}

// fit is how well one word fits.
func fit(word, name string) int {
	if at := strings.Index(name, word); at >= 0 {
		switch {
		case len(word) == len(name):
			return whole
		case at == 0:
			return beginning
		}
		if at := bordered(name, word); at >= 0 {
			return border - min(at, 1<<12)
		}
		return inside - min(at, 1<<12)
	}
	if begins(word, name, nil) {
		return initials
	}
	from, to := spread(word, name)
	if from < 0 {
		return 0
	}
	return max(1, scattered-(to-from)*64-min(from, 1<<10))
}

// bordered is where word stands in name at the beginning of one of its words.
func bordered(name, word string) int {
	for from := 0; ; {
		at := strings.Index(name[from:], word)
		if at < 0 {
			return -1
		}
		if at += from; at == 0 || separates(name[at-1]) {
			return at
		}
		from = at + 1
	}
}

// separates tells the characters between the words of a name.
func separates(c byte) bool {
	return c < utf8.RuneSelf && !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9')
}

// begins tells whether the characters of word begin words of name, in their
// order; hit is told where.
func begins(word, name string, hit func(at int)) bool {
	at := 0
	for i := range len(name) {
		if at < len(word) && name[i] == word[at] && (i == 0 || separates(name[i-1])) {
			if at++; hit != nil {
				hit(i)
			}
		}
	}
	return at == len(word)
}

// spread is the shortest stretch of name, found from its first end, that has the
// characters of word in their order; from is -1 without one.
func spread(word, name string) (from, to int) {
	at := 0
	for _, r := range word {
		i := strings.IndexRune(name[at:], r)
		if i < 0 {
			return -1, -1
		}
		at += i + utf8.RuneLen(r)
	}
	to, from = at, at
	for rest := word; rest != ""; {
		r, size := utf8.DecodeLastRuneInString(rest)
		rest = rest[:len(rest)-size]
		from = strings.LastIndex(name[:from], string(r))
	}
	return from, to
}

// Places are the characters of a folded name that the pattern fits, by number
// and in order; nil where it does not fit.
func (p Pattern) Places(name string) []int {
	if p.Score(name) == 0 || p.Empty() {
		return nil
	}
	hit := make([]bool, utf8.RuneCountInString(name))
	for _, word := range p.words {
		at := bordered(name, word)
		if at < 0 {
			at = strings.Index(name, word)
		}
		if at >= 0 {
			first := utf8.RuneCountInString(name[:at])
			for i := range utf8.RuneCountInString(word) {
				hit[first+i] = true
			}
			continue
		}
		if begins(word, name, nil) {
			begins(word, name, func(at int) { hit[utf8.RuneCountInString(name[:at])] = true })
			continue
		}
		at, _ = spread(word, name)
		n := utf8.RuneCountInString(name[:at])
		for _, r := range word {
			i := strings.IndexRune(name[at:], r)
			n += utf8.RuneCountInString(name[at : at+i])
			hit[n] = true
			n, at = n+1, at+i+utf8.RuneLen(r)
		}
	}
	var places []int
	for i, is := range hit {
		if is {
			places = append(places, i)
		}
	}
	return places
}
