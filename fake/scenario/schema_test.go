package scenario

import (
	"reflect"
	"time"
)

// schema is the JSON Schema (draft 2020-12) of a scenario file.
func schema(said map[string]string) map[string]any {
	defs := map[string]any{}
	for _, s := range groups() {
		properties, required := map[string]any{}, []string{}
		for _, f := range fields(s) {
			p := property(f.Type, f.Tag)
			p["description"] = meaning(said, s, f)
			properties[f.Tag.Get("yaml")] = p
			if _, list := p["items"]; list && f.Tag.Get("required") == "true" {
				p["minItems"] = 1
			}
			if f.Tag.Get("required") == "true" {
				required = append(required, f.Tag.Get("yaml"))
			}
		}
		def := map[string]any{"type": "object", "description": about(said, s), "additionalProperties": false, "properties": properties}
		if len(required) > 0 {
			def["required"] = required
		}
		if s == reflect.TypeFor[Step]() {
			var one []any
			for _, a := range actions {
				one = append(one, map[string]any{"required": []string{a.key}})
			}
			def["oneOf"] = one
		}
		defs[s.Name()] = def
	}
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "https://raw.githubusercontent.com/ecsdeck/ecsdeck/main/docs/scenario.schema.json",
		"title":   "A scenario of ecsdeck's simulator", "$ref": "#/$defs/Scenario", "$defs": defs,
	}
}

func property(t reflect.Type, tag reflect.StructTag) map[string]any {
	out := map[string]any{}
	switch {
	case t.Kind() == reflect.Pointer:
		return property(t.Elem(), tag)
	case t.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": property(t.Elem(), tag)}
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[time.Duration]():
		out = map[string]any{"type": "string", "pattern": `^([0-9.]+(ns|us|µs|ms|s|m|h))+$|^0$`}
	case t == reflect.TypeFor[TimeOfDay]():
		return map[string]any{"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
	case t.Kind() == reflect.Struct:
		return map[string]any{"$ref": "#/$defs/" + t.Name()}
	case t.Kind() == reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
	case t.Kind() == reflect.Int:
		out = map[string]any{"type": "integer", "minimum": 0, "maximum": greatest(tag)}
	case t.Kind() == reflect.Float64:
		out = map[string]any{"type": "number", "minimum": 0, "maximum": mostNumber}
	case t.Kind() == reflect.Bool:
		out = map[string]any{"type": "boolean"}
	default:
		out["type"] = "string"
	}
	if pattern := tag.Get("pattern"); pattern != "" {
		out["pattern"] = pattern
	}
	if tag.Get("signed") != "" {
		out["minimum"] = -mostNumber
	}
	if all := tag.Get("enum"); all != "" && enums[all] == nil {
		out["enum"] = values(all)
	}
	if text, ok := tag.Lookup("default"); ok {
		v := reflect.New(t).Elem()
		fill(v, text)
		out["default"] = v.Interface()
		if t == reflect.TypeFor[time.Duration]() {
			out["default"] = text
		}
	}
	return out
}
