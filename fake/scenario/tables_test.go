package scenario

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// tables are the groups of keys as the page shows them.
func tables(said map[string]string) string {
	var b strings.Builder
	b.WriteString("\n## Built-in scenarios\n\n| Name | What it shows |\n| --- | --- |\n")
	for _, info := range List() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", info.Name, info.Title)
	}
	for _, s := range groups() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", s.Name(), about(said, s))
		if len(fields(s)) == 0 {
			continue
		}
		b.WriteString("\n| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n")
		for _, f := range fields(s) {
			def := f.Tag.Get("default")
			if f.Tag.Get("required") == "true" {
				def = "required"
			}
			text := meaning(said, s, f)
			if all := f.Tag.Get("enum"); all != "" && enums[all] == nil {
				text += " One of " + strings.Join(values(all), ", ") + "."
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Tag.Get("yaml"), typeWord(f.Type), def, strings.ReplaceAll(text, "|", `\|`))
		}
	}
	return b.String()
}

func typeWord(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return typeWord(t.Elem())
	case t.Kind() == reflect.Slice:
		return "list of " + typeWord(t.Elem())
	case t == reflect.TypeFor[time.Time]():
		return "time"
	case t == reflect.TypeFor[time.Duration]():
		return "duration"
	case t == reflect.TypeFor[TimeOfDay]():
		return "time of day"
	case t.Kind() == reflect.Struct:
		return "[" + t.Name() + "](#" + strings.ToLower(t.Name()) + ")"
	case t.Kind() == reflect.Map:
		return "texts by name"
	case t.Kind() == reflect.Int, t.Kind() == reflect.Float64:
		return "number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	}
	return "text"
}
