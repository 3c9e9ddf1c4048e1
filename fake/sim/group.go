package sim

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Times of an EC2 instance.
const (
	drainedGone = 30 * time.Second // from an empty DRAINING instance to its end
	launchLeast = 60 * time.Second // from the launch to the agent's registration
	launchMost  = 90 * time.Second
	drainMost   = 48 * time.Hour // managed draining (developer guide, managed-instance-draining)

	instancesPerCluster = 5000 // quota (endpoints and quotas)
)

// resize gives a group another desired capacity, and launches or terminates.
func (w *World) resize(g *AutoScalingGroup, desired int, cause string) {
	if desired != g.Desired {
		w.note(Entry{Kind: "capacity", Cluster: g.Cluster, Entity: g.Name, Text: fmt.Sprintf("%d -> %d instances", g.Desired, desired), Cause: cause})
		g.Desired = desired
	}
	if more := g.Desired - g.strength(); more > 0 {
		w.fill(g, cause)
	} else if more < 0 {
		for _, i := range w.View().victims(g, -more) {
			w.retire(i, cause)
		}
	}
}

// strength is how many instances a group has or is about to have: those that it
// has begun to terminate no longer count.
func (g *AutoScalingGroup) strength() int {
	n := g.Launching
	for _, i := range g.members {
		if !i.retiring {
			n++
		}
	}
	return n
}

// fill launches what a group lacks.
func (w *World) fill(g *AutoScalingGroup, cause string) {
	n := g.Desired - g.strength()
	if n <= 0 || g.deleting {
		return
	}
	s := w.stream("launch", g.Name)
	g.Launching += n
	w.note(Entry{Kind: "instance", Cluster: g.Cluster, Entity: g.Name, Text: fmt.Sprintf("launching %d", n), Cause: cause})
	for range n {
		w.later(s.Between(launchLeast, launchMost), enlist{g}, "launched")
	}
}

// refill has a group replace what it has lost.
type refill struct{ Group *AutoScalingGroup }

func (r refill) apply(w *World, _ string) error {
	w.fill(r.Group, "instances lost")
	return nil
}

// enlist registers an instance whose agent has come up.
type enlist struct{ Group *AutoScalingGroup }

func (e enlist) apply(w *World, cause string) error {
	g := e.Group
	g.Launching--
	if g.deleting || g.strength() >= g.Desired {
		return nil // no longer wanted: it is gone before anybody knew it
	}
	zone := w.emptiestZone(g)
	if zone == "" {
		g.Launching++
		w.later(launchLeast, e, "no zone is up")
		return nil
	}
	cl := w.state.clusters[g.Cluster]
	if cl == nil || cl.Status != model.ClusterActive || len(cl.instances) >= instancesPerCluster {
		w.note(Entry{Kind: "refused", Entity: g.Name, Text: "the agent of a new instance finds no cluster " + g.Cluster + " to register in", Cause: cause})
		g.Launching++
		w.later(10*time.Minute, e, "agent")
		return nil
	}
	i := w.enroll(cl, g.Type, zone, sizeOf(g.Type))
	i.group = g
	if g.Image != "" {
		i.Image = g.Image
	}
	if s := g.subnetIn(w, zone); s != "" {
		i.Subnet = s
	}
	if p := g.provider; p != nil && slices.Contains(cl.Providers, p.Name) {
		i.Provider = p.Name
	}
	g.members = append(g.members, i)
	w.comes(i, cause)
	w.readCapacity(g, capacityReading)
	return nil
}

// emptiestZone is where a group launches next: of its zones that are up, the
// one with the fewest of its instances.
func (w *World) emptiestZone(g *AutoScalingGroup) string {
	n := map[string]int{}
	for _, i := range g.members {
		n[i.Zone]++
	}
	best := ""
	for _, z := range g.Zones {
		if !w.state.down[z] && (best == "" || n[z] < n[best]) {
			best = z
		}
	}
	return best
}

// victims are the instances that a group ends when it shrinks: from the zone
// with the most, the oldest (Auto Scaling user guide, default termination
// policy), or the newest where that is the policy, and none that is protected
// from scale-in.
func (v View) victims(g *AutoScalingGroup, n int) (out []*Instance) {
	newest := len(g.TerminationPolicies) > 0 && g.TerminationPolicies[0] == "NewestInstance"
	age := func(a, b *Instance) int {
		if newest {
			a, b = b, a
		}
		return a.RegisteredAt.Compare(b.RegisteredAt)
	}
	zones := map[string]int{}
	var free []*Instance
	for _, i := range g.members {
		if i.retiring {
			continue
		}
		zones[i.Zone]++
		if !v.protected(g, i) {
			free = append(free, i)
		}
	}
	for len(out) < n && len(free) > 0 {
		best := slices.MinFunc(free, func(a, b *Instance) int {
			return cmp.Or(cmp.Compare(zones[b.Zone], zones[a.Zone]), age(a, b), cmp.Compare(a.ID, b.ID))
		})
		zones[best.Zone]--
		out = append(out, best)
		free = slices.DeleteFunc(free, func(i *Instance) bool { return i == best })
	}
	return out
}

// protected tells whether an instance is protected from scale-in. With managed
// termination protection ECS protects those that run tasks, and only those
// (SDK ecs, AutoScalingGroupProvider).
func (v View) protected(g *AutoScalingGroup, i *Instance) bool {
	if p := g.provider; p != nil && p.Managed && p.Protection {
		return v.busy(i)
	}
	return g.Protect
}

// busy tells whether an instance runs tasks other than daemons, which do not
// count for scaling.
func (v View) busy(i *Instance) bool { return !onlyDaemons(i) }

// retire takes an instance out of its group. With managed draining it goes when
// its tasks have gone, after 48 hours at the latest; without, at once.
func (w *World) retire(i *Instance, cause string) {
	if i.retiring {
		return
	}
	i.retiring = true
	p := i.group.provider
	if p == nil || !p.Draining || i.Provider == "" || !w.registered(i) {
		w.later(0, vanish{i}, cause)
		return
	}
	if i.Status == model.InstanceActive {
		w.drain(i, cause)
	}
	w.later(drainMost, vanish{i}, "drained for 48 hours")
	w.drained(i)
}

// drained ends a retiring instance that has no tasks left.
func (w *World) drained(i *Instance) {
	if i.retiring && len(i.tasks) == 0 {
		w.later(drainedGone, vanish{i}, "drained")
	}
}
