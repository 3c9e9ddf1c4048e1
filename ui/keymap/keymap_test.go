package keymap

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/theme"
)

var (
	list = Scope{Name: "Services", Bindings: []Binding{
		{Action: "open", Keys: []string{"enter", "right"}, Title: "tasks", Help: "open the tasks of the service", Weight: 100},
		{Action: "scale", Keys: []string{"s"}, Title: "scale", Help: "change the desired count", Weight: 80, Danger: true},
		{Action: "logs", Keys: []string{"l"}, Title: "logs", Weight: 90},
		{Action: "down", Keys: []string{"down", "j"}, Show: "down/j", Title: "down"},
		{Action: "clear", Keys: []string{"esc"}, Title: "clear", Weight: 10},
	}}
	global = Scope{Name: "Everywhere", Bindings: []Binding{
		{Action: "help", Keys: []string{"?"}, Title: "help", Weight: 95},
		{Action: "back", Keys: []string{"esc"}, Title: "back", Weight: 70},
		{Action: "quit", Keys: []string{"ctrl+c"}, Title: "quit", Help: "leave the program"},
	}}
)

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMatchGoesInsideOut(t *testing.T) {
	for key, action := range map[string]Action{"enter": "open", "right": "open", "esc": "clear", "?": "help", "ctrl+c": "quit"} {
		if got, ok := Match(key, list, global); got != action || !ok {
			t.Errorf("%s asks for %q, want %q", key, got, action)
		}
	}
	if got, ok := Match("x", list, global); ok {
		t.Errorf("x asks for %q", got)
	}
	if got, _ := Match("esc", global, list); got != "back" {
		t.Errorf("esc asks for %q", got)
	}
}

func TestFooter(t *testing.T) {
	th := theme.Mono()
	off := func(a Action) string {
		if a == "scale" {
			return "read-only"
		}
		return ""
	}
	for _, c := range []struct {
		w    int
		off  Off
		want string
	}{
		{80, nil, " enter tasks  ? help  l logs  s scale  esc clear"}, // the inner esc hides the outer
		{80, off, " enter tasks  ? help  l logs  esc clear"},
		{36, nil, " enter tasks  ? help  esc clear"}, // which always have room
		{21, nil, " ? help  esc clear"},
		{27, nil, " ? help  l logs  esc clear"}, // what is too long gives way to what fits
		{13, nil, " ? help"},
		{3, nil, ""},
		{0, nil, ""},
	} {
		line := Footer(th, c.w, c.off, list, global)
		want(t, strings.TrimRight(ansi.Strip(line), " "), c.want)
		if n := ansi.StringWidth(line); n != c.w {
			t.Errorf("%d cells wide in place of %d", n, c.w)
		}
	}
}

func TestHelp(t *testing.T) {
	off := func(a Action) string {
		if a == "scale" {
			return "this session is read-only"
		}
		return ""
	}
	lines := Help(theme.Mono(), 60, off, list, global)
	want(t, ansi.Strip(strings.Join(lines, "\n")), strings.TrimPrefix(`
Services
 enter, right  open the tasks of the service
 s             change the desired count
               not now: this session is read-only
 l             logs
 down/j        down
 esc           clear

Everywhere
 ?             help
 esc           back
 ctrl+c        leave the program`, "\n"))
	for w := 1; w < 70; w++ {
		for _, line := range Help(theme.Mono(), w, off, list, global) {
			if n := ansi.StringWidth(line); n > w {
				t.Fatalf("%d cells in place of %d: %q", n, w, line)
			}
		}
	}
}

func TestConflicts(t *testing.T) {
	if found := Conflicts(list, global); len(found) > 0 {
		t.Errorf("conflicts in a sound chain: %v", found)
	}
	for _, c := range []struct {
		chain []Scope
		want  string
	}{
		{[]Scope{{Name: "A", Bindings: []Binding{
			{Action: "x", Keys: []string{"k"}, Title: "x"}, {Action: "y", Keys: []string{"j", "k"}, Title: "y"}}}},
			`A: key "k" asks for x and for y`},
		{[]Scope{{Name: "A", Bindings: []Binding{{Action: "x", Keys: []string{"k", "k"}, Title: "x"}}}},
			`A: key "k" asks for x and for x`},
		{[]Scope{
			{Name: "A", Bindings: []Binding{{Action: "stop", Keys: []string{"x"}, Title: "stop", Danger: true}}},
			{Name: "B", Bindings: []Binding{{Action: "exclude", Keys: []string{"x"}, Title: "exclude"}}}},
			`key "x" is stop in A and exclude in B: one of them is dangerous`},
		{[]Scope{{Name: "A", Bindings: []Binding{{Action: "x", Title: "x"}}}},
			`A: binding of "x" needs keys, an action and a title`},
	} {
		if found := Conflicts(c.chain...); !slices.Equal(found, []string{c.want}) {
			t.Errorf("got %q, want %q", found, c.want)
		}
	}
}
