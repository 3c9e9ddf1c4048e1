package scenario

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
	"strings"
	"testing"
	"time"
)

// What a scenario file may say is written down once: in the structs, their
// tags and their comments. docs/scenario.schema.json and the tables of
// docs/scenarios.md are made from them here; -rewrite writes them anew.
const (
	schemaFile = "../../docs/scenario.schema.json"
	pageFile   = "../../docs/scenarios.md"
	pageMark   = "<!-- Below this line the page is made from the comments in fake/scenario: `make golden`. -->\n"
)

func TestSchemaIsThatOfTheStructs(t *testing.T) {
	data, err := json.MarshalIndent(schema(comments(t)), "", "  ")
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
	same(t, pageFile, []byte(string(head)+pageMark+tables(comments(t))))
}

// TestPageSaysTheTruth plays the example of the page, and makes the mistake
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
	s, err := Parse("mine.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Build(1); err != nil {
		t.Fatal(err)
	}
	_, err = Parse("mine.yaml", []byte(strings.Replace(example, "desired:", "desird:", 1)))
	if err == nil || !strings.Contains(rest, "\n"+err.Error()+"\n") {
		t.Errorf("the page does not tell what the mistake gives: %v", err)
	}
}

func same(t *testing.T, file string, want []byte) {
	t.Helper()
	if flag.Lookup("rewrite").Value.String() == "true" {
		if err := os.WriteFile(file, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the structs say: run go test ./fake/scenario -rewrite", file)
	}
}

// TestEveryKeyIsDocumented holds the format to having a comment for each key
// and a default that its field can take.
func TestEveryKeyIsDocumented(t *testing.T) {
	said := comments(t)
	for _, s := range groups() {
		if said[s.Name()] == "" {
			t.Errorf("%s has no comment", s.Name())
		}
		for _, f := range fields(s) {
			if said[s.Name()+"."+f.Name] == "" {
				t.Errorf("%s.%s has no comment", s.Name(), f.Name)
			}
			if text, ok := f.Tag.Lookup("default"); ok {
				fill(reflect.New(f.Type).Elem(), text) // panics when it does not fit
			}
		}
	}
}

// TestEveryActionIsAKey holds the list of actions to the struct that they are
// read into: what is in neither could be written and would do nothing.
func TestEveryActionIsAKey(t *testing.T) {
	known := map[string]bool{"after": true, "every": true, "cluster": true, "service": true, "task": true, "instance": true}
	for _, a := range actions {
		known[a.key] = true
	}
	keys := map[string]bool{}
	for _, f := range fields(reflect.TypeFor[Step]()) {
		key := f.Tag.Get("yaml")
		keys[key] = true
		if !known[key] {
			t.Errorf("the key %s of a step is no action", key)
		}
	}
	for _, a := range actions {
		if !keys[a.key] {
			t.Errorf("the action %s is no key of a step", a.key)
		}
	}
}

// comments are the doc comments of the package's structs and their fields, by
// Struct and Struct.Field.
func comments(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				ts := spec.(*ast.TypeSpec)
				st, ok := ts.Type.(*ast.StructType)
				if !ok {
					continue
				}
				said[ts.Name.Name] = flat(g.Doc.Text())
				for _, f := range st.Fields.List {
					for _, n := range f.Names {
						said[ts.Name.Name+"."+n.Name] = flat(f.Doc.Text())
					}
				}
			}
		}
	}
	return said
}

func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// groups are the structs of the format, each after the one that uses it first.
func groups() []reflect.Type {
	var out []reflect.Type
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(s reflect.Type) {
		if seen[s] {
			return
		}
		seen[s] = true
		out = append(out, s)
		for _, f := range fields(s) {
			if e := element(f.Type); e.Kind() == reflect.Struct && e != reflect.TypeFor[time.Time]() {
				visit(e)
			}
		}
	}
	visit(reflect.TypeFor[Scenario]())
	return out
}

func fields(s reflect.Type) (out []reflect.StructField) {
	for i := range s.NumField() {
		if f := s.Field(i); f.Tag.Get("yaml") != "" {
			out = append(out, f)
		}
	}
	return out
}

func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

// meaning is a field's comment: what it is, without saying its name again, or
// what it does, with its key in the place of the Go name.
func meaning(said map[string]string, s reflect.Type, f reflect.StructField) string {
	text := said[s.Name()+"."+f.Name]
	rest, ok := strings.CutPrefix(text, f.Name+" ")
	if !ok {
		return text
	}
	if what, ok := is(rest); ok {
		return what
	}
	return "`" + f.Tag.Get("yaml") + "` " + rest
}

// is tells what a sentence says that something is.
func is(text string) (what string, ok bool) {
	for _, verb := range []string{"is ", "are "} {
		if rest, ok := strings.CutPrefix(text, verb); ok {
			return strings.ToUpper(rest[:1]) + rest[1:], true
		}
	}
	return text, false
}

// about is a group's comment in the same way.
func about(said map[string]string, s reflect.Type) string {
	text := said[s.Name()]
	what, _ := is(strings.TrimPrefix(text, s.Name()+" "))
	return strings.ToUpper(what[:1]) + what[1:]
}
