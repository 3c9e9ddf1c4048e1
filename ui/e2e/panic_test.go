package e2e_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui"
)

// asPanicking makes this test binary the dashboard over a feed that panics.
const asPanicking = "ECSDECK_TEST_PANIC"

// broken is a feed that tells what is on screen once and then fails as no feed
// should.
type broken struct {
	*feed.Feed
	start time.Time
}

func (b broken) Next(ctx context.Context, after uint64) (*model.Snapshot, error) {
	s, err := b.Feed.Next(ctx, after)
	// The clusters are asked again every second: by then they are on screen.
	if err != nil || !s.Clusters.Known() || s.Wall.Sub(b.start) < time.Second {
		return s, err
	}
	panic("the feed is broken")
}

func panicking() int {
	s, err := scenario.Load("steady")
	if err != nil {
		return 3
	}
	w, err := s.Build(1)
	if err != nil {
		return 3
	}
	b := fake.New(fake.Options{World: w, Speed: 1})
	f := feed.New(feed.Options{Backend: b, Policy: feed.Lively()})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go f.Run(ctx)
	if err := ui.Run(ctx, ui.Options{Backend: b, Feed: broken{f, time.Now()}}); err != nil {
		fmt.Fprintln(os.Stderr, "ended with:", err)
		return 2
	}
	return 0
}

// Whatever fails in here, the person gets their terminal back and an exit code
// that says so.
func TestPanicGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := run(t, 80, 24, []string{asPanicking + "=1"}, exe)
	s.shows("steady", "empty")
	if code := s.exits(); code != 2 {
		t.Errorf("exit code %d, want 2\n%s", code, s.text())
	}
	if !s.restored() {
		t.Error("the terminal was not given back")
	}
}
