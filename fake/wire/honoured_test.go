package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// honouredTypes are the members that honours lets pass of each of the SDK's
// structures, as far as it looks at them.
type honouredTypes map[reflect.Type][]string

// refused are the members of a request that are refused: those of the input,
// and for each structure inside of it those of the structure.
func (h honouredTypes) refused(t reflect.Type, path string, above []reflect.Type) []string {
	if slices.Contains(above, t) {
		return nil
	}
	above = append(slices.Clone(above), t)
	known, checked := h[t]
	var missing, inside []string
	for _, f := range apiMembers(t) {
		if checked && !slices.Contains(known, f.Name) {
			missing = append(missing, f.Name)
			continue
		}
		if inner := structure(f.Type); inner != nil {
			inside = append(inside, h.refused(inner, join(path, f.Name), above)...)
		}
	}
	if len(missing) == 0 {
		return inside
	}
	text := strings.Join(missing, ", ")
	if path != "" {
		text += " of " + path
	}
	return append([]string{text}, inside...)
}

// structure is the structure that a member is, points to, or has a list or a
// map of; nil when there is none.
func structure(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return structure(t.Elem())
	case reflect.Struct:
		if t != timeType {
			return t
		}
	}
	return nil
}

// honouredMembers reads the calls of honours in this package. The structures
// are told apart by the parameters, fields and variables that lead to them.
func honouredMembers(t *testing.T, clients ...any) honouredTypes {
	r := resolver{named: map[string]reflect.Type{}}
	for _, c := range clients {
		for _, in := range sdkOperations(reflect.New(reflect.TypeOf(c)).Interface()) {
			r.know(in)
		}
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := honouredTypes{}
	set := token.NewFileSet()
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		r.packages = importsOf(f)
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || strings.HasPrefix(fn.Name.Name, "honours") {
				continue
			}
			r.fn = fn
			ast.Inspect(fn, func(n ast.Node) bool {
				in, members, ok := honoursOf(n)
				if !ok {
					return true
				}
				if looked := structureOf(r.typeOf(in)); looked != nil {
					out[looked] = append(out[looked], members...)
				} else if !strings.HasSuffix(name, "_test.go") {
					t.Errorf("%s: of what type is what honours looks at?", set.Position(n.Pos()))
				}
				return true
			})
		}
	}
	return out
}

func structureOf(t reflect.Type) reflect.Type {
	if t == nil {
		return nil
	}
	return structure(t)
}

// importsOf are the paths of a file's imports, by the names they have there.
func importsOf(f *ast.File) map[string]string {
	out := map[string]string{}
	for _, i := range f.Imports {
		// The parser has taken the literal for a good one.
		path, _ := strconv.Unquote(i.Path.Value)
		name := path[strings.LastIndexByte(path, '/')+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		out[name] = path
	}
	return out
}

// resolver finds the types of expressions, as far as they lead to the SDK's
// structures.
type resolver struct {
	named    map[string]reflect.Type // by package path and name
	packages map[string]string       // of the file
	fn       *ast.FuncDecl
}

// know takes in a structure and all that are inside of it.
func (r *resolver) know(t reflect.Type) {
	t = structure(t)
	if t == nil || r.named[t.PkgPath()+"."+t.Name()] != nil {
		return
	}
	r.named[t.PkgPath()+"."+t.Name()] = t
	for _, f := range apiMembers(t) {
		r.know(f.Type)
	}
}

// typeOf is the type of an expression, or of what a type's expression names;
// nil when it is none of the SDK's.
func (r *resolver) typeOf(e ast.Expr) reflect.Type {
	switch e := e.(type) {
	case *ast.StarExpr:
		return r.typeOf(e.X)
	case *ast.UnaryExpr:
		return r.typeOf(e.X)
	case *ast.ParenExpr:
		return r.typeOf(e.X)
	case *ast.ArrayType:
		return r.typeOf(e.Elt)
	case *ast.IndexExpr:
		return r.typeOf(e.X)
	case *ast.Ident:
		return r.variable(e.Name)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && r.packages[x.Name] != "" {
			return r.named[r.packages[x.Name]+"."+e.Sel.Name]
		}
		if t := structureOf(r.typeOf(e.X)); t != nil {
			if f, ok := t.FieldByName(e.Sel.Name); ok {
				return f.Type
			}
		}
	}
	return nil
}

// variable is the type of a parameter, or of what is first assigned to a
// variable or ranged over.
func (r *resolver) variable(name string) (out reflect.Type) {
	for _, p := range r.fn.Type.Params.List {
		for _, n := range p.Names {
			if n.Name == name {
				return r.typeOf(p.Type)
			}
		}
	}
	ast.Inspect(r.fn.Body, func(n ast.Node) bool {
		if out != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if id, ok := left.(*ast.Ident); ok && n.Tok == token.DEFINE && id.Name == name && i < len(n.Rhs) {
					out = r.typeOf(n.Rhs[i])
				}
			}
		case *ast.RangeStmt:
			if id, ok := n.Value.(*ast.Ident); ok && id.Name == name {
				out = r.typeOf(n.X)
			}
		}
		return true
	})
	return out
}

// honoursOf reads a call such as honours("a cluster", in, "Name", "Tags"), or
// one of honoursAs, which begins with a code.
func honoursOf(n ast.Node) (in ast.Expr, members []string, ok bool) {
	call, isCall := n.(*ast.CallExpr)
	if !isCall {
		return nil, nil, false
	}
	fn, named := call.Fun.(*ast.Ident)
	if !named {
		return nil, nil, false
	}
	before := map[string]int{"honours": 1, "honoursAs": 2}[fn.Name]
	if before == 0 || len(call.Args) <= before {
		return nil, nil, false
	}
	for _, a := range call.Args[before+1:] {
		if lit, isLit := a.(*ast.BasicLit); isLit {
			text, _ := strconv.Unquote(lit.Value)
			members = append(members, text)
		}
	}
	return call.Args[before], members, true
}
