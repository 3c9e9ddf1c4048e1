package model_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rules of the house: who may import whom. They are what keeps the screen
// from knowing AWS, the simulator from knowing the clock, and the two backends
// from knowing each other.

const (
	module = "github.com/ecsdeck/ecsdeck"
	root   = ".."
)

// rule is what a package, or everything below a folder, may import beside the
// standard library and itself.
type rule struct {
	where   string   // folder; a trailing /... means everything below it too
	house   []string // folders of this module, in the same notation
	outside []string // prefixes of import paths of other modules
}

var (
	sdk     = []string{"github.com/aws/aws-sdk-go-v2", "github.com/aws/smithy-go"}
	screens = []string{"charm.land/", "github.com/charmbracelet/colorprofile", "github.com/charmbracelet/x/", "github.com/clipperhouse/", "github.com/mattn/go-runewidth"}
	// checkers are for tests, in any package.
	checkers = []string{"pgregory.net/rapid", "github.com/cockroachdb/datadriven", "github.com/charmbracelet/x/exp/golden", "github.com/charmbracelet/x/vt", "github.com/creack/pty"}
)

var rules = []rule{
	{"model", nil, nil},
	{"model/query", nil, nil},
	{"model/fit", []string{"model", "model/query"}, nil},
	{"model/secret", nil, nil},
	{"model/taskdiff", []string{"model", "model/secret"}, nil},
	{"backend", []string{"model"}, nil},
	{"backend/quota", []string{"model"}, nil},
	{"backend/feed", []string{"backend", "backend/quota", "model"}, []string{"golang.org/x/sync"}},
	{"backend/iam", nil, nil},
	{"backend/fleet", []string{"backend", "backend/feed", "model"}, nil},
	{"backend/recall", []string{"model"}, nil},
	{"backend/suite", []string{"backend", "model"}, nil},
	{"backend/aws", []string{"backend", "backend/iam", "backend/quota", "model"}, append([]string{"golang.org/x/sync"}, sdk...)},
	{"fake/sim", []string{"model", "model/query"}, nil},
	{"fake/scenario", []string{"fake/sim", "model"}, []string{"github.com/goccy/go-yaml"}},
	{"fake/stale", nil, nil},
	{"fake/throttle", []string{"model"}, nil},
	{"fake", []string{"fake/sim", "fake/stale", "fake/throttle", "backend", "model"}, nil},
	{"fake/wire", []string{"fake", "fake/scenario", "fake/sim", "fake/stale", "model"}, sdk},
	{"ui/cli", []string{"backend", "backend/iam", "model", "ui/config", "ui/fuzzy", "ui/keymap", "ui/text", "ui/theme"}, []string{"github.com/spf13/", "github.com/goccy/go-yaml", "golang.org/x/sync", "github.com/charmbracelet/x/term"}},
	{"ui/config", []string{"backend", "model", "ui/fuzzy", "ui/keymap", "ui/text", "ui/theme"}, []string{"github.com/goccy/go-yaml", "github.com/fsnotify/fsnotify"}},
	{"ui/display", nil, append([]string{"github.com/charmbracelet/ultraviolet"}, screens...)},
	{"ui/e2e", nil, nil}, // nothing but external tests of the whole program
	{"ui/...", []string{"backend", "backend/feed", "backend/iam", "model/...", "ui/..."}, screens},
	{".", []string{"backend/...", "fake/...", "model", "ui/..."}, []string{"github.com/charmbracelet/colorprofile"}}, // main sees both sides
}

// covers tells whether a folder is the one named, or below a name with /....
func covers(name, folder string) bool {
	parent, below := strings.CutSuffix(name, "/...")
	return folder == parent || below && strings.HasPrefix(folder, parent+"/")
}

