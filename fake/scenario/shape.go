package scenario

import (
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// shape holds what is written in a file to the struct that it is read into, in
// the order of the file, so that the first mistake is told and each with its
// place: a key that the struct does not have, a duration or a time of day that
// is none, a fraction where a whole number is wanted. What else does not fit is
// found by the decoder.
func (p positions) shape(t reflect.Type) error {
	for _, doc := range p.tree.Docs {
		if err := p.shaped(doc.Body, t); err != nil {
			return err
		}
	}
	return nil
}

func (p positions) shaped(n ast.Node, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		return p.shaped(n.Value, t)
	case *ast.TagNode:
		return p.shaped(n.Value, t)
	case *ast.SequenceNode:
		if t.Kind() != reflect.Slice {
			return nil
		}
		for _, item := range n.Values {
			if err := p.shaped(item, t.Elem()); err != nil {
				return err
			}
		}
	case *ast.MappingNode:
		for _, entry := range n.Values {
			if err := p.entry(entry, t); err != nil {
				return err
			}
		}
	case *ast.MappingValueNode:
		return p.entry(n, t)
	case ast.ScalarNode:
		if wanted := unfit(n, t); wanted != "" {
			return p.at(n, "%q does not fit here: %s is wanted", scalar(n), wanted)
		}
	}
	return nil
}

// entry holds a key and what is under it to a struct.
func (p positions) entry(n *ast.MappingValueNode, t reflect.Type) error {
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() || n.Key.IsMergeKey() {
		return nil
	}
	key := n.Key.GetToken().Value
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		switch name := f.Tag.Get("yaml"); name {
		case "":
		case key:
			return p.shaped(n.Value, f.Type)
		default:
			keys = append(keys, name)
		}
	}
	return p.at(n.Key, "there is no key %q%s", key, hint(key, keys))
}

// unfit is what is wanted in the place of a scalar, "" when it fits.
func unfit(n ast.ScalarNode, t reflect.Type) string {
	if n.Type() == ast.NullType {
		return ""
	}
	var fits bool
	switch {
	case t == reflect.TypeFor[time.Duration]():
		_, err := time.ParseDuration(scalar(n))
		fits = err == nil
	case t == reflect.TypeFor[TimeOfDay]():
		_, err := time.Parse("15:04", scalar(n))
		fits = err == nil
	case t.Kind() == reflect.Int:
		_, err := strconv.ParseFloat(scalar(n), 64)
		fits = err != nil || n.Type() != ast.FloatType // what is no number at all is the decoder's to tell
	default:
		return ""
	}
	if fits {
		return ""
	}
	return kindWord(t)
}

// scalar is the text of a scalar, without its quotes.
func scalar(n ast.ScalarNode) string {
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value
	}
	return n.GetToken().Value
}

// at is an Error at a node.
func (p positions) at(n ast.Node, format string, args ...any) error {
	e := &Error{File: p.name, Message: fmt.Sprintf(format, args...)}
	if t := n.GetToken(); t != nil && t.Position != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	return e
}
