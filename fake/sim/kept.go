package sim

import (
	"slices"
	"time"
)

// What is remembered of minutes is kept small: there are hours of them for each
// service and target group that is called. Numbers that have two or three digits
// behind the point are whole numbers here, and come back as they were.

// keptMinute is a Minute as it is remembered.
type keptMinute struct {
	minute                                                   int32 // since the epoch
	cpu, memory, cpuMin, cpuMax, memoryMin, memoryMax        int32 // hundredths of a percent
	cpuUsed, memoryUsed                                      int64 // hundredths
	cpuHeld, memoryHeld                                      int32
	requests, errors, noTarget, timedOut, upstream, rejected int32
	tasks, takers                                            int32
	responseTime, responseTimeMax                            int32 // thousandths of a second
}

// History is the newest minutes of a service, oldest first.
type History struct{ kept []keptMinute }

// minuteOf is the number of the minute that begins at an instant.
func minuteOf(at time.Time) int32 { return int32(at.Unix() / 60) }

func instantOf(minute int32) time.Time { return time.Unix(int64(minute)*60, 0).UTC() }

// whole is a number with so many digits behind its point as a whole one.
func whole(x, scale float64) int32 { return int32(float64(x*scale) + 0.5) }

// add remembers a minute, and forgets what is older than historyKept.
func (h *History) add(m Minute) {
	h.kept = spared(h.kept)
	h.kept = append(h.kept, keptMinute{
		minute: minuteOf(m.At), cpu: whole(m.CPU, 100), memory: whole(m.Memory, 100), cpuMin: whole(m.CPUMin, 100), cpuMax: whole(m.CPUMax, 100),
		memoryMin: whole(m.MemoryMin, 100), memoryMax: whole(m.MemoryMax, 100), cpuUsed: int64(hundredths(m.CPUUsed)), memoryUsed: int64(hundredths(m.MemoryUsed)),
		cpuHeld: int32(m.CPUHeld), memoryHeld: int32(m.MemoryHeld), requests: int32(m.Requests), errors: int32(m.Errors), noTarget: int32(m.NoTarget),
		timedOut: int32(m.TimedOut), upstream: int32(m.Upstream), rejected: int32(m.Rejected), tasks: int32(m.Tasks), takers: int32(m.Takers),
		responseTime: whole(m.ResponseTime, 1000), responseTimeMax: whole(m.ResponseTimeMax, 1000),
	})
}

// spared makes room for one more at the end of minutes: it forgets the oldest,
// not at every turn so that they are moved only now and then, and never takes
// more room than that needs.
func spared[M any](kept []M) []M {
	const most = historyKept + 10
	switch n := len(kept); {
	case n >= most:
		return append(kept[:0], kept[n-historyKept:]...)
	case n == cap(kept):
		return append(make([]M, 0, min(most, max(8, 2*n))), kept...)
	}
	return kept
}

// since is the place of the first minute that is not before one.
func (h *History) since(minute int32) int {
	i, _ := slices.BinarySearchFunc(h.kept, minute, func(m keptMinute, at int32) int { return int(m.minute) - int(at) })
	return i
}

// requestsAt is how many requests came in the minute that begins at t, 0 when
// nothing is remembered of it.
func (h *History) requestsAt(t time.Time) int {
	minute := minuteOf(t)
	if i := h.since(minute); i < len(h.kept) && h.kept[i].minute == minute {
		return int(h.kept[i].requests)
	}
	return 0
}

// Minute is the minute as it was.
func (k *keptMinute) Minute() Minute {
	return Minute{
		At: instantOf(k.minute), CPU: float64(k.cpu) / 100, Memory: float64(k.memory) / 100, CPUMin: float64(k.cpuMin) / 100, CPUMax: float64(k.cpuMax) / 100,
		MemoryMin: float64(k.memoryMin) / 100, MemoryMax: float64(k.memoryMax) / 100, CPUUsed: float64(k.cpuUsed) / 100, MemoryUsed: float64(k.memoryUsed) / 100,
		CPUHeld: int(k.cpuHeld), MemoryHeld: int(k.memoryHeld), Requests: int(k.requests), Errors: int(k.errors), NoTarget: int(k.noTarget),
		TimedOut: int(k.timedOut), Upstream: int(k.upstream), Rejected: int(k.rejected), Tasks: int(k.tasks), Takers: int(k.takers),
		ResponseTime: float64(k.responseTime) / 1000, ResponseTimeMax: float64(k.responseTimeMax) / 1000,
	}
}

// keptGroupMinute is a GroupMinute as it is remembered. How many targets were
// healthy is known from elsewhere.
type keptGroupMinute struct {
	minute                                            int32 // since the epoch
	requests, target2xx, target4xx, target5xx, elb5xx int32
	responseTime, responseTimeMax                     int32 // thousandths of a second
}

// newest is the newest minute of a group, begun if need be.
func (g *TargetGroup) minute(at time.Time) *keptGroupMinute {
	if n := len(g.kept); n == 0 || g.kept[n-1].minute < minuteOf(at) {
		g.kept = append(spared(g.kept), keptGroupMinute{minute: minuteOf(at)})
	}
	return &g.kept[len(g.kept)-1]
}

// over is a group's minute with what is remembered of it.
func (m GroupMinute) over(k keptGroupMinute) GroupMinute {
	m.Requests, m.Target2xx, m.Target4xx, m.Target5xx, m.ELB5xx = int(k.requests), int(k.target2xx), int(k.target4xx), int(k.target5xx), int(k.elb5xx)
	m.ResponseTime, m.ResponseTimeMax = float64(k.responseTime)/1000, float64(k.responseTimeMax)/1000
	return m
}
