package sim

import "github.com/ecsdeck/ecsdeck/model"

// StartTask starts a standalone task on each of the container instances that it
// names: no strategy is asked, only whether they can take it.
type StartTask struct {
	Cluster     string
	Family      string
	Revision    int
	Instances   []string // ids
	Group       string
	StartedBy   string
	Subnets     []string
	Overrides   Overrides
	Exec        bool
	Tags        map[string]string
	Propagate   bool
	ManagedTags bool
}

func (c StartTask) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	def := w.View().TaskDef(c.Family, c.Revision)
	if err := w.checkRun(def, c.Group, c.StartedBy, c.Overrides, c.Tags); err != nil {
		return Reply{}, err
	}
	switch n := len(c.Instances); {
	case n == 0:
		return Reply{}, &Error{ErrInvalid, "Container instances cannot be empty."}
	case n > tasksPerCall:
		return Reply{}, &Error{ErrInvalid, "Container instances cannot have more than 10 elements."}
	}
	def = c.Overrides.sized(def)
	var reply Reply
	for _, id := range c.Instances {
		r := placeRequest{Cluster: cl.Name, Def: def, Launch: model.LaunchEC2, Group: groupOf(c.Group, def), Subnets: c.Subnets}
		i := cl.Instances[id]
		if i == nil {
			reply.Failures = append(reply.Failures, Failed{id, "MISSING"})
			continue
		}
		if why := w.View().refuses(r, i, ""); why != "" {
			reply.Failures = append(reply.Failures, Failed{id, why})
			continue
		}
		p := placement{Launch: model.LaunchEC2, Provider: i.Provider, Instance: i.ID, Zone: i.Zone, Subnet: w.View().subnetOf(r, i.Zone)}
		t := w.newTask(cl, def, p, r.Group)
		t.StartedBy, t.asked, t.Exec, t.Overrides = c.StartedBy, r, c.Exec, c.Overrides
		t.Tags = tagsOf(cl, def, c.Tags, c.Propagate, c.ManagedTags)
		w.enter(t, model.TaskProvisioning, "StartTask")
		reply.IDs = append(reply.IDs, t.ID)
	}
	return reply, nil
}
