package scenario

import (
	"reflect"
	"strconv"
	"strings"
)

// numbered is a copy of what a file declares, with a number for every {n} in
// its texts.
func numbered[T any](of T, n int) T {
	return number(reflect.ValueOf(of), strconv.Itoa(n)).Interface().(T)
}

func number(v reflect.Value, n string) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		out.SetString(strings.ReplaceAll(v.String(), "{n}", n))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(number(v.Elem(), n))
		}
	case reflect.Slice:
		if !v.IsNil() {
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(number(v.Index(i), n))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			out.Set(reflect.MakeMap(v.Type()))
			for _, k := range v.MapKeys() {
				out.SetMapIndex(k, number(v.MapIndex(k), n))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("yaml") != "" {
				out.Field(i).Set(number(v.Field(i), n))
			}
		}
	default: // numbers and truths are the same in each
	}
	return out
}
