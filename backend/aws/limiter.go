package aws

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/quota"
	"github.com/ecsdeck/ecsdeck/model"
)

// defaultShare is the part of an account's refill that this program uses: the
// rest is for the deployments, autoscalers and colleagues of the same account.
const defaultShare = 0.25

// limiter is the budget of one account and region: a bucket for each of AWS's.
// All backends of this process that speak to that account share it.
type limiter struct {
	share   float64
	shared  bool   // with other backends
	account string // by which accounts know it, "" while its number is not known

	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is a bucket and those who wait for a token of it.
type lane struct {
	quota   model.Quota
	bucket  quota.Bucket
	waiting []*turn       // in the order in which they came
	changed chan struct{} // closed when those who wait have to look again
	sent    minute
}

// turn is one try that waits. It may become urgent while it does.
type turn struct{ routine func() bool }

func newLimiter(share float64) *limiter {
	return &limiter{share: share, lanes: map[string]*lane{}}
}

// lane is called with the lock held.
func (l *limiter) lane(q model.Quota, now time.Time) *lane {
	in := l.lanes[q.Name]
	if in == nil {
		in = &lane{quota: q, bucket: quota.Paced(q, l.share, now), changed: make(chan struct{})}
		l.lanes[q.Name] = in
	}
	return in
}

// take takes a token for one try, and waits until there is one: what somebody
// waits for before what comes by routine, and each in its order. waits is called
// before it does wait.
func (l *limiter) take(ctx context.Context, q model.Quota, routine func() bool, waits func()) (time.Duration, error) {
	start := time.Now()
	t := &turn{routine}
	l.mu.Lock()
	in := l.lane(q, start)
	in.waiting = append(in.waiting, t)
	for now := start; ; now = time.Now() {
		wait := in.look(now, t)
		if wait == 0 {
			in.leave(t)
			in.sent.add(now)
			l.mu.Unlock()
			return now.Sub(start), nil
		}
		changed := in.changed
		l.mu.Unlock()
		if waits != nil {
			waits()
			waits = nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-changed:
		case <-ctx.Done():
		}
		timer.Stop()
		l.mu.Lock()
		if ctx.Err() != nil {
			in.leave(t)
			in.wake()
			l.mu.Unlock()
			return time.Since(start), ctx.Err()
		}
	}
}

// look takes the token if it is t's turn, else it tells when to look again.
func (in *lane) look(now time.Time, t *turn) time.Duration {
	in.bucket = in.bucket.Refilled(now)
	urgent := !t.routine()
	before, passed := 0, false
	for _, other := range in.waiting {
		switch theirs := other != t && !other.routine(); {
		case other == t:
			passed = true
		case theirs && !urgent, theirs == urgent && !passed:
			before++
		}
	}
	if before == 0 && in.bucket.Affords(1, urgent) {
		in.bucket = in.bucket.Take(1)
		return 0
	}
	return in.bucket.Wait(now, before+1, urgent)
}

func (in *lane) leave(t *turn) {
	in.waiting = slices.DeleteFunc(in.waiting, func(other *turn) bool { return other == t })
}

// wake has all who wait look again.
func (in *lane) wake() {
	close(in.changed)
	in.changed = make(chan struct{})
}

// throttled tells that AWS has refused a try for the rate of requests: that
// bucket is asked less for a while, and no other.
func (l *limiter) throttled(q model.Quota) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	in := l.lane(q, now)
	in.bucket = in.bucket.Throttled(now)
}

// hurry has those who wait for q look again: one of them has become urgent.
func (l *limiter) hurry(q model.Quota) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if in := l.lanes[q.Name]; in != nil {
		in.wake()
	}
}

// forgive forgets all throttling.
func (l *limiter) forgive() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, in := range l.lanes {
		in.bucket = in.bucket.Forgiven(time.Now())
		in.wake()
	}
}

// usage is what was asked of the account in the minute before now.
func (l *limiter) usage(now time.Time) backend.Usage {
	l.mu.Lock()
	defer l.mu.Unlock()
	u := backend.Usage{Limit: l.share}
	for name, in := range l.lanes {
		sent := in.sent.sum(now)
		u.PerMinute += sent
		share := float64(sent) / minuteLong / in.quota.Refill
		if share > u.Share || share == u.Share && share > 0 && name < u.Busiest {
			u.Share, u.Busiest = share, name
		}
		if in.bucket.Speed(now) < 1 {
			u.Slowed = append(u.Slowed, name)
		}
	}
	slices.Sort(u.Slowed)
	return u
}

const minuteLong = 60 // seconds

// minute counts what happened in the last minute, second by second.
type minute struct {
	last  int64 // the newest second that has a count
	count [minuteLong]int
}

func (m *minute) add(now time.Time) {
	m.pass(now)
	m.count[m.last%minuteLong]++
}

func (m *minute) sum(now time.Time) (n int) {
	m.pass(now)
	for _, c := range m.count {
		n += c
	}
	return n
}

// join adds what another has counted.
func (m *minute) join(other minute, now time.Time) {
	m.pass(now)
	other.pass(now)
	for i, c := range other.count {
		m.count[i] += c
	}
}

// pass forgets what is more than a minute before now.
func (m *minute) pass(now time.Time) {
	second := now.Unix()
	for s := max(m.last+1, second-minuteLong+1); s <= second; s++ {
		m.count[s%minuteLong] = 0
	}
	m.last = max(m.last, second)
}

// accounts are the limiters in use, by what is known of an account.
var accounts = struct {
	sync.Mutex
	by map[string]*limiter
}{by: map[string]*limiter{}}

// limiterOf is the limiter for name, which was made with the first share that was
// asked for.
func limiterOf(name string, share float64) *limiter {
	accounts.Lock()
	defer accounts.Unlock()
	l := accounts.by[name]
	if l == nil {
		l = newLimiter(share)
		l.shared = true
		accounts.by[name] = l
	}
	return l
}

// sameLimiter is the limiter of an account whose number has become known: the
// one in use for it, which then owes what l owes, else l, which is its from now
// on. An l that is another account's stays that.
func sameLimiter(name string, l *limiter) *limiter {
	accounts.Lock()
	defer accounts.Unlock()
	known, others := accounts.by[name], l.account != "" && l.account != name
	if known == nil {
		if known = l; others { // new credentials, of another account
			known = newLimiter(l.share)
			known.shared = true
		}
		known.account = name
		accounts.by[name] = known
	}
	if known != l && !others {
		known.owe(l)
	}
	return known
}

// owe has l stand for what other has asked of the same account too.
func (l *limiter) owe(other *limiter) {
	now := time.Now()
	other.mu.Lock()
	theirs := make(map[string]lane, len(other.lanes))
	for name, in := range other.lanes {
		theirs[name] = lane{quota: in.quota, bucket: in.bucket, sent: in.sent}
		in.sent = minute{} // is counted in l from now on
	}
	other.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, their := range theirs {
		in := l.lane(their.quota, now)
		in.bucket = in.bucket.Emptier(their.bucket, now)
		in.sent.join(their.sent, now)
	}
}
