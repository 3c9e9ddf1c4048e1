package wire

import (
	"reflect"
	"unicode"
	"unicode/utf8"

	"github.com/aws/smithy-go/middleware"
)

// action is one API operation that is read and written by the Go types of the
// SDK alone, by reflection: those of services that the SDK has no schemas for,
// and those that are spoken in several protocols.
type action struct {
	newIn func() any
	do    func(c call, in any) (any, error)
}

// qop makes an action of what it does. Its table says which protocols serve it.
// In and Out are pointers: so there is one compiled qop for all.
func qop[In, Out any](do func(call, In) (Out, error)) action {
	return action{
		newIn: maker(reflect.TypeFor[In]()),
		do: func(c call, in any) (any, error) {
			out, err := do(c, in.(In))
			if err != nil {
				return nil, err
			}
			return out, nil
		},
	}
}

// maker makes new values for pointers of one type.
func maker(pointer reflect.Type) func() any {
	return func() any { return reflect.New(pointer.Elem()).Interface() }
}

// metadata is the type of ResultMetadata, which every output of the SDK has
// for the SDK's own use, and which is never part of a body.
var metadata = reflect.TypeFor[middleware.Metadata]()

// apiMembers are the fields of one of the SDK's structures that are members of
// the API's. The SDK names them as the API does, with an upper first letter.
func apiMembers(t reflect.Type) []reflect.StructField {
	var out []reflect.StructField
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && f.Type != metadata {
			out = append(out, f)
		}
	}
	return out
}

// apiMember finds a member by its name in the API; ok is false when there is
// none. A few have a lower first letter there, such as STS's PolicyArns' arn.
func apiMember(t reflect.Type, name string) (f reflect.StructField, ok bool) {
	if name == "" {
		return f, false
	}
	f, ok = t.FieldByName(upperFirst(name))
	return f, ok && f.IsExported() && f.Type != metadata
}

func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

// absent tells a member of an answer that is left out: one that is not set. An
// empty list that is there is written, as AWS writes it.
func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		return v.IsNil()
	case reflect.String:
		return v.Len() == 0 // an enumeration: texts are behind pointers
	}
	return false
}
