package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// TimeOfDay is a time since midnight, written 12:30.
type TimeOfDay time.Duration

// UnmarshalYAML reads HH:MM.
func (d *TimeOfDay) UnmarshalYAML(b []byte) error {
	text := strings.Trim(strings.TrimSpace(string(b)), `"'`)
	at, err := time.Parse("15:04", text)
	if err != nil {
		return fmt.Errorf("%q is not a time of day such as \"12:30\"", text)
	}
	*d = TimeOfDay(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	return nil
}

// Error is a mistake in a scenario, with where it stands.
type Error struct {
	File         string
	Line, Column int // 0 when the place is not known
	Message      string

	passing bool   // another moment may not give it
	missing string // the kind and the name of what is not there
}

func (e *Error) Error() string {
	where := e.File
	if e.Line > 0 {
		where += fmt.Sprintf(":%d:%d", e.Line, e.Column)
	}
	return where + ": " + e.Message
}

// positions find the place of a value in the file it was read from.
type positions struct {
	name string
	tree *ast.File
}

// has tells whether a path is written down.
func (p positions) has(path string) bool {
	y, err := yaml.PathString(path)
	if err != nil || p.tree == nil {
		return false
	}
	node, err := y.FilterFile(p.tree)
	return err == nil && node != nil
}

// fail is an Error at a path such as $.clusters[0].name.
func (p positions) fail(path, format string, args ...any) error {
	e := &Error{File: p.name, Message: fmt.Sprintf(format, args...)}
	if p.tree == nil {
		return e
	}
	// The nearest place that is written down: a missing value has none itself.
	for ; path != "$"; path = path[:strings.LastIndexAny(path, ".[")] {
		y, err := yaml.PathString(path)
		if err != nil {
			continue
		}
		node, err := y.FilterFile(p.tree)
		if err != nil || node == nil || node.GetToken() == nil {
			continue
		}
		at := node.GetToken().Position
		e.Line, e.Column = at.Line, at.Column
		break
	}
	return e
}

// Parse reads a scenario. name is the file's name, for errors.
func Parse(name string, data []byte) (*Scenario, error) {
	s := &Scenario{}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &Error{File: name, Message: "the file is empty: a scenario needs at least a title, a start and a cluster"}
	}
	var err error
	if s.file, err = decode(name, data, s); err != nil {
		return nil, err
	}
	if err := s.file.hold("$", s); err != nil {
		return nil, err
	}
	s.complete()
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}

// decode reads YAML into a struct of this package; a key that it does not have
// is an error.
func decode(name string, data []byte, into any) (positions, error) {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return positions{}, explain(name, err)
	}
	file := positions{name, tree}
	if err := file.shape(reflect.TypeOf(into)); err != nil {
		return positions{}, err
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(into); err != nil {
		return positions{}, explain(name, err)
	}
	return file, nil
}

// explain turns the YAML library's error into one line with its place, and
// adds what was probably meant.
func explain(name string, err error) error {
	e := &Error{File: name, Message: err.Error()}
	var y yaml.Error
	if !errors.As(err, &y) {
		return e
	}
	e.Message = y.GetMessage()
	if t := y.GetToken(); t != nil && t.Position != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) && wrong.Token != nil {
		e.Message = fmt.Sprintf("%q does not fit here: %s is wanted", wrong.Token.Value, kindWord(wrong.DstType))
	}
	return e
}

// kindWord is what a value of the type is called in a file.
func kindWord(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "a duration such as 90s or 10m"
	case t == reflect.TypeFor[time.Time]():
		return "a time such as 2026-11-23T11:55:00Z"
	case t == reflect.TypeFor[TimeOfDay]():
		return `a time of day such as "12:30"`
	}
	switch t.Kind() {
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "a group of keys"
	}
	return "a text"
}

// nearest is the candidate that needs the fewest changes to become word, as
// long as it still resembles it: a letter at least is the same.
func nearest(word string, candidates []string) string {
	best, least := "", max(2, len(word)/3)+1
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < least && d < len(word) {
			best, least = c, d
		}
	}
	return best
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
