package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Numbers of a capacity provider's managed scaling (ecs-facts 4.2).
const (
	lowMinutesBefore = 15               // one-minute readings below target before it scales in
	capacityReading  = time.Minute      // between readings
	drainedGone      = 30 * time.Second // from an empty DRAINING instance to its end
	launchLeast      = 60 * time.Second // from the launch to the agent's registration
	launchMost       = 90 * time.Second

	instancesPerCluster = 5000 // quota (endpoints and quotas)
)

// members are the instances of a provider that run in its group; empty ones
// are those without any task but daemons.
func (v View) members(p *Provider) (active, empty []*Instance) {
	for _, i := range v.Instances(p.Cluster) {
		if i.Provider != p.Name || i.Status != model.InstanceActive {
			continue
		}
		active = append(active, i)
		if onlyDaemons(i) {
			empty = append(empty, i)
		}
	}
	return active, empty
}

// needed is how many instances the provider's tasks fill, those that wait for
// one included: the largest first, each into the first that has room.
func (v View) needed(p *Provider) int {
	size := sizeOf(p.Type)
	var tasks []*Task
	for _, t := range v.Tasks(p.Cluster) {
		if t.Provider == p.Name && !t.stopped() && t.up() && !t.Daemon {
			tasks = append(tasks, t)
		}
	}
	slices.SortStableFunc(tasks, func(a, b *Task) int { return b.Memory + b.CPU - a.Memory - a.CPU })
	var bins []InstanceSize
	for _, t := range tasks {
		i := slices.IndexFunc(bins, func(b InstanceSize) bool { return b.CPU >= t.CPU && b.Memory >= t.Memory })
		if i < 0 {
			if t.CPU > size.CPU || t.Memory > size.Memory {
				continue // no instance of this type will ever take it
			}
			bins = append(bins, size)
			i = len(bins) - 1
		}
		bins[i].CPU -= t.CPU
		bins[i].Memory -= t.Memory
	}
	return len(bins)
}

// Reservation is the metric CapacityProviderReservation: percent of the
// group's instances that tasks need.
func (v View) Reservation(p *Provider) int {
	active, _ := v.members(p)
	n, m := len(active), v.needed(p)
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
	if p == nil {
		return nil
	}
	return append(v.tellStuck(p), v.resize(p)...)
}

