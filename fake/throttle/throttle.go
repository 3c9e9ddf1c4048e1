// Package throttle is Amazon ECS's request throttling: token buckets per account
// and region, each shared by the operations of a kind. They fill in real time,
// as clients ask in real time, however fast a simulated world runs.
package throttle

import (
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Buckets are those of one account and region. They are safe for use by several
// goroutines.
type Buckets struct {
	now func() time.Time

	mu   sync.Mutex
	left map[string]level
}

// level is how full a bucket was.
type level struct {
	tokens float64
	at     time.Time
}

// New makes full buckets that fill by the clock now.
func New(now func() time.Time) *Buckets {
	return &Buckets{now: now, left: map[string]level{}}
}

// Take takes a token for an action, as IAM names it: ecs:ListServices. It is
// false when there is none, and the call is refused. Actions without a bucket
// always pass.
func (b *Buckets) Take(action string) bool {
	rate, ok := model.QuotaOf(action)
	if !ok {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	l, ok := b.left[rate.Name]
	if !ok {
		l = level{rate.Burst, now}
	}
	l.tokens = min(rate.Burst, l.tokens+max(0, now.Sub(l.at).Seconds())*rate.Refill)
	l.at = now
	if ok = l.tokens >= 1; ok {
		l.tokens--
	}
	b.left[rate.Name] = l
	return ok
}
