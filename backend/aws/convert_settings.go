package aws

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// settings are the fields of an SDK struct, by AWS's own names, that are set and
// not among those known by a field of the model: what AWS adds is compared and
// shown before this program has a word for it. A flag that is off says as much as
// none.
func settings(v any, known ...string) []model.Setting {
	var out []model.Setting
	in := reflect.ValueOf(v)
	for i := range in.NumField() {
		f := in.Type().Field(i)
		if !f.IsExported() || slices.Contains(known, f.Name) {
			continue
		}
		if s := spelled(in.Field(i)); s != "" && s != "false" {
			out = append(out, model.Setting{Name: wireName(f.Name), Value: s})
		}
	}
	return out
}

// wireName is a field's name as the API has it.
func wireName(field string) string { return strings.ToLower(field[:1]) + field[1:] }

// spelled is a value in words, "" when nothing is set.
func spelled(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return spelled(v.Elem())
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case reflect.Slice:
		var items []string
		for i := range v.Len() {
			items = append(items, spelled(v.Index(i)))
		}
		return strings.Join(items, ", ")
	case reflect.Map:
		var items []string
		for _, k := range v.MapKeys() {
			items = append(items, fmt.Sprintf("%v=%s", k.Interface(), spelled(v.MapIndex(k))))
		}
		slices.Sort(items)
		return strings.Join(items, ", ")
	case reflect.Struct:
		var items []string
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			if s := spelled(v.Field(i)); s != "" {
				items = append(items, wireName(f.Name)+"="+s)
			}
		}
		return strings.Join(items, " ")
	}
	return ""
}
