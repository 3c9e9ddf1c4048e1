package sim

import (
	"cmp"
	"fmt"
	"slices"
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
	rec := record{service: s, minute: Minute{At: v.Now().Truncate(time.Minute)}}
	rate := v.arrivals(s, rec.minute.At, 0)
	rec.load = Load{Rate: rate, At: rec.minute.At}
	for _, t := range s.tasks {
		if t.Status == model.TaskRunning {
			rec.minute.Tasks++
		}
	}
	takers := v.takers(s)
	rec.load.Takers = len(takers)
	if rec.load.Takers > 0 {
		rec.load.PerTask = hundredth(rate / float64(rec.load.Takers))
	}
	rec.minute.Takers = rec.load.Takers
	rec.minute.Requests = count(rate)
	if rec.load.Takers == 0 {
		rec.minute.Errors = rec.minute.Requests
	}
	out := rec.share(v, takers)
	return append([]Intent{rec}, out...)
}

// count is a rate per second as whole requests in a minute.
func count(rate float64) int { return int(rate*60 + 0.5) }

// share gives each running task its part of the load, and adds up the minute.
// The intents are the ends of tasks that need more memory than they may have.
func (r *record) share(v View, chosen map[*Task]bool) (ends []Intent) {
	var cpu, cpuOf, memory, memoryOf float64
	left := r.minute.Requests
	takers := r.load.Takers
	for _, t := range r.service.tasks {
		if t.Status != model.TaskRunning {
			continue
		}
		g := given{task: t}
		if chosen[t] {
			g.usage.Rate = r.load.PerTask
			g.requests = left / takers
			left -= g.requests
			takers--
		}
		var failed float64
		g.usage.CPU, failed = v.cpuOf(t, g.usage.Rate)
		g.errors = count(failed)
		r.minute.Errors += g.errors
		g.usage.Memory = v.memoryOf(t, g.usage.Rate)
		if limit := t.memoryLimit(); limit > 0 && g.usage.Memory > float64(limit) {
			g.usage.Memory = float64(limit)
			ends = append(ends, outOfMemory{t})
		}
		cpu += g.usage.CPU
		cpuOf += float64(t.CPU)
		memory += g.usage.Memory
		memoryOf += float64(t.Memory)
		r.given = append(r.given, g)
	}
	r.minute.CPU, r.minute.Memory = percent(cpu, cpuOf), percent(memory, memoryOf)
	return ends
}

// hundredth and percent keep two digits, so that the last bits in which
// processors differ never reach the journal.
func hundredth(x float64) float64 { return float64(int64(float64(x*100)+0.5)) / 100 }

func percent(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return hundredth(part / whole * 100)
}

// arrivals is the requests per second that a service is given in the minute
// that begins at t: a pure function of the scenario, the seed and the minute.
func (v View) arrivals(s *Service, t time.Time, depth int) float64 {
	tr := s.Traffic
	if tr == nil {
		return 0
	}
	rate := tr.Base
	since := t.Sub(t.Truncate(day))
	for _, p := range tr.Peaks {
		rate += float64(p.Height * bell(since-p.At, p.Width))
	}
	if tr.Noise > 0 {
		n := newStream(v.w.cfg.Seed, "traffic", s.Cluster+"/"+s.Name+t.Format("/20060102T1504"))
		rate *= max(0, 1+float64(tr.Noise*n.Normal()))
	}
	if from := v.Service(Key{s.Cluster, tr.From}); from != nil && depth < maxCallDepth {
		rate += float64(tr.Ratio * v.arrivals(from, t, depth+1))
	}
	return hundredth(rate)
}

// maxCallDepth ends a circle of services that call each other.
const maxCallDepth = 4

// bell is 1 at the middle, a half at ± width/2 and 0 from about ± width on. A
// polynomial: unlike the exponential it is the same on every processor.
func bell(off, width time.Duration) float64 {
	off = (off%day + day) % day
	off = min(off, day-off)
	const halfAt = 0.5412 // where (1-x²)² is a half
	x := float64(off) * 2 * halfAt / float64(width)
	if width <= 0 || x >= 1 {
		return 0
	}
	y := 1 - float64(x*x)
	return float64(y * y)
}

// cpuOf is the units that a task takes at a rate, and the requests per second
// that it cannot serve: its CPU is capped at what it reserves on Fargate, else
// by its instance.
func (v View) cpuOf(t *Task, rate float64) (units, failed float64) {
	b := v.Behaviour(t.main().Image)
	perRate := float64(b.CPUPerRequest.Seconds() * 1024)
	units = b.IdleCPU + float64(rate*perRate)
	limit := float64(t.CPU)
	if t.Launch != model.LaunchFargate {
		limit = unlimited
		if c := v.Cluster(t.Cluster); c != nil && c.Instances[t.Instance] != nil {
			limit = float64(c.Instances[t.Instance].CPU)
		}
	}
	if units > limit {
		if perRate > 0 {
			failed = min(rate, float64((units-limit)/perRate))
		}
		units = limit
	}
	return hundredth(units), hundredth(failed)
}

const unlimited = 1 << 20

