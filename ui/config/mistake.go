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

// Unknown says that there is no what of that name, and what was meant; all are
// listed when nothing is near.
func Unknown(what, name string, known []string) string {
	if near := fuzzy.Nearest(name, known); near != "" {
		return fmt.Sprintf("there is no %s %q: did you mean %s? (%ss: %s)", what, name, near, what, strings.Join(known, ", "))
	}
	return fmt.Sprintf("there is no %s %q (%ss: %s)", what, name, what, strings.Join(known, ", "))
}
