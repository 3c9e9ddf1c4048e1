package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// What the config file may say is written down once: in the structs, their tags
// and their comments. docs/config.schema.json and the table of docs/config.md
// are made from them here; -rewrite writes them anew.
var rewrite = flag.Bool("rewrite", false, "write the schema and the page anew")

const (
	schemaFile = "../../docs/config.schema.json"
	pageFile   = "../../docs/config.md"
	pageMark   = "<!-- Below this line the page is made from the comments in ui/config: `make golden`. -->\n"
)

func TestSchemaIsThatOfTheStructs(t *testing.T) {
	said := comments(t)
	defs := map[string]any{}
	root := object(t, said, reflect.TypeFor[File](), defs)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://raw.githubusercontent.com/ecsdeck/ecsdeck/main/docs/config.schema.json"
	root["title"] = "Settings of ecsdeck"
	root["$defs"] = defs
	data, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	same(t, schemaFile, append(data, '\n'))
}

func TestPageIsThatOfTheStructs(t *testing.T) {
	page, err := os.ReadFile(pageFile)
	if err != nil {
		t.Fatal(err)
	}
	head, _, found := bytes.Cut(page, []byte(pageMark))
	if !found {
		t.Fatalf("%s has lost the line %q", pageFile, pageMark)
	}
	said := comments(t)
	var out strings.Builder
	var table func(title string, s reflect.Type)
	table = func(title string, s reflect.Type) {
		out.WriteString("\n## " + title + "\n\n| key | value | default | what it is |\n|---|---|---|---|\n")
		var below []reflect.StructField
		for _, f := range keys(s) {
			key := f.Tag.Get("yaml")
			out.WriteString("| `" + key + "` | " + kindOf(f) + " | " + f.Tag.Get("default") + " | " + meaning(t, said, s, f) + " |\n")
			if e := element(f.Type); e.Kind() == reflect.Struct {
				below = append(below, f)
			}
		}
		for _, f := range below {
			table(title+": "+f.Tag.Get("yaml"), element(f.Type))
		}
	}
	table("Settings", reflect.TypeFor[File]())
	same(t, pageFile, []byte(string(head)+pageMark+out.String()))
}

// TestPageSaysTheTruth reads the example of the page, and makes the mistake
// that the page tells of.
func TestPageSaysTheTruth(t *testing.T) {
	page, err := os.ReadFile(pageFile)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, rest, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the page has no example")
	}
	t.Chdir(t.TempDir())
	put(t, "config.yaml", example)
	f, err := Load("config.yaml", true)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Contexts) == 0 || len(f.Keys) == 0 || len(f.Themes) == 0 || len(f.Views) == 0 {
		t.Error("the example leaves something out")
	}
	put(t, "config.yaml", strings.Replace(example, "confirm: type", "confirm: typed", 1))
	if _, err = Load("config.yaml", true); err == nil || !strings.Contains(rest, "\n"+err.Error()+"\n") {
		t.Errorf("the page does not tell what the mistake gives: %v", err)
	}
}

// object is the schema of a struct, whose own structs go into defs.
func object(t *testing.T, said map[string]string, s reflect.Type, defs map[string]any) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range keys(s) {
		p := property(t, said, f.Type, f.Tag, defs)
		if p["$ref"] == nil {
			p["description"] = meaning(t, said, s, f)
		}
		properties[f.Tag.Get("yaml")] = p
		if f.Tag.Get("required") == "true" {
			required = append(required, f.Tag.Get("yaml"))
		}
	}
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func property(t *testing.T, said map[string]string, of reflect.Type, tag reflect.StructTag, defs map[string]any) map[string]any {
	out := map[string]any{}
	switch of.Kind() {
	case reflect.Pointer:
		return property(t, said, of.Elem(), tag, defs)
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": property(t, said, of.Elem(), "", defs)}
	case reflect.Slice:
		items := property(t, said, of.Elem(), tag, defs)
		list := map[string]any{"type": "array", "items": items}
		if of.Elem().Kind() == reflect.String {
			return map[string]any{"anyOf": []any{items, list}}
		}
		return list
	case reflect.Struct:
		if defs[of.Name()] == nil {
			defs[of.Name()] = object(t, said, of, defs)
		}
		return map[string]any{"$ref": "#/$defs/" + of.Name()}
	case reflect.Bool:
		out["type"] = "boolean"
	case reflect.Float64:
		out["type"] = "number"
	default:
		out["type"] = "string"
		if pattern := tag.Get("pattern"); pattern == "ink" || pattern == "glob" {
			out["type"] = []string{"string", "integer"} // 214, 123456789012
		}
	}
	if words := tag.Get("enum"); words != "" {
		out["enum"] = strings.Split(words, ",")
	}
	if word, ok := tag.Lookup("default"); ok {
		switch of.Kind() {
		case reflect.Bool:
			out["default"] = word == "true"
		case reflect.Float64:
			out["default"], _ = strconv.ParseFloat(word, 64)
		default:
			out["default"] = word
		}
	}
	return out
}

// kindOf says what a key takes.
func kindOf(f reflect.StructField) string {
	tag, e := f.Tag, element(f.Type)
	kind := map[string]string{"ink": "a style", "glob": "a pattern", "duration": "a time, as 10s"}[tag.Get("pattern")]
	switch {
	case tag.Get("enum") != "":
		kind = strings.ReplaceAll(tag.Get("enum"), ",", ", ")
	case e.Kind() == reflect.Struct:
		kind = "see below"
	case e.Kind() == reflect.Bool:
		kind = "true, false"
	case e.Kind() == reflect.Float64:
		kind = "a number"
	case kind == "":
		kind = "words"
	}
	switch {
	case f.Type.Kind() == reflect.Map:
		kind = "name: " + kind
	case f.Type.Kind() == reflect.Slice:
		kind = "a list: " + kind
	}
	return kind
}

func keys(s reflect.Type) (out []reflect.StructField) {
	for i := range s.NumField() {
		if f := s.Field(i); f.Tag.Get("yaml") != "" {
			out = append(out, f)
		}
	}
	return out
}

func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t
}

// meaning is a field's comment without its Go name. Every field must have one.
func meaning(t *testing.T, said map[string]string, s reflect.Type, f reflect.StructField) string {
	t.Helper()
	text := strings.TrimPrefix(said[s.Name()+"."+f.Name], f.Name+" ")
	if text == "" {
		t.Errorf("%s.%s has no comment", s.Name(), f.Name)
		return ""
	}
	for _, verb := range []string{"is ", "are "} {
		text = strings.TrimPrefix(text, verb)
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// comments are the doc comments of fields, by Struct.Field.
func comments(t *testing.T) map[string]string {
	t.Helper()
	said := map[string]string{}
	for _, pattern := range []string{"*.go", "../theme/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.TypeSpec)
				if !ok {
					return true
				}
				if s, ok := spec.Type.(*ast.StructType); ok {
					for _, f := range s.Fields.List {
						for _, n := range f.Names {
							said[spec.Name.Name+"."+n.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
						}
					}
				}
				return true
			})
		}
	}
	return said
}

func same(t *testing.T, file string, want []byte) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(file, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the structs say: run go test ./ui/config -rewrite", file)
	}
}