// memoryOf is the MiB that a task needs at a rate.
func (v View) memoryOf(t *Task, rate float64) float64 {
	b := v.Behaviour(t.main().Image)
	leak := float64(b.LeakPerHour * v.Now().Sub(t.Times.Started).Hours())
	return hundredth(b.IdleMemory + float64(rate*b.MemoryPerRate) + leak)
}

// memoryLimit is where the kernel ends the task: the container's hard limit,
// else the task's; 0 is none.
func (t *Task) memoryLimit() int {
	return cmp.Or(t.mainDef().Memory, t.Def.Memory)
}

// given is what a task was given and what it took for it.
type given struct {
	task             *Task
	usage            Usage
	requests, errors int
}

// record makes a minute known.
type record struct {
	service *Service
	load    Load
	minute  Minute
	given   []given
}

func (r record) apply(w *World, _ string) error {
	s := r.service
	s.Load = r.load
	h := &s.History
	h.Minutes = append(h.Minutes, r.minute)
	if len(h.Minutes) >= 2*historyKept {
		h.Minutes = append(h.Minutes[:0], h.Minutes[len(h.Minutes)-historyKept:]...)
	}
	for _, g := range r.given {
		g.task.Usage = g.usage
		if g.requests > 0 {
			w.served(g.task, Served{r.minute.At, g.requests, g.errors})
		}
	}
	w.armMinute(s, time.Minute)
	w.wakeAlarms(s)
	return nil
}

// armMinute has a service's load looked at when the minute after d begins, if
// anything about it can change from minute to minute.
func (w *World) armMinute(s *Service, d time.Duration) {
	if !w.metered(s) {
		return
	}
	at := w.now.Add(d).Truncate(time.Minute)
	if at.Before(w.now) {
		at = at.Add(time.Minute)
	}
	w.wake(at.Sub(w.now), minuteController, Key{s.Cluster, s.Name})
}

// metered tells a service of which minutes are recorded; those of any other
// follow from its tasks alone.
func (w *World) metered(s *Service) bool {
	if s.Traffic != nil || s.Scaling != nil {
		return s.Status != model.ServiceInactive
	}
	return s.Status == model.ServiceActive && slices.ContainsFunc(s.tasks, func(t *Task) bool {
		return t.Status == model.TaskRunning && w.View().Behaviour(t.main().Image).LeakPerHour > 0
	})
}

// Minutes is what happened to a service in each whole minute of [from, to),
// oldest first, as far back as is remembered. For a service whose minutes are
// not recorded they are made from its tasks' lives.
func (v View) Minutes(s *Service, from, to time.Time) []Minute {
	if limit := v.Now().Truncate(time.Minute); to.After(limit) {
		to = limit
	}
	if early := v.Now().Add(-historyKept * time.Minute); from.Before(early) {
		from = early
	}
	if up := from.Truncate(time.Minute); up.Before(from) {
		from = up.Add(time.Minute)
	}
	var out []Minute
	recorded := s.History.Minutes
	at := from
	for ; at.Before(to); at = at.Add(time.Minute) {
		i, found := slices.BinarySearchFunc(recorded, at, func(m Minute, at time.Time) int { return m.At.Compare(at) })
		if found {
			out = append(out, recorded[i])
			continue
		}
		if !at.Before(s.CreatedAt.Truncate(time.Minute)) {
			out = append(out, v.idleMinute(s, at))
		}
	}
	return out
}

// idleMinute is a minute without requests.
func (v View) idleMinute(s *Service, at time.Time) Minute {
	m := Minute{At: at}
	var cpu, cpuOf, memory, memoryOf float64
	for _, t := range s.tasks {
		if t.Times.Started.IsZero() || t.Times.Started.After(at) {
			continue
		}
		if end := t.Times.ExecutionStopped; !end.IsZero() && !end.After(at) {
			continue
		}
		b := v.Behaviour(t.main().Image)
		m.Tasks++
		cpu += b.IdleCPU
		memory += b.IdleMemory
		cpuOf += float64(t.CPU)
		memoryOf += float64(t.Memory)
	}
	m.CPU, m.Memory = percent(cpu, cpuOf), percent(memory, memoryOf)
	return m
}

// outOfMemory ends a task at some moment of the minute in which it needs more
// memory than it may have.
type outOfMemory struct{ Task *Task }

func (o outOfMemory) apply(w *World, _ string) error {
	w.later(w.stream("oom", o.Task.ID).Between(time.Second, 50*time.Second), killed{o.Task}, "memory limit reached")
	return nil
}

// killed is the kernel's end of a task.
type killed struct{ Task *Task }

func (k killed) apply(w *World, _ string) error {
	w.killContainer(k.Task, 137, "OutOfMemoryError: Container killed due to memory usage")
	return nil
}

func (c SetTraffic) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if c.Traffic != nil && c.Traffic.From != "" && w.View().Service(Key{c.Cluster, c.Traffic.From}) == nil {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("traffic of %s comes from %q, which is no service of cluster %s", c.Name, c.Traffic.From, c.Cluster)}
	}
	s.Traffic = c.Traffic
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "traffic declared"})
	w.armMinute(s, 0)
	return Reply{}, nil
}
