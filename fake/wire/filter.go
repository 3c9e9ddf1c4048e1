package wire

import (
	"strings"
	"unicode"
)

// pattern is a filter pattern of CloudWatch Logs, as metric filters,
// FilterLogEvents and Live Tail take it (CWL:FilterAndPatternSyntax).
type pattern interface{ matches(line string) bool }

// patternAtMost is how long a pattern may be (SDK cloudwatchlogs, the member's
// length).
const patternAtMost = 1024

// parseFilter reads a pattern: { ... } for JSON lines, [ ... ] for
// space-delimited ones, else terms. An empty one lets everything pass.
func parseFilter(text string) (pattern, error) {
	if len(text) > patternAtMost {
		return nil, badPattern("it is longer than 1024 characters")
	}
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "{"):
		return parseJSONFilter(text)
	case strings.HasPrefix(text, "["):
		return parseFieldFilter(text)
	}
	return parseTerms(text)
}

// terms is a pattern for unstructured lines: parts of the line, in which case
// matters.
type terms struct {
	all  []matcher // each must be there
	any  []matcher // one must be there, unless all asks for something
	none []matcher // none may be there
}

// matches tells whether a line passes. AWS ignores the optional terms of a
// pattern that has required ones.
func (f terms) matches(line string) bool {
	for _, m := range f.none {
		if m(line) {
			return false
		}
	}
	for _, m := range f.all {
		if !m(line) {
			return false
		}
	}
	if len(f.all) > 0 || len(f.any) == 0 {
		return true
	}
	for _, m := range f.any {
		if m(line) {
			return true
		}
	}
	return false
}

// parseTerms reads words, "quoted phrases" and %expressions%, each with ?
// before it when any one of these will do, or with - when it must not be there.
func parseTerms(rest string) (pattern, error) {
	var f terms
	var e expressions
	for rest != "" {
		to := &f.all
		switch rest[0] {
		case '?':
			to, rest = &f.any, rest[1:]
		case '-':
			to, rest = &f.none, rest[1:]
		}
		m, after, err := e.cutTerm(rest)
		if err != nil {
			return nil, err
		}
		if m != nil {
			*to = append(*to, m)
		}
		rest = strings.TrimLeft(after, " ")
	}
	return f, nil
}

// cutTerm takes the first term off a pattern; nil for a blank phrase, which
// asks for nothing.
func (e *expressions) cutTerm(s string) (m matcher, rest string, err error) {
	if quoted, ok := strings.CutPrefix(s, `"`); ok {
		phrase, after, err := cutPhrase(quoted)
		if err != nil || strings.TrimSpace(phrase) == "" {
			return nil, after, err
		}
		return contains(phrase), after, nil
	}
	if strings.HasPrefix(s, "%") {
		return e.cut(s)
	}
	term, rest, _ := strings.Cut(s, " ")
	if term == "" {
		return nil, "", badPattern("a ? or - stands alone")
	}
	if i := strings.IndexFunc(term, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }); i >= 0 {
		return nil, "", badPattern(`the term ` + term + ` has a character that is no letter, digit or underscore: put it in "double quotes"`)
	}
	return contains(term), rest, nil
}

// cutPhrase takes a phrase off a pattern, from behind its opening quote. A
// backslash keeps a quote in the phrase.
func cutPhrase(s string) (phrase, rest string, err error) {
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
