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

// The first screen of a thousand services is 110 calls (10 lists, 100 describes)
// out of a burst of 100; what comes by routine then waits.
func TestFirstScreenOfAThousandServices(t *testing.T) {
	reading, ok := model.QuotaOf("ecs:DescribeServices")
	if !ok {
		t.Fatal("there is no bucket for reading services")
	}
	b := quota.Of(reading, 0.25, noon)
	n := 0
	for ; b.Affords(1, true); n++ {
		b = b.Take(1)
	}
	if n != 120 {
		t.Errorf("%d urgent calls at once, want 100 and a fifth on credit", n)
	}
	if got := b.Wait(noon, 1, true); got != 200*time.Millisecond {
		t.Errorf("the next urgent call waits %s, want 1/5 s: a quarter of 20 a second", got)
	}
	if got := b.Wait(noon, 1, false); got != 4200*time.Millisecond {
		t.Errorf("the next routine call waits %s, want until 20 tokens and its own are back", got)
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
