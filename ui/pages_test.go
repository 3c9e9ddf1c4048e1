package ui

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// TestPages: what the documentation says of screens and keys is what they are.
// With -update it is written anew.
func TestPages(t *testing.T) {
	update := flag.Lookup("update").Value.String() == "true"
	for path, write := range map[string]func(before string) string{
		"../docs/keys.md":    func(string) string { return keysPage() },
		"../docs/screens.md": func(string) string { return screensPage() },
		"../README.md":       readme,
	} {
		before, err := os.ReadFile(path)
		if err != nil && !(update && os.IsNotExist(err)) {
			t.Fatal(err)
		}
		want := write(string(before))
		switch {
		case want == string(before):
		case !update:
			t.Errorf("%s is not what the screens are: go test ./ui -run TestPages -update", path)
		default:
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil { //nolint:gosec // a page to be read
				t.Fatal(err)
			}
		}
	}
}

const (
	madeFrom  = "This page is made from the tables of the program: `go test ./ui -run TestPages -update`.\n"
	keysBegin = "<!-- keys: made by go test ./ui -run TestPages -update -->\n"
	keysEnd   = "<!-- end of keys -->\n"
)

// keyTable is bindings as a table.
func keyTable(bindings []keymap.Binding) string {
	var out strings.Builder
	out.WriteString("\n| key | does |\n|---|---|\n")
	for _, b := range bindings {
		var keys []string
		for _, key := range b.Keys {
			keys = append(keys, code(key))
		}
		says := b.Title
		if b.Danger {
			says = "**" + says + "**"
		}
		if b.Help != "" {
			says += ": " + b.Help
		}
		fmt.Fprintf(&out, "| %s | %s |\n", strings.Join(keys, " "), cell(says))
	}
	return out.String()
}

// cell is text in a table, code a key or a name in one.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func code(s string) string { return "`" + cell(s) + "`" }

// common are the bindings that at least three of four screens have, of those
// that is picks, in the order of the first.
func common(chains keymap.Chains, is func(screen.Screen) bool) []keymap.Binding {
	var order []keymap.Binding
	count, n := map[string]int{}, 0
	for _, e := range views.All() {
		if !is(e.Make(documented)) {
			continue
		}
		n++
		for _, b := range chains[e.Kind][0].Bindings {
			if count[saidOf(b)]++; count[saidOf(b)] == 1 {
				order = append(order, b)
			}
		}
	}
	return slices.DeleteFunc(order, func(b keymap.Binding) bool { return count[saidOf(b)]*4 < n*3 })
}

// saidOf tells bindings apart that are documented differently.
func saidOf(b keymap.Binding) string { return fmt.Sprint(b.Keys, b.Help, b.Title) }

func less(all, those []keymap.Binding) []keymap.Binding {
	return slices.DeleteFunc(slices.Clone(all), func(b keymap.Binding) bool {
		return slices.ContainsFunc(those, func(c keymap.Binding) bool { return saidOf(b) == saidOf(c) })
	})
}

// documented is what the screens of the documentation are about.
var documented = screen.Ref{Cluster: model.ClusterRef{Name: "cluster"}, Service: "service", Task: "task", TaskDef: model.TaskDefRef{Family: "family", Revision: 1}}

func isList(s screen.Screen) bool { _, ok := s.(*kind.List); return ok }
func isPage(s screen.Screen) bool { _, ok := s.(*kind.Page); return ok }

// everywhere are the keys of all screens, and those that only a simulator has.
func everywhere(chains keymap.Chains) (all, simulated []keymap.Binding) {
	m := New(context.Background(), Options{Backend: full{&plain{about: awsAbout()}}, Feed: nowhere{}, About: awsAbout()})
	onAWS := screen.Scope("", m.global()).Bindings
	both := chains[views.KindServices][1].Bindings
	simulated = less(both, onAWS)
	return less(both, simulated), simulated
}

