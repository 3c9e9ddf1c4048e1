package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// ways leads to screens that have something to show on AWS alone, and to those
// below them; TestEveryKeyOnEveryScreen goes to all.
var ways = map[string][]string{
	views.KindClusters:    nil,
	views.KindServices:    {"enter"},
	views.KindLogs:        {"enter", "G", "l"},
	views.KindCalls:       {"A"},
	views.KindPermissions: {"P"},
	views.KindContexts:    {"C"},
	views.KindPolicy:      {"enter", "P", "enter"},
}

func everyKey() []string {
	keys := []string{"enter", "esc", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "backspace", "delete", "space"}
	for c := '!'; c <= '~'; c++ {
		keys = append(keys, string(c))
	}
	for c := 'a'; c <= 'z'; c++ {
		keys = append(keys, "ctrl+"+string(c))
	}
	return keys
}

// Every key on every screen at every size: the frame fits exactly, and nothing
// panics.
func TestWalk(t *testing.T) {
	for _, size := range []struct{ w, h int }{{60, 15}, {80, 24}, {121, 31}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			t.Parallel()
			for name, way := range ways {
				r := newRig(t, size.w, size.h, onSimulator, asking, switching)
				r.press(way...)
				route := r.m.top().route
				for _, key := range everyKey() {
					r.press(key)
					r.screen()
					if r.m.top().route != route || r.m.dialog != nil || r.m.top().screen.Typing() {
						r.press("7") // into a field, a dialog, or nowhere
						r.screen()
						r.home(name, way)
					}
				}
			}
		})
	}
}

// Where nothing can be shown nothing is done, and nothing panics.
func TestWalkInTheDark(t *testing.T) {
	for _, size := range []struct{ w, h int }{{1, 1}, {2, 3}, {20, 5}, {40, 10}, {59, 24}, {80, 14}} {
		for name, way := range ways {
			r := newRig(t, 80, 24, onSimulator, asking, switching)
			r.press(way...)
			before := r.screen()
			r.m.Update(tea.WindowSizeMsg{Width: size.w, Height: size.h})
			for _, key := range everyKey() {
				r.press(key)
				r.screen()
			}
			r.m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
			if after := r.screen(); after != before {
				t.Errorf("%s at %dx%d: keys that nobody saw changed\n%s\nto\n%s", name, size.w, size.h, before, after)
			}
		}
	}
}

// home brings the rig back to the screen at the end of a way.
func (r *rig) home(name string, way []string) {
	r.t.Helper()
	atHome := func() bool { return len(r.m.nav.stack) == 1 && r.m.dialog == nil && !r.m.top().screen.Typing() }
	for range 12 {
		if !atHome() {
			r.press("esc")
		}
	}
	if !atHome() {
		r.t.Fatalf("esc does not lead home from %s: %s", name, r.screen())
	}
	r.press("esc", "home") // no filter, first row
	r.press(way...)
}

func TestTooSmall(t *testing.T) {
	r := newRig(t, 40, 10)
	r.shows("ecsdeck needs 60x15, this is 40x10")
	r.press("enter") // acts on nothing that cannot be seen
	r.m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	r.shows("2 clusters")
}

// The help page is made of what the keys do, so a key that works is listed.
func TestHelpListsEveryKey(t *testing.T) {
	for name, way := range ways {
		r := newRig(t, 120, 60, onSimulator, asking, switching)
		r.press(way...)
		own, all := r.m.actions()
		page := ansi.Strip(strings.Join(keymap.Help(r.m.theme, 100, screen.Off(own, all), screen.Scope(name, own), screen.Scope("everywhere", all)), "\n"))
		for _, key := range everyKey() {
			_, mine := screen.Find(own, key)
			_, global := screen.Find(all, key)
			if (mine || global) && !strings.Contains(page, key) {
				t.Errorf("%s: %s works and is not in the help:\n%s", name, key, page)
			}
		}
	}
}

