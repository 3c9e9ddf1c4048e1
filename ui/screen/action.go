package screen

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
)

// Action is what a key does on a screen right now. Dispatch, footer and help
// are made from the same list.
type Action struct {
	keymap.Binding
	// Why says why the action cannot be had now; "" when it can. Pressing the
	// key then says so instead.
	Why string
	Do  func() Effect
}

// Find is the action that a key is bound to, the first of several.
func Find(actions []Action, key string) (Action, bool) {
	for _, a := range actions {
		if slices.Contains(a.Keys, key) {
			return a, true
		}
	}
	return Action{}, false
}

// Beside is outer without the keys that inner takes: what is left of the outer
// actions, under the keys by which they can be had.
func Beside(inner, outer []Action) []Action {
	out := make([]Action, 0, len(outer))
	for _, a := range outer {
		a.Keys = slices.DeleteFunc(slices.Clone(a.Keys), func(key string) bool {
			_, taken := Find(inner, key)
			return taken
		})
		if len(a.Keys) > 0 {
			out = append(out, a)
		}
	}
	return out
}

// Scope is the actions as keymap prints them.
func Scope(name string, actions []Action) keymap.Scope {
	s := keymap.Scope{Name: name}
	for _, a := range actions {
		s.Bindings = append(s.Bindings, a.Binding)
	}
	return s
}

// Off says why an action of the lists cannot be had, for keymap.
func Off(lists ...[]Action) keymap.Off {
	return func(name keymap.Action) string {
		for _, list := range lists {
			for _, a := range list {
				if a.Action == name {
					return a.Why
				}
			}
		}
		return ""
	}
}
