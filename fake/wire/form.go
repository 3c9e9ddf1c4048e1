package wire

import (
	"cmp"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// branch is a form as a tree: the keys of the query protocol are paths, such as
// Targets.member.1.Id.
type branch struct {
	set   bool // there is a value here
	value string
	parts map[string]*branch
}

// grow plants a form's keys in a tree.
func grow(form url.Values) *branch {
	root := &branch{}
	for key, values := range form {
		at := root
		for part := range strings.SplitSeq(key, ".") {
			next := at.parts[part]
			if next == nil {
				next = &branch{}
				if at.parts == nil {
					at.parts = map[string]*branch{}
				}
				at.parts[part] = next
			}
			at = next
		}
		at.set, at.value = true, values[0]
	}
	return root
}

// fillForm reads a form into one of the SDK's inputs, a pointer to a structure.
// A key that the input has no member for is refused by its name.
func fillForm(in any, form url.Values) error {
	form = maps.Clone(form)
	form.Del("Action")
	form.Del("Version")
	return fillBranch(reflect.ValueOf(in).Elem(), grow(form), "")
}

// fillBranch reads what is below path into v, which is settable.
func fillBranch(v reflect.Value, b *branch, path string) error {
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem() != timeType:
		v.Set(reflect.New(t.Elem()))
		return fillBranch(v.Elem(), b, path)
	case t.Kind() == reflect.Struct && t != timeType:
		return fillMembers(v, b, path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return fillList(v, b, path)
	case t.Kind() == reflect.Map:
		return fillEntries(v, b, path)
	case t.Kind() == reflect.Interface:
		return refusal("ValidationError", "The simulator does not know %s. Leave it out and try again.", path)
	case !b.set || len(b.parts) > 0:
		return unknownMember(join(path, b.firstPart()))
	}
	return fillText(v, path, b.value)
}

func fillMembers(v reflect.Value, b *branch, path string) error {
	if b.set && (path != "" || b.value != "") {
		return badMember(path, b.value, "a structure")
	}
	for _, name := range b.names() {
		f, ok := apiMember(v.Type(), name)
		if !ok {
			return unknownMember(join(path, name))
		}
		if err := fillBranch(v.FieldByIndex(f.Index), b.parts[name], join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

// fillList reads L.member.1, L.member.2 and so on. L alone, with nothing, is
// an empty list.
func fillList(v reflect.Value, b *branch, path string) error {
	items, err := b.items("member", path, "a list")
	if err != nil {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, it := range items {
		if err := fillBranch(v.Index(i), it.branch, it.path); err != nil {
			return err
		}
	}
	return nil
}

// fillEntries reads M.entry.1.key and M.entry.1.value and so on.
func fillEntries(v reflect.Value, b *branch, path string) error {
	entries, err := b.items("entry", path, "a map")
	if err != nil {
		return err
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, e := range entries {
		for _, name := range e.branch.names() {
			if name != "key" && name != "value" {
				return unknownMember(join(e.path, name))
			}
		}
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if k := e.branch.parts["key"]; k != nil {
			if err := fillBranch(key, k, join(e.path, "key")); err != nil {
				return err
			}
		}
		if x := e.branch.parts["value"]; x != nil {
			if err := fillBranch(value, x, join(e.path, "value")); err != nil {
				return err
			}
		}
		v.SetMapIndex(key, value)
	}
	return nil
}

// item is one of a list's members, or of a map's entries.
type item struct {
	n      int
	path   string
	branch *branch
}

// items are the numbered parts of a list or a map, in the order of their
// numbers, which may have gaps.
func (b *branch) items(word, path, kind string) ([]item, error) {
	if b.set && b.value != "" {
		return nil, badMember(path, b.value, kind)
	}
	for _, name := range b.names() {
		if name != word {
			return nil, unknownMember(join(path, name))
		}
	}
	under := b.parts[word]
	if under == nil {
		return nil, nil
	}
	path = join(path, word)
	if under.set {
		return nil, badMember(path, under.value, kind)
	}
	var out []item
	for _, name := range under.names() {
		n, err := strconv.Atoi(name)
		if err != nil || n < 1 || name[0] == '+' {
			return nil, unknownMember(join(path, name))
		}
		out = append(out, item{n, join(path, name), under.parts[name]})
	}
	model.Sort(out, func(a, b item) int { return cmp.Compare(a.n, b.n) })
	return out, nil
}

// names are those of the parts, sorted, so that of several faults always the
// same one is told.
func (b *branch) names() []string { return slices.Sorted(maps.Keys(b.parts)) }

func (b *branch) firstPart() string {
	if names := b.names(); len(names) > 0 {
		return names[0]
	}
	return ""
}

func join(path, name string) string {
	switch {
	case path == "":
		return name
	case name == "":
		return path
	}
	return path + "." + name
}
