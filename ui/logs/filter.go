package logs

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// filter says which lines to show. All terms must agree.
type filter struct {
	expr  string // as it was typed
	terms []term
}

// term is a word or a regular expression, wanted or unwanted.
type term struct {
	not  bool
	word string // in lower case; "" when re is set
	re   *regexp.Regexp
}

// parseFilter reads words, /regular expressions/ and either with a ! before it
// for what must not be there. An expression may hold spaces; it ends at a slash
// with a space or nothing behind it, so that /orders/88131 is a word. A ! alone
// is a term half typed and asks for nothing.
func parseFilter(expr string) (filter, error) {
	f := filter{expr: strings.TrimSpace(expr)}
	for rest := f.expr; rest != ""; rest = strings.TrimLeft(rest, " ") {
		var t term
		rest, t.not = strings.CutPrefix(rest, "!")
		if n := regexEnd(rest); n > 0 {
			re, err := regexp.Compile(rest[1 : n-1])
			if err != nil {
				return filter{}, regexError(rest[:n], err)
			}
			t.re, rest = re, rest[n:]
		} else {
			word, behind, _ := strings.Cut(rest, " ")
			t.word, rest = foldASCII(word), behind
		}
		if t.re != nil || t.word != "" {
			f.terms = append(f.terms, t)
		}
	}
	return f, nil
}

// regexEnd is the length of the /expression/ that s begins with, 0 if none. An
// empty one is a word: two slashes.
func regexEnd(s string) int {
	if !strings.HasPrefix(s, "/") {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '/' && i > 1 && (i+1 == len(s) || s[i+1] == ' '):
			return i + 1
		}
	}
	return 0
}

// regexError says what is wrong with an expression, and with what part of it.
func regexError(expr string, err error) error {
	var bad *syntax.Error
	if !errors.As(err, &bad) {
		return fmt.Errorf("filter %s: %w", expr, err)
	}
	if bad.Expr == "" || "/"+bad.Expr+"/" == expr {
		return fmt.Errorf("filter %s: %s", expr, bad.Code)
	}
	return fmt.Errorf("filter %s: %s at %s", expr, bad.Code, bad.Expr)
}

// match tells whether a line of src is to be shown. Markers always are: they
// tell what happened between the lines.
func (f *filter) match(l *line, src *source) bool {
	if l.kind != written {
		return true
	}
	for i := range f.terms {
		if t := &f.terms[i]; t.in(l, src) == t.not {
			return false
		}
	}
	return true
}

// in looks for the term in the text, and for words in the container's name and
// at the beginning of the task's id as well: that is how a task is singled out.
func (t *term) in(l *line, src *source) bool {
	if t.re != nil {
		return t.re.MatchString(l.text)
	}
	return indexFold(l.text, t.word, 0) >= 0 || indexFold(src.container, t.word, 0) >= 0 ||
		len(t.word) >= minDigits && len(t.word) <= len(src.task) && equalFold(src.task[:len(t.word)], t.word)
}

// span is a range of bytes in a line's text.
type span struct{ from, to int }

// maxSpans is how many matches of an expression are highlighted in a line.
const maxSpans = 1000

// spans appends where the wanted terms occur in s[from:to], in order and apart.
func (f *filter) spans(out []span, s string, from, to int) []span {
	for i := range f.terms {
		t := &f.terms[i]
		switch {
		case t.not:
		case t.re != nil:
			for _, m := range t.re.FindAllStringIndex(s, maxSpans) {
				if m[0] < to && m[1] > from && m[0] < m[1] {
					out = append(out, span{m[0], m[1]})
				}
			}
		default:
			n := len(t.word)
			for at := max(0, from-n+1); ; at += n {
				at = indexFold(s, t.word, at)
				if at < 0 || at >= to {
					break
				}
				out = append(out, span{at, at + n})
			}
		}
	}
	if len(out) < 2 {
		return out
	}
	return united(out)
}

// united sorts spans and joins those that touch.
func united(s []span) []span {
	model.Sort(s, func(a, b span) int { return a.from - b.from })
	n := 0
	for _, b := range s[1:] {
		if b.from <= s[n].to {
			s[n].to = max(s[n].to, b.to)
			continue
		}
		n++
		s[n] = b
	}
	return s[:n+1]
}
