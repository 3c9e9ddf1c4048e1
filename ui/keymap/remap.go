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

// collisions are keys that would do two things, or something dangerous here and
// something harmless there: fingers do not know screens.
func (r Remap) collisions(before Chains) []Problem {
	after := before.With(r)
	var found []Problem
	known := map[Problem]bool{}
	add := func(p Problem) {
		if !known[p] {
			known[p] = true
			found = append(found, p)
		}
	}
	for _, screen := range slices.Sorted(maps.Keys(after)) {
		was := before[screen]
		for i, s := range after[screen] {
			for j, b := range s.Bindings {
				for _, key := range b.Keys {
					if other, level, taken := holder(after[screen], i, j, key); taken && !same(was, key, b.Action, other) {
						if at, is := r.entry(screen, i, b.Action, level, other, key); is {
							add(Problem{at, quoted(key) + " would ask for " + string(b.Action) + " and for " + string(other) + where(screen, level)})
						}
					}
				}
			}
		}
	}
	danger, calm := after.uses()
	wasDanger, wasCalm := before.uses()
	for _, key := range slices.Sorted(maps.Keys(danger)) {
		if calm[key] == "" || wasDanger[key] != "" && wasCalm[key] != "" {
			continue
		}
		for _, a := range []Action{danger[key], calm[key]} {
			if at, is := r.owner(a, key); is {
				add(Problem{at, quoted(key) + " would be " + string(danger[key]) + ", which changes something, and " + string(calm[key]) + ", which does not: fingers do not know screens"})
				break
			}
		}
	}
	return found
}

func where(screen string, level int) string {
	if level > 0 {
		return ", which works everywhere"
	}
	return " on the screen " + screen
}

// holder is another action of the chain that has the key: one before it in its
// own scope, or one farther out.
func holder(chain []Scope, i, j int, key string) (a Action, level int, taken bool) {
	for k, b := range chain[i].Bindings {
		if k < j && slices.Contains(b.Keys, key) && b.Action != chain[i].Bindings[j].Action {
			return b.Action, i, true
		}
	}
	for l := i + 1; l < len(chain); l++ {
		for _, b := range chain[l].Bindings {
			if slices.Contains(b.Keys, key) {
				return b.Action, l, true
			}
		}
	}
	return "", 0, false
}

// same tells that both actions had the key already.
func same(chain []Scope, key string, a, b Action) bool {
	has := map[Action]bool{}
	for _, s := range chain {
		for _, x := range s.Bindings {
			if slices.Contains(x.Keys, key) {
				has[x.Action] = true
			}
		}
	}
	return has[a] && has[b]
}

// entry is the entry that gave one of two actions the key.
func (r Remap) entry(screen string, i int, a Action, level int, b Action, key string) (string, bool) {
	for _, at := range []string{scoped(screen, i, a), string(a), scoped(screen, level, b), string(b)} {
		if slices.Contains(r[at], key) {
			return at, true
		}
	}
	return "", false
}

func scoped(screen string, level int, a Action) string {
	if level > 0 {
		return string(a)
	}
	return screen + "." + string(a)
}

// owner is the entry that gives an action the key on some screen.
func (r Remap) owner(a Action, key string) (string, bool) {
	for _, at := range slices.Sorted(maps.Keys(r)) {
		if at[strings.LastIndexByte(at, '.')+1:] == string(a) && slices.Contains(r[at], key) {
			return at, true
		}
	}
	return "", false
}

// uses are the keys that do something dangerous somewhere, and those that do
// something harmless, with what that is.
func (c Chains) uses() (danger, calm map[string]Action) {
	danger, calm = map[string]Action{}, map[string]Action{}
	for _, screen := range slices.Sorted(maps.Keys(c)) {
		for _, s := range c[screen] {
			for _, b := range s.Bindings {
				to := calm
				if b.Danger {
					to = danger
				}
				for _, key := range b.Keys {
					if to[key] == "" {
						to[key] = b.Action
					}
				}
			}
		}
	}
	return danger, calm
}

func quoted(key string) string { return "\"" + key + "\"" }
