package wire

import (
	"slices"
	"strings"
)

// enumeration is a type of the SDK for a text that has one of a few values.
type enumeration[E any] interface {
	~string
	Values() []E
}

// valued refuses a value that a member's enumeration does not have. An empty
// one is a member that is not given.
func valued[E enumeration[E]](member string, value E) error {
	if value == "" {
		return nil
	}
	return eachValued(member, []E{value})
}

// eachValued is valued for a list, whose members are all given.
func eachValued[E enumeration[E]](member string, values []E) error {
	for _, v := range values {
		if !slices.Contains(v.Values(), v) {
			return invalid("Invalid %s '%s': %s.", member, string(v), allowed(v.Values()))
		}
	}
	return nil
}

// allowed names the values of an enumeration.
func allowed[E ~string](values []E) string {
	names := each(values, func(v E) string { return string(v) })
	if len(names) == 1 {
		return names[0] + " is allowed"
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last] + " are allowed"
}
