package wire

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"

	smithytime "github.com/aws/smithy-go/time"
)

// jsonOp makes an operation of a JSON service that the SDK has no schemas for.
// Members have the SDK's names, which are AWS's where the API's begin with an
// upper letter, as Application Auto Scaling's do.
func jsonOp[In, Out any](do func(call, In) (Out, error)) operation {
	return qop(do).overJSON(writeJSON)
}

// overJSON is the action as an operation of a JSON service.
func (a action) overJSON(write func(out any) ([]byte, error)) operation {
	return operation{
		decode: func(body []byte) (any, func(call) (any, error), error) {
			doc, err := readJSON(body)
			if err != nil {
				return nil, nil, err
			}
			in := a.newIn()
			if err := fillDocument(in, doc); err != nil {
				return nil, nil, err
			}
			return in, func(c call) (any, error) { return a.do(c, in) }, nil
		},
		encode: write,
	}
}

// writeJSON writes one of the SDK's outputs as AWS's JSON services do: times
// are seconds since 1970, what is not set is left out.
func writeJSON(out any) ([]byte, error) {
	return appendJSON(nil, reflect.ValueOf(out))
}

func appendJSON(b []byte, v reflect.Value) ([]byte, error) {
	if v.Type() == timeType {
		return appendEpoch(b, v.Interface().(time.Time)), nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		return appendJSON(b, v.Elem())
	case reflect.Struct:
		return appendObject(b, v)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return appendScalar(b, v)
		}
		return appendArray(b, v)
	case reflect.Map:
		return appendMap(b, v)
	case reflect.Float32, reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			return strconv.AppendQuote(b, floatText(x)), nil
		}
	}
	return appendScalar(b, v)
}

func appendScalar(b []byte, v reflect.Value) ([]byte, error) {
	text, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", v.Type(), err)
	}
	return append(b, text...), nil
}

func appendObject(b []byte, v reflect.Value) (_ []byte, err error) {
	b = append(b, '{')
	first := true
	for _, f := range apiMembers(v.Type()) {
		x := v.FieldByIndex(f.Index)
		if absent(x) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(strconv.AppendQuote(b, f.Name), ':')
		if b, err = appendJSON(b, x); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func appendArray(b []byte, v reflect.Value) (_ []byte, err error) {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendJSON(b, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendMap(b []byte, v reflect.Value) (_ []byte, err error) {
	b = append(b, '{')
	for i, key := range sortedKeys(v) {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendScalar(b, key); err != nil {
			return nil, err
		}
		b = append(b, ':')
		if b, err = appendJSON(b, v.MapIndex(key)); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func sortedKeys(v reflect.Value) []reflect.Value {
	return slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int {
		switch x, y := a.String(), b.String(); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
}

// appendEpoch writes seconds since 1970, to the millisecond.
func appendEpoch(b []byte, t time.Time) []byte {
	return strconv.AppendFloat(b, smithytime.FormatEpochSeconds(t), 'f', -1, 64)
}

// floatText is a number as AWS's texts have it.
func floatText(x float64) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 1):
		return "Infinity"
	case math.IsInf(x, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
