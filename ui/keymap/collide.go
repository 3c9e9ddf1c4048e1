package keymap

import (
	"maps"
	"slices"
	"strings"
)

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
