package config

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/fuzzy"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Place is a place in a file. Line 0 is the file as a whole.
type Place struct {
	File         string
	Line, Column int
}

func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Mistake is what is wrong with a file.
type Mistake struct {
	At   Place
	Says string
}

func (m *Mistake) Error() string { return text.Clean(m.At.String() + ": " + m.Says) }

func mistake(at Place, format string, args ...any) error {
	return &Mistake{at, fmt.Sprintf(format, args...)}
}

// Brief is the first of several mistakes, and how many more there are.
func Brief(err error) error {
	all := each(err)
	if len(all) < 2 {
		return err
	}
	return fmt.Errorf("%w (and %s)", all[0], text.Plural(len(all)-1, "more mistake"))
}

// each is the mistakes that are joined in an error.
func each(err error) (all []error) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	for _, err := range joined.Unwrap() {
		all = append(all, each(err)...)
	}
	return all
}

// Unknown says that there is no what of that name, and what was meant; all are
// listed when nothing is near.
func Unknown(what, name string, known []string) string {
	if near := fuzzy.Nearest(name, known); near != "" {
		return fmt.Sprintf("there is no %s %q: did you mean %s? (%ss: %s)", what, name, near, what, strings.Join(known, ", "))
	}
	return fmt.Sprintf("there is no %s %q (%ss: %s)", what, name, what, strings.Join(known, ", "))
}
