package document

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/model/taskdiff"
)

// Of makes the document of a value, of package model or with values of it in
// it. A nil value is an empty document.
func Of(value any) *Node {
	root := encode(reflect.ValueOf(value))
	if root == nil {
		return &Node{Kind: Object}
	}
	return placed(root)
}

// Rows is the document of a list's rows.
func Rows(values []any) *Node {
	out := &Node{Kind: List}
	for _, v := range values {
		if n := encode(reflect.ValueOf(v)); n != nil {
			out.Items = append(out.Items, n)
		}
	}
	return placed(out)
}

var (
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	errorType    = reflect.TypeFor[error]()
	stringerType = reflect.TypeFor[fmt.Stringer]()
)

// encode makes the node of a value, nil of one that says nothing.
func encode(v reflect.Value) *Node {
	if !v.IsValid() || !v.CanInterface() {
		return nil
	}
	if arn := refARN(v.Interface()); arn != "" {
		return text(arn)
	}
	switch {
	case v.Type() == timeType:
		return moment(v.Interface().(time.Time))
	case v.Type() == durationType:
		return duration(v.Interface().(time.Duration))
	case v.Type().Implements(errorType) && !isNil(v):
		return text(v.Interface().(error).Error())
	case v.CanInt() || v.CanUint() || v.Kind() == reflect.Float64 || v.Kind() == reflect.Float32:
		return number(v)
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return encode(v.Elem())
	case reflect.String:
		if v.Len() == 0 {
			return nil
		}
		return text(v.String())
	case reflect.Bool:
		return &Node{Type: Bool, Text: strconv.FormatBool(v.Bool())}
	case reflect.Slice, reflect.Array:
		return list(v)
	case reflect.Map:
		return mapping(v)
	case reflect.Struct:
		n := &Node{Kind: Object}
		fields(n, v)
		maskPairs(n)
		if c, ok := v.Interface().(taskdiff.Change); ok {
			maskChange(n, c)
		}
		return filled(n)
	}
	return nil // functions and channels say nothing
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func:
		return v.IsNil()
	}
	return false
}

// filled is n, or nil when there is nothing in it.
func filled(n *Node) *Node {
	if len(n.Items) == 0 {
		return nil
	}
	return n
}

func text(s string) *Node {
	n := &Node{Text: s}
	hide(n, secret.Masked(s))
	return n
}

func moment(t time.Time) *Node {
	if t.IsZero() {
		return nil
	}
	return &Node{Type: Time, Text: t.Format(time.RFC3339Nano)}
}

// duration is in seconds, as AWS has it.
func duration(d time.Duration) *Node {
	if d == 0 {
		return nil
	}
	return &Node{Type: Number, Text: strconv.FormatFloat(d.Seconds(), 'f', -1, 64)}
}

func number(v reflect.Value) *Node {
	switch {
	case v.Type().Implements(stringerType):
		return text(v.Interface().(fmt.Stringer).String())
	case v.CanInt():
		return &Node{Type: Number, Text: strconv.FormatInt(v.Int(), 10)}
	case v.CanUint():
		return &Node{Type: Number, Text: strconv.FormatUint(v.Uint(), 10)}
	case math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0):
		return &Node{Type: Null, Text: "null"}
	}
	return &Node{Type: Number, Text: strconv.FormatFloat(v.Float(), 'f', -1, 64)}
}

func list(v reflect.Value) *Node {
	n := &Node{Kind: List}
	for i := range v.Len() {
		if item := encode(v.Index(i)); item != nil {
			n.Items = append(n.Items, item)
		}
	}
	maskArgs(n)
	return filled(n)
}

func mapping(v reflect.Value) *Node {
	n := &Node{Kind: Object}
	keys := v.MapKeys()
	model.Sort(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	for _, k := range keys {
		if item := encode(v.MapIndex(k)); item != nil {
			item.Key = fmt.Sprint(k)
			maskNamed(item, item.Key)
			n.Items = append(n.Items, item)
		}
	}
	return filled(n)
}

// fields adds the fields of a struct to n. What is embedded is a part of it.
func fields(n *Node, v reflect.Value) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Anonymous && f.Type.Kind() == reflect.Struct {
			fields(n, v.Field(i))
			continue
		}
		r := names[t.Name()+"."+f.Name]
		if r.when != "" && !v.FieldByName(r.when).Bool() {
			continue
		}
		field(n, r, f.Name, v.Field(i))
	}
}

// field adds one field under its name, unless that says nothing.
func field(n *Node, r name, own string, v reflect.Value) {
	switch {
	case r.as == "-":
		return
	case own == "Ref" && r.as == "":
		refFields(n, v.Interface())
		return
	case v.IsZero() && !r.zero:
		return
	}
	item := encode(v)
	if item == nil {
		return
	}
	as := r.as
	if as == "" {
		as = lowerCamel(own)
	}
	at := n
	path := strings.Split(as, ".")
	for _, step := range path[:len(path)-1] {
		at = at.child(step)
	}
	item.Key = path[len(path)-1]
	switch {
	case r.secret:
		item.Secret = true
	case r.text:
		item.Type = String
	case r.is != "":
		item.Type, item.Text = String, r.is
	}
	maskNamed(item, item.Key)
	at.Items = append(at.Items, item)
}

// lowerCamel is a field's name as JSON of AWS has it: TaskDef is taskDef, IP ip,
// ARN arn, EC2ID ec2Id.
func lowerCamel(s string) string {
	runes := []rune(s)
	end := slices.IndexFunc(runes, func(r rune) bool { return !unicode.IsUpper(r) && !unicode.IsDigit(r) })
	switch {
	case end < 0:
		return strings.ToLower(s)
	case end > 1:
		end-- // the last upper case letter begins the next word
	}
	return strings.ToLower(string(runes[:end])) + string(runes[end:])
}
