package wire

import (
	"strconv"
	"strings"
)

// fieldFilter is a pattern for space-delimited lines: [ip, user, status=5*, ...].
// Without an ellipsis a line has as many fields as the pattern.
type fieldFilter struct {
	head, tail []clause[string]
	ellipsis   bool
}

func (f fieldFilter) matches(line string) bool {
	fields := fieldsOf(line)
	n := len(f.head) + len(f.tail)
	if len(fields) < n || len(fields) > n && !f.ellipsis {
		return false
	}
	for i, c := range f.head {
		if !c(fields[i]) {
			return false
		}
	}
	for i, c := range f.tail {
		if !c(fields[len(fields)-len(f.tail)+i]) {
			return false
		}
	}
	return true
}

// fieldsOf splits a line at its blanks; what stands in [brackets] or "quotes"
// is one field.
func fieldsOf(line string) []string {
	var out []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimLeft(line, " ") {
		end := " "
		switch line[0] {
		case '"':
			end = `"`
		case '[':
			end = "]"
		}
		if end != " " {
			if inner, rest, closed := strings.Cut(line[1:], end); closed {
				out, line = append(out, inner), rest
				continue
			}
		}
		field, rest, _ := strings.Cut(line, " ")
		out, line = append(out, field), rest
	}
	return out
}

func parseFieldFilter(text string) (pattern, error) {
	s := &scanner{rest: text}
	s.take("[")
	var f fieldFilter
	for {
		if s.take("...") {
			if f.ellipsis {
				return nil, badPattern("it has more than one ellipsis")
			}
			f.ellipsis = true
		} else {
			c, err := anyOf(s, s.fieldCondition)
			if err != nil {
				return nil, err
			}
			if f.ellipsis {
				f.tail = append(f.tail, c)
			} else {
				f.head = append(f.head, c)
			}
		}
		if s.take("]") {
			break
		}
		if !s.take(",") {
			return nil, badPattern("a , or ] is missing before " + strconv.Quote(s.rest))
		}
	}
	if s.space(); s.rest != "" {
		return nil, badPattern("something follows the closing ]")
	}
	return f, nil
}

// fieldCondition reads a field: its name, and what it is compared with. A name
// alone takes anything.
func (s *scanner) fieldCondition() (clause[string], error) {
	if s.take("(") {
		c, err := anyOf(s, s.fieldCondition)
		if err == nil && !s.take(")") {
			err = badPattern("a ) is missing")
		}
		return c, err
	}
	if name := s.value(",]=!<>()&|"); name == "" {
		return nil, badPattern("a field has no name before " + strconv.Quote(s.rest))
	}
	op, ok := s.operator()
	if !ok {
		return func(string) bool { return true }, nil
	}
	c, err := s.comparisonOf(op, s.value(",])&|"))
	return c.holds, err
}
