package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Numbers of how an application behaves under load. They are nobody's but the
// simulator's: such that a task at 70 % of its CPU answers in twice the time of
// an idle one, at 95 % in ten times, and that one which is given half as much
// again as it can do does not answer a health check within five seconds.
const (
	slowest     = 0.05 // the least that 1 - load² falls to: twenty times the time
	queueGrows  = 10.0 // seconds, for each time that it could do its work once more
	idleTimeout = 60.0 // seconds until a load balancer gives up (ELB, idle_timeout.timeout_seconds)
	coldCost    = 2.0  // how many times more a request costs right after the start of a slow one
	leastAnswer = 5 * time.Millisecond
)

// work is what a task makes of what it is given in a minute: what it takes for
// it, and what goes wrong. down is the part of its requests for which something
// else is needed that does not answer.
func (v View) work(g *given, down float64) {
	t := g.task
	b := v.does(t.main().Image)
	g.usage = v.idle(t)
	g.usage.Rate = g.rate
	perRate := float64(b.CPUPerRequest.Seconds() * 1024)
	if b.Warm > 0 {
		perRate *= v.cold(t, b.Warm)
	}
	asked := float64(g.rate * perRate)
	g.usage.Memory = hundredth(g.usage.Memory + float64(g.rate*b.MemoryPerRate))
	g.ends = v.overdrawn(t, &g.usage, float64(g.rate*b.MemoryPerRate))
	if g.rate > 0 && v.answers(t) == answerNone {
		g.dead = g.requests
		asked = 0
	}
	g.usage.Demand = hundredth(g.usage.Demand + asked)
	got, room := v.processor(t, g.usage.Demand)
	g.usage.CPU = hundredth(got)
	g.usage.Latency = v.latency(b, g.usage.Demand, room)
	if g.dead > 0 {
		return
	}
	if lack := g.usage.Demand - got; lack > 0 && perRate > 0 {
		g.timedOut = min(g.requests, count(hundredth(min(g.rate, float64(lack/perRate)))))
	}
	left := g.requests - g.timedOut
	g.upstream = int(float64(float64(left)*down) + 0.5)
	g.rejected = int(float64(float64(left-g.upstream)*b.Rejects) + 0.5)
}

// idle is what a task takes without requests. A container that has ended before
// its task takes nothing.
func (v View) idle(t *Task) Usage {
	var u Usage
	up := v.Now().Sub(t.Times.Started).Hours()
	for i := range t.Containers {
		c := &t.Containers[i]
		if c.Status == model.TaskStopped && t.Status == model.TaskRunning {
			continue
		}
		b := v.does(c.Image)
		u.Demand += b.IdleCPU
		u.Memory += b.IdleMemory + float64(b.LeakPerHour*up)
	}
	u.Demand, u.Memory = hundredth(u.Demand), hundredth(u.Memory)
	u.CPU, _ = v.processor(t, u.Demand)
	u.CPU = hundredth(u.CPU)
	return u
}

// ContainerUsage is what one container of a task takes of what the task does:
// CPU units and MiB. Requests are the first essential one's; the others take what
// they take at rest, and less CPU where the task does not get all that it wants.
func (v View) ContainerUsage(t *Task, i int) (cpu, memory float64) {
	if t.Containers[i].Status != model.TaskRunning {
		return 0, 0
	}
	got := 1.0
	if t.Usage.Demand > t.Usage.CPU {
		got = t.Usage.CPU / t.Usage.Demand
	}
	others, held := 0.0, 0.0
	for j := range t.Containers {
		c := &t.Containers[j]
		if c.Status != model.TaskRunning || j == t.mainIndex() {
			continue
		}
		b := v.behaves(t, j)
		units := hundredth(b.IdleCPU * got)
		mib := b.IdleMemory + float64(b.LeakPerHour*v.Now().Sub(c.StartedAt).Hours())
		if c.Memory > 0 {
			mib = min(mib, float64(c.Memory))
		}
		if mib = hundredth(mib); j == i {
			return units, mib
		}
		others, held = others+units, held+mib
	}
	return hundredth(max(0, t.Usage.CPU-others)), hundredth(max(0, t.Usage.Memory-held))
}

// cold is how many times more a request costs an application that has only just
// begun to answer.
func (v View) cold(t *Task, warm time.Duration) float64 {
	since := v.Now().Sub(t.ReadyAt)
	if since < 0 || since >= warm {
		return 1
	}
	return 1 + float64(coldCost*float64(warm-since)/float64(warm))
}

// latency is the seconds in which an application answers that asks for demand
// units of CPU and can have room of them. The nearer the two come the longer
// requests wait; beyond that they pile up.
func (v View) latency(b *Behaviour, demand, room float64) float64 {
	base := b.Latency
	if base == 0 {
		base = max(leastAnswer, 2*b.CPUPerRequest)
	}
	if room <= 0 {
		return idleTimeout
	}
	load := demand / room
	if load <= 1 {
		return thousandth(base.Seconds() / max(slowest, 1-float64(load*load)))
	}
	return thousandth(min(idleTimeout, float64(base.Seconds()/slowest)+float64((load-1)*queueGrows)))
}

// late tells whether an application is too busy to answer a health check within
// its timeout.
func (v View) late(t *Task, timeout time.Duration) bool {
	return t.Usage.Latency > timeout.Seconds()
}

// busyFrom is the latency in seconds that may be too long for some health
// check: the shortest timeout there is.
const busyFrom = 2

// busy tells a task that may be late for some health check.
func (t *Task) busy() bool { return t.Usage.Latency > busyFrom }

// overdrawn are the ends of containers that need more memory than they may
// have, which is cut to that: a container's hard limit, else the task's, which
// ends the largest. extra is what the main container needs for its requests.
func (v View) overdrawn(t *Task, u *Usage, extra float64) (ends []Intent) {
	total, largest, most := 0.0, t.main(), 0.0
	for i := range t.Containers {
		c := &t.Containers[i]
		if c.Status != model.TaskRunning {
			continue
		}
		b, up := v.behaves(t, i), v.Now().Sub(c.StartedAt).Hours()
		needs := b.IdleMemory + float64(b.LeakPerHour*up)
		if c == t.main() {
			needs += extra
		}
		if c.Memory > 0 && needs > float64(c.Memory) {
			needs = float64(c.Memory)
			ends = append(ends, outOfMemory{t, c})
		}
		if total += needs; needs > most {
			largest, most = c, needs
		}
	}
	if _, limit := t.Limits(); limit > 0 && total > float64(limit) {
		total = float64(limit)
		if len(ends) == 0 {
			ends = append(ends, outOfMemory{t, largest})
		}
	}
	u.Memory = hundredth(total)
	return ends
}

// outOfMemory ends a task at some moment of the minute in which it needs more
// memory than it may have.
type outOfMemory struct {
	Task      *Task
	Container *Container
}

func (o outOfMemory) apply(w *World, _ string) error {
	w.later(w.stream("oom", o.Task.ID).Between(time.Second, 50*time.Second), killed(o), "memory limit reached")
	return nil
}

// killed is the kernel's end of a container.
type killed struct {
	Task      *Task
	Container *Container
}

func (k killed) apply(w *World, _ string) error {
	for i := range k.Task.Containers {
		if &k.Task.Containers[i] == k.Container {
			w.outOfMemory(k.Task, i)
		}
	}
	return nil
}
