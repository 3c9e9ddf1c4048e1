package fleet

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// apart are the interfaces of package backend that are no abilities, or that
// the fleet itself is, and those of a simulated world, of which there is one.
var apart = []string{"Backend", "Tail", "Switcher", "FamilyPlacer", "Forecaster", "Setter", "Faulter", "Journaler"}

// Every ability that a backend may have is lent when several contexts are open.
func TestEveryAbilityIsLent(t *testing.T) {
	files, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("abilities.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.IsDir() || !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), "../"+file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if _, ok := spec.Type.(*ast.InterfaceType); !ok || !spec.Name.IsExported() || slices.Contains(apart, spec.Name.Name) {
					continue
				}
				if !strings.Contains(string(source), "lend[backend."+spec.Name.Name+"]") {
					t.Errorf("backend.%s is not lent: several contexts would seem not to have it", spec.Name.Name)
				}
			}
		}
	}
}

// Every part of a snapshot is in the merge of two: fields that come later too.
func TestEveryPartIsMerged(t *testing.T) {
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	make1 := func(region string) *model.Snapshot {
		s := &model.Snapshot{}
		v := reflect.ValueOf(s).Elem()
		for i := range v.NumField() {
			f := v.Field(i)
			if f.Kind() != reflect.Map {
				continue
			}
			key := reflect.New(f.Type().Key()).Elem()
			distinguish(key, region)
			value := reflect.New(f.Type().Elem()).Elem()
			value.FieldByName("At").Set(reflect.ValueOf(at))
			f.Set(reflect.MakeMap(f.Type()))
			f.SetMapIndex(key, value)
		}
		return s
	}
	one, two := make1("eu-west-1"), make1("us-east-1")
	got := merge(&model.Snapshot{}, nil, []*model.Snapshot{one, two})
	again := merge(got, []*model.Snapshot{one, two}, []*model.Snapshot{one, two})
	v, w := reflect.ValueOf(got).Elem(), reflect.ValueOf(again).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		switch f := v.Field(i); {
		case f.Kind() == reflect.Map:
			if f.Len() != 2 {
				t.Errorf("%s has %d entries of 2", name, f.Len())
			}
			if f.Pointer() != w.Field(i).Pointer() {
				t.Errorf("%s is made anew though nothing has changed", name)
			}
		case !slices.Contains([]string{"Seq", "At", "Wall", "Clusters", "Contexts", "Calls"}, name):
			t.Errorf("nobody has thought of merging Snapshot.%s", name)
		}
	}
}

// distinguish writes a region into the first string of a key.
func distinguish(v reflect.Value, region string) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(region)
		return true
	case reflect.Struct:
		for i := range v.NumField() {
			if distinguish(v.Field(i), region) {
				return true
			}
		}
	}
	return false
}
