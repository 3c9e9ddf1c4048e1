package ui_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// scene is a screen as the golden frames show it: in a world that has something
// to show there.
type scene struct {
	kind     string // the entry's; "" where the scene shows something beside a screen
	name     string // where it is not the kind
	scenario string // food-delivery where none is named
	at       time.Duration
	cluster  string
	service  string
	view     string
	keys     []string
}

func (s scene) called() string { return strings.ReplaceAll(or(s.name, s.kind), " ", "-") }

func or(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// TestFrames holds every screen to golden frames: its text at the least and at a
// large size, and at both its colours in the dark, light and mono themes.
func TestFrames(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.called(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { s.show(t) })
		})
	}
}

// world is the one of the scene, standing still.
func (s scene) world() living {
	at := s.at
	if at == 0 {
		at = 30 * time.Minute
	}
	return living{scenario: or(s.scenario, "food-delivery"), at: at, w: 80, h: 24, open: ui.Options{Where: ui.Where{Cluster: s.cluster, Service: s.service, View: s.view}}}
}

// settled is long enough for answers to have come.
const settled = 4 * time.Second

func (s scene) show(t *testing.T) {
	l := s.world()
	f := l.simulator(t)
	for _, theme := range []string{"", "dark", "light", "mono"} {
		l.open.Settings.Look = theme
		d, _ := l.on(t, f)
		d.Sleep(settled)
		if len(s.keys) > 0 {
			d.Press(s.keys...)
			d.Sleep(settled)
		}
		for _, size := range []struct{ w, h int }{{80, 24}, {160, 48}} {
			d.Resize(size.w, size.h)
			name := fmt.Sprintf("%dx%d", size.w, size.h)
			if theme == "" {
				d.Golden(t, name)
				continue
			}
			uitest.Golden(t, name+"-"+theme, d.Painted())
		}
		d.Quit()
	}
}

// Every screen of the registry is among the frames.
func TestEveryScreenHasAFrame(t *testing.T) {
	for _, e := range views.All() {
		if !slices.ContainsFunc(scenes, func(s scene) bool { return s.kind == e.Kind }) {
			t.Errorf("no scene shows the screen %q", e.Kind)
		}
	}
}

var frame = flag.String("frame", "", "a scene to print, by its name")

// TestFrame prints a scene: go test ./ui -run '^TestFrame$' -v -frame targets -size 160x48.
func TestFrame(t *testing.T) {
	i := slices.IndexFunc(scenes, func(s scene) bool { return s.called() == *frame })
	if i < 0 {
		t.Skip("nothing to look at: -frame names a scene")
	}
	synctest.Test(t, func(t *testing.T) {
		l := scenes[i].world()
		if _, err := fmt.Sscanf(*lookSize, "%dx%d", &l.w, &l.h); err != nil {
			t.Fatal(err)
		}
		d, _ := l.begin(t)
		d.Sleep(settled)
		d.Press(scenes[i].keys...)
		d.Sleep(settled)
		t.Log("\n" + d.Screen())
	})
}
