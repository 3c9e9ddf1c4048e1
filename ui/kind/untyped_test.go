package kind

import (
	"reflect"
	"testing"
)

// TestUntypedLosesNothing: whatever a kind declares, its list has it too, and
// what it does not declare the list does not have.
func TestUntypedLosesNothing(t *testing.T) {
	var full Kind[string]
	fill(reflect.ValueOf(&full).Elem())
	all, _ := full.untyped()
	none, _ := Kind[string]{Rows: full.Rows}.untyped()
	same(t, "Kind", reflect.ValueOf(all), false)
	same(t, "Kind", reflect.ValueOf(none), true)
}

// fill gives v, and all in it, some value.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Func:
		v.Set(reflect.MakeFunc(v.Type(), nil))
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Uint8:
		v.SetUint(1)
	}
}

// same fails for what in v is empty, or with empty for what is not.
func same(t *testing.T, name string, v reflect.Value, empty bool) {
	switch {
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			same(t, name+"."+v.Type().Field(i).Name, v.Field(i), empty)
		}
	case v.Kind() == reflect.Slice && v.Len() > 0:
		same(t, name, v.Index(0), empty)
	case v.IsZero() != empty && name != "Kind.Rows":
		t.Errorf("%s: empty is %t, want %t", name, !empty, empty)
	}
}
