package sim

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Numbers of a capacity provider's managed scaling (ecs-facts 4.2).
const (
	lowMinutesBefore = 15          // one-minute readings below target before it scales in
	capacityReading  = time.Minute // between readings
	firstInstances   = 2           // a group without any begins with two
)

// readCapacity has a group's capacity provider read its reservation after d.
func (w *World) readCapacity(g *AutoScalingGroup, d time.Duration) {
	if p := g.provider; p != nil {
		w.wake(d, capacityController, Key{p.Cluster, p.Name})
	}
}

// members are the instances that run in a provider's group, and how many of
// them have tasks.
func (v View) members(p *Provider) (running, busy int) {
	for _, i := range v.Group(p.Group).members {
		if i.retiring {
			continue
		}
		running++
		if v.busy(i) {
			busy++
		}
	}
	return running, busy
}

// lacking is how many instances the tasks without a place need: those with the
// same requirements fill instances together, and the largest of the groups
// counts (AWS containers blog, deep dive on cluster auto scaling). fits is false
// when no instance of the type will ever take any of them.
func (v View) lacking(p *Provider) (n int, fits bool) {
	size := sizeOf(v.Group(p.Group).Type)
	type kind struct {
		need  need
		group string // of tasks that must be apart
	}
	counts := map[kind]int{}
	for _, t := range v.Cluster(p.Cluster).waiting {
		if t.Provider != p.Name {
			continue
		}
		k := kind{need: t.Def.need()}
		if v.requestOf(t).apart() {
			k.group = t.Group
		}
		each := size.holds(k.need)
		if each == 0 {
			continue
		}
		if k.group != "" {
			each = 1
		}
		counts[k]++
		n, fits = max(n, (counts[k]+each-1)/each), true
	}
	return n, fits
}

// holds is how many tasks of the same need an instance of the size takes.
func (s InstanceSize) holds(n need) int {
	most := portsPerInstance
	for _, r := range [][2]int{{s.CPU, n.cpu}, {s.Memory, n.memory}, {s.GPUs, n.gpus}, {s.ENIs - 1, n.enis}} {
		if r[1] > 0 {
			most = min(most, r[0]/r[1])
		}
	}
	return most
}

// Reservation is the metric CapacityProviderReservation: percent of the
// group's instances that tasks need; 0 when the group is gone.
func (v View) Reservation(p *Provider) int {
	if v.Group(p.Group) == nil {
		return 0
	}
	running, busy := v.members(p)
	more, _ := v.lacking(p)
	return reservation(v.neededInstances(p, running, busy, more), running)
}

// neededInstances is M of the metric's formula: the instances that run tasks, or, when
// tasks wait, all of them and those that are lacking, in steps as they are set.
func (v View) neededInstances(p *Provider, running, busy, more int) int {
	if more == 0 {
		return busy
	}
	return running + min(max(more, p.MinStep), p.MaxStep)
}

// reservation is M/N in percent, with the edge cases that AWS names.
func reservation(m, n int) int {
	switch {
	case n == 0 && m == 0:
		return 100
	case n == 0:
		return 200
	}
	return m * 100 / n
}

// decideCapacity is one reading of a capacity provider: more instances when
// tasks wait for them, fewer when for a quarter of an hour it had too many.
func decideCapacity(v View, k Key, _ *Stream) []Intent {
	p := v.Provider(k.Name)
	if p == nil || !p.Managed || v.Group(p.Group) == nil {
		return nil
	}
	out := v.tellStuck(p)
	running, busy := v.members(p)
	more, _ := v.lacking(p)
	m := v.neededInstances(p, running, busy, more)
	g := v.Group(p.Group)
	want := (m*100 + p.TargetCapacity - 1) / p.TargetCapacity
	if running == 0 && m > 0 {
		want = max(want, firstInstances)
	}
	want = max(g.Min, min(g.Max, want))
	percent := reservation(m, running)
	in := reading{p, percent, want, 0}
	switch {
	case want < g.Desired && g.Launching == 0 && percent < p.TargetCapacity:
		in.Low = p.LowMinutes + 1
		if v.warming(g, p) {
			in.Low = p.LowMinutes
		}
	case want <= g.Desired:
		in.Want = g.Desired
	default:
		in.Want = max(min(want, g.Desired+p.MaxStep), min(g.Max, g.Desired+p.MinStep))
	}
	return append(out, in)
}

// warming tells whether an instance is too new to be counted.
func (v View) warming(g *AutoScalingGroup, p *Provider) bool {
	for _, i := range g.members {
		if v.Now().Before(i.RegisteredAt.Add(p.Warmup)) {
			return true
		}
	}
	return false
}

// reading is what a reading of the reservation leads to.
type reading struct {
	Provider *Provider
	Percent  int
	Want     int // instances
	Low      int // minutes in a row below target
}

func (r reading) apply(w *World, _ string) error {
	p := r.Provider
	g := w.state.asgs[p.Group]
	p.LowMinutes = r.Low
	if n := len(p.Minutes); n == 0 || !p.Minutes[n-1].At.Equal(w.now.Truncate(time.Minute)) {
		p.Minutes = append(p.Minutes, ReservationMinute{w.now.Truncate(time.Minute), r.Percent})
		p.Minutes = p.Minutes[max(0, len(p.Minutes)-reservationKept):]
	}
	cause := fmt.Sprintf("CapacityProviderReservation %d %%", r.Percent)
	switch {
	case r.Want > g.Desired:
		w.resize(g, r.Want, cause)
	case r.Low >= lowMinutesBefore:
		// At most half of the group in a minute, and nothing that is protected.
		n := min(g.Desired-r.Want, max(1, g.strength()/2))
		n = min(n, len(w.View().victims(g, n)))
		if n > 0 {
			w.resize(g, g.Desired-n, cause)
		}
	}
	// As long as it is off its target somebody has to look again, be it only
	// because an instance is too new to be counted.
	if r.Low > 0 || r.Percent > 100 || r.Want < g.Desired {
		w.readCapacity(g, capacityReading)
	}
	return nil
}

// tellStuck tells of tasks for which no instance will come: the group is at its
// maximum, or its instances are too small. They are looked at again each
// minute, as room may come by itself.
func (v View) tellStuck(p *Provider) (out []Intent) {
	g := v.Group(p.Group)
	if g.Launching > 0 {
		return nil
	}
	told := map[string]bool{}
	size := sizeOf(g.Type)
	for _, t := range v.Cluster(p.Cluster).waiting {
		if t.Provider != p.Name || told[t.Service] || g.Desired < g.Max && size.holds(t.Def.need()) > 0 {
			continue
		}
		told[t.Service] = true
		s := v.Service(t.key())
		if s == nil || s.Status == model.ServiceInactive {
			continue
		}
		best, refusals := v.open(v.requestOf(t)).pick(p.Name)
		if best != nil {
			continue
		}
		out = append(out, tell{s, placementTrouble(s.Name, refusals, p.Name)})
	}
	if len(out) > 0 {
		out = append(out, wakeLater{capacityController, Key{p.Cluster, p.Name}, v.Now().Add(capacityReading)})
	}
	return out
}