func keysPage() string {
	chains := Chains()
	all, simulated := everywhere(chains)
	lists, pages := common(chains, isList), common(chains, isPage)
	var out strings.Builder
	out.WriteString("# Keys\n\n`?` has those that work where you are. Keys that change something on AWS are bold, and ask first.\n" + madeFrom)
	out.WriteString("\n## Everywhere\n" + keyTable(all))
	out.WriteString("\n## Everywhere, on the simulator\n" + keyTable(simulated))
	out.WriteString("\n## In lists\n\nUnless the list has another use for the key.\n" + keyTable(lists))
	out.WriteString("\n## On pages\n" + keyTable(pages))
	out.WriteString("\n## In the palette\n\n`:` takes the name of a screen, and behind it what it is to be about (`logs prod/api`); of an action; of a cluster or a\nservice; an ARN or an address of the AWS console; and these commands. `tab` completes, `up` brings back what was entered.\n\n| command | also | does |\n|---|---|---|\n")
	for _, c := range paletteCommands() {
		fmt.Fprintf(&out, "| %s | %s | %s |\n", code(c.line()), codes(c.Also), cell(c.Help))
	}
	for _, e := range views.All() {
		own := less(less(chains[e.Kind][0].Bindings, lists), pages)
		if len(own) > 0 {
			fmt.Fprintf(&out, "\n## %s\n%s", e.Kind, keyTable(own))
		}
	}
	return out.String()
}

func codes(names []string) string {
	var out []string
	for _, name := range names {
		out = append(out, code(name))
	}
	return strings.Join(out, " ")
}

func screensPage() string {
	var out strings.Builder
	out.WriteString("# Screens\n\n`:` opens a screen by any of its names, `g` and a letter the one about what is selected, `--view` the one to begin with.\n" + madeFrom)
	out.WriteString("\n| name | also | letter | shows | is about |\n|---|---|---|---|---|\n")
	for _, e := range views.All() {
		letter := ""
		if e.Letter != "" {
			letter = code("g " + e.Letter)
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s |\n", code(e.Kind), codes(e.Also), letter, cell(e.Help), subjectOf(e))
	}
	return out.String()
}

// subjectOf says what a screen is about.
func subjectOf(e screen.Entry) string {
	if e.Arg != "" {
		return e.Arg
	}
	return map[screen.Subject]string{
		screen.OfAll: "all that is open", screen.OfACluster: "a cluster", screen.OfAService: "a service, or a cluster", screen.OfOneService: "a service",
		screen.OfATask: "a task", screen.OfAnInstance: "a container instance", screen.OfADefinition: "a task definition", screen.OfASimulation: "the simulator", screen.OfTheProgram: "ecsdeck",
	}[e.Subject]
}

// The README shows the keys that a footer shows, of the screens where one is
// most and of all, unless they are of little weight.
const (
	weighty       = 5
	weightyOfOwn  = 50
	mostImportant = 12
)

func readme(before string) string {
	from, to := strings.Index(before, keysBegin), strings.Index(before, keysEnd)
	if from < 0 || to < from {
		return "" // the markers are missing
	}
	chains := Chains()
	all, _ := everywhere(chains)
	var shown []keymap.Binding
	take := func(bindings []keymap.Binding, least int) {
		heavy := slices.DeleteFunc(slices.Clone(bindings), func(b keymap.Binding) bool {
			return b.Weight < least || slices.ContainsFunc(shown, func(s keymap.Binding) bool { return s.Keys[0] == b.Keys[0] })
		})
		model.Sort(heavy, func(a, b keymap.Binding) int { return b.Weight - a.Weight })
		shown = append(shown, heavy[:min(len(heavy), mostImportant)]...)
	}
	take(chains[views.KindServices][0].Bindings, weightyOfOwn)
	take(chains[views.KindTasks][0].Bindings, weightyOfOwn)
	take(chains[views.KindServices][0].Bindings, weighty)
	take(all, weighty)
	return before[:from+len(keysBegin)] + keyTable(shown) + "\n" + before[to:]
}
