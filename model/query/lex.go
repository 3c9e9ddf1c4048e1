package query

import (
	"fmt"
	"strings"
)

// token is a piece of an expression, and where it
// stands (from 1).
type token struct {
	kind tokenKind
	text string
	at   int
}

type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenWord             // a subject, a value, or an operator in words
	tokenString           // a value in quotes
	tokenSign             // an operator or a bracket
)

// signs are the operators and brackets, longest first.
var signs = []string{"!exists", "!in", "&&", "||", "==", "!=", ">=", "<=", "=~", "!~", ">", "<", "!", "(", ")", "[", "]", ","}

// lexer cuts an expression into tokens, one at a time: what a word may contain
// depends on what is read.
type lexer struct {
	text string
	pos  int
}

func (l *lexer) space() {
	for l.pos < len(l.text) && strings.IndexByte(" \t\r\n", l.text[l.pos]) >= 0 {
		l.pos++
	}
}

// next is the next token.
func (l *lexer) next() (token, error) {
	l.space()
	at := l.pos + 1
	if l.pos == len(l.text) {
		return token{tokenEnd, "", at}, nil
	}
	if c := l.text[l.pos]; c == '"' || c == '\'' {
		return l.quoted(c)
	}
	for _, s := range signs {
		if strings.HasPrefix(l.text[l.pos:], s) && !(s[0] == '!' && len(s) > 2 && l.wordGoesOn(l.pos+len(s))) {
			l.pos += len(s)
			return token{tokenSign, s, at}, nil
		}
	}
	from := l.pos
	for l.pos < len(l.text) && wordByte(l.text[l.pos]) {
		l.pos++
	}
	if l.pos == from {
		return token{}, fmt.Errorf("unexpected %q at position %d", l.text[l.pos:l.pos+1], at)
	}
	return token{tokenWord, l.text[from:l.pos], at}, nil
}

func (l *lexer) wordGoesOn(pos int) bool { return pos < len(l.text) && wordByte(l.text[pos]) }

func wordByte(c byte) bool { return strings.IndexByte(" \t\r\n()[],!=<>~&|\"'", c) < 0 }

// quoted is a value in quotes; a backslash takes the next character as it is,
// unless the value is a regular expression, which keeps its own.
func (l *lexer) quoted(quote byte) (token, error) {
	at := l.pos + 1
	var b strings.Builder
	for p := l.pos + 1; p < len(l.text); p++ {
		switch c := l.text[p]; {
		case c == quote:
			l.pos = p + 1
			return token{tokenString, b.String(), at}, nil
		case c == '\\' && p+1 < len(l.text) && (l.text[p+1] == quote || l.text[p+1] == '\\'):
			p++
			b.WriteByte(l.text[p])
		default:
			b.WriteByte(c)
		}
	}
	return token{}, fmt.Errorf("the quotation that begins at position %d has no end", at)
}

// pattern is a regular expression without quotes: up to the next space, or to a
// parenthesis that it has not opened itself.
func (l *lexer) pattern() (token, error) {
	l.space()
	at := l.pos + 1
	if l.pos < len(l.text) && (l.text[l.pos] == '"' || l.text[l.pos] == '\'') {
		return l.quoted(l.text[l.pos])
	}
	from, depth := l.pos, 0
	for ; l.pos < len(l.text) && strings.IndexByte(" \t\r\n", l.text[l.pos]) < 0; l.pos++ {
		if c := l.text[l.pos]; c == '(' {
			depth++
		} else if c == ')' {
			if depth--; depth < 0 {
				break
			}
		}
	}
	if l.pos == from {
		return token{tokenEnd, "", at}, nil
	}
	return token{tokenWord, l.text[from:l.pos], at}, nil
}
