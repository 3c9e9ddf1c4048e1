package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/smithy-go/encoding/cbor"
	smithytime "github.com/aws/smithy-go/time"
)

// A document is a body as a tree of map[string]any, []any, string, bool,
// json.Number, float64, int64, time.Time, []byte and nil: what JSON and CBOR
// have in common.

// readJSON makes a document of a JSON body. No body is an empty one.
func readJSON(body []byte) (any, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return map[string]any{}, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var doc any
	if err := d.Decode(&doc); err != nil {
		return nil, serialization(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, serialization(errors.New("there is something behind the JSON value"))
	}
	return doc, nil
}

// readCBOR makes a document of a CBOR body.
func readCBOR(body []byte) (any, error) {
	if len(body) == 0 {
		return map[string]any{}, nil
	}
	v, err := cbor.Decode(body)
	if err != nil {
		return nil, serialization(err)
	}
	return fromCBOR(v)
}

func fromCBOR(v cbor.Value) (any, error) {
	switch v := v.(type) {
	case cbor.Map:
		out := make(map[string]any, len(v))
		for name, value := range v {
			x, err := fromCBOR(value)
			if err != nil {
				return nil, err
			}
			out[name] = x
		}
		return out, nil
	case cbor.List:
		out := make([]any, len(v))
		for i, value := range v {
			x, err := fromCBOR(value)
			if err != nil {
				return nil, err
			}
			out[i] = x
		}
		return out, nil
	case cbor.String:
		return string(v), nil
	case cbor.Slice:
		return []byte(v), nil
	case cbor.Bool:
		return bool(v), nil
	case cbor.Float32:
		return float64(v), nil
	case cbor.Float64:
		return float64(v), nil
	case *cbor.Tag:
		return taggedTime(v)
	case *cbor.Nil, *cbor.Undefined:
		return nil, nil
	}
	n, err := cbor.AsInt64(v)
	if err != nil {
		return nil, serialization(err)
	}
	return n, nil
}

// taggedTime reads CBOR's tag 1, seconds since 1970.
func taggedTime(tag *cbor.Tag) (any, error) {
	seconds, err := fromCBOR(tag.Value)
	if n, ok := seconds.(int64); ok {
		seconds = float64(n)
	}
	x, ok := seconds.(float64)
	if err != nil || tag.ID != 1 || !ok || !tellable(x) {
		return nil, serialization(errors.New("there is a CBOR tag that is not a time"))
	}
	return smithytime.ParseEpochSeconds(x), nil
}

// fillDocument reads a document into one of the SDK's inputs, a pointer to a
// structure. A member that the input does not have is refused by its name.
func fillDocument(in, doc any) error {
	return fill(reflect.ValueOf(in).Elem(), doc, "")
}

// fill reads doc, which is at path, into v, which is settable.
func fill(v reflect.Value, doc any, path string) error {
	if doc == nil {
		return nil
	}
	t := v.Type()
	switch {
	case t == timeType:
		return fillDocumentTime(v, doc, path)
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		return fill(v.Elem(), doc, path)
	case t.Kind() == reflect.Struct:
		return fillStruct(v, doc, path)
	case t.Kind() == reflect.Map:
		return fillMap(v, doc, path)
	case t.Kind() == reflect.Interface:
		return refusal("ValidationError", "The simulator does not know %s. Leave it out and try again.", path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		items, ok := doc.([]any)
		if !ok {
			return wrongKind(path, doc, "a list")
		}
		v.Set(reflect.MakeSlice(t, len(items), len(items)))
		for i, it := range items {
			if err := fill(v.Index(i), it, join(path, "member."+strconv.Itoa(i+1))); err != nil {
				return err
			}
		}
		return nil
	}
	return fillScalar(v, doc, path)
}

func fillStruct(v reflect.Value, doc any, path string) error {
	members, ok := doc.(map[string]any)
	if !ok {
		return wrongKind(path, doc, "a structure")
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		f, ok := apiMember(v.Type(), name)
		if !ok {
			return unknownMember(join(path, name))
		}
		if err := fill(v.FieldByIndex(f.Index), members[name], join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

func fillMap(v reflect.Value, doc any, path string) error {
	entries, ok := doc.(map[string]any)
	if !ok {
		return wrongKind(path, doc, "a map")
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(entries)))
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		value := reflect.New(v.Type().Elem()).Elem()
		if err := fill(value, entries[name], join(path, name)); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), value)
	}
	return nil
}

func fillDocumentTime(v reflect.Value, doc any, path string) error {
	switch doc := doc.(type) {
	case time.Time:
		v.Set(reflect.ValueOf(doc.UTC()))
		return nil
	case json.Number:
		return fillTime(v, path, doc.String())
	case string:
		return fillTime(v, path, doc)
	}
	return wrongKind(path, doc, "a time")
}

// fillScalar reads a text, a number, a flag or bytes.
func fillScalar(v reflect.Value, doc any, path string) error {
	switch doc := doc.(type) {
	case string:
		if v.Kind() == reflect.String || v.Kind() == reflect.Slice {
			return fillText(v, path, doc)
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(doc)
			return nil
		}
	case json.Number:
		if v.CanInt() || v.CanFloat() {
			return fillText(v, path, strings.TrimSuffix(doc.String(), ".0"))
		}
	case int64:
		switch {
		case v.CanInt() && !v.OverflowInt(doc):
			v.SetInt(doc)
			return nil
		case v.CanFloat():
			v.SetFloat(float64(doc))
			return nil
		}
	case float64:
		if v.CanFloat() {
			v.SetFloat(doc)
			return nil
		}
	case []byte:
		if v.Kind() == reflect.Slice {
			v.SetBytes(doc)
			return nil
		}
	}
	return wrongKind(path, doc, "a "+v.Kind().String())
}

// wrongKind refuses a value of the wrong kind.
func wrongKind(path string, doc any, want string) error {
	if path == "" {
		path = "body"
	}
	got := "a structure"
	switch doc.(type) {
	case []any:
		got = "a list"
	case string:
		got = "a string"
	case bool:
		got = "a flag"
	case json.Number, int64, float64:
		got = "a number"
	case time.Time:
		got = "a time"
	case []byte:
		got = "bytes"
	}
	return refusal("SerializationException", "The %s must be %s, but is %s.", path, want, got)
}
