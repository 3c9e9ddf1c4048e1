package wire

import (
	"strings"
	"unicode"
)

// filter is a filter pattern of CloudWatch Logs for unstructured lines. Terms
// are parts of the line, and case matters (CWL:FilterAndPatternSyntax).
type filter struct {
	all  []string // each must be there
	any  []string // one must be there, unless all asks for something
	none []string // none may be there
}

// matches tells whether a line passes. AWS ignores the optional terms of a
// pattern that has required ones.
func (f filter) matches(line string) bool {
	has := func(term string) bool { return strings.Contains(line, term) }
	for _, t := range f.none {
		if has(t) {
			return false
		}
	}
	for _, t := range f.all {
		if !has(t) {
			return false
		}
	}
	if len(f.all) > 0 || len(f.any) == 0 {
		return true
	}
	for _, t := range f.any {
		if has(t) {
			return true
		}
	}
	return false
}

// parseFilter reads a pattern: words and "quoted phrases", each with ? before
// it when any one of these will do, or with - when it must not be there.
func parseFilter(pattern string) (filter, error) {
	var f filter
	rest := strings.TrimSpace(pattern)
	switch {
	case strings.HasPrefix(rest, "{"):
		return f, badPattern("the simulator does not know patterns for JSON lines, { ... }")
	case strings.HasPrefix(rest, "["):
		return f, badPattern("the simulator does not know patterns for space-delimited lines, [ ... ]")
	}
	for rest != "" {
		to := &f.all
		switch rest[0] {
		case '?':
			to, rest = &f.any, rest[1:]
		case '-':
			to, rest = &f.none, rest[1:]
		}
		term, after, err := cutTerm(rest)
		if err != nil {
			return f, err
		}
		if strings.TrimSpace(term) != "" {
			*to = append(*to, term)
		}
		rest = strings.TrimLeft(after, " ")
	}
	return f, nil
}

// cutTerm takes the first term off a pattern.
func cutTerm(s string) (term, rest string, err error) {
	if quoted, ok := strings.CutPrefix(s, `"`); ok {
		return cutPhrase(quoted)
	}
	term, rest, _ = strings.Cut(s, " ")
	if term == "" {
		return "", "", badPattern("a ? or - stands alone")
	}
	if strings.HasPrefix(term, "%") {
		return "", "", badPattern("the simulator does not know regular expressions, %...%")
	}
	if i := strings.IndexFunc(term, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }); i >= 0 {
		return "", "", badPattern(`the term ` + term + ` has a character that is no letter, digit or underscore: put it in "double quotes"`)
	}
	return term, rest, nil
}

// cutPhrase takes a phrase off a pattern, from behind its opening quote. A
// backslash keeps a quote in the phrase.
func cutPhrase(s string) (term, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", badPattern("a double quote is not closed")
}

func badPattern(why string) error { return invalid("Invalid filter pattern: %s.", why) }
