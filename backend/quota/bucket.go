// Package quota is the law of not asking an account too often: a bucket of
// tokens with a share of AWS's own, and what becomes of it when AWS throttles.
// Whoever plans calls and whoever sends them keep to the same law. It knows no
// clock: the time is an argument.
package quota

import (
	"math"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Bucket is a bucket of tokens, one for each API call. It is a value: every
// method returns what follows.
//
// Debt is allowed for what a person waits for, such as a screen that was never
// filled. What comes by routine waits until the debt is paid back. Beside
// its own tokens a paced bucket counts those of AWS's bucket, which lends nothing.
type Bucket struct {
	rate, burst, debt float64
	tokens            float64
	pace              float64   // at which there refills, in tokens a second; 0 is at any
	there, most       float64   // what is left in AWS's bucket, as far as we emptied it
	at                time.Time // when the tokens were counted
	slow              float64   // 1 at full speed, halved by each throttling
	slowAt            time.Time
}

const (
	// slowest is the part of the rate that repeated throttling leaves.
	slowest = 1.0 / 8
	// recovery is how long it takes the rate to double again.
	recovery = 30 * time.Second
	// gap is how close two throttlings must be to count as one: the calls of one
	// burst fail together.
	gap = time.Second
	// mostDebt is the part of a burst that may be owed. The list of a thousand
	// services is 110 calls, and AWS's burst for them is 100: the last ten go out
	// as AWS refills, within half a second, and not at our quarter of that.
	mostDebt = 1.0 / 5
	// fullShare is the share from which on the whole burst is ours to take. Who
	// asks for less is given less from the first call.
	fullShare = 0.25
	// jitter is how much later than others a call may reach AWS: what refills in
	// that time is not counted on.
	jitter = 100 * time.Millisecond
)

// New is a full bucket: rate is in tokens a second, and debt is how many may be
// owed.
func New(rate, burst, debt float64, now time.Time) Bucket {
	return Bucket{rate: rate, burst: burst, debt: debt, tokens: burst, at: now, slow: 1, slowAt: now}
}

// Of is the part of AWS's bucket that one reader may have: the whole burst, once,
// and then a share of the refill, which it shares with the whole account. Of a
// share below a quarter, burst and debt are smaller in proportion.
func Of(q model.Quota, share float64, now time.Time) Bucket {
	part := min(1, share/fullShare)
	return New(q.Refill*share, max(1, q.Burst*part), q.Burst*part*mostDebt, now)
}

// Paced is the same for whoever sends the calls one by one: none goes out that
// AWS would refuse. Whoever plans questions need not know: they begin, and their
// last calls follow. A share above 1 is of an account that is not held to AWS's
// bucket, such as a simulated one.
func Paced(q model.Quota, share float64, now time.Time) Bucket {
	b := Of(q, share, now)
	if share > 1 {
		return b
	}
	b.pace = q.Refill * min(1, share/fullShare)
	b.most = max(1, b.burst-b.pace*jitter.Seconds())
	b.there = b.most
	return b
}

// Speed is the part of the rate in use: below 1 for a while after throttling.
func (b Bucket) Speed(now time.Time) float64 {
	if b.slow >= 1 {
		return 1
	}
	return min(1, b.slow*math.Exp2(now.Sub(b.slowAt).Seconds()/recovery.Seconds()))
}

// Tokens are those at hand when it was last refilled, negative for a debt.
func (b Bucket) Tokens() float64 { return b.tokens }

// Refilled is the bucket with what has come back until now.
func (b Bucket) Refilled(now time.Time) Bucket {
	if d := now.Sub(b.at).Seconds(); d > 0 {
		b.tokens = min(b.burst, b.tokens+d*b.rate*b.Speed(now))
		b.there = min(b.most, b.there+d*b.pace*b.Speed(now))
		b.at = now
	}
	return b
}

// charge is what a question of some calls is counted as. The list of a thousand
// services is larger than any burst: counted in full it would keep all else
// waiting for a minute. It is counted as half a burst, and asked less often
// instead (see Spread).
func (b Bucket) charge(calls int) float64 { return min(float64(calls), max(1, b.burst/2)) }

// floor is how low the tokens may fall. A bucket that is slowed has less to lend.
func (b Bucket) floor(urgent bool) float64 {
	if !urgent {
		return 0
	}
	return -b.debt * b.Speed(b.at)
}

// Affords tells whether calls may be made now; urgent is what a person waits for.
func (b Bucket) Affords(calls int, urgent bool) bool {
	charge := b.charge(calls)
	return b.tokens-charge >= b.floor(urgent) && (b.pace == 0 || b.there >= charge)
}

// Take is the bucket after calls were made.
func (b Bucket) Take(calls int) Bucket {
	b.tokens -= b.charge(calls)
	b.there -= b.charge(calls)
	return b
}

// Wait is how long until Affords; at least some milliseconds, so that rounding
// cannot make a busy loop.
func (b Bucket) Wait(now time.Time, calls int, urgent bool) time.Duration {
	b = b.Refilled(now)
	charge := b.charge(calls)
	seconds := max(0, charge+b.floor(urgent)-b.tokens) / (b.rate * b.Speed(now))
	if b.pace > 0 {
		seconds = max(seconds, (charge-b.there)/(b.pace*b.Speed(now)))
	}
	return max(10*time.Millisecond, time.Duration(seconds*float64(time.Second)))
}

// Spread is the pace below which questions of so many calls would use more than
// half of the rate.
func (b Bucket) Spread(now time.Time, calls int) time.Duration {
	return time.Duration(float64(calls) / (b.rate * b.Speed(now) / 2) * float64(time.Second))
}

// Throttled is the bucket after AWS said that it is asked too often: AWS's own
// is empty, so this one is, and it fills at half the speed.
func (b Bucket) Throttled(now time.Time) Bucket {
	b = b.Refilled(now)
	if b.slow < 1 && now.Sub(b.slowAt) < gap {
		return b
	}
	b.tokens, b.there = min(b.tokens, 0), min(b.there, 0)
	b.slow = max(slowest, b.Speed(now)/2)
	b.slowAt = now
	return b
}

// Forgiven is the bucket at full speed again, when whatever throttled it is
// long past.
func (b Bucket) Forgiven(now time.Time) Bucket {
	b = b.Refilled(now)
	b.slow, b.slowAt = 1, now
	return b
}

// Emptier is the bucket with as little in it and as slow as other, which stood
// for the same one of AWS's: what either owes is owed.
func (b Bucket) Emptier(other Bucket, now time.Time) Bucket {
	b, other = b.Refilled(now), other.Refilled(now)
	b.tokens, b.there = min(b.tokens, other.tokens), min(b.there, other.there)
	if slow := other.Speed(now); slow < b.Speed(now) {
		b.slow, b.slowAt = other.slow, other.slowAt
	}
	return b
}
