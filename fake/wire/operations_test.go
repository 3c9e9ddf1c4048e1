package wire

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

var rewrite = flag.Bool("rewrite", false, "write the page of operations anew")

const (
	operationsPage = "../../docs/simulator-api.md"
	pageBegin      = "<!-- operations -->\n"
	pageEnd        = "<!-- end -->\n"
)

// The page says of every operation of each service whether it is built: by the
// tables here, the SDK's clients, and the members that honours lets pass.
func TestOperationsPage(t *testing.T) {
	honoured := honouredMembers(t)
	var b strings.Builder
	for _, s := range []struct {
		name   string
		client any
		built  []string
	}{
		{"Amazon ECS", &ecs.Client{}, slices.Collect(maps.Keys(ecsOperations))},
		{"CloudWatch Logs", &cloudwatchlogs.Client{}, slices.Collect(maps.Keys(logsOperations))},
		{"CloudWatch", &cloudwatch.Client{}, slices.Collect(maps.Keys(cloudWatchActions))},
		{"Application Auto Scaling", &applicationautoscaling.Client{}, slices.Collect(maps.Keys(scalingOperations))},
		{"Elastic Load Balancing", &elbv2.Client{}, slices.Collect(maps.Keys(elbActions))},
		{"Amazon EC2 Auto Scaling", &autoscaling.Client{}, slices.Collect(maps.Keys(autoScalingActions))},
		{"STS", &sts.Client{}, slices.Collect(maps.Keys(stsActions))},
	} {
		section(t, &b, s.name, s.client, s.built, honoured)
	}
	page, err := os.ReadFile(operationsPage)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(page), pageBegin)
	_, tail, ok := strings.Cut(rest, pageEnd)
	if !ok {
		t.Fatal("the page has no place for the operations")
	}
	want := head + pageBegin + b.String() + pageEnd + tail
	switch {
	case *rewrite:
		if err := os.WriteFile(operationsPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	case want != string(page):
		t.Error("docs/simulator-api.md is not what is built: run go test ./fake/wire -run TestOperationsPage -rewrite")
	}
}

func section(t *testing.T, b *strings.Builder, name string, client any, built []string, honoured map[string][]string) {
	all := sdkOperations(client)
	for _, op := range built {
		if all[op] == nil {
			t.Errorf("%s has no operation %s", name, op)
		}
	}
	fmt.Fprintf(b, "\n### %s: %d of %d\n\n| operation | |\n|---|---|\n", name, len(built), len(all))
	var not []string
	for _, op := range slices.Sorted(maps.Keys(all)) {
		if !slices.Contains(built, op) {
			not = append(not, op)
			continue
		}
		state := "built"
		if known, ok := honoured[all[op].String()]; ok {
			var missing []string
			for _, f := range apiMembers(all[op]) {
				if !slices.Contains(known, f.Name) {
					missing = append(missing, f.Name)
				}
			}
			if len(missing) > 0 {
				state = "partial: refuses " + strings.Join(missing, ", ")
			}
		}
		fmt.Fprintf(b, "| %s | %s |\n", op, state)
	}
	fmt.Fprintf(b, "\nNot built: %s.\n", strings.Join(not, ", "))
}

// sdkOperations are the inputs of a client's operations, by their names.
func sdkOperations(client any) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	t := reflect.TypeOf(client)
	for i := range t.NumMethod() {
		if m := t.Method(i); m.Type.NumIn() == 4 && m.Type.NumOut() == 2 {
			out[m.Name] = m.Type.In(2).Elem()
		}
	}
	return out
}

// honouredMembers are what is passed honours for each input, in, by its type.
func honouredMembers(t *testing.T) map[string][]string {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	set := token.NewFileSet()
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if members, ok := honoursOf(n); ok {
					out[inputOf(fn)] = members
				}
				return true
			})
		}
	}
	return out
}

// shortNames are those by which packages of the SDK are imported here.
var shortNames = map[string]string{
	"elb": "elasticloadbalancingv2", "elbv2": "elasticloadbalancingv2", "aas": "applicationautoscaling", "asg": "autoscaling", "cw": "cloudwatch",
}

// inputOf is the type of a function's parameter in, as reflect names it.
func inputOf(fn *ast.FuncDecl) string {
	for _, p := range fn.Type.Params.List {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok || len(p.Names) == 0 || p.Names[0].Name != "in" {
			continue
		}
		if sel, ok := star.X.(*ast.SelectorExpr); ok {
			service := sel.X.(*ast.Ident).Name
			if full, short := shortNames[service]; short {
				service = full
			}
			return service + "." + sel.Sel.Name
		}
	}
	return ""
}

// honoursOf reads a call such as honours("a cluster", in, "Name", "Tags"), or
// one of honoursAs, which begins with a code.
func honoursOf(n ast.Node) (members []string, ok bool) {
	call, isCall := n.(*ast.CallExpr)
	if !isCall {
		return nil, false
	}
	fn, named := call.Fun.(*ast.Ident)
	if !named {
		return nil, false
	}
	before := map[string]int{"honours": 1, "honoursAs": 2}[fn.Name]
	if before == 0 || len(call.Args) <= before {
		return nil, false
	}
	if in, plain := call.Args[before].(*ast.Ident); !plain || in.Name != "in" {
		return nil, false
	}
	for _, a := range call.Args[before+1:] {
		if lit, isLit := a.(*ast.BasicLit); isLit {
			// The parser has taken the literal for a good one.
			text, _ := strconv.Unquote(lit.Value)
			members = append(members, text)
		}
	}
	return members, true
}
