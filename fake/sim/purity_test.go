package sim

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"
)

// allowed is every package that the core may import. None of them reads a
// clock by itself, starts a goroutine or shares state.
var allowed = map[string]bool{
	"cmp": true, "container/heap": true, "crypto/sha256": true, "encoding/hex": true, "fmt": true, "hash/fnv": true,
	"maps": true, "errors": true, "math/rand/v2": true, "regexp": true, "slices": true, "sort": true, "strconv": true, "strings": true, "time": true,
	"github.com/ecsdeck/ecsdeck/model": true, "github.com/ecsdeck/ecsdeck/model/query": true,
}

// forbidden are functions of those packages that would let the outside in.
var forbidden = map[string]string{
	"time.Now": "reads the clock", "time.Since": "reads the clock", "time.Until": "reads the clock", "time.Sleep": "waits",
	"time.After": "waits", "time.Tick": "waits", "time.NewTimer": "waits", "time.NewTicker": "waits", "time.AfterFunc": "waits",
	"time.Local": "depends on the machine",
}

// rangesOverMaps are the functions in which a map may be walked: they sort.
var rangesOverMaps = map[string]bool{"keys": true}

// TestCoreIsPure parses the package: the same seed and the same calls must give
// the same bytes everywhere, so nothing may come in from outside.
func TestCoreIsPure(t *testing.T) {
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	if len(files) < 10 {
		t.Fatalf("only %d files were parsed", len(files))
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(set, "source", nil)}
	if _, err := conf.Check("sim", set, files, info); err != nil {
		t.Fatalf("the package does not type-check: %v", err)
	}
	for _, f := range files {
		for _, problem := range impurities(f, info) {
			t.Errorf("%s: %s", set.Position(problem.at), problem.what)
		}
	}
}

type impurity struct {
	at   token.Pos
	what string
}

func impurities(f *ast.File, info *types.Info) (out []impurity) {
	add := func(n ast.Node, what string) { out = append(out, impurity{n.Pos(), what}) }
	for _, im := range f.Imports {
		if path := strings.Trim(im.Path.Value, `"`); !allowed[path] {
			add(im, "imports "+path)
		}
	}
	for _, decl := range f.Decls {
		fn, _ := decl.(*ast.FuncDecl)
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				add(n, "starts a goroutine")
			case *ast.SelectStmt, *ast.ChanType:
				add(n, "uses channels")
			case *ast.RangeStmt:
				if isMap(info, n.X) && (fn == nil || !rangesOverMaps[fn.Name.Name]) {
					add(n, "walks a map in its random order")
				}
			case *ast.Ident:
				obj := info.Uses[n]
				if obj == nil || obj.Pkg() == nil {
					return true
				}
				name := obj.Pkg().Path() + "." + obj.Name()
				called, isFunc := obj.(*types.Func)
				method := isFunc && called.Signature().Recv() != nil
				if why := forbidden[name]; why != "" && (!method || obj.Name() == "Local") {
					add(n, name+" "+why)
				}
				if isFunc && !method && obj.Pkg().Path() == "math/rand/v2" && !strings.HasPrefix(obj.Name(), "New") {
					add(n, name+" draws from the shared source")
				}
				if obj.Pkg().Path() == "maps" && (obj.Name() == "All" || obj.Name() == "Values" || obj.Name() == "Keys") && !(fn != nil && rangesOverMaps[fn.Name.Name]) {
					add(n, name+" has a random order")
				}
			}
			return true
		})
	}
	return out
}

func isMap(info *types.Info, x ast.Expr) bool {
	tv, ok := info.Types[x]
	if !ok {
		return false
	}
	_, is := tv.Type.Underlying().(*types.Map)
	return is
}

// TestPurityTestSeesImpurity holds the checker itself to a file that breaks
// every rule.
func TestPurityTestSeesImpurity(t *testing.T) {
	const bad = `package sim
import ("math/rand/v2"; "sync"; "time")
var mu sync.Mutex
func f(m map[string]int) {
	_ = time.Now()
	_ = rand.IntN(3)
	go f(nil)
	for range m {}
	_ = time.Time{}.Local()
	select {}
}`
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "bad.go", bad, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(set, "source", nil)}
	if _, err := conf.Check("sim", set, []*ast.File{f}, info); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range impurities(f, info) {
		got = append(got, p.what)
	}
	for _, want := range []string{"imports sync", "time.Now reads the clock", "math/rand/v2.IntN draws from the shared source", "time.Local depends on the machine", "starts a goroutine", "walks a map in its random order", "uses channels"} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("not seen: %s (seen: %q)", want, got)
		}
	}
}
