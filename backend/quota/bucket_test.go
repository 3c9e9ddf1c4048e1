package quota_test

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend/quota"
	"github.com/ecsdeck/ecsdeck/model"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// with is a bucket of 2 tokens a second, 50 at once and a debt of 50, with n
// tokens left.
func with(n int) quota.Bucket {
	b := quota.New(2, 50, 50, noon)
	for range 50 - n {
		b = b.Take(1)
	}
	return b
}

func TestRefilled(t *testing.T) {
	for _, c := range []struct {
		name   string
		tokens int
		after  time.Duration
		want   float64
	}{
		{"at the rate", 0, 10 * time.Second, 20},
		{"up to a burst", 45, time.Hour, 50},
		{"out of debt", -30, 10 * time.Second, -10},
		{"never backwards", 7, -time.Minute, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := with(c.tokens).Refilled(noon.Add(c.after)).Tokens(); got != c.want {
				t.Errorf("%v tokens after %s, want %v", got, c.after, c.want)
			}
		})
	}
}

func TestAffords(t *testing.T) {
	for _, c := range []struct {
		name   string
		tokens int
		calls  int
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
			b := with(c.tokens)
			if got := b.Affords(c.calls, c.urgent); got != c.want {
				t.Errorf("affords is %v, want %v", got, c.want)
			}
			if c.want {
				return
			}
			wait := b.Wait(noon, c.calls, c.urgent)
			if wait != c.wait {
				t.Errorf("wait is %s, want %s", wait, c.wait)
			}
			if !b.Refilled(noon.Add(wait)).Affords(c.calls, c.urgent) {
				t.Error("it is still not affordable after that wait")
			}
		})
	}
}

// sends tells what becomes of n urgent calls, sent as soon as they may be and
// arriving up to 100 ms later, in AWS's own bucket: how many it refuses, and when
// the last was sent.
func sends(q model.Quota, b quota.Bucket, n int) (refused int, took time.Duration) {
	at, there, last := noon, q.Burst, noon
	for i := range n {
		for b = b.Refilled(at); !b.Affords(1, true); b = b.Refilled(at) {
			at = at.Add(b.Wait(at, 1, true))
		}
		b = b.Take(1)
		arrival := at
		if i == 0 {
			arrival = at.Add(90 * time.Millisecond)
		}
		if d := arrival.Sub(last); d > 0 {
			there, last = min(q.Burst, there+q.Refill*d.Seconds()), arrival
		}
		if there < 1 {
			refused++
			continue
		}
		there--
	}
	return refused, at.Sub(noon)
}

// The first screen of a thousand services is 110 calls (10 lists, 100 describes)
// out of a burst of 100: never more than AWS has, and the rest as it refills.
func TestFirstScreenOfAThousandServices(t *testing.T) {
	reading, ok := model.QuotaOf("ecs:DescribeServices")
	if !ok {
		t.Fatal("there is no bucket for reading services")
	}
	for _, c := range []struct {
		share float64
		calls int
		want  time.Duration
	}{
		{0.25, 98, 0},
		{0.25, 110, 600 * time.Millisecond}, // 12 at 20 a second
		{0.25, 145, 5 * time.Second},        // 25 more than burst and debt, at 5 a second
		{1, 110, 600 * time.Millisecond},
		{0.01, 3, 0},                 // of a burst of 4
		{0.01, 10, 26 * time.Second}, // 5.2 more than burst and debt, at 0.2 a second
	} {
		refused, took := sends(reading, quota.Paced(reading, c.share, noon), c.calls)
		if refused != 0 {
			t.Errorf("share %v: AWS refuses %d of %d calls", c.share, refused, c.calls)
		}
		if took < c.want-20*time.Millisecond || took > c.want+20*time.Millisecond {
			t.Errorf("share %v: %d calls took %s, want about %s", c.share, c.calls, took, c.want)
		}
	}
	b := quota.Paced(reading, 0.25, noon)
	for range 98 {
		b = b.Take(1)
	}
	if got := b.Wait(noon, 5, false); got != 600*time.Millisecond {
		t.Errorf("routine calls wait %s, want 3 at 5 a second", got)
	}
}