// tellStuck tells of tasks for which no instance will come: the group is at its
// maximum, or its instances are too small. They are looked at again each
// minute, as room may come by itself.
func (v View) tellStuck(p *Provider) (out []Intent) {
	if p.Launching > 0 {
		return nil
	}
	told := map[string]bool{}
	size := instanceSizes[p.Type]
	for _, t := range v.Cluster(p.Cluster).waiting {
		fits := t.CPU <= size.CPU && t.Memory <= size.Memory
		if !t.waiting() || t.Provider != p.Name || told[t.Service] || p.Desired < p.Max && fits {
			continue
		}
		told[t.Service] = true
		s := v.Service(t.key())
		if s == nil {
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

// resize is what the group's size should become.
func (v View) resize(p *Provider) []Intent {
	active, empty := v.members(p)
	if lost := p.Desired - len(active) - p.Launching; lost > 0 {
		// The group replaces what it has lost before anything else.
		return []Intent{launch{p, lost, "instances lost"}, readAgain{p, p.LowMinutes}}
	}
	want := max(p.Min, min(p.Max, v.wantedInstances(p, len(active))))
	if more := want - p.Desired; more > 0 {
		return []Intent{setGroup{p, want}, launch{p, more, fmt.Sprintf("CapacityProviderReservation %d %%", v.Reservation(p))}, readAgain{p, 0}}
	}
	if want >= p.Desired {
		if p.LowMinutes > 0 {
			return []Intent{readAgain{p, 0}}
		}
		return nil
	}
	if p.LowMinutes+1 < lowMinutesBefore {
		return []Intent{readAgain{p, p.LowMinutes + 1}}
	}
	// At most half of the group a minute, and only instances without tasks:
	// the others are protected.
	n := min(p.Desired-want, max(1, len(active)/2), len(empty))
	if n == 0 {
		return []Intent{readAgain{p, p.LowMinutes}}
	}
	return []Intent{setGroup{p, p.Desired - n}, retire{p, empty[len(empty)-n:]}, readAgain{p, p.LowMinutes}}
}

// wantedInstances is the group size that brings the reservation to target: from
// none it starts with two.
func (v View) wantedInstances(p *Provider, running int) int {
	need := v.needed(p)
	for _, t := range v.Cluster(p.Cluster).waiting {
		// A task that no instance has room for needs one more than there are,
		// however well the others could be packed.
		size := instanceSizes[p.Type]
		if t.waiting() && t.Provider == p.Name && t.CPU <= size.CPU && t.Memory <= size.Memory {
			need = max(need, v.needed(p), min(running+1, p.Max))
			break
		}
	}
	want := (need*100 + p.TargetCapacity - 1) / p.TargetCapacity
	if running == 0 && p.Launching == 0 && need > 0 {
		return max(want, 2)
	}
	return want
}

// readAgain has the provider read once more in a minute.
type readAgain struct {
	Provider *Provider
	Low      int
}

func (r readAgain) apply(w *World, _ string) error {
	r.Provider.LowMinutes = r.Low
	w.wake(capacityReading, capacityController, Key{r.Provider.Cluster, r.Provider.Name})
	return nil
}

// setGroup changes the desired capacity of the Auto Scaling group.
type setGroup struct {
	Provider *Provider
	Desired  int
}

func (g setGroup) apply(w *World, cause string) error {
	w.note(Entry{Kind: "capacity", Cluster: g.Provider.Cluster, Entity: g.Provider.Group, Text: fmt.Sprintf("%d -> %d instances", g.Provider.Desired, g.Desired), Cause: cause})
	g.Provider.Desired = g.Desired
	return nil
}

// launch starts EC2 instances; they register when their agents are up.
type launch struct {
	Provider *Provider
	N        int
	Why      string
}

func (l launch) apply(w *World, _ string) error {
	s := w.stream("launch", l.Provider.Name)
	l.Provider.Launching += l.N
	w.note(Entry{Kind: "instance", Cluster: l.Provider.Cluster, Entity: l.Provider.Group, Text: fmt.Sprintf("launching %d", l.N), Cause: l.Why})
	for range l.N {
		w.later(s.Between(launchLeast, launchMost), enlist{l.Provider}, "launched")
	}
	return nil
}

// enlist registers an instance whose agent has come up.
type enlist struct{ Provider *Provider }

func (e enlist) apply(w *World, cause string) error {
	p := e.Provider
	p.Launching--
	zone := w.emptiestZone(p)
	if zone == "" {
		p.Launching++
		w.later(launchLeast, e, "no zone is up")
		return nil
	}
	i := w.enroll(w.state.clusters[p.Cluster], p.Type, zone, sizeOf(p.Type))
	i.Provider = p.Name
	w.comes(i, cause)
	w.wake(capacityReading, capacityController, Key{p.Cluster, p.Name})
	return nil
}

// emptiestZone is where an Auto Scaling group launches next: the zone with the
// fewest of its instances.
func (w *World) emptiestZone(p *Provider) string {
	n := map[string]int{}
	for _, i := range sorted(w.state.clusters[p.Cluster].Instances) {
		if i.Provider == p.Name {
			n[i.Zone]++
		}
	}
	best := ""
	for _, z := range w.state.zones {
		if !w.state.down[z] && (best == "" || n[z] < n[best]) {
			best = z
		}
	}
	return best
}

// retire takes empty instances out: they drain, then they are gone.
type retire struct {
	Provider  *Provider
	Instances []*Instance
}

func (t retire) apply(w *World, cause string) error {
	for _, i := range t.Instances {
		if i.Status != model.InstanceActive || !onlyDaemons(i) {
			continue // a task came meanwhile: protected
		}
		w.drain(i, cause)
		w.later(drainedGone, vanish{i}, "drained")
	}
	return nil
}

// vanish is the end of an instance.
type vanish struct{ Instance *Instance }

func (x vanish) apply(w *World, cause string) error {
	i := x.Instance
	cl := w.state.clusters[i.Cluster]
	if cl.Instances[i.ID] != i {
		return nil
	}
	w.leaves(i, model.StopTermination, "Host EC2 (instance "+i.EC2ID+") terminated.", "terminated", cause)
	if i.Provider != "" {
		w.wake(0, capacityController, Key{i.Cluster, i.Provider})
	}
	return nil
}

func (c CreateProvider) do(w *World) (Reply, error) {
	p := c.Provider
	cl, err := w.activeCluster(p.Cluster)
	if err != nil {
		return Reply{}, err
	}
	if err := checkName("Capacity provider name", p.Name); err != nil {
		return Reply{}, err
	}
	if low := strings.ToLower(p.Name); strings.HasPrefix(low, "aws") || strings.HasPrefix(low, "ecs") || strings.HasPrefix(low, "fargate") {
		return Reply{}, &Error{ErrInvalid, "The specified capacity provider name is invalid. The name cannot be prefixed with \"aws\", \"ecs\", or \"fargate\"."}
	}
	if w.state.providers[p.Name] != nil {
		return Reply{}, &Error{ErrInvalid, "A capacity provider named " + p.Name + " already exists."}
	}
	if instanceSizes[p.Type] == (InstanceSize{}) {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s: instance type %q is not simulated; these are: %s", p.Name, p.Type, strings.Join(InstanceTypes(), ", "))}
	}
	if p.Min < 0 || p.Max < p.Min {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s needs 0 <= min <= max, not %d..%d", p.Name, p.Min, p.Max)}
	}
	if p.Max > instancesPerCluster {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s: a maximum of %d is above the quota of %d container instances per cluster", p.Name, p.Max, instancesPerCluster)}
	}
	if p.TargetCapacity == 0 {
		p.TargetCapacity = 100
	}
	if p.TargetCapacity < 1 || p.TargetCapacity > 100 {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("capacity provider %s: target capacity %d is not within 1..100", p.Name, p.TargetCapacity)}
	}
	if p.Group == "" {
		p.Group = p.Name + "-asg"
	}
	p.Managed = true
	p.Desired, p.Launching = max(p.Min, min(p.Max, p.Desired)), 0
	w.state.providers[p.Name] = &p
	if !slices.Contains(cl.Providers, p.Name) {
		cl.Providers = append(cl.Providers, p.Name)
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Entity: p.Name, Text: "capacity provider created"})
	if c.Settled {
		for range p.Desired {
			p.Launching++
			w.apply(enlist{&p}, "settled")
		}
		return Reply{}, nil
	}
	w.wake(0, capacityController, Key{cl.Name, p.Name})
	return Reply{}, nil
}

func (c KillInstance) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	i := cl.Instances[c.ID]
	if i == nil {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("instance %s of cluster %s is not there: nothing to kill", c.ID, c.Cluster)}
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Entity: i.ID, Text: "kill instance " + i.EC2ID})
	w.apply(vanish{i}, "killed")
	return Reply{}, nil
}
