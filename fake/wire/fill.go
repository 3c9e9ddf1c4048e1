package wire

import (
	"encoding/base64"
	"math"
	"reflect"
	"strconv"
	"time"

	smithytime "github.com/aws/smithy-go/time"
)

var timeType = reflect.TypeFor[time.Time]()

// badMember refuses a value that its member cannot take.
func badMember(path, value, want string) error {
	return refusal("MalformedInput", "The value %q of %s is not %s.", value, path, want)
}

// unknownMember refuses a member that the operation does not have: a client
// that misspells one learns of it.
func unknownMember(path string) error {
	return refusal("ValidationError", "%s is not a member of this operation. Leave it out and try again.", path)
}

// fillText reads a scalar out of its text, as forms have it. v is settable.
func fillText(v reflect.Value, path, text string) error {
	if v.Type() == timeType {
		return fillTime(v, path, text)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fillText(v.Elem(), path, text)
	case reflect.String:
		v.SetString(text)
		return nil
	case reflect.Bool:
		if text != "true" && text != "false" {
			return badMember(path, text, "true or false")
		}
		v.SetBool(text == "true")
		return nil
	case reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err != nil {
			return badMember(path, text, "a whole number")
		}
		v.SetInt(n)
		return nil
	case reflect.Float32, reflect.Float64:
		x, err := strconv.ParseFloat(text, v.Type().Bits())
		if err != nil {
			return badMember(path, text, "a number")
		}
		v.SetFloat(x)
		return nil
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			b, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				return badMember(path, text, "base64")
			}
			v.SetBytes(b)
			return nil
		}
	}
	return badMember(path, text, "a structure, a list or a map")
}

// fillTime reads a time in one of the forms that clients send: RFC 3339, with
// a fraction or without, and seconds since 1970.
func fillTime(v reflect.Value, path, text string) error {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		seconds, notNumber := strconv.ParseFloat(text, 64)
		if notNumber != nil || !tellable(seconds) {
			return badMember(path, text, "a time: write 2026-01-31T12:00:00Z")
		}
		t = smithytime.ParseEpochSeconds(seconds)
	}
	v.Set(reflect.ValueOf(t.UTC()))
	return nil
}

// tellable tells seconds since 1970 that are within the years 1 to 9999, which
// is what texts of times can hold.
func tellable(seconds float64) bool {
	return !math.IsNaN(seconds) && seconds > -62135596800 && seconds < 253402300800
}
