package display

import (
	"testing"
	"time"
)

// drawn plays events at milliseconds, changes unless they are keys, and returns
// when frames are drawn.
func drawn(begun bool, until int, changes func(ms int) bool, keys ...int) []int {
	var p pace
	start := time.Unix(1000, 0)
	if begun {
		p.begin(start)
	}
	var at []int
	stale := false
	for ms := range until {
		now := start.Add(time.Duration(ms) * time.Millisecond)
		stale = stale || changes(ms)
		for _, key := range keys {
			if key == ms {
				p.typed(now)
				stale = true
			}
		}
		if stale && p.wait(now, 0) <= 0 {
			p.drew(now)
			at, stale = append(at, ms), false
		}
	}
	return at
}

func TestPace(t *testing.T) {
	flood := func(int) bool { return true }
	if n := len(drawn(false, 10_000, flood)); n != 50 {
		t.Errorf("%d frames in 10 s of changes that nobody asked for, want 50", n)
	}
	if at := drawn(false, 10_000, func(ms int) bool { return ms%1000 == 3 }); len(at) != 10 || at[4] != 4003 {
		t.Errorf("a change a second is drawn at %v, want at once", at)
	}
	at := drawn(false, 2_000, flood, 1_111)
	var prompt int
	for _, ms := range at {
		if ms >= 1_111 && ms < 1_200 {
			prompt++
		}
	}
	if at[6] != 1_111 || prompt != 1+answers || len(at) > 10+1+answers {
		t.Errorf("with a key at 1111 frames are drawn at %v", at)
	}
	if at := drawn(true, 150, func(ms int) bool { return ms%20 == 0 }); len(at) != 8 {
		t.Errorf("at the start frames are drawn at %v, want all of the first eight changes", at)
	}
}

// A terminal that is slow is left in peace half of the time.
func TestPaceOfASlowTerminal(t *testing.T) {
	var p pace
	now := time.Unix(1000, 0)
	p.drew(now)
	if wait := p.wait(now, time.Second); wait != 2*time.Second {
		t.Errorf("waits %v after a frame that took 1s", wait)
	}
	p.typed(now)
	if wait := p.wait(now, time.Second); wait > 0 {
		t.Errorf("a key waits %v", wait)
	}
}
