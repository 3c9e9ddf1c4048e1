package feed

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// spentOut is a gentle budget (2 calls a second, 50 at once) with n tokens.
func spentOut(n float64) budget {
	b := newBudget(Gentle(), noon)
	b.tokens = n
	return b
}

func TestBudgetRefills(t *testing.T) {
	for _, c := range []struct {
		name   string
		tokens float64
		after  time.Duration
		want   float64
	}{
		{"at the rate", 0, 10 * time.Second, 20},
		{"up to a burst", 45, time.Hour, 50},
		{"out of debt", -30, 10 * time.Second, -10},
		{"never backwards", 7, -time.Minute, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spentOut(c.tokens).refilled(noon.Add(c.after)).tokens; got != c.want {
				t.Errorf("%v tokens after %s, want %v", got, c.after, c.want)
			}
		})
	}
}

func TestBudgetAffords(t *testing.T) {
	for _, c := range []struct {
		name   string
		tokens float64
		cost   int
		urgent bool
		want   bool
		wait   time.Duration // until it is affordable
	}{
		{"enough", 7, 7, false, true, 0},
		{"too little", 6, 7, false, false, 500 * time.Millisecond},
		{"too little, but urgent", 0, 7, true, true, 0},
		{"deep in debt, even urgent", -45, 7, true, false, time.Second},
		{"larger than a burst, with half of one", 25, 110, false, true, 0},
		{"larger than a burst, with less", 20, 110, false, false, 2500 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := spentOut(c.tokens)
			if got := b.affords(c.cost, c.urgent); got != c.want {
				t.Errorf("affords is %v, want %v", got, c.want)
			}
			if c.want {
				return
			}
			wait := b.wait(noon, c.cost, c.urgent)
			if wait != c.wait {
				t.Errorf("wait is %s, want %s", wait, c.wait)
			}
			if !b.refilled(noon.Add(wait)).affords(c.cost, c.urgent) {
				t.Error("it is still not affordable after that wait")
			}
		})
	}
}

func TestBudgetSlowsWhenThrottledAndRecovers(t *testing.T) {
	b := newBudget(Gentle(), noon)
	if got := b.share(noon); got != 1 {
		t.Fatalf("share is %v at first, want 1", got)
	}
	b = b.throttled(noon).throttled(noon.Add(throttleGap / 2)) // one burst, one throttling
	at := noon
	for _, want := range []float64{0.5, 0.25, slowest} {
		if got := b.share(at); got < want || got > want*1.1 {
			t.Errorf("share is %v, want about %v", got, want)
		}
		at = at.Add(throttleGap)
		b = b.throttled(at)
	}
	if got := b.share(at); got != slowest {
		t.Errorf("share is %v after many throttlings, want %v", got, slowest)
	}
	if got := b.share(at.Add(recovery)); got != 2*slowest {
		t.Errorf("share is %v after %s, want double", got, recovery)
	}
	if got := b.share(at.Add(time.Hour)); got != 1 {
		t.Errorf("share is %v after an hour, want 1", got)
	}
}

func TestBudgetSpreadsLargeQuestions(t *testing.T) {
	b := newBudget(Gentle(), noon)
	if got := b.spread(noon, 7); got != 7*time.Second {
		t.Errorf("7 calls may come every %s, want every 7 s: half of 2 a second", got)
	}
	if got := b.throttled(noon).spread(noon, 110); got != 220*time.Second {
		t.Errorf("110 calls at half speed may come every %s, want every 220 s", got)
	}
}
