package ui

import (
	"fmt"
	"testing"

	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// sizes at which every screen has a golden picture.
var sizes = []struct{ w, h int }{{80, 24}, {160, 48}}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name    string
		keys    []string
		options []rigOption
	}{
		{name: "clusters"},
		{name: "services", keys: []string{"enter"}},
		{name: "services-simulator", keys: []string{"enter"}, options: []rigOption{onSimulator}},
		{name: "services-ascii", keys: []string{"enter"}, options: []rigOption{inASCII}},
		{name: "tasks-payment", keys: []string{"enter", "enter"}},
		{name: "tasks-cluster", keys: []string{"enter", "a"}},
		{name: "task", keys: []string{"enter", "enter", "enter"}},
		{name: "service-payment", keys: []string{"enter", "d"}},
		{name: "service-order", keys: []string{"enter", "down", "down", "d"}},
		{name: "service-notification", keys: []string{"enter", "down", "d"}},
		{name: "definition", keys: []string{"enter", "down", "down", "t"}},
		{name: "instances", keys: []string{"enter", "i"}},
		{name: "logs", keys: []string{"enter", "down", "down", "l"}},
		{name: "services-throttled", keys: []string{"enter"}, options: []rigOption{throttledRig}},
		{name: "calls", keys: []string{"enter", "A"}, options: []rigOption{asking}},
		{name: "call", keys: []string{"A", "down", "down", "down", "enter"}, options: []rigOption{asking}},
		{name: "permissions", keys: []string{"P"}, options: []rigOption{asking}},
		{name: "permissions-none", keys: []string{"P"}, options: []rigOption{asking, undenied}},
		{name: "policy", keys: []string{"P", "enter"}, options: []rigOption{asking}},
		{name: "help", keys: []string{"enter", "?"}},
		{name: "scale", keys: []string{"enter", "down", "down", "s"}},
		{name: "redeploy", keys: []string{"enter", "r"}},
		{name: "stop", keys: []string{"enter", "down", "down", "enter", "x"}},
	} {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", c.name, size.w, size.h), func(t *testing.T) {
				r := newRig(t, size.w, size.h, c.options...)
				r.press(c.keys...)
				uitest.Golden(t, "screen", r.screen())
			})
		}
	}
}
