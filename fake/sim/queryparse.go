package sim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// query is an expression of the cluster query language (developer guide,
// cluster-query-language), ready to be asked of instances.
type query struct{ ask func(View, *Instance) bool }

func (q *query) matches(v View, i *Instance) bool { return q.ask(v, i) }

// wordOperators are the operators that have a form in words.
var wordOperators = map[string]string{
	"equals": "==", "not_equals": "!=", "greater_than": ">", "greater_than_equal": ">=", "less_than": "<", "less_than_equal": "<=",
	"exists": "exists", "not_exists": "!exists", "in": "in", "not_in": "!in", "matches": "=~", "not_matches": "!~",
}

// parseQuery reads an expression.
//
//	expression = conjunction { ("||" | "or") conjunction }
//	conjunction = term { ("&&" | "and") term }
//	term = ("!" | "not") term | "(" expression ")" | subject operator [argument]
func parseQuery(text string) (*query, error) {
	p := queryParser{lexer: lexer{text: text}}
	q, err := p.whole()
	if err != nil {
		return nil, &Error{ErrInvalid, fmt.Sprintf("Invalid expression %q: %v.", text, err)}
	}
	return q, nil
}

// Query finds the instances of a cluster that an expression matches, by id.
func (v View) Query(cluster, expression string) ([]*Instance, error) {
	q, err := parseQuery(expression)
	if err != nil {
		return nil, err
	}
	var out []*Instance
	for _, i := range v.Instances(cluster) {
		if q.matches(v, i) {
			out = append(out, i)
		}
	}
	return out, nil
}

type queryParser struct {
	lexer
	now   queryToken
	depth int
}

// queryDepth bounds how deep an expression may nest.
const queryDepth = 50

func (p *queryParser) whole() (*query, error) {
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

func (p *queryParser) move() (err error) {
	p.now, err = p.next()
	return err
}

func (p *queryParser) wants(what string) error {
	if p.now.kind == tokenEnd {
		return fmt.Errorf("expected %s at position %d, where it ends", what, p.now.at)
	}
	return fmt.Errorf("expected %s at position %d, found %q", what, p.now.at, p.now.text)
}

// is tells whether the current token is an operator, by its sign or its word.
func (p *queryParser) is(sign, word string) bool {
	return p.now.kind == tokenSign && p.now.text == sign || p.now.kind == tokenWord && word != "" && strings.EqualFold(p.now.text, word)
}

func (p *queryParser) either() (*query, error) {
	if p.depth++; p.depth > queryDepth {
		return nil, fmt.Errorf("it nests deeper than %d at position %d", queryDepth, p.now.at)
	}
	defer func() { p.depth-- }()
	return p.chain("||", "or", p.both, func(a, b bool) bool { return a || b })
}

func (p *queryParser) both() (*query, error) {
	return p.chain("&&", "and", p.term, func(a, b bool) bool { return a && b })
}

func (p *queryParser) chain(sign, word string, part func() (*query, error), join func(a, b bool) bool) (*query, error) {
	left, err := part()
	for err == nil && p.is(sign, word) {
		if err = p.move(); err != nil {
			break
		}
		var right *query
		if right, err = part(); err == nil {
			a, b := left, right
			left = &query{func(v View, i *Instance) bool { return join(a.ask(v, i), b.ask(v, i)) }}
		}
	}
	return left, err
}

func (p *queryParser) term() (*query, error) {
	switch {
	case p.is("!", "not"):
		if p.depth++; p.depth > queryDepth {
			return nil, fmt.Errorf("it nests deeper than %d at position %d", queryDepth, p.now.at)
		}
		defer func() { p.depth-- }()
		if err := p.move(); err != nil {
			return nil, err
		}
		q, err := p.term()
		if err != nil {
			return nil, err
		}
		return &query{func(v View, i *Instance) bool { return !q.ask(v, i) }}, nil
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
func (p *queryParser) test() (*query, error) {
	read, err := subject(p.now)
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
		return &query{func(v View, i *Instance) bool { return !slices.ContainsFunc(read(v, i), holds) }}, nil
	}
	return &query{func(v View, i *Instance) bool { return slices.ContainsFunc(read(v, i), holds) }}, nil
}

// argument reads what comes after an operator and makes the test of one value
// of it. A negative operator gets the test of the positive one.
func (p *queryParser) argument(op string) (func(string) bool, error) {
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

func (p *queryParser) list() (func(string) bool, error) {
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

func (p *queryParser) regexp() (func(string) bool, error) {
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

// compareValues orders two values: as numbers or versions, as times, else as
// text.
func compareValues(a, b string) int {
	if x, ok := numbersOf(a); ok {
		if y, ok := numbersOf(b); ok {
			return slices.Compare(x, y)
		}
	}
	if x, err := time.Parse(time.RFC3339, a); err == nil {
		if y, err := time.Parse(time.RFC3339, b); err == nil {
			return x.Compare(y)
		}
	}
	return strings.Compare(a, b)
}

// numbersOf are the parts of a number or a version such as 1.105.1, without
// zeros at the end.
func numbersOf(s string) (out []int, ok bool) {
	for _, part := range strings.Split(s, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		out = append(out, n)
	}
	for len(out) > 1 && out[len(out)-1] == 0 {
		out = out[:len(out)-1]
	}
	return out, true
}
