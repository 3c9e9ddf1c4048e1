// Package query is the cluster query language of Amazon ECS (developer guide,
// cluster-query-language): what placement constraints and filters of container
// instances are written in. It knows no instance: whoever asks reads the subjects.
package query

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Query is an expression, ready to be asked of instances.
type Query struct{ ask func(Read) bool }

// Read is how a subject is read of an instance: no value at all for an attribute
// that it does not have, several for the groups of its tasks. Subjects but
// attributes are in lower case.
type Read func(subject string) []string

// Matches tells whether the expression holds for what read reads.
func (q *Query) Matches(read Read) bool { return q.ask(read) }

// wordOperators are the operators that have a form in words.
var wordOperators = map[string]string{
	"equals": "==", "not_equals": "!=", "greater_than": ">", "greater_than_equal": ">=", "less_than": "<", "less_than_equal": "<=",
	"exists": "exists", "not_exists": "!exists", "in": "in", "not_in": "!in", "matches": "=~", "not_matches": "!~",
}

// Parse reads an expression.
//
//	expression = conjunction { ("||" | "or") conjunction }
//	conjunction = term { ("&&" | "and") term }
//	term = ("!" | "not") term | "(" expression ")" | subject operator [argument]
func Parse(text string) (*Query, error) {
	p := parser{lexer: lexer{text: text}}
	q, err := p.whole()
	if err != nil {
		return nil, fmt.Errorf("Invalid expression %q: %w.", text, err) //nolint:revive,staticcheck // as ECS says it
	}
	return q, nil
}

type parser struct {
	lexer
	now   token
	depth int
}

// deepest bounds how deep an expression may nest.
const deepest = 50

func (p *parser) whole() (*Query, error) {
	if strings.TrimSpace(p.text) == "" {
		return nil, errors.New("it is empty")
	}
	if err := p.move(); err != nil {
		return nil, err
	}
	q, err := p.either()
	if err != nil {
		return nil, err
	}
	if p.now.kind != tokenEnd {
		return nil, p.wants("the end or a logical operator")
	}
	return q, nil
}

func (p *parser) move() (err error) {
	p.now, err = p.next()
	return err
}

func (p *parser) wants(what string) error {
	if p.now.kind == tokenEnd {
		return fmt.Errorf("expected %s at position %d, where it ends", what, p.now.at)
	}
	return fmt.Errorf("expected %s at position %d, found %q", what, p.now.at, p.now.text)
}

// is tells whether the current token is an operator, by its sign or its word.
func (p *parser) is(sign, word string) bool {
	return p.now.kind == tokenSign && p.now.text == sign || p.now.kind == tokenWord && word != "" && strings.EqualFold(p.now.text, word)
}

func (p *parser) either() (*Query, error) {
	if p.depth++; p.depth > deepest {
		return nil, fmt.Errorf("it nests deeper than %d at position %d", deepest, p.now.at)
	}
	defer func() { p.depth-- }()
	return p.chain("||", "or", p.both, func(a, b bool) bool { return a || b })
}

func (p *parser) both() (*Query, error) {
	return p.chain("&&", "and", p.term, func(a, b bool) bool { return a && b })
}

func (p *parser) chain(sign, word string, part func() (*Query, error), join func(a, b bool) bool) (*Query, error) {
	left, err := part()
	for err == nil && p.is(sign, word) {
		if err = p.move(); err != nil {
			break
		}
		var right *Query
		if right, err = part(); err == nil {
			a, b := left, right
			left = &Query{func(read Read) bool { return join(a.ask(read), b.ask(read)) }}
		}
	}
	return left, err
}

func (p *parser) term() (*Query, error) {
	switch {
	case p.is("!", "not"):
		if p.depth++; p.depth > deepest {
			return nil, fmt.Errorf("it nests deeper than %d at position %d", deepest, p.now.at)
		}
		defer func() { p.depth-- }()
		if err := p.move(); err != nil {
			return nil, err
		}
		q, err := p.term()
		if err != nil {
			return nil, err
		}
		return &Query{func(read Read) bool { return !q.ask(read) }}, nil
	case p.is("(", ""):
		if err := p.move(); err != nil {
			return nil, err
		}
		q, err := p.either()
		if err != nil {
			return nil, err
		}
		if !p.is(")", "") {
			return nil, p.wants("a closing parenthesis")
		}
		return q, p.move()
	case p.now.kind == tokenWord:
		return p.test()
	}
	return nil, p.wants("a subject")
}

// test is a subject, what is asked of it, and with what it is compared.
func (p *parser) test() (*Query, error) {
	of, err := subject(p.now)
	if err != nil {
		return nil, err
	}
	if err := p.move(); err != nil {
		return nil, err
	}
	op := p.now.text
	switch word, ok := wordOperators[strings.ToLower(op)]; {
	case p.now.kind == tokenWord && ok:
		op = word
	case p.now.kind != tokenSign || !slices.Contains([]string{"==", "!=", ">", ">=", "<", "<=", "!exists", "!in", "=~", "!~"}, op):
		return nil, p.wants("an operator")
	}
	holds, err := p.argument(op)
	if err != nil {
		return nil, err
	}
	if negative := op[0] == '!'; negative {
		return &Query{func(read Read) bool { return !slices.ContainsFunc(read(of), holds) }}, nil
	}
	return &Query{func(read Read) bool { return slices.ContainsFunc(read(of), holds) }}, nil
}

// argument reads what comes after an operator and makes the test of one value
// of it. A negative operator gets the test of the positive one.
func (p *parser) argument(op string) (func(string) bool, error) {
	switch op {
	case "exists", "!exists":
		return func(string) bool { return true }, p.move()
	case "in", "!in":
		return p.list()
	case "=~", "!~":
		return p.regexp()
	}
	if err := p.move(); err != nil {
		return nil, err
	}
	if p.now.kind != tokenWord && p.now.kind != tokenString {
		return nil, p.wants("a value")
	}
	want := p.now.text
	if err := p.move(); err != nil {
		return nil, err
	}
	return func(is string) bool {
		c := compareValues(is, want)
		switch op {
		case ">":
			return c > 0
		case ">=":
			return c >= 0
		case "<":
			return c < 0
		case "<=":
			return c <= 0
		}
		return c == 0
	}, nil
}

func (p *parser) list() (func(string) bool, error) {
	if err := p.move(); err != nil {
		return nil, err
	}
	if !p.is("[", "") {
		return nil, p.wants("a list in brackets")
	}
	var values []string
	for {
		if err := p.move(); err != nil {
			return nil, err
		}
		if p.now.kind != tokenWord && p.now.kind != tokenString {
			return nil, p.wants("a value")
		}
		values = append(values, p.now.text)
		if err := p.move(); err != nil {
			return nil, err
		}
		if p.is("]", "") {
			break
		}
		if !p.is(",", "") {
			return nil, p.wants("a comma or a closing bracket")
		}
	}
	return func(is string) bool {
		return slices.ContainsFunc(values, func(want string) bool { return compareValues(is, want) == 0 })
	}, p.move()
}

func (p *parser) regexp() (func(string) bool, error) {
	t, err := p.pattern()
	if err != nil {
		return nil, err
	}
	if t.kind == tokenEnd {
		p.now = t
		return nil, p.wants("a regular expression")
	}
	re, err := regexp.Compile("^(?:" + t.text + ")$")
	if err != nil {
		return nil, fmt.Errorf("the regular expression at position %d cannot be read: %w", t.at, err)
	}
	return re.MatchString, p.move()
}
