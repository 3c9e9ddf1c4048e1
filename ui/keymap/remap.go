package keymap

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Remap is a person's own keys, by the name of the action, or by screen.action
// for one screen only.
type Remap map[string][]string

// interrupt is the key that nothing can take away from the action that quits
// from anywhere, and suspend the one that the shell gives a meaning to.
const (
	interrupt = "ctrl+c"
	quitNow   = Action("quit-now")
	stopKey   = "ctrl+z"
	suspend   = Action("suspend")
)

// Apply is the binding with a person's keys, where they have given it some.
// scope is the screen, "" for the whole program.
func (r Remap) Apply(scope string, b Binding) Binding {
	keys, ok := r[scope+"."+string(b.Action)]
	if !ok {
		keys, ok = r[string(b.Action)]
	}
	if !ok {
		return b
	}
	b.Keys, b.Show = slices.Clone(keys), ""
	if b.Action == quitNow && !slices.Contains(b.Keys, interrupt) {
		b.Keys = append(b.Keys, interrupt)
	}
	return b
}

// named are the keys that have a name in place of a character.
var namedKeys = []string{
	"enter", "esc", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}

// Misspelt says why a key cannot be pressed by that name, "" when it can.
func Misspelt(key string) string {
	rest := key
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		rest = strings.TrimPrefix(rest, mod)
	}
	switch {
	case rest == "":
		return "it is empty"
	case slices.Contains(namedKeys, rest):
		return ""
	case utf8.RuneCountInString(rest) != 1:
		return "a key is one character, or one of " + strings.Join(namedKeys, ", ") + "; before it may stand ctrl+, alt+ and shift+"
	case rest == " ":
		return "it is called space"
	case strings.Contains(key, "shift+"):
		return "with shift a character is another one: write " + strings.ToUpper(rest)
	case strings.Contains(key, "ctrl+") && rest != strings.ToLower(rest):
		return "ctrl goes with small letters: write " + strings.ToLower(key)
	}
	return ""
}

// Problem is what is wrong with a person's keys: At is the entry's name.
type Problem struct{ At, Says string }

// Chains are the scopes that work together on each screen: its own, then the
// program's. The names are those that Remap knows.
type Chains map[string][]Scope

// Check says what is wrong with a person's keys. before are the chains as they
// are without them: what they say twice already is not the person's doing.
func (r Remap) Check(before Chains) []Problem {
	var found []Problem
	known := before.names()
	for _, at := range slices.Sorted(maps.Keys(r)) {
		if !slices.Contains(known, at) {
			found = append(found, Problem{at, ""})
			continue
		}
		action := at[strings.LastIndexByte(at, '.')+1:]
		if Action(action) == quitNow && len(r[at]) == 0 {
			found = append(found, Problem{at, interrupt + " always quits: it cannot be taken away"})
		}
		for _, key := range r[at] {
			switch why := Misspelt(key); {
			case why != "":
				found = append(found, Problem{at, "there is no key " + quoted(key) + ": " + why})
			case key == interrupt && Action(action) != quitNow, key == stopKey && Action(action) != suspend:
				found = append(found, Problem{at, key + " belongs to the program: it always leaves"})
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	return r.collisions(before)
}

// names are all that an entry may be called.
func (c Chains) names() []string {
	seen := map[string]bool{}
	for screen, chain := range c {
		for i, s := range chain {
			for _, b := range s.Bindings {
				seen[string(b.Action)] = true
				if i == 0 {
					seen[screen+"."+string(b.Action)] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Names are all names of actions that a Remap may have.
func (c Chains) Names() []string { return c.names() }

// With is the chains with a person's keys.
func (c Chains) With(r Remap) Chains {
	out := Chains{}
	for screen, chain := range c {
		for i, s := range chain {
			to := Scope{Name: s.Name}
			for _, b := range s.Bindings {
				scope := ""
				if i == 0 {
					scope = screen
				}
				to.Bindings = append(to.Bindings, r.Apply(scope, b))
			}
			out[screen] = append(out[screen], to)
		}
	}
	return out
}
