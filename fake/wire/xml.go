package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"reflect"
	"strconv"
	"time"

	smithytime "github.com/aws/smithy-go/time"
)

// xmlHead is what a query service's answer says of itself.
type xmlHead struct{ action, namespace, requestID string }

// writeXML writes one of the SDK's outputs as AWS's query services do: lists as
// member elements, maps as entries with a key and a value, times as RFC 3339.
func writeXML(head xmlHead, out any) []byte {
	var b bytes.Buffer
	b.WriteString("<" + head.action + `Response xmlns="` + head.namespace + `">`)
	element(&b, head.action+"Result", reflect.ValueOf(out))
	b.WriteString("<ResponseMetadata><RequestId>")
	escape(&b, head.requestID)
	b.WriteString("</RequestId></ResponseMetadata></" + head.action + "Response>")
	return b.Bytes()
}

func element(b *bytes.Buffer, name string, v reflect.Value) {
	b.WriteString("<" + name + ">")
	content(b, v)
	b.WriteString("</" + name + ">")
}

func content(b *bytes.Buffer, v reflect.Value) {
	if v.Type() == timeType {
		b.WriteString(smithytime.FormatDateTime(v.Interface().(time.Time)))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		content(b, v.Elem())
	case reflect.Struct:
		for _, f := range apiMembers(v.Type()) {
			if x := v.FieldByIndex(f.Index); !absent(x) {
				element(b, f.Name, x)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			b.WriteString(base64.StdEncoding.EncodeToString(v.Bytes()))
			return
		}
		for i := range v.Len() {
			element(b, "member", v.Index(i))
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			b.WriteString("<entry>")
			element(b, "key", key)
			element(b, "value", v.MapIndex(key))
			b.WriteString("</entry>")
		}
	case reflect.String:
		escape(b, v.String())
	case reflect.Bool:
		b.WriteString(strconv.FormatBool(v.Bool()))
	case reflect.Int32, reflect.Int64:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Float32, reflect.Float64:
		b.WriteString(floatText(v.Float()))
	}
}

// escape writes a text. What XML cannot hold becomes U+FFFD.
func escape(b *bytes.Buffer, text string) {
	// A bytes.Buffer takes everything.
	_ = xml.EscapeText(b, []byte(text))
}
