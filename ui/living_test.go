package ui_test

import (
	"context"
	"flag"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/ui"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// living is a world of the simulator on screen: everything is real but the
// terminal, the clock and that nothing is on AWS.
type living struct {
	scenario string
	at       time.Duration // how old the world is
	w, h     int
	speed    float64    // of its clock; 0 is paused
	open     ui.Options // where the dashboard opens, and how it looks
}

// begin starts it in a synctest bubble.
func (l living) begin(t *testing.T) (*uitest.Driver, *fake.Fake) {
	t.Helper()
	f := l.simulator(t)
	d, _ := l.on(t, f)
	return d, f
}

// simulator builds the world.
func (l living) simulator(t *testing.T) *fake.Fake {
	t.Helper()
	s, err := scenario.Load(l.scenario)
	if err != nil {
		t.Fatal(err)
	}
	world, err := s.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	world.Step(l.at)
	return fake.New(fake.Options{World: world, Scenario: l.scenario, Speed: l.speed})
}

// on shows a world that is there already. Nobody asks it any more once the
// program has ended.
func (l living) on(t *testing.T, f *fake.Fake) (*uitest.Driver, *feed.Feed) {
	t.Helper()
	polled := feed.New(feed.Options{Backend: f, Policy: feed.Lively()})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); polled.Run(ctx) }()
	end := func() { cancel(); <-ended }
	t.Cleanup(end)
	o := l.open
	o.Backend, o.Feed = f, polled
	o.About, _ = f.About(ctx)
	d := uitest.New(t, ui.New(ctx, o), l.w, l.h)
	d.OnQuit(end)
	return d, polled
}

var (
	lookKeys     = flag.String("look", "", "keys that lead to a screen to print, separated by blanks")
	lookSize     = flag.String("size", "80x24", "its size")
	lookView     = flag.String("view", views.KindClusters, "the screen that it begins with")
	lookCluster  = flag.String("cluster", "", "the cluster that it is about")
	lookScenario = flag.String("scenario", "food-delivery", "the world to look at")
	lookAt       = flag.Duration("at", 30*time.Minute, "how old the world is")
)

// TestLook prints what a person sees after some keys, for whoever builds a
// screen: go test ./ui -run '^TestLook$' -v -look 'enter d' -size 160x48.
func TestLook(t *testing.T) {
	if *lookKeys == "" {
		t.Skip("nothing to look at: -look has the keys")
	}
	width, height, _ := strings.Cut(*lookSize, "x")
	w, _ := strconv.Atoi(width)
	h, _ := strconv.Atoi(height)
	synctest.Test(t, func(t *testing.T) {
		d, _ := living{scenario: *lookScenario, at: *lookAt, w: w, h: h, open: ui.Options{Where: ui.Where{View: *lookView, Cluster: *lookCluster}}}.begin(t)
		d.Sleep(5 * time.Second)
		d.Press(strings.Fields(*lookKeys)...)
		d.Sleep(5 * time.Second)
		t.Log("\n" + d.Screen())
	})
}
