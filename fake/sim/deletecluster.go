package sim

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// UpdateCluster changes what is set; nil leaves it as it is.
type UpdateCluster struct {
	Name     string
	Insights *string // the setting containerInsights
	Kept     *string // see Cluster.Kept
}

func (c UpdateCluster) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Name)
	if err != nil {
		return Reply{}, err
	}
	text := "cluster updated"
	if c.Insights != nil {
		if err := checkInsights(*c.Insights); err != nil {
			return Reply{}, err
		}
		text += ", containerInsights " + *c.Insights
	}
	setIf(&cl.Insights, c.Insights)
	setIf(&cl.Kept, c.Kept)
	w.observe(cl)
	w.note(Entry{Kind: "command", Cluster: cl.Name, Text: text})
	return Reply{}, nil
}

// DeleteCluster ends a cluster that holds nothing. It can be described as
// INACTIVE for a while, and its name can be given to another.
type DeleteCluster struct{ Name string }

func (c DeleteCluster) do(w *World) (Reply, error) {
	cl := w.state.clusters[c.Name]
	switch {
	case cl == nil:
		return Reply{}, &Error{ErrClusterNotFound, "Cluster not found."}
	case cl.Status != model.ClusterActive:
		return Reply{}, nil // deleted already: AWS says so again
	}
	if err := emptyCluster(cl); err != nil {
		return Reply{}, err
	}
	cl.Status = model.ClusterInactive
	w.note(Entry{Kind: "command", Cluster: cl.Name, Text: "cluster deleted"})
	// Its last tasks are forgotten before it is.
	w.later(forgetAfter+deletedShown, forgetCluster{cl}, "deleted an hour ago")
	return Reply{}, nil
}

// emptyCluster refuses a cluster that holds something. A capacity provider of
// an Auto Scaling group has to be taken off it first, AWS's own need not (SDK
// ecs, ClusterContainsCapacityProviderException).
func emptyCluster(cl *Cluster) error {
	for _, s := range sorted(cl.Services) {
		if s.Status != model.ServiceInactive {
			return &Error{"ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active."}
		}
	}
	switch {
	case slices.ContainsFunc(cl.tasks, func(t *Task) bool { return !t.stopped() }):
		return &Error{"ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active."}
	case len(cl.instances) > 0:
		return &Error{"ClusterContainsContainerInstancesException", "The Cluster cannot be deleted while Container Instances are active or draining."}
	case slices.ContainsFunc(cl.Providers, func(p string) bool { return !onFargate("", p) }):
		return &Error{"ClusterContainsCapacityProviderException", "The Cluster cannot be deleted while Capacity Providers are active."}
	}
	return nil
}

// forgetCluster is the last of a deleted cluster.
type forgetCluster struct{ Cluster *Cluster }

func (f forgetCluster) apply(w *World, _ string) error {
	if w.state.clusters[f.Cluster.Name] == f.Cluster {
		delete(w.state.clusters, f.Cluster.Name)
	}
	return nil
}
