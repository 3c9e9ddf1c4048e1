package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

const day = 24 * time.Hour

// decideMinute is what a service is given in the minute that begins, and what
// its tasks make of it.
func decideMinute(v View, k Key, _ *Stream) []Intent {
	s := v.Service(k)
	if s == nil || s.Status == model.ServiceInactive {
		return nil
	}
	rec := record{service: s, minute: Minute{At: v.Now().Truncate(time.Minute)}, given: make([]given, 0, len(s.tasks))}
	for _, t := range s.tasks {
		if t.Status == model.TaskRunning {
			rec.minute.Tasks++
			rec.given = append(rec.given, given{task: t})
		}
	}
	rec.flows = v.split(s, rec.minute.At)
	for i := range rec.flows {
		rec.pour(&rec.flows[i])
	}
	down, what := v.failing(s)
	if what != "" {
		rec.down = &what
	}
	for i := range rec.given {
		g := &rec.given[i]
		v.work(g, down)
		rec.minute.tally(g)
	}
	rec.minute.close()
	rec.load = Load{Rate: rec.rate, At: rec.minute.At, Takers: rec.minute.Takers}
	if rec.load.Takers > 0 {
		rec.load.PerTask = hundredth(rec.rate / float64(rec.load.Takers))
	}
	out := []Intent{rec}
	for _, g := range rec.given {
		out = append(out, g.ends...)
	}
	return out
}

// count is a rate per second as whole requests in a minute.
func count(rate float64) int { return int(float64(rate*60) + 0.5) }

// given is what a task was given in a minute and what it made of it.
type given struct {
	task     *Task
	rate     float64
	requests int
	offset   int  // its place among those that take requests
	took     bool // it is one of those that take requests
	usage    Usage
	timedOut int // it was too slow
	upstream int // what it needs was down
	dead     int // nothing listened
	rejected int // answered with 4xx
	ends     []Intent
}

func (g *given) errors() int { return g.timedOut + g.upstream + g.dead }

// pour gives the tasks the requests of a flow. Shares and tasks come in the
// same order.
func (r *record) pour(f *flow) {
	r.rate += f.rate
	if f.failed {
		n := count(f.rate)
		r.minute.Requests += n
		r.minute.NoTarget += n
		r.minute.Errors += n
		return
	}
	own := 0.0
	for _, sh := range f.shares {
		own += sh.part
	}
	n := count(float64(f.rate * own))
	r.minute.Requests += n
	at, sum, before := 0, 0.0, 0
	for i := range f.shares {
		sh := &f.shares[i]
		for r.given[at].task != sh.task {
			at++
		}
		sum += sh.part
		upTo := int(float64(float64(n)*sum/own) + 0.01)
		sh.requests, before = upTo-before, upTo
		g := &r.given[at]
		g.offset = i
		g.rate += hundredth(f.rate * sh.part)
		g.requests += sh.requests
		g.took = true
	}
}

// record makes a minute known.
type record struct {
	service *Service
	rate    float64
	load    Load
	minute  Minute
	flows   []flow
	given   []given
	down    *string // what the service needs and does not get
}

func (r record) apply(w *World, _ string) error {
	s := r.service
	s.Load = r.load
	s.History.add(r.minute)
	for i := range r.given {
		g := &r.given[i]
		w.setUsage(g.task, g.usage)
		if g.requests > 0 {
			w.served(r.minute.At, g, r.minute.Requests, r.down)
		}
	}
	for i := range r.flows {
		r.bill(&r.flows[i])
	}
	w.armMinute(s, time.Minute)
	w.wakeAlarms(s)
	return nil
}

// bill adds a flow to the minute of its target group.
func (r record) bill(f *flow) {
	g := f.group
	if g == nil || f.rate == 0 {
		return
	}
	m := g.minute(r.minute.At)
	if f.failed {
		m.elb5xx += int32(count(f.rate))
		return
	}
	at := 0
	for _, sh := range f.shares {
		for r.given[at].task != sh.task {
			at++
		}
		m.add(&r.given[at], sh.requests)
	}
}

// add counts n of the requests that a task was given. A target that does not
// answer, or not in time, has the load balancer answer 502 or 504.
func (m *keptGroupMinute) add(g *given, n int) {
	if n == 0 {
		return
	}
	part := func(of int) int { return (of*n + g.requests/2) / g.requests }
	lost := min(n, part(g.timedOut+g.dead))
	bad := min(n-lost, part(g.upstream))
	refused := min(n-lost-bad, part(g.rejected))
	well := n - lost - bad - refused
	m.elb5xx += int32(lost)
	m.target5xx += int32(bad)
	m.target4xx += int32(refused)
	m.target2xx += int32(well)
	if answered := n - lost; answered > 0 {
		was, took := float64(m.requests), float64(g.usage.Latency*1000)
		m.requests += int32(answered)
		m.responseTime = int32(float64(float64(float64(float64(m.responseTime)*was)+float64(took*float64(answered)))/float64(m.requests)) + 0.5)
		m.responseTimeMax = max(m.responseTimeMax, whole(g.usage.Latency, 1000))
	}
}

// tally adds a task to the service's minute.
func (m *Minute) tally(g *given) {
	m.add(g.task, g.usage)
	m.Errors += g.errors()
	m.TimedOut += g.timedOut
	m.Upstream += g.upstream
	m.Rejected += g.rejected
	if g.took {
		m.Takers++
	}
	if answered := g.requests - g.timedOut - g.dead; answered > 0 {
		was := m.answered
		m.answered += answered
		m.ResponseTime = float64(float64(m.ResponseTime*float64(was))+float64(g.usage.Latency*float64(answered))) / float64(m.answered)
		m.ResponseTimeMax = max(m.ResponseTimeMax, g.usage.Latency)
	}
}

// add counts what a task uses. Utilisation is what all tasks use of what they
// reserve together; more than they reserve is possible where that is no limit
// (developer guide, service_utilization).
func (m *Minute) add(t *Task, u Usage) {
	first := m.CPUHeld == 0 && m.MemoryHeld == 0
	m.CPUUsed += u.CPU
	m.MemoryUsed += u.Memory
	m.CPUHeld += t.CPU
	m.MemoryHeld += t.Memory
	cpu, memory := percent(u.CPU, float64(t.CPU)), percent(u.Memory, float64(t.Memory))
	if first {
		m.CPUMin, m.MemoryMin = cpu, memory
	}
	m.CPUMin, m.CPUMax = min(m.CPUMin, cpu), max(m.CPUMax, cpu)
	m.MemoryMin, m.MemoryMax = min(m.MemoryMin, memory), max(m.MemoryMax, memory)
}

// close ends the adding up.
func (m *Minute) close() {
	m.CPUUsed, m.MemoryUsed = hundredth(m.CPUUsed), hundredth(m.MemoryUsed)
	m.CPU, m.Memory = percent(m.CPUUsed, float64(m.CPUHeld)), percent(m.MemoryUsed, float64(m.MemoryHeld))
	m.ResponseTime = thousandth(m.ResponseTime)
}

// hundredth, thousandth and percent keep two digits or three, so that the last bits in which
// processors differ never reach the journal.
func hundredth(x float64) float64 { return float64(int64(float64(x*100)+0.5)) / 100 }

func thousandth(x float64) float64 { return float64(int64(float64(x*1000)+0.5)) / 1000 }

func percent(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return hundredth(part / whole * 100)
}
