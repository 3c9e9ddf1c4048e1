package keymap

import (
	"slices"
	"testing"
)

var around = Scope{Name: "Everywhere", Bindings: append(slices.Clone(global.Bindings), Binding{Action: "quit-now", Keys: []string{"ctrl+x"}, Title: "quit now"})}

var chains = Chains{
	"services": {list, around},
	"logs": {{Name: "logs", Bindings: []Binding{
		{Action: "follow", Keys: []string{"f"}, Title: "follow"},
		{Action: "level", Keys: []string{"v"}, Title: "level"},
	}}, around},
}

func TestRemap(t *testing.T) {
	r := Remap{"scale": {"z"}, "logs.follow": {"w", "ctrl+w"}, "quit-now": {"Q"}, "help": {}}
	if found := r.Check(chains); len(found) > 0 {
		t.Fatalf("found %v", found)
	}
	with := chains.With(r)
	for key, want := range map[string]Action{"z": "scale", "s": "", "enter": "open"} {
		if got, _ := Match(key, with["services"]...); got != want {
			t.Errorf("%s asks for %q, want %q", key, got, want)
		}
	}
	if got, _ := Match("ctrl+w", with["logs"]...); got != "follow" {
		t.Errorf("ctrl+w asks for %q", got)
	}
	if _, ok := Match("?", with["logs"]...); ok {
		t.Error("a key that was taken away still works")
	}
	b := Remap{"quit-now": {}}.Apply("", Binding{Action: "quit-now", Keys: []string{"ctrl+c"}})
	if !slices.Equal(b.Keys, []string{"ctrl+c"}) {
		t.Errorf("the way out is %v", b.Keys)
	}
}

func TestRemapRefuses(t *testing.T) {
	for _, c := range []struct {
		r    Remap
		want Problem
	}{
		{Remap{"scael": {"z"}}, Problem{"scael", ""}},
		{Remap{"scale": {"l"}}, Problem{"scale", `"l" would ask for logs and for scale on the screen services`}},
		{Remap{"services.logs": {"?"}}, Problem{"services.logs", `"?" would ask for logs and for help, which works everywhere`}},
		{Remap{"scale": {"f"}}, Problem{"scale", `"f" would be scale, which changes something, and follow, which does not: fingers do not know screens`}},
		{Remap{"follow": {"s"}}, Problem{"follow", `"s" would be scale, which changes something, and follow, which does not: fingers do not know screens`}},
		{Remap{"scale": {"ctrl+c"}}, Problem{"scale", "ctrl+c belongs to the program: it always leaves"}},
		{Remap{"quit-now": {}}, Problem{"quit-now", "ctrl+c always quits: it cannot be taken away"}},
		{Remap{"scale": {"ctrl+S"}}, Problem{"scale", `there is no key "ctrl+S": ctrl goes with small letters: write ctrl+s`}},
		{Remap{"scale": {"retrun"}}, Problem{"scale", `there is no key "retrun": a key is one character, or one of enter, esc, tab, space, backspace, delete, insert, up, down, left, right, home, end, pgup, pgdown, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12; before it may stand ctrl+, alt+ and shift+`}},
	} {
		if found := c.r.Check(chains); !slices.Contains(found, c.want) {
			t.Errorf("%v: got %q, want %q", c.r, found, c.want)
		}
	}
	if found := (Remap{"scale": {"l"}, "logs": {"s"}}).Check(chains); len(found) > 0 {
		t.Errorf("two actions may change places everywhere: %v", found)
	}
}
