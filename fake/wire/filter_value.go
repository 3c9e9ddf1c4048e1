package wire

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// matcher tells whether a text is what a pattern asks for.
type matcher func(text string) bool

func contains(part string) matcher {
	return func(text string) bool { return strings.Contains(text, part) }
}

// expressions reads regular expressions and counts them.
type expressions struct{ n int }

// expressionsAtMost is how many a pattern may have; expressionSigns are what
// they may be made of beside letters and digits, which leaves out parentheses
// (CWL:FilterAndPatternSyntax).
const (
	expressionsAtMost = 2
	expressionSigns   = `^$?[]{}|\*+. _-#=@/;,:"'!<>&~%` + "`"
)

// cut takes an expression between percent signs off a pattern.
func (e *expressions) cut(s string) (m matcher, rest string, err error) {
	text, rest, closed := strings.Cut(s[1:], "%")
	if !closed {
		return nil, "", badPattern("a regular expression is not closed by %")
	}
	if e.n++; e.n > expressionsAtMost {
		return nil, "", badPattern(fmt.Sprintf("it has more than %d regular expressions", expressionsAtMost))
	}
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune(expressionSigns, r) {
			return nil, "", badPattern(fmt.Sprintf("a regular expression may not have %q", r))
		}
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, "", badPattern("the regular expression " + text + " cannot be read")
	}
	return re.MatchString, rest, nil
}

// wildcard is a value in which * stands for anything.
func wildcard(value string) matcher {
	parts := strings.Split(value, "*")
	if len(parts) == 1 {
		return func(text string) bool { return text == value }
	}
	return func(text string) bool {
		first, last := parts[0], parts[len(parts)-1]
		if !strings.HasPrefix(text, first) {
			return false
		}
		text = text[len(first):]
		for _, p := range parts[1 : len(parts)-1] {
			i := strings.Index(text, p)
			if i < 0 {
				return false
			}
			text = text[i+len(p):]
		}
		return strings.HasSuffix(text, last)
	}
}

// comparison is an operator and the value on its right.
type comparison struct {
	op     string
	text   matcher // of = and !=
	number float64
	isNum  bool
}

// operators are the comparisons, the longer ones first.
var operators = []string{"!=", "<=", ">=", "=", "<", ">"}

// holds compares a text, which may be a number.
func (c comparison) holds(text string) bool {
	if c.isNum {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return c.compares(x)
		}
	}
	switch c.op {
	case "=":
		return c.text(text)
	case "!=":
		return !c.text(text)
	}
	return false // texts have no order
}

func (c comparison) compares(x float64) bool {
	switch c.op {
	case "=":
		return x == c.number
	case "!=":
		return x != c.number
	case "<":
		return x < c.number
	case "<=":
		return x <= c.number
	case ">":
		return x > c.number
	}
	return x >= c.number
}

// comparisonOf is op with a value as it is written: a number, a word with
// wildcards, a "phrase" with wildcards, or an %expression%.
func (e *expressions) comparisonOf(op, value string) (comparison, error) {
	c := comparison{op: op}
	switch {
	case strings.HasPrefix(value, "%"):
		m, rest, err := e.cut(value)
		if err != nil {
			return c, err
		}
		if rest != "" {
			return c, badPattern("something follows a regular expression: " + rest)
		}
		c.text = m
	case strings.HasPrefix(value, `"`):
		phrase, rest, err := cutPhrase(value[1:])
		if err != nil {
			return c, err
		}
		if rest != "" {
			return c, badPattern("something follows a phrase: " + rest)
		}
		c.text = wildcard(phrase)
	case value == "":
		return c, badPattern("a value is missing behind " + op)
	default:
		c.text = wildcard(value)
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			c.number, c.isNum = x, true
		}
	}
	if op != "=" && op != "!=" && !c.isNum {
		return c, badPattern(op + " needs a number, not " + value)
	}
	return c, nil
}
