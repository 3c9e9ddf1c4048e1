package sim

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// unregister is the end of a container instance: its tasks are lost to ECS. The
// EC2 instance runs on, and stays in its group (SDK ecs,
// DeregisterContainerInstance).
func (w *World) unregister(i *Instance, code model.StopCode, reason string) {
	for _, t := range slices.Clone(i.tasks) {
		w.loseTask(t, code, reason)
	}
	i.Status, i.Agent = model.InstanceInactive, false
	w.wakeDaemons(i.Cluster)
	w.state.clusters[i.Cluster].dropInstance(i)
}

// vanish is the end of an instance.
type vanish struct{ Instance *Instance }

func (x vanish) apply(w *World, cause string) error {
	i := x.Instance
	registered, g := w.registered(i), i.group
	if !registered && (g == nil || !slices.Contains(g.members, i)) {
		return nil
	}
	if registered {
		w.unregister(i, model.StopTermination, "Host EC2 (instance "+i.EC2ID+") terminated.")
	}
	if g != nil {
		g.members = slices.DeleteFunc(slices.Clone(g.members), func(o *Instance) bool { return o == i })
		w.later(replaceLostAfter, refill{g}, cause)
		w.readCapacity(g, capacityReading)
	}
	w.note(Entry{Kind: "instance", Cluster: i.Cluster, Entity: i.ID, Text: "terminated " + i.EC2ID, Cause: cause})
	return nil
}

// registered tells whether an instance is a container instance: one that was
// deregistered may still be in its group.
func (w *World) registered(i *Instance) bool {
	cl := w.state.clusters[i.Cluster]
	return cl != nil && cl.Instances[i.ID] == i
}

// rejoin finds the group of an instance whose agent registers again after it
// was deregistered: it is the same EC2 instance.
func (w *World) rejoin(i *Instance) {
	for _, g := range sorted(w.state.asgs) {
		at := slices.IndexFunc(g.members, func(o *Instance) bool { return o.EC2ID == i.EC2ID && !w.registered(o) })
		if at < 0 {
			continue
		}
		old := g.members[at]
		i.group, i.Subnet, i.Image, i.retiring = g, old.Subnet, old.Image, old.retiring
		if i.Cluster == old.Cluster {
			i.Provider = old.Provider
		}
		g.members = slices.Clone(g.members)
		g.members[at] = i
		return
	}
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
