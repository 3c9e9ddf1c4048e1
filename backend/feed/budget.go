package feed

import (
	"errors"
	"maps"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/quota"
	"github.com/ecsdeck/ecsdeck/model"
)

// budget is what may be asked: a bucket of tokens for each of AWS's own, of
// which only those in use are kept. It is a value; every method returns what
// follows. What is throttled in one bucket slows nothing in another.
//
// Debt is allowed for what a person waits for: a screen that was never filled, a
// refresh by key. Routine questions wait until it is paid back.
type budget struct {
	share   float64 // of the refill; 0 is without any limit
	buckets map[string]quota.Bucket
}

func newBudget(p Policy) budget { return budget{share: p.APIShare} }

// bucket is the one for a quota as it is now: full, if it was never used.
func (b budget) bucket(now time.Time, q model.Quota) quota.Bucket {
	if in, ok := b.buckets[q.Name]; ok {
		return in.Refilled(now)
	}
	return quota.Of(q, b.share, now)
}

func (b budget) with(q model.Quota, in quota.Bucket) budget {
	out := maps.Clone(b.buckets)
	if out == nil {
		out = map[string]quota.Bucket{}
	}
	out[q.Name] = in
	b.buckets = out
	return b
}

// speed is the part of the rate in use for a question: below 1 for a while
// after one of its buckets was throttled.
func (b budget) speed(now time.Time, cost bill) float64 {
	speed := 1.0
	if b.share == 0 {
		return speed
	}
	for _, i := range cost {
		speed = min(speed, b.bucket(now, i.quota).Speed(now))
	}
	return speed
}

// wait is how long until a question may be asked; 0 is now.
func (b budget) wait(now time.Time, cost bill, urgent bool) time.Duration {
	if b.share == 0 {
		return 0
	}
	var wait time.Duration
	for _, i := range cost {
		if in := b.bucket(now, i.quota); !in.Affords(i.calls, urgent) {
			wait = max(wait, in.Wait(now, i.calls, urgent))
		}
	}
	return wait
}

func (b budget) spent(now time.Time, cost bill) budget {
	if b.share == 0 {
		return b
	}
	for _, i := range cost {
		b = b.with(i.quota, b.bucket(now, i.quota).Take(i.calls))
	}
	return b
}

// spread is the pace below which questions of this cost would use more than
// half of the rate of one of its buckets.
func (b budget) spread(now time.Time, cost bill) time.Duration {
	if b.share == 0 {
		return 0
	}
	var spread time.Duration
	for _, i := range cost {
		spread = max(spread, b.bucket(now, i.quota).Spread(now, i.calls))
	}
	return spread
}

// throttled is the budget after a question failed for being one too many. The
// failure names the action and with it the bucket; where it does not, the
// question's own count.
func (b budget) throttled(now time.Time, a *answer) budget {
	if b.share == 0 {
		return b
	}
	slowed := a.cost
	var told *backend.Error
	if errors.As(a.err, &told) && told.Op != "" {
		slowed = bill{calls(told.Op, 1)}
	}
	for _, i := range slowed {
		b = b.with(i.quota, b.bucket(now, i.quota).Throttled(now))
	}
	return b
}

// forgiven is the budget with every bucket at its full speed.
func (b budget) forgiven(now time.Time) budget {
	out := maps.Clone(b.buckets)
	for name, in := range out {
		out[name] = in.Forgiven(now)
	}
	b.buckets = out
	return b
}
