package ui

import (
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// No screen has a key that does something dangerous there and something harmless
// elsewhere, or two things at once.
func TestKeysAreSound(t *testing.T) {
	chains := Chains()
	danger, calm := map[string]string{}, map[string]string{}
	for kind, chain := range chains {
		for _, problem := range keymap.Conflicts(chain...) {
			t.Errorf("%s: %s", kind, problem)
		}
		for _, s := range chain {
			for _, b := range s.Bindings {
				for _, key := range b.Keys {
					if b.Danger {
						danger[key] = kind + "." + string(b.Action)
					} else {
						calm[key] = kind + "." + string(b.Action)
					}
				}
			}
		}
	}
	for key, what := range danger {
		if calm[key] != "" {
			t.Errorf("%q is %s, which changes something, and %s, which does not", key, what, calm[key])
		}
	}
	if len(chains) != len(views.All()) {
		t.Errorf("%d screens of %d", len(chains), len(views.All()))
	}
}

func TestOwnKeys(t *testing.T) {
	r := newRig(t, 80, 24, onSimulator, func(_ *rig, o *Options) {
		o.Settings.Keys = keymap.Remap{"scale": {"f3"}, "services.logs": {"ctrl+g"}, "help": {"f1"}}
	})
	r.press("enter", "s")
	if r.m.dialog != nil {
		t.Error("the old key scales")
	}
	r.shows("f3 scale", "ctrl+g logs")
	r.press("?")
	r.hides("every key that works here")
	if !strings.Contains(strings.Join(Chains().Names(), " "), "services.logs") {
		t.Error("a key cannot be changed on one screen alone")
	}
}
