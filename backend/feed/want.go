package feed

import "github.com/ecsdeck/ecsdeck/model"

// Part is a kind of question about the world; each has a place in
// model.Snapshot.
type Part uint8

// The parts, in the order in which they are asked when all else is equal.
const (
	Clusters   Part = iota // Snapshot.Clusters
	Services               // Snapshot.Services[Cluster]
	OwnTasks               // Snapshot.OwnTasks[Cluster/Service]
	Tasks                  // Snapshot.Tasks[Cluster]
	TaskDef                // Snapshot.TaskDefs[TaskDef]; asked once, it cannot change
	Instances              // Snapshot.Instances[Cluster]
	Metrics                // Snapshot.Metrics of every known service of Cluster, or of Service alone
	Targets                // Snapshot.Targets[Cluster/Service]
	Scaling                // Snapshot.Scaling[Cluster/Service]
	Activities             // Snapshot.Activities[Cluster/Service]
	Alarms                 // Snapshot.Alarms[Cluster/Service]
)

// Want is one question. It is comparable: two wants that are equal are asked
// once.
type Want struct {
	Part    Part
	Cluster model.ClusterRef
	Service string
	TaskDef model.TaskDefRef
}

// ServiceRef is the service that the want is about.
func (w Want) ServiceRef() model.ServiceRef { return w.Cluster.Service(w.Service) }

// Scope is what the screen needs.
type Scope struct {
	// Shown is on screen; the most important first.
	Shown []Want
	// Hover would be on screen if Enter were pressed: asked once in advance.
	Hover []Want
	// Idle tells that nobody looks: the terminal has lost the focus.
	Idle bool
}