// Even the smallest share of the smallest bucket lets a call through at some time.
func TestSmallestShare(t *testing.T) {
	for _, action := range []string{"cloudtrail:LookupEvents", "ecs:UpdateCluster", "ecs:DescribeTasks"} {
		b := quota.Paced(model.LimitOf(action), 0.001, noon)
		if !b.Affords(1, false) {
			t.Errorf("%s: a full bucket affords no call", action)
		}
		b = b.Take(1)
		if wait := b.Wait(noon, 1, false); !b.Refilled(noon.Add(wait)).Affords(1, false) {
			t.Errorf("%s: none is affordable after %s", action, wait)
		}
	}
}

// Two buckets that stood for the same one of AWS's, unknown to each other.
func TestEmptierOfTwo(t *testing.T) {
	q := model.LimitOf("ecs:DescribeServices")
	full, empty := quota.Paced(q, 0.25, noon), quota.Paced(q, 0.25, noon).Throttled(noon)
	for range 60 {
		empty = empty.Take(1)
	}
	for _, b := range []quota.Bucket{full.Emptier(empty, noon), empty.Emptier(full, noon)} {
		if b.Tokens() != empty.Tokens() || b.Speed(noon) != 0.5 || b.Affords(1, true) {
			t.Errorf("got %+v", b)
		}
	}
}

func TestThrottledSlowsAndRecovers(t *testing.T) {
	b := with(40)
	if got := b.Speed(noon); got != 1 {
		t.Fatalf("speed is %v at first, want 1", got)
	}
	b = b.Throttled(noon).Throttled(noon.Add(gap / 2)) // one burst, one throttling
	if got := b.Tokens(); got > 1 {
		t.Errorf("%v tokens are left, want none: AWS has none", got)
	}
	at := noon
	for _, want := range []float64{0.5, 0.25, slowest} {
		if got := b.Speed(at); got < want || got > want*1.1 {
			t.Errorf("speed is %v, want about %v", got, want)
		}
		at = at.Add(gap)
		b = b.Throttled(at)
	}
	if got := b.Speed(at); got != slowest {
		t.Errorf("speed is %v after many throttlings, want %v", got, slowest)
	}
	if got := b.Speed(at.Add(recovery)); got != 2*slowest {
		t.Errorf("speed is %v after %s, want double", got, recovery)
	}
	if got := b.Speed(at.Add(time.Hour)); got != 1 {
		t.Errorf("speed is %v after an hour, want 1", got)
	}
	if got := b.Forgiven(at).Speed(at); got != 1 {
		t.Errorf("speed is %v when all is forgiven, want 1", got)
	}
}

// A person gets something even from a bucket that AWS throttles, but less.
func TestThrottledLendsLess(t *testing.T) {
	for throttlings, want := range []int{50, 25, 12, 6} {
		at, b := noon, with(0)
		for range throttlings {
			at = at.Add(gap)
			b = b.Throttled(at)
		}
		n := 0
		for ; b.Affords(1, true); n++ {
			b = b.Take(1)
		}
		if n < want-1 || n > want+2 {
			t.Errorf("throttled %d times it gives %d on credit, want about %d", throttlings, n, want)
		}
	}
}

func TestSpreadOfLargeQuestions(t *testing.T) {
	b := with(50)
	if got := b.Spread(noon, 7); got != 7*time.Second {
		t.Errorf("7 calls may come every %s, want every 7 s: half of 2 a second", got)
	}
	if got := b.Throttled(noon).Spread(noon, 110); got != 220*time.Second {
		t.Errorf("110 calls at half speed may come every %s, want every 220 s", got)
	}
}

// What the law promises, as the tests hold it to it.
const (
	slowest  = 1.0 / 8
	recovery = 30 * time.Second
	gap      = time.Second
)
