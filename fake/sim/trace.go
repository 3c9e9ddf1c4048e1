package sim

import (
	"fmt"
	"time"
)

// Requests are traced as tracing systems do it: the service at which a request
// comes in decides whether it is looked at, and those that it calls follow. So
// the id in a line of one service is found in the lines of the others.

// traced is a request that is told of.
type traced struct {
	id      string
	number  uint64 // the same for every service that it passes
	hit     bool   // the first service called another for it, the first of its callees
	ms      int
	retried bool
	down    string
	draws   *Stream
}

// trace is how a service's requests of a minute follow from those of the
// service at which they come in: Ratio of them for each.
type trace struct {
	root     string // cluster/service
	ratio    float64
	total    int // the root's requests of the minute
	every    int // one in so many is looked at
	hitRatio float64
}

// traceOf finds where a service's requests come from.
func (v View) traceOf(st *LogStream, at time.Time) trace {
	tr := trace{root: st.Cluster + "/" + st.Service, ratio: 1, every: st.LogEvery}
	s := v.Service(Key{st.Cluster, st.Service})
	for depth := 0; s != nil && depth < maxCallDepth; depth++ {
		tr.root, tr.every = s.Cluster+"/"+s.Name, max(1, v.Behaviour(s.Def.Containers[0].Image).LogEvery)
		if len(s.callees) > 0 && s.callees[0].Traffic != nil {
			tr.hitRatio = s.callees[0].Traffic.Ratio
		}
		if n := s.History.requestsAt(at); n > 0 {
			tr.total = n
		}
		from := (*Service)(nil)
		if s.Traffic != nil && s.Traffic.Base == 0 && s.Traffic.Ratio > 0 {
			from = v.Service(Key{s.Cluster, s.Traffic.From})
		}
		if from == nil {
			break
		}
		tr.ratio = float64(tr.ratio * s.Traffic.Ratio)
		s = from
	}
	return tr
}

// outcome is how a request ended.
type outcome uint8

const (
	outcomeWell outcome = iota
	outcomeRejected
	outcomeUpstream
	outcomeTimeout
	outcomeDead
)

// linesPerMinute is the most that a task tells of its requests: above it fewer
// are looked at.
const linesPerMinute = 600

// latestLine is how long after its minute a request may be told of: as long as
// anybody waits for an answer.
const latestLine = idleTimeout * time.Second

// tellRequests has a voice tell of the requests of a minute that are looked at,
// with as many of them failed as failed.
func (v View) tellRequests(vo *voice, st *LogStream, s *Served, tell say) {
	at := s.at()
	tr := v.traceOf(st, at)
	tr.total = max(tr.total, 1)
	for int(s.Requests)/tr.every > linesPerMinute {
		tr.every *= 2
	}
	ids := newIDs(v.w.cfg.Seed, tr.root, at)
	draws := newStream(v.w.cfg.Seed, "log", st.Name+at.Format("/20060102T1504"))
	mix := mix{of: int(s.Requests), lost: st.losses(s.minute)}
	n := 0
	for i := range int(s.Requests) {
		q := causeOf(i*int(s.Stride)+int(s.Offset), tr.ratio)
		id := ids.of(q)
		if id%uint64(tr.every) != 0 {
			continue
		}
		r := look(tr, id, q, s, mix.lost.Down, draws)
		done := at.Add(time.Duration(q)*time.Minute/time.Duration(tr.total) + time.Duration(r.ms)*time.Millisecond).Truncate(time.Millisecond)
		if o := mix.next(); o != outcomeDead { // what does not listen says nothing
			vo.request(r, o, done, n, tell)
		}
		n++
	}
}

// causeOf is the number of the root's request that caused the nth of a service,
// which gets ratio requests for each of the root's.
func causeOf(n int, ratio float64) int {
	q := int(float64(n+1) / ratio)
	if float64(float64(q)*ratio) >= float64(n+1) {
		q--
	}
	return q
}

// causes tells whether the root's request q causes one of those at all.
func causes(q int, ratio float64) bool {
	return int(float64(float64(q+1)*ratio)) > int(float64(float64(q)*ratio))
}

// ids are the ids of the requests that come in at a service in a minute.
type ids uint64

func newIDs(seed uint64, root string, at time.Time) ids {
	return ids(newStream(seed, "request", root+at.Format("/20060102T1504")).r.Uint64())
}

// of spreads the numbers of requests over all ids (the finaliser of SplitMix64).
func (x ids) of(q int) uint64 {
	z := uint64(x) + uint64(q+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// look is the root's request q as this service saw it.
func look(tr trace, id uint64, q int, s *Served, down *string, draws *Stream) traced {
	r := traced{
		id: fmt.Sprintf("%08x", uint32(id>>32)), number: id >> 8 % 9000, hit: causes(q, tr.hitRatio), draws: draws,
		retried: id>>16%64 == 0, ms: min(1+int(float64(s.Latency)*(0.6+float64(0.8*draws.Float()))), int(latestLine/time.Millisecond)),
	}
	if down != nil {
		r.down = *down
	}
	return r
}

// mix deals outcomes out evenly: the i-th of n requests fails when the count of
// failures up to it grows.
type mix struct {
	of   int // requests
	lost Losses
	i    int
}

// next is the outcome of the next request looked at. The requests looked at
// stand for all of them, so shares are of all.
func (m *mix) next() outcome {
	m.i++
	f := &m.lost
	for o, n := range [...]int32{outcomeDead: f.Dead, outcomeTimeout: f.TimedOut, outcomeUpstream: f.Upstream, outcomeRejected: f.Rejected} {
		if n > 0 && grows(m.i, int(n), m.of) {
			return outcome(o)
		}
	}
	return outcomeWell
}

// grows tells whether of n in total the i-th is one, when they come evenly and
// the first as early as it can.
func grows(i, n, total int) bool {
	return (i*n+total-1)/total > ((i-1)*n+total-1)/total
}
