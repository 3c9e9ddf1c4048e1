package screen

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Route is the address of a screen. It is comparable: navigation is a stack of
// routes, and the cache of screens is keyed by them.
type Route struct {
	Kind string // the id of the screen in the registry: services, tasks, logs, ...
	Ref
}

// Ref is what a screen is about. Fields that say nothing to a screen are empty.
type Ref struct {
	Cluster model.ClusterRef
	Service string
	Task    string // id
	TaskDef model.TaskDefRef
	// Against is the revision that TaskDef is compared to.
	Against model.TaskDefRef
	// Word is what a person looks for.
	Word string
	// Item names one of the many that have no ref of their own, by its id: a
	// service deployment.
	Item string
	// Instance is the id of a container instance.
	Instance string
}

// OfCluster, OfService, OfTask and OfTaskDef make refs.
func OfCluster(c model.ClusterRef) Ref { return Ref{Cluster: c} }

// OfService is the ref of a screen about a service.
func OfService(s model.ServiceRef) Ref { return Ref{Cluster: s.Cluster, Service: s.Name} }

// OfTask is the ref of a screen about a task. The service is "" for a
// standalone task; it tells where to look for the task first.
func OfTask(t model.TaskRef, service string) Ref {
	return Ref{Cluster: t.Cluster, Service: service, Task: t.ID}
}

// OfTaskDef is the ref of a screen about a revision, reached from a cluster.
func OfTaskDef(c model.ClusterRef, d model.TaskDefRef) Ref { return Ref{Cluster: c, TaskDef: d} }

// ServiceRef is the service that the screen is about.
func (r Ref) ServiceRef() model.ServiceRef { return r.Cluster.Service(r.Service) }

// OfInstance is the ref of a screen about a container instance.
func OfInstance(i model.InstanceRef) Ref { return Ref{Cluster: i.Cluster, Instance: i.ID} }

// InstanceRef is the container instance that the screen is about.
func (r Ref) InstanceRef() model.InstanceRef { return r.Cluster.Instance(r.Instance) }

// TaskRef is the task that the screen is about.
func (r Ref) TaskRef() model.TaskRef { return r.Cluster.Task(r.Task) }

// Name is the innermost thing that the ref names, as breadcrumbs print it; ""
// when it names nothing.
func (r Ref) Name() string {
	switch {
	case r.Word != "":
		return r.Word
	case !r.Against.IsZero():
		against := r.Against.String()
		if r.Against.Family == r.TaskDef.Family {
			against = strings.TrimPrefix(against, r.TaskDef.Family)
		}
		return r.TaskDef.String() + " against " + against
	case r.Item != "":
		return model.ShortID(r.Item)
	case !r.TaskDef.IsZero():
		return r.TaskDef.String()
	case r.Instance != "":
		return model.ShortID(r.Instance)
	case r.Task != "":
		return model.ShortID(r.Task)
	case r.Service != "":
		return r.Service
	}
	return r.Cluster.Name
}
