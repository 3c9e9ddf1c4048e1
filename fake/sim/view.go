package sim

import (
	"maps"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// View is the world to look at. What it returns belongs to the world: read it,
// never write to it, and do not keep it over a Step. Lists are sorted, so that
// nothing depends on the order of a map.
type View struct{ w *World }

// Now is the simulated time.
func (v View) Now() time.Time { return v.w.now }

// Config is what the world was made from.
func (v View) Config() Config { return v.w.cfg }

// Zones are the availability zones.
func (v View) Zones() []string { return v.w.state.zones }

// Clusters are all clusters by name.
func (v View) Clusters() []*Cluster { return sorted(v.w.state.clusters) }

// Cluster is the cluster of that name, nil when there is none.
func (v View) Cluster(name string) *Cluster { return v.w.state.clusters[name] }

// Services are the services of a cluster by name.
func (v View) Services(cluster string) []*Service {
	if c := v.Cluster(cluster); c != nil {
		return sorted(c.Services)
	}
	return nil
}

// Service is the service of that name, nil when there is none.
func (v View) Service(k Key) *Service {
	if c := v.Cluster(k.Cluster); c != nil {
		return c.Services[k.Name]
	}
	return nil
}

// Tasks are the tasks of a cluster, oldest first.
func (v View) Tasks(cluster string) []*Task {
	if c := v.Cluster(cluster); c != nil {
		return c.tasks
	}
	return nil
}

// ServiceTasks are the tasks of a service, oldest first, stopped ones too.
func (v View) ServiceTasks(k Key) []*Task {
	s := v.Service(k)
	if s == nil {
		return nil
	}
	return s.tasks
}

// Task is the task of that id, nil when there is none.
func (v View) Task(cluster, id string) *Task {
	if c := v.Cluster(cluster); c != nil {
		return c.Tasks[id]
	}
	return nil
}

// Instances are the container instances of a cluster by id.
func (v View) Instances(cluster string) []*Instance {
	if c := v.Cluster(cluster); c != nil {
		return c.instances
	}
	return nil
}

// InstanceTasks are the tasks placed on an instance that have not stopped.
func (v View) InstanceTasks(i *Instance) []*Task { return i.tasks }

// Families are the names of all task definition families.
func (v View) Families() []string {
	return slices.DeleteFunc(keys(v.w.state.families), func(family string) bool { return len(v.Revisions(family)) == 0 })
}

// Revisions are the revisions of a family, oldest first.
func (v View) Revisions(family string) []*TaskDef {
	all := v.w.state.families[family]
	if !slices.ContainsFunc(all, (*TaskDef).deleted) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), (*TaskDef).deleted)
}

// TaskDef is a revision of a family; revision 0 is the newest active one. nil
// when there is none.
func (v View) TaskDef(family string, revision int) *TaskDef {
	all := v.w.state.families[family]
	if revision > 0 {
		if revision > len(all) || all[revision-1].deleted() {
			return nil
		}
		return all[revision-1]
	}
	for _, d := range slices.Backward(all) {
		if d.Status == defActive {
			return d
		}
	}
	return nil
}

// TargetGroups are all target groups by name.
func (v View) TargetGroups() []*TargetGroup { return sorted(v.w.state.groups) }

// TargetGroup is the group of that name, nil when there is none.
func (v View) TargetGroup(name string) *TargetGroup { return v.w.state.groups[name] }

// Targets are the targets of a group by id and port.
func (v View) Targets(g *TargetGroup) []*Target { return sorted(g.Targets) }

// Providers are the capacity providers of a cluster by name, without those that
// are AWS's own.
func (v View) Providers(cluster string) []*Provider {
	var out []*Provider
	for _, p := range v.AllProviders() {
		if c := v.Cluster(cluster); c != nil && slices.Contains(c.Providers, p.Name) {
			out = append(out, p)
		}
	}
	return out
}

// AllProviders are all capacity providers by name.
func (v View) AllProviders() []*Provider { return sorted(v.w.state.providers) }

// Provider is the capacity provider of that name, nil when there is none, as
// for FARGATE and FARGATE_SPOT, which are AWS's own.
func (v View) Provider(name string) *Provider { return v.w.state.providers[name] }

// LogGroups are all log groups by name.
func (v View) LogGroups() []*LogGroup { return sorted(v.w.state.logGroups) }

// LogGroup is the group of that name, nil when there is none.
func (v View) LogGroup(name string) *LogGroup { return v.w.state.logGroups[name] }

// LogStreams are the streams of a group by name.
func (v View) LogStreams(g *LogGroup) []*LogStream { return sorted(g.Streams) }

// Alarms are all alarms by name.
func (v View) Alarms() []*Alarm { return sorted(v.w.state.alarms) }

// Alarm is the alarm of that name, nil when there is none.
func (v View) Alarm(name string) *Alarm { return v.w.state.alarms[name] }

// Behaviour is what an image does: as declared for the image, else for its
// repository, else what a small well-behaved application does.
func (v View) Behaviour(image string) Behaviour { return *v.does(image) }

// does is Behaviour without a copy, for what is asked every minute. It is not to
// be written to.
func (v View) does(image string) *Behaviour {
	if b, ok := v.w.state.images[image]; ok {
		return b
	}
	if b, ok := v.w.state.images[repository(image)]; ok {
		return b
	}
	return &plainBehaviour
}

// NamedBehaviour is what an image, or all images of a repository, do.
type NamedBehaviour struct {
	Name string
	Does Behaviour
}

// Images are the images of which something was said, by name.
func (v View) Images() []NamedBehaviour {
	var out []NamedBehaviour
	for _, name := range keys(v.w.state.images) {
		out = append(out, NamedBehaviour{name, *v.w.state.images[name]})
	}
	return out
}

// ZonesOut are the availability zones that are out, by name.
func (v View) ZonesOut() []string { return keys(v.w.state.down) }

// plainBehaviour is that of an image nobody has said anything about.
var plainBehaviour = Behaviour{
	Size: 80, Boot: 2 * time.Second, IdleCPU: 8, CPUPerRequest: 4 * time.Millisecond, IdleMemory: 60, MemoryPerRate: 0.5,
}

// Cluster-wide refs, for those who print ARNs.

// ClusterRef is the ref of a cluster of this world.
func (v View) ClusterRef(name string) model.ClusterRef {
	c := v.w.cfg
	return model.ClusterRef{Partition: c.Partition, Region: c.Region, Account: c.Account, Name: name}
}

// sorted is the one way to walk a map: by key.
func sorted[V any](m map[string]V) []V {
	out := make([]V, 0, len(m))
	for _, k := range keys(m) {
		out = append(out, m[k])
	}
	return out
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Counts are a service's tasks of one deployment, or of all when d is nil:
// running ones, and those on their way there.
func (v View) Counts(s *Service, d *Deployment) (running, pending int) {
	for _, t := range s.tasks {
		switch {
		case d != nil && t.Deployment != d.ID:
		case t.Status == model.TaskRunning:
			running++
		case t.up():
			pending++
		}
	}
	return running, pending
}

// Outages are the outside systems that are down, by name.
func (v View) Outages() []string { return keys(v.w.state.outages) }

// FargateGone are the zones in which Fargate has no capacity; of Fargate Spot
// with a mark.
func (v View) FargateGone() []string { return keys(v.w.state.fargate.gone) }
