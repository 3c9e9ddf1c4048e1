// Package filter is the language of a list's filter line. Terms are joined by
// blanks and must all hold:
//
//	word  "two words"   the row's text has it, in any case
//	/regex/             the row's text matches it, in any case
//	column:value        the cell has it; also column:/regex/ and column:"two words"
//	cpu>80 age<1h       the cell's number compares; <= >= = too
//	!term               the term does not hold
//
// A term that is wrong or only half typed is left out, and Wrong says why: a
// list that is empty because of a slip looks like one where all is well.
package filter

import (
	"fmt"
	"regexp"
	"strings"
)

// Column is what a term may name: by its id or its title, in any case.
type Column struct {
	ID, Title string
	Hidden    bool // not to be told of
}

// Rows is what a query is asked about, by the number of the row.
type Rows interface {
	// Text is all that words search, Cell what one column shows; both in lower
	// case.
	Text(row int) string
	Cell(row, column int) string
	// Value is the number of a column; false where it is not known.
	Value(row, column int) (float64, bool)
}

// Query is a parsed filter line. The zero value lets every row through.
type Query struct {
	source string
	terms  []term
	wrong  []string
}

// term is one condition. A column below zero means the row's text.
type term struct {
	not     bool
	column  int
	op      string // of a comparison, "" of none
	value   float64
	word    string // in lower case
	pattern *regexp.Regexp
}

// Source is what was parsed.
func (q *Query) Source() string { return q.source }

// Wrong says what is wrong with the terms that are left out, "" for nothing.
func (q *Query) Wrong() string { return strings.Join(q.wrong, "; ") }

// All tells that every row passes.
func (q *Query) All() bool { return len(q.terms) == 0 }

// Match tells whether a row passes.
func (q *Query) Match(rows Rows, row int) bool {
	for i := range q.terms {
		if t := &q.terms[i]; !t.holds(rows, row) {
			return false
		}
	}
	return true
}

func (t *term) holds(rows Rows, row int) bool {
	if t.op != "" {
		v, known := rows.Value(row, t.column)
		return known && compare(v, t.op, t.value) != t.not
	}
	var text string
	if t.column < 0 {
		text = rows.Text(row)
	} else {
		text = rows.Cell(row, t.column)
	}
	if t.pattern != nil {
		return t.pattern.MatchString(text) != t.not
	}
	return strings.Contains(text, t.word) != t.not
}

func compare(a float64, op string, b float64) bool {
	switch op {
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case ">=":
		return a >= b
	}
	return a == b
}

// Parse reads a filter line about rows with these columns.
func Parse(source string, columns []Column) Query {
	q := Query{source: source}
	for _, token := range split(source) {
		rest, not := strings.CutPrefix(token, "!")
		if rest == "" {
			continue // a ! to which the word is still being typed
		}
		t, wrong := parse(rest, columns)
		if wrong != "" {
			q.wrong = append(q.wrong, wrong)
			continue
		}
		t.not = not
		q.terms = append(q.terms, t)
	}
	return q
}

func parse(token string, columns []Column) (t term, wrong string) {
	t.column = -1
	if token[0] == '/' || token[0] == '"' {
		return match(t, token)
	}
	name, op, value := cut(token)
	if op == "" {
		return match(t, token)
	}
	t.column = find(name, columns)
	switch {
	case t.column < 0 && op == ":" && ordinary(name, value):
		return match(t, token)
	case t.column < 0:
		return t, fmt.Sprintf("no column %s: %s", name, names(columns))
	case value == "" || value == "/" || value == `"`:
		return t, name + op + " what?"
	case op == ":":
		return match(t, value)
	}
	n, ok := Number(value)
	if !ok {
		return t, fmt.Sprintf("%s is no number: 80, 58%%, 2h30m, 1.5GiB", value)
	}
	t.op, t.value = op, n
	return t, ""
}

// match makes a term of a word, quoted words or a regular expression.
func match(t term, s string) (term, string) {
	switch {
	case s[0] == '"':
		t.word = strings.ToLower(strings.Trim(s, `"`))
	case s[0] == '/' && (len(s) == 1 || s[len(s)-1] != '/'):
		return t, s + " has no / at its end; in quotes it is text"
	case s[0] == '/' && len(s) > 2:
		pattern, err := regexp.Compile("(?i)" + s[1:len(s)-1])
		if err != nil {
			return t, s + ": " + because(err)
		}
		t.pattern = pattern
	case s[0] != '/':
		t.word = strings.ToLower(s)
	}
	return t, ""
}

// because is what regexp says without its own name and the pattern.
func because(err error) string {
	says := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	says, _, _ = strings.Cut(says, ": `")
	return says
}

// cut splits a term at its operator. What does not begin with a letter is a
// word whatever is in it.
func cut(token string) (name, op, value string) {
	if c := token[0] | 0x20; c < 'a' || c > 'z' {
		return "", "", ""
	}
	i := strings.IndexAny(token, ":<>=")
	if i < 0 {
		return "", "", ""
	}
	op = token[i : i+1]
	if (op == "<" || op == ">") && strings.HasPrefix(token[i+1:], "=") {
		op += "="
	}
	return token[:i], op, token[i+len(op):]
}

// ordinary tells that what looks like column:value is what people search for as
// it is: a revision, an image's tag, an ARN, an address.
func ordinary(name, value string) bool {
	return strings.Contains(name, "/") || strings.ContainsAny(value, ":/") && value[0] != '/' || value != "" && value[0] >= '0' && value[0] <= '9'
}

// find is the place of the column that has a name, -1 for none.
func find(name string, columns []Column) int {
	name = plain(name)
	for i, c := range columns {
		if plain(c.ID) == name {
			return i
		}
	}
	for i, c := range columns {
		if plain(c.Title) == name {
			return i
		}
	}
	return -1
}

// plain is a name as it is compared: RUNS ON is runson.
func plain(name string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(name))
}

func names(columns []Column) string {
	ids := make([]string, 0, len(columns))
	for _, c := range columns {
		if !c.Hidden {
			ids = append(ids, c.ID)
		}
	}
	return strings.Join(ids, " ")
}
