// Package keymap is keys as data: which key asks for which action, in which
// scope. The footer, the help page and the README's table of keys are printed
// from the same bindings that the program obeys, so they cannot disagree.
package keymap

import (
	"fmt"
	"slices"
)

// Action names what a key asks for. Who handles it is not this package's
// business.
type Action string

// Binding ties keys to an action.
type Binding struct {
	Action Action
	// Keys as tea.KeyPressMsg's String prints them: "enter", "ctrl+l", "?".
	// The first one is the one that is shown.
	Keys []string
	// Show is printed instead of the first key: "j/k". Usually empty.
	Show string
	// Title is one or two words for the footer.
	Title string
	// Help is what the action does, for the help page. Empty is the title.
	Help string
	// Weight orders the footer, the heaviest first. A binding of weight 0 is
	// on the help page only.
	Weight int
	// Danger marks an action that changes something outside this program.
	Danger bool
}

// Scope is the bindings of one place: a dialog, a screen, the whole program.
type Scope struct {
	Name     string
	Bindings []Binding
}

// Match finds the action of a key along a chain of scopes, the innermost
// first: an inner binding hides an outer one of the same key.
func Match(key string, scopes ...Scope) (Action, bool) {
	for _, s := range scopes {
		for _, b := range s.Bindings {
			if slices.Contains(b.Keys, key) {
				return b.Action, true
			}
		}
	}
	return "", false
}

// Label is the key as it is printed.
func (b Binding) Label() string {
	switch {
	case b.Show != "":
		return b.Show
	case len(b.Keys) > 0:
		return b.Keys[0]
	}
	return ""
}

// says is the longest description of the binding.
func (b Binding) says() string {
	if b.Help != "" {
		return b.Help
	}
	return b.Title
}

// Conflicts says what is wrong with the scopes, one line each; a test wants
// none. In a chain (the innermost first) an inner scope may hide an outer
// binding, but never may a key be harmless in one scope and dangerous in
// another of the same chain: fingers do not know scopes.
func Conflicts(chain ...Scope) []string {
	var found []string
	type use struct {
		scope  string
		action Action
		danger bool
	}
	outer := map[string]use{}
	for _, s := range chain {
		inner := map[string]Action{}
		for _, b := range s.Bindings {
			if len(b.Keys) == 0 || b.Action == "" || b.Title == "" {
				found = append(found, fmt.Sprintf("%s: binding of %q needs keys, an action and a title", s.Name, b.Action))
			}
			for _, key := range b.Keys {
				if other, taken := inner[key]; taken {
					found = append(found, fmt.Sprintf("%s: key %q asks for %s and for %s", s.Name, key, other, b.Action))
				}
				inner[key] = b.Action
				if other, taken := outer[key]; taken && other.danger != b.Danger {
					found = append(found, fmt.Sprintf("key %q is %s in %s and %s in %s: one of them is dangerous", key, other.action, other.scope, b.Action, s.Name))
				}
				outer[key] = use{s.Name, b.Action, b.Danger}
			}
		}
	}
	return found
}
