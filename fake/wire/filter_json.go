package wire

import (
	"encoding/json"
	"strconv"
	"strings"
)

// jsonFilter is a pattern for JSON lines: { $.status >= 500 && $.msg = "charge*" }.
type jsonFilter struct{ holds clause[any] }

func (f jsonFilter) matches(line string) bool {
	if line = strings.TrimSpace(line); !strings.HasPrefix(line, "{") && !strings.HasPrefix(line, "[") {
		return false
	}
	var v any
	return json.Unmarshal([]byte(line), &v) == nil && f.holds(v)
}

func parseJSONFilter(text string) (pattern, error) {
	s := &scanner{rest: text}
	s.take("{")
	c, err := anyOf(s, s.jsonCondition)
	if err != nil {
		return nil, err
	}
	if !s.take("}") {
		return nil, badPattern("a } is missing before " + strconv.Quote(s.rest))
	}
	if s.space(); s.rest != "" {
		return nil, badPattern("something follows the closing }")
	}
	return jsonFilter{c}, nil
}

// jsonCondition reads one condition, or several in parentheses.
func (s *scanner) jsonCondition() (clause[any], error) {
	if s.take("(") {
		c, err := anyOf(s, s.jsonCondition)
		if err == nil && !s.take(")") {
			err = badPattern("a ) is missing")
		}
		return c, err
	}
	path, err := s.selector()
	if err != nil {
		return nil, err
	}
	switch {
	case s.keyword("IS"):
		return s.isCondition(path)
	case s.keyword("NOT"):
		if !s.keyword("EXISTS") {
			return nil, badPattern("NOT is followed by EXISTS only")
		}
		return func(v any) bool { return len(path.find(v)) == 0 }, nil
	case s.keyword("EXISTS"):
		return func(v any) bool { return len(path.find(v)) > 0 }, nil
	}
	op, ok := s.operator()
	if !ok {
		return nil, badPattern("an operator is missing before " + strconv.Quote(s.rest))
	}
	c, err := s.comparisonOf(op, s.value("})&|"))
	if err != nil {
		return nil, err
	}
	return func(v any) bool {
		for _, found := range path.find(v) {
			if c.holdsJSON(found) {
				return true
			}
		}
		return false
	}, nil
}

// isCondition reads what follows IS.
func (s *scanner) isCondition(path selector) (clause[any], error) {
	for word, want := range map[string]any{"TRUE": true, "FALSE": false, "NULL": nil} {
		if !s.keyword(word) {
			continue
		}
		return func(v any) bool {
			for _, found := range path.find(v) {
				if found == want {
					return true
				}
			}
			return false
		}, nil
	}
	return nil, badPattern("IS is followed by TRUE, FALSE or NULL")
}

// holdsJSON compares a value of a JSON line; objects and lists compare with
// nothing.
func (c comparison) holdsJSON(v any) bool {
	switch v := v.(type) {
	case float64:
		if c.isNum {
			return c.compares(v)
		}
		return c.holds(strconv.FormatFloat(v, 'g', -1, 64))
	case string:
		if c.isNum {
			return c.op == "=" && c.text(v) || c.op == "!=" && !c.text(v)
		}
		return c.holds(v)
	case bool:
		return c.holds(strconv.FormatBool(v))
	}
	return false
}

// selector is a path into a JSON value; a step is a key, an index or the
// wildcard.
type selector []any

type everything struct{}

// selector reads $.a.b[0], $.a[*] or $["a.b"].
func (s *scanner) selector() (selector, error) {
	if !s.take("$") {
		return nil, badPattern("a property begins with $, not " + strconv.Quote(s.rest))
	}
	var path selector
	for {
		switch {
		case strings.HasPrefix(s.rest, "."):
			s.rest = s.rest[1:]
			key := s.value(".[]=!<>(){}&|")
			if key = strings.Trim(key, `"`); key == "" {
				return nil, badPattern("a property has no name")
			}
			if key == "*" {
				path = append(path, everything{})
			} else {
				path = append(path, key)
			}
		case strings.HasPrefix(s.rest, "["):
			inner, rest, closed := strings.Cut(s.rest[1:], "]")
			if !closed {
				return nil, badPattern("a ] is missing")
			}
			s.rest = rest
			step, err := bracketed(strings.TrimSpace(inner))
			if err != nil {
				return nil, err
			}
			path = append(path, step)
		default:
			if len(path) == 0 {
				return nil, badPattern("a property has no name")
			}
			return path, nil
		}
	}
}

func bracketed(inner string) (any, error) {
	if inner == "*" {
		return everything{}, nil
	}
	if len(inner) > 2 && (inner[0] == '"' || inner[0] == '\'') && inner[len(inner)-1] == inner[0] {
		return inner[1 : len(inner)-1], nil
	}
	if i, err := strconv.Atoi(inner); err == nil && i >= 0 {
		return i, nil
	}
	return nil, badPattern(strconv.Quote(inner) + " is no index of a list")
}

// find is the values at the path.
func (p selector) find(v any) []any {
	if len(p) == 0 {
		return []any{v}
	}
	var next []any
	switch step := p[0].(type) {
	case string:
		if object, ok := v.(map[string]any); ok {
			if x, there := object[step]; there {
				next = []any{x}
			}
		}
	case int:
		if list, ok := v.([]any); ok && step < len(list) {
			next = list[step : step+1]
		}
	case everything:
		switch v := v.(type) {
		case []any:
			next = v
		case map[string]any:
			for _, x := range v {
				next = append(next, x)
			}
		}
	}
	var out []any
	for _, x := range next {
		out = append(out, p[1:].find(x)...)
	}
	return out
}