// breach says what is wrong with a folder importing path, "" if nothing is.
func breach(folder, path string, test bool) string {
	i := slices.IndexFunc(rules, func(r rule) bool { return covers(r.where, folder) })
	if i < 0 {
		return "no rule says what it may import: add one"
	}
	r := rules[i]
	if path == module || strings.HasPrefix(path, module+"/") {
		to := strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
		if to == folder || slices.ContainsFunc(r.house, func(name string) bool { return covers(name, to) }) {
			return ""
		}
		return "of this module it may import " + orNothing(r.house)
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return "" // the standard library
	}
	begins := func(prefix string) bool { return strings.HasPrefix(path, prefix) }
	if slices.ContainsFunc(r.outside, begins) || test && slices.ContainsFunc(checkers, begins) {
		return ""
	}
	return "of other modules it may import " + orNothing(r.outside)
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// TestImports holds every file to the rules. External test packages are
// outside the house and may see both sides.
func TestImports(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name != root && (strings.HasPrefix(name, ".") || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		test := strings.HasSuffix(path, "_test.go")
		if test && strings.HasSuffix(file.Name.Name, "_test") {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		seen[folder] = true
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := breach(folder, imported, test); why != "" {
				t.Errorf("%s imports %s, but %s", filepath.ToSlash(strings.TrimPrefix(path, root)), imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(seen)), func(folder string) bool { return covers(r.where, folder) }) {
			t.Errorf("there is a rule for %s, which does not exist", r.where)
		}
	}
}

// TestBreaches: the rules can be broken.
func TestBreaches(t *testing.T) {
	for _, c := range []struct {
		folder, path string
		test, ok     bool
	}{
		{"model", "time", false, true},
		{"model", module + "/backend", false, false},
		{"model", "github.com/aws/smithy-go", false, false},
		{"backend", module + "/model", false, true},
		{"backend", module + "/fake", false, false},
		{"backend/aws", "github.com/aws/aws-sdk-go-v2/service/ecs", false, true},
		{"backend/aws", module + "/fake/wire", false, false},
		{"backend/suite", module + "/fake", true, false},
		{"backend/iam", module + "/backend", false, false},
		{"fake/sim", module + "/backend", false, false},
		{"fake/sim", "pgregory.net/rapid", true, true},
		{"fake/sim", "pgregory.net/rapid", false, false},
		{"fake/wire", module + "/backend/aws", false, false},
		{"ui/table", module + "/ui/text", false, true},
		{"ui/table", module + "/backend/aws", false, false},
		{"ui/table", module + "/fake", true, false},
		{"ui", "github.com/aws/aws-sdk-go-v2/aws", false, false},
		{"ui/display", "github.com/charmbracelet/ultraviolet", false, true},
		{"ui", "github.com/charmbracelet/ultraviolet", false, false},
		{"ui/display", module + "/model", false, false},
		{"ui/cli", module + "/backend/feed", false, false},
		{"ui/cli", "github.com/spf13/cobra", false, true},
		{"ui/cli", "github.com/goccy/go-yaml", false, true},
		{"ui", "github.com/spf13/cobra", false, false},
		{"ui/e2e", module + "/fake/wire", true, false}, // external test packages are not asked
		{".", module + "/backend/aws", false, true},
		{".", module, false, false},
		{"util", "time", false, false},
	} {
		if why := breach(c.folder, c.path, c.test); (why == "") != c.ok {
			t.Errorf("%s imports %s: %q, want allowed: %t", c.folder, c.path, why, c.ok)
		}
	}
}

// TestTopLevel: the first look at the repository shows the house and nothing
// else but its papers; docs holds their pictures. What git ignores, what a build
// leaves and dotfiles do not count.
func TestTopLevel(t *testing.T) {
	folders := []string{"backend", "fake", "model", "ui", "docs", "bin", "dist"}
	files := []string{"main.go", "go.mod", "go.sum", "Makefile", "demo.tape", "README.md", "ARCHITECTURE.md", "LICENSE"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, "."), e.IsDir() && slices.Contains(folders, name), !e.IsDir() && slices.Contains(files, name):
		case !e.IsDir() && filepath.Ext(name) != ".go" && built(t, e):
		default:
			t.Errorf("%s stands at the top level: it belongs below one of backend, fake, model and ui", name)
		}
	}
}

// built tells what go build and go test leave behind.
func built(t *testing.T, e fs.DirEntry) bool {
	info, err := e.Info()
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()&0o111 != 0 || slices.Contains([]string{".test", ".prof", ".out"}, filepath.Ext(e.Name()))
}
