package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// decoder fills structs from a file, and remembers where everything stood.
type decoder struct {
	file   string
	places map[string]Place
}

// decode reads YAML into v, a pointer to a struct.
func (d *decoder) decode(data []byte, v any) error {
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		var y yaml.Error
		if errors.As(err, &y) && y.GetToken() != nil {
			at := y.GetToken().Position
			return mistake(Place{d.file, at.Line, at.Column}, "%s", y.GetMessage())
		}
		return mistake(Place{File: d.file}, "%v", err)
	}
	for i, doc := range tree.Docs {
		switch {
		case doc.Body == nil:
		case i > 0:
			return mistake(d.at(doc.Body), "there is a second document in the file: one is enough")
		default:
			if err := d.value(doc.Body, reflect.ValueOf(v).Elem(), ""); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *decoder) at(n ast.Node) Place {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		n = m.Values[0]
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		n = m.Key
	}
	if s, ok := n.(*ast.SequenceNode); ok && len(s.Values) > 0 {
		return d.at(s.Values[0])
	}
	at := n.GetToken().Position
	return Place{d.file, at.Line, at.Column}
}

// value fills v, which stands at path, from a node.
func (d *decoder) value(n ast.Node, v reflect.Value, path string) error {
	if _, nothing := n.(*ast.NullNode); nothing {
		return nil
	}
	if path != "" {
		d.places[path] = d.at(n)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(n, v.Elem(), path)
	case reflect.Struct:
		return d.fields(n, v, path)
	case reflect.Map:
		return d.entries(n, v, path)
	case reflect.Slice:
		return d.items(n, v, path)
	}
	return d.scalar(n, v, path)
}

// fields fills a struct. Every key must be one of its own, once.
func (d *decoder) fields(n ast.Node, v reflect.Value, path string) error {
	entries, ok := n.(ast.MapNode)
	if !ok {
		return mistake(d.at(n), `%sit is not a list of "name: value"`, prefix(path))
	}
	known := keysOf(v.Type())
	seen := map[string]bool{}
	var all []error // the rest of a file is looked at whatever is wrong with a part
	for entry := entries.MapRange(); entry.Next(); {
		name := entry.Key().GetToken().Value
		at := d.at(entry.Key())
		i := slices.Index(known, name)
		if i < 0 {
			all = append(all, mistake(at, "%s%s", prefix(path), Unknown("setting", name, named(known))))
			continue
		}
		if seen[name] {
			all = append(all, mistake(at, "%s is set twice", below(path, name)))
			continue
		}
		seen[name] = true
		d.places[below(path, name)] = at
		err := d.value(entry.Value(), v.Field(i), below(path, name))
		if err == nil {
			err = d.allowed(entry.Value(), v.Type().Field(i), v.Field(i), below(path, name))
		}
		all = append(all, err)
	}
	for i, name := range known {
		if v.Type().Field(i).Tag.Get("required") == "true" && v.Field(i).IsZero() && !seen[name] {
			all = append(all, mistake(d.at(n), "%s%s is missing", prefix(path), name))
		}
	}
	return errors.Join(all...)
}

// allowed holds a value to the few words that its field takes.
func (d *decoder) allowed(n ast.Node, f reflect.StructField, v reflect.Value, path string) error {
	words := f.Tag.Get("enum")
	if words == "" || v.Kind() != reflect.String || slices.Contains(strings.Split(words, ","), v.String()) {
		return nil
	}
	return mistake(d.at(n), "%s is %q: it is one of %s", path, v.String(), strings.ReplaceAll(words, ",", ", "))
}

func (d *decoder) entries(n ast.Node, v reflect.Value, path string) error {
	entries, ok := n.(ast.MapNode)
	if !ok {
		return mistake(d.at(n), `%sit is not a list of "name: value"`, prefix(path))
	}
	v.Set(reflect.MakeMap(v.Type()))
	var all []error
	for entry := entries.MapRange(); entry.Next(); {
		name := entry.Key().GetToken().Value
		to := below(path, name)
		if v.MapIndex(reflect.ValueOf(name)).IsValid() {
			all = append(all, mistake(d.at(entry.Key()), "%s is set twice", to))
			continue
		}
		d.places[to] = d.at(entry.Key())
		item := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(entry.Value(), item, to); err != nil {
			all = append(all, err)
			continue
		}
		v.SetMapIndex(reflect.ValueOf(name), item)
	}
	return errors.Join(all...)
}

// items fills a list. One word alone is a list of one.
func (d *decoder) items(n ast.Node, v reflect.Value, path string) error {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		if v.Type().Elem().Kind() != reflect.String {
			return mistake(d.at(n), "%sit is not a list: each entry begins with -", prefix(path))
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return d.scalar(n, v.Index(0), path)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	var all []error
	for i, item := range list.Values {
		all = append(all, d.value(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i)))
	}
	return errors.Join(all...)
}

func (d *decoder) scalar(n ast.Node, v reflect.Value, path string) error {
	var word string
	switch n := n.(type) {
	case *ast.LiteralNode:
		word = strings.TrimSpace(n.Value.Value)
	case ast.ScalarNode:
		word = n.GetToken().Value
	default:
		return mistake(d.at(n), "%sit is not a single value", prefix(path))
	}
	switch v.Kind() {
	case reflect.Bool:
		yes, isBool := n.(*ast.BoolNode)
		if !isBool {
			return mistake(d.at(n), "%s is %q: it is true or false", path, word)
		}
		v.SetBool(yes.Value)
	case reflect.Float64:
		x, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return mistake(d.at(n), "%s is %q: it is a number", path, word)
		}
		v.SetFloat(x)
	default:
		v.SetString(word)
	}
	return nil
}

// keysOf are the keys of a struct by the order of its fields, "" for those that
// no file may set.
func keysOf(t reflect.Type) (keys []string) {
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("yaml"))
	}
	return keys
}

func named(keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == "" })
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func prefix(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}
