package wire

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// honours refuses a request that sets a member which the simulator has no
// notion of. in is a pointer to one of the SDK's structures; members are the
// fields of it that are honoured, or whose value was checked by the caller.
func honours(where string, in any, members ...string) error {
	v := reflect.Indirect(reflect.ValueOf(in))
	var strangers []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.IsExported() && !slices.Contains(members, f.Name) && !blank(v.Field(i)) {
			strangers = append(strangers, lowerFirst(f.Name))
		}
	}
	if len(strangers) == 0 {
		return nil
	}
	return invalid("The simulator does not know %s of %s. Leave it out and try again.", strings.Join(strangers, ", "), where)
}

// honoursAs is honours for services that have another code for it.
func honoursAs(code, where string, in any, members ...string) error {
	if err := honours(where, in, members...); err != nil {
		return refusal(code, "%s", failureOf(err).message)
	}
	return nil
}

// blank tells a member that asks for nothing: zero, false or empty, behind a
// pointer or not. Exported definitions are full of those.
func blank(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return v.IsNil() || blank(v.Elem())
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !blank(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

func lowerFirst(s string) string {
	r := []rune(s)
	r[0] = unicode.ToLower(r[0])
	return string(r)
}
