package scenario

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Bounds of what a number in a scenario may be. Nothing in one counts below
// zero, and what is above these is a slip of the hand that would fill the
// machine's memory.
const (
	mostNumber   = 1_000_000
	mostDuration = 365 * 24 * time.Hour
	minEvery     = time.Second
)

// enums are the values of the enumerations that the simulator owns.
var enums = map[string]func() []string{"voices": sim.VoiceNames, "instanceTypes": sim.InstanceTypes}

// values are those that an enum tag allows.
func values(tag string) []string {
	if f := enums[tag]; f != nil {
		return f()
	}
	return strings.Split(tag, ",")
}

// hold fills in what a file may leave out and holds it to what the tags of the
// structs say. into is a pointer to the struct that stands at path.
func (p positions) hold(path string, into any) error {
	return p.walk(path, reflect.ValueOf(into).Elem(), "")
}

func (p positions) walk(path string, v reflect.Value, tag reflect.StructTag) error {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return p.walk(path, v.Elem(), tag)
		}
	case reflect.Slice:
		if err := p.unique(path, v); err != nil {
			return err
		}
		for i := range v.Len() {
			if err := p.walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i), tag); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			key := f.Tag.Get("yaml")
			if key == "" {
				continue
			}
			at := path + "." + key
			if text, ok := f.Tag.Lookup("default"); ok && v.Field(i).IsZero() {
				fill(v.Field(i), text)
			}
			if f.Tag.Get("required") == "true" && empty(v.Field(i)) && v.Field(i).Type() != reflect.TypeFor[time.Time]() {
				return p.fail(at, "%s is missing", key)
			}
			if err := p.walk(at, v.Field(i), f.Tag); err != nil {
				return err
			}
		}
	case reflect.String:
		if all := tag.Get("enum"); all != "" && v.String() != "" {
			return p.oneOf(path, v.String(), values(all))
		}
		return p.pattern(path, v.String(), tag)
	default:
		return p.bounds(path, v, tag)
	}
	return nil
}

// unique holds the items of a list to names of their own.
func (p positions) unique(path string, list reflect.Value) error {
	if list.Type().Elem().Kind() != reflect.Struct {
		return nil
	}
	first := map[string]int{}
	for i := range list.Len() {
		for _, field := range []string{"Name", "Family"} {
			f := list.Index(i).FieldByName(field)
			if !f.IsValid() || f.String() == "" {
				continue
			}
			at := fmt.Sprintf("%s[%d].%s", path, i, strings.ToLower(field))
			if j, twice := first[f.String()]; twice {
				return p.fail(at, "%q is there twice: as item %d and as item %d of %s", f.String(), j+1, i+1, path[strings.LastIndexByte(path, '.')+1:])
			}
			first[f.String()] = i
		}
	}
	return nil
}

func (p positions) oneOf(path, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	key := strings.TrimRight(path[strings.LastIndexByte(path, '.')+1:], "[0123456789]")
	list := allowed[0]
	if n := len(allowed); n > 1 {
		list = strings.Join(allowed[:n-1], ", ") + " or " + allowed[n-1]
	}
	return p.fail(path, "%s is %q: it must be %s%s", key, value, list, hint(value, allowed))
}

// empty tells a value that is not there, and a list without items.
func empty(v reflect.Value) bool { return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 }

// pattern holds a text to the pattern of its field, which form says in words.
func (p positions) pattern(path, value string, tag reflect.StructTag) error {
	pattern := tag.Get("pattern")
	if pattern == "" || value == "" || regexp.MustCompile(pattern).MatchString(value) {
		return nil
	}
	return p.fail(path, "%s is %q: it must be %s", path[strings.LastIndexByte(path, '.')+1:], value, tag.Get("form"))
}

// greatest is what a number may be at the most: what its field says, or the
// bound of all.
func greatest(tag reflect.StructTag) int64 {
	if n, err := strconv.ParseInt(tag.Get("most"), 10, 64); err == nil {
		return n
	}
	return mostNumber
}

// bounds holds a number or a duration to the bounds. A few numbers may be
// negative.
func (p positions) bounds(path string, v reflect.Value, tag reflect.StructTag) error {
	signed, most := tag.Get("signed") != "", greatest(tag)
	switch v.Kind() {
	case reflect.Int64:
		if d := time.Duration(v.Int()); d < 0 || d > mostDuration {
			return p.fail(path, "%v is out of bounds: a duration is between 0s and a year", d)
		}
	case reflect.Int:
		if n := v.Int(); n < 0 && !signed || n > most || n < -most {
			return p.fail(path, "%d is out of bounds: a number is between 0 and %d", n, most)
		}
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || x < 0 && !signed || x > mostNumber || x < -mostNumber {
			return p.fail(path, "%v is out of bounds: a number is between 0 and %d", x, mostNumber)
		}
	default: // truths and maps of texts have no bounds
	}
	return nil
}

// fill sets a field to the default that its tag gives. A default that does not
// fit its field is a mistake of this package, which a test rules out.
func fill(v reflect.Value, text string) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	var err error
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		var n int
		n, err = strconv.Atoi(text)
		v.SetInt(int64(n))
	case reflect.Int64:
		var d time.Duration
		d, err = time.ParseDuration(text)
		v.SetInt(int64(d))
	case reflect.Float64:
		var x float64
		x, err = strconv.ParseFloat(text, 64)
		v.SetFloat(x)
	default:
		err = fmt.Errorf("there are no defaults of the kind %v", v.Kind())
	}
	if err != nil {
		panic(err)
	}
}