// No key means two things on one screen, and none is harmless in one place and
// dangerous in another of the same chain.
func TestKeysDoNotConflict(t *testing.T) {
	for name, way := range ways {
		r := newRig(t, 120, 60, onSimulator, asking, switching)
		r.press(way...)
		own, all := r.m.actions()
		for _, complaint := range keymap.Conflicts(screen.Scope(name, own), screen.Scope("everywhere", all)) {
			t.Error(complaint)
		}
	}
}

func TestEscRestoresCursorAndFilter(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "/", "o", "r", "d", "enter")
	r.shows("1 of 3", "order")
	r.hides("▌✗ payment")
	r.press("enter")
	r.shows("order > tasks")
	r.press("down", "down", "esc")
	r.shows("/ord", "1 of 3")
	r.press("esc")
	r.shows("3 services", "▌● order", "3/3")
	r.press("enter")
	r.shows("3/8") // the task's cursor as well
}

func TestCursorStaysOnItsRow(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", "down") // notification
	r.shows("▸ notification")
	r.publish(setServices(func(p *model.Part[model.Service]) {
		p.Rows = slices.Clone(p.Rows)
		slices.Reverse(p.Rows)
		for i := range p.Rows {
			if p.Rows[i].Ref == orderRef {
				p.Rows[i].Running = 0 // now as bad as payment, and before it by name
			}
		}
	}))
	r.shows("▸ notification", "3/3")
}

func TestLettersTypeInTheFilter(t *testing.T) {
	r := newRig(t, 80, 24)
	if cmd := r.press("enter", "/", "q", "s", "r", "l", "?"); cmd != nil {
		t.Error("a letter typed in the filter did something")
	}
	r.shows("/qsrl?", "none of 3 rows matches qsrl?")
	r.m.Update(tea.PasteMsg{Content: "x\x1b[31m\n"})
	r.shows("/qsrl?x[31m")
}

func TestBreadcrumbs(t *testing.T) {
	r := newRig(t, 120, 24)
	r.press("enter", "enter", "enter")
	r.shows("ecsdeck  food-delivery > payment > 1d4985c1 > task")
	r.press("esc", "d")
	r.shows("ecsdeck  food-delivery > payment > service")
	r.press("enter") // the tasks are on the stack: back to them
	if n := len(r.m.nav.stack); n != 3 {
		t.Errorf("%d screens deep instead of 3", n)
	}
}

func TestDeepLink(t *testing.T) {
	r := newRig(t, 80, 24, at("food-delivery", "order"))
	r.shows("food-delivery > order > tasks", "8 running")
	r.press("q")
	r.shows("food-delivery > services")
}

// A name on the command line knows no account; the same screen must not be two
// once the rows tell.
func TestDeepLinkWithoutAccount(t *testing.T) {
	partial := model.ClusterRef{Name: "food-delivery"}
	world := newWorld()
	world.Services[partial] = world.Services[foodDelivery]
	world.OwnTasks[partial.Service("order")] = world.OwnTasks[orderRef]
	r := newRig(t, 80, 24, withFeed(newScript(world)), func(r *rig, o *Options) {
		o.About.Account = ""
		o.Cluster, o.Service = "food-delivery", "order"
	})
	r.shows("8 running")
	r.publish(func(*model.Snapshot) {})
	r.press("d")
	r.shows("ROLLOUT")
	r.press("enter")
	if n := len(r.m.nav.stack); n != 3 {
		t.Errorf("%d screens deep instead of 3: %v", n, r.m.breadcrumbs())
	}
}

func TestSortByColumn(t *testing.T) {
	r := newRig(t, 80, 24)
	r.press("enter", ">")
	r.shows("SERVICE ▴")
	r.press("o")
	r.shows("SERVICE ▾")
	r.press("<")
	r.shows("worst first")
}

func TestRevealIsForgotten(t *testing.T) {
	r := newRig(t, 100, 40)
	r.press("enter", "G", "t")
	r.hides("hunter2")
	r.press("v")
	r.shows("postgres://order:hunter2@db/order")
	r.press("esc", "t")
	r.hides("hunter2")
}
