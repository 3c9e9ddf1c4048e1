package suite

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// difference is the first place where two values of one type differ, as a path
// of fields with both readings: [0].Deployments[1].Running: 2, want 3. It is
// empty when they agree. Fields named in ignore as Type.Field are left out.
//
// Values agree here when an operator could not tell them apart: an empty list
// is a missing one, times are equal as instants to the millisecond, which is
// what AWS's wire formats carry, and NaN is NaN.
func difference(want, got any, ignore []string) string {
	d := differ{ignore}
	return d.compare("", reflect.ValueOf(want), reflect.ValueOf(got))
}

type differ struct{ ignore []string }

var timeType = reflect.TypeFor[time.Time]()

func (d differ) compare(path string, want, got reflect.Value) string {
	switch {
	case want.IsValid() != got.IsValid():
		return unlike(path, want, got)
	case !want.IsValid():
		return ""
	case want.Type() != got.Type():
		return fmt.Sprintf("%s: a %s, want a %s", name(path), got.Type(), want.Type())
	case want.Type() == timeType:
		return d.times(path, want, got)
	}
	switch want.Kind() {
	case reflect.Struct:
		return d.structs(path, want, got)
	case reflect.Slice, reflect.Array:
		return d.lists(path, want, got)
	case reflect.Map:
		return d.maps(path, want, got)
	case reflect.Pointer, reflect.Interface:
		return d.compare(path, want.Elem(), got.Elem())
	case reflect.Float32, reflect.Float64:
		if a, b := want.Float(), got.Float(); a != b && !(math.IsNaN(a) && math.IsNaN(b)) {
			return unlike(path, want, got)
		}
		return ""
	}
	if !want.Equal(got) {
		return unlike(path, want, got)
	}
	return ""
}

func (d differ) times(path string, want, got reflect.Value) string {
	a, b := want.Interface().(time.Time), got.Interface().(time.Time)
	if a.IsZero() != b.IsZero() || !a.Truncate(time.Millisecond).Equal(b.Truncate(time.Millisecond)) {
		return fmt.Sprintf("%s: %s, want %s", name(path), b.UTC().Format(time.RFC3339Nano), a.UTC().Format(time.RFC3339Nano))
	}
	return ""
}

func (d differ) structs(path string, want, got reflect.Value) string {
	for i := range want.NumField() {
		field := want.Type().Field(i).Name
		if slices.Contains(d.ignore, want.Type().Name()+"."+field) {
			continue
		}
		if s := d.compare(path+"."+field, want.Field(i), got.Field(i)); s != "" {
			return s
		}
	}
	return ""
}

func (d differ) lists(path string, want, got reflect.Value) string {
	for i := range min(want.Len(), got.Len()) {
		if s := d.compare(fmt.Sprintf("%s[%d]", path, i), want.Index(i), got.Index(i)); s != "" {
			return s
		}
	}
	if want.Len() != got.Len() {
		return fmt.Sprintf("%s: %d rows, want %d", name(path), got.Len(), want.Len())
	}
	return ""
}

func (d differ) maps(path string, want, got reflect.Value) string {
	keys := want.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	for _, k := range keys {
		at := fmt.Sprintf("%s[%v]", path, k)
		if !got.MapIndex(k).IsValid() {
			return at + ": missing"
		}
		if s := d.compare(at, want.MapIndex(k), got.MapIndex(k)); s != "" {
			return s
		}
	}
	for _, k := range got.MapKeys() {
		if !want.MapIndex(k).IsValid() {
			return fmt.Sprintf("%s[%v]: not wanted", path, k)
		}
	}
	return ""
}

func unlike(path string, want, got reflect.Value) string {
	return fmt.Sprintf("%s: %s, want %s", name(path), show(got), show(want))
}

// show prints a value; text is quoted, so that empty text is seen.
func show(v reflect.Value) string {
	switch {
	case !v.IsValid():
		return "nothing"
	case v.Kind() == reflect.String:
		return fmt.Sprintf("%q", v.String())
	}
	return fmt.Sprint(v)
}

func name(path string) string {
	if path == "" {
		return "the value"
	}
	return path
}
