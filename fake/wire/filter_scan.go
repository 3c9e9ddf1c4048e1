package wire

import "strings"

// scanner takes a structured pattern apart.
type scanner struct {
	rest string
	expressions
}

func (s *scanner) space() { s.rest = strings.TrimLeft(s.rest, " \t\n") }

// take takes a token if it comes next.
func (s *scanner) take(token string) bool {
	s.space()
	rest, ok := strings.CutPrefix(s.rest, token)
	if ok {
		s.rest = rest
	}
	return ok
}

// keyword takes a word in any case if it comes next, as a whole.
func (s *scanner) keyword(word string) bool {
	s.space()
	if len(s.rest) < len(word) || !strings.EqualFold(s.rest[:len(word)], word) {
		return false
	}
	if after := s.rest[len(word):]; after != "" && !strings.ContainsRune(" \t\n)}&|", rune(after[0])) {
		return false
	}
	s.rest = s.rest[len(word):]
	return true
}

// operator takes a comparison's operator.
func (s *scanner) operator() (string, bool) {
	for _, op := range operators {
		if s.take(op) {
			return op, true
		}
	}
	return "", false
}

// value takes what is compared with: a phrase or an expression to its end, a
// word up to a blank or one of the signs that end it.
func (s *scanner) value(ends string) string {
	s.space()
	for _, quote := range []byte{'"', '%'} {
		if s.rest == "" || s.rest[0] != quote {
			continue
		}
		for i := 1; i < len(s.rest); i++ {
			if s.rest[i] == '\\' && quote == '"' {
				i++
			} else if s.rest[i] == quote {
				return s.cutAt(i + 1)
			}
		}
		return s.cutAt(len(s.rest))
	}
	if i := strings.IndexAny(s.rest, " \t\n"+ends); i >= 0 {
		return s.cutAt(i)
	}
	return s.cutAt(len(s.rest))
}

func (s *scanner) cutAt(i int) string {
	head := s.rest[:i]
	s.rest = s.rest[i:]
	return head
}

// clause is a part of a structured pattern; of what depends on the pattern.
type clause[T any] func(T) bool

// anyOf reads conditions joined by || of conditions joined by &&, each made by
// one.
func anyOf[T any](s *scanner, one func() (clause[T], error)) (clause[T], error) {
	return joined(s, "||", func() (clause[T], error) { return joined(s, "&&", one, true) }, false)
}

// joined reads conditions between which sign stands; all tells that each must
// hold.
func joined[T any](s *scanner, sign string, one func() (clause[T], error), all bool) (clause[T], error) {
	var list []clause[T]
	for {
		c, err := one()
		if err != nil {
			return nil, err
		}
		list = append(list, c)
		if !s.take(sign) {
			break
		}
	}
	if len(list) == 1 {
		return list[0], nil
	}
	return func(x T) bool {
		for _, c := range list {
			if c(x) != all {
				return !all
			}
		}
		return all
	}, nil
}
