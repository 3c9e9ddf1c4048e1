package iam_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/backend/iam"
)

// prefixes are how IAM names the services of the SDK's packages. Those with ""
// are asked for credentials, by whatever these themselves allow.
var prefixes = map[string]string{
	"ecs": "ecs", "cloudwatchlogs": "logs", "cloudwatch": "cloudwatch", "sts": "sts", "elasticloadbalancingv2": "elasticloadbalancing",
	"applicationautoscaling": "application-autoscaling", "ecr": "ecr", "cloudtrail": "cloudtrail", "sso": "", "ssooidc": "", "signin": "",
}

// TestPoliciesAndCallsAgree holds the policies against the sources of
// backend/aws: no call without a permission, no permission without a call.
func TestPoliciesAndCallsAgree(t *testing.T) {
	called := calls(t, "../aws")
	if len(called) < 10 {
		t.Fatalf("only %d operations were found in the sources: %v", len(called), called)
	}
	wanted := map[string]int{}
	for _, a := range iam.Exec.All() {
		wanted[a.Name]++
	}
	for _, name := range iam.NeedsNone() {
		wanted[name]++
	}
	for _, op := range called {
		if wanted[op] != 1 {
			t.Errorf("backend/aws calls %s, which is in %d tiers: add it once to catalogue of backend/iam, then go test ./backend/iam -rewrite", op, wanted[op])
		}
	}
	for _, a := range iam.Operate.All() {
		if !slices.Contains(called, a.Name) {
			t.Errorf("nothing in backend/aws calls %s: take it out of catalogue of backend/iam; then go test ./backend/iam -rewrite", a.Name)
		}
	}
}

// sources are the files of a package, without its tests and without what tries
// permissions themselves.
func sources(t *testing.T, folder string) []*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(filepath.Base(name), "probe") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// calls are the operations of the SDK that a package calls, as IAM names them,
// sorted: methods of a field that is a client, pagers, and what requests name.
func calls(t *testing.T, folder string) []string {
	t.Helper()
	files := sources(t, folder)
	found := map[string]bool{}
	clients, constants := map[string]string{}, map[string]string{}
	for _, file := range files {
		imports := importsOf(file)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				if pkg, ok := client(n.Type, imports); ok {
					prefix, known := prefixes[pkg]
					if !known {
						t.Errorf("there is a client of %s: say in prefixes how IAM names that service", pkg)
					}
					for _, name := range n.Names {
						clients[name.Name] = prefix
					}
				}
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if i < len(n.Values) {
						if text, ok := literal(n.Values[i]); ok {
							constants[name.Name] = text
						}
					}
				}
			}
			return true
		})
	}
	for _, file := range files {
		imports := importsOf(file)
		ast.Inspect(file, func(n ast.Node) bool {
			for _, op := range operations(n, imports, clients, constants) {
				found[op] = true
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

// operations are those that a node calls or names.
func operations(n ast.Node, imports, clients, constants map[string]string) []string {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if of, ok := n.X.(*ast.SelectorExpr); ok && ast.IsExported(n.Sel.Name) && n.Sel.Name != "Options" {
			if prefix := clients[of.Sel.Name]; prefix != "" {
				return []string{prefix + ":" + n.Sel.Name}
			}
		}
		if pkg, ok := n.X.(*ast.Ident); ok && prefixes[imports[pkg.Name]] != "" {
			if op, isPager := strings.CutSuffix(n.Sel.Name, "Paginator"); isPager && strings.HasPrefix(op, "New") {
				return []string{prefixes[imports[pkg.Name]] + ":" + op[len("New"):]}
			}
		}
	case *ast.CompositeLit:
		kind, ok := n.Type.(*ast.Ident)
		if !ok || kind.Name != "request" || len(n.Elts) == 0 {
			return nil
		}
		op := n.Elts[0]
		if pair, ok := op.(*ast.KeyValueExpr); ok {
			op = pair.Value
		}
		text, ok := literal(op)
		if name, isName := op.(*ast.Ident); !ok && isName {
			text = constants[name.Name]
		}
		if prefix, _, ok := strings.Cut(text, ":"); ok && slices.Contains(slices.Collect(maps.Values(prefixes)), prefix) {
			return []string{text}
		}
	}
	return nil
}

// client tells whether a type is a client of the SDK, and of which package.
func client(e ast.Expr, imports map[string]string) (pkg string, ok bool) {
	pointer, ok := e.(*ast.StarExpr)
	if !ok {
		return "", false
	}
	kind, ok := pointer.X.(*ast.SelectorExpr)
	if !ok || kind.Sel.Name != "Client" {
		return "", false
	}
	of, ok := kind.X.(*ast.Ident)
	if !ok || imports[of.Name] == "" {
		return "", false
	}
	return imports[of.Name], true
}

// importsOf are the packages of the SDK's services that a file imports, by the
// names that it calls them.
func importsOf(file *ast.File) map[string]string {
	out := map[string]string{}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil || path.Base(path.Dir(imported)) != "service" {
			continue
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		out[name] = path.Base(imported)
	}
	return out
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
