package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// hostCount is how many targets of a group were healthy and unhealthy from an
// instant on.
type hostCount struct {
	at                 time.Time
	healthy, unhealthy int
}

func (g *TargetGroup) healthy() int   { return g.newest().healthy }
func (g *TargetGroup) unhealthy() int { return g.newest().unhealthy }

func (g *TargetGroup) newest() hostCount {
	if len(g.hosts) == 0 {
		return hostCount{}
	}
	return g.hosts[len(g.hosts)-1]
}

// hostsKept is how many changes of its targets' health a group remembers.
const hostsKept = 2000

// setTarget is the one place where a target's state changes.
func (w *World) setTarget(g *TargetGroup, tg *Target, to verdict) {
	n := g.newest()
	n.at = w.now
	n.count(tg.State, -1)
	n.count(to.state, 1)
	if tg.State != to.state {
		tg.Since = w.now
	}
	if to.state == model.TargetHealthy && tg.State != to.state && g.SlowStart > 0 && w.warm(g) {
		tg.ramp = w.now
	}
	tg.State, tg.Reason, tg.Description = to.state, to.reason, to.description
	w.countHosts(g, n)
}

// warm tells whether a target of a group is healthy and has its full share:
// only then does a new one begin with less (ELB, edit-target-group-attributes:
// slow start).
func (w *World) warm(g *TargetGroup) bool {
	return slices.ContainsFunc(sorted(g.Targets), func(tg *Target) bool {
		return tg.State == model.TargetHealthy && w.View().weight(g, tg) == 1
	})
}

// weight is a target's share beside that of others: it grows from nothing to 1
// in the slow start of its group.
func (v View) weight(g *TargetGroup, tg *Target) float64 {
	since := v.Now().Sub(tg.ramp)
	if tg.ramp.IsZero() || since >= g.SlowStart {
		return 1
	}
	return max(leastWeight, hundredth(float64(since)/float64(g.SlowStart)))
}

// leastWeight is the share of a target at the beginning of its slow start.
const leastWeight = 0.05

func (n *hostCount) count(s model.TargetState, by int) {
	switch s {
	case model.TargetHealthy:
		n.healthy += by
	case model.TargetUnhealthy:
		n.unhealthy += by
	}
}

// countHosts remembers how many targets are healthy from now on.
func (w *World) countHosts(g *TargetGroup, n hostCount) {
	if old := g.newest(); old.healthy == n.healthy && old.unhealthy == n.unhealthy {
		return
	}
	g.hosts = append(g.hosts, n)
	if len(g.hosts) >= 2*hostsKept {
		g.hosts = append(g.hosts[:0], g.hosts[len(g.hosts)-hostsKept:]...)
	}
}

// GroupMinutes is what happened to a target group in each whole minute of
// [from, to), oldest first, as far back as is remembered: of minutes without
// requests only how many targets were healthy.
func (v View) GroupMinutes(g *TargetGroup, from, to time.Time) []GroupMinute {
	if limit := v.Now().Truncate(time.Minute); to.After(limit) {
		to = limit
	}
	if early := v.Now().Add(-historyKept * time.Minute); from.Before(early) {
		from = early
	}
	if up := from.Truncate(time.Minute); up.Before(from) {
		from = up.Add(time.Minute)
	}
	var out []GroupMinute
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		m := GroupMinute{At: at}
		i, found := slices.BinarySearchFunc(g.kept, minuteOf(at), func(m keptGroupMinute, at int32) int { return int(m.minute) - int(at) })
		if found {
			m = m.over(g.kept[i])
		}
		n, known := slices.BinarySearchFunc(g.hosts, at.Add(time.Minute), func(h hostCount, at time.Time) int { return h.at.Compare(at) })
		switch {
		case n > 0:
			m.Healthy, m.Unhealthy = g.hosts[n-1].healthy, g.hosts[n-1].unhealthy
		case !known && !found:
			continue // nothing was registered yet
		}
		out = append(out, m)
	}
	return out
}
