package feed

import (
	"math"
	"time"
)

// budget is a token bucket in API calls, one for the whole process: the mirror
// of AWS's own throttling. It is a value; every method returns what follows.
//
// Debt is allowed, down to minus a full burst, for what a person waits for: a
// screen that was never filled, a refresh by key. Routine questions wait until
// the debt is paid back.
type budget struct {
	rate, burst float64
	tokens      float64
	at          time.Time // when tokens was counted
	slow        float64   // 1 at full speed, halved by each throttling
	slowAt      time.Time
}

const (
	// slowest is the share of the rate that repeated throttling leaves.
	slowest = 1.0 / 8
	// recovery is how long the share takes to double again.
	recovery = 30 * time.Second
	// throttleGap is how close two throttlings must be to count as one: the
	// calls of one burst fail together.
	throttleGap = time.Second
)

func newBudget(p Policy, now time.Time) budget {
	return budget{rate: p.Rate, burst: p.Burst, tokens: p.Burst, at: now, slow: 1, slowAt: now}
}

// share is the part of the rate in use: below 1 for a while after throttling.
func (b budget) share(now time.Time) float64 {
	if b.slow >= 1 {
		return 1
	}
	return min(1, b.slow*math.Exp2(now.Sub(b.slowAt).Seconds()/recovery.Seconds()))
}

func (b budget) refilled(now time.Time) budget {
	if d := now.Sub(b.at).Seconds(); d > 0 {
		b.tokens = min(b.burst, b.tokens+d*b.rate*b.share(now))
		b.at = now
	}
	return b
}

// charge is what a question is counted as. The list of a thousand services is
// larger than any burst: counted in full it would keep all else waiting for a
// minute. It is counted as half a burst, and asked less often instead (see
// spread).
func (b budget) charge(cost int) float64 { return min(float64(cost), b.burst/2) }

// affords tells whether a question may be asked now.
func (b budget) affords(cost int, urgent bool) bool {
	floor := 0.0
	if urgent {
		floor = -b.burst
	}
	return b.tokens-b.charge(cost) >= floor
}

func (b budget) spent(cost int) budget {
	b.tokens -= b.charge(cost)
	return b
}

// wait is how long until affords; at least some milliseconds, so that rounding
// cannot make a busy loop.
func (b budget) wait(now time.Time, cost int, urgent bool) time.Duration {
	lacking := b.charge(cost) - b.tokens
	if urgent {
		lacking -= b.burst
	}
	seconds := max(0, lacking) / (b.rate * b.share(now))
	return max(10*time.Millisecond, time.Duration(seconds*float64(time.Second)))
}

// spread is the pace below which questions of this cost would use more than
// half of the rate.
func (b budget) spread(now time.Time, cost int) time.Duration {
	return time.Duration(float64(cost) / (b.rate * b.share(now) / 2) * float64(time.Second))
}

// throttled is the budget after the backend said that it is asked too often.
func (b budget) throttled(now time.Time) budget {
	b = b.refilled(now)
	if b.slow < 1 && now.Sub(b.slowAt) < throttleGap {
		return b
	}
	b.slow = max(slowest, b.share(now)/2)
	b.slowAt = now
	return b
}
