package feed

import (
	"cmp"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Part is a kind of question about the world; each has a place in
// model.Snapshot.
type Part uint8

// The parts, in the order in which they are asked when all else is equal.
const (
	Clusters         Part = iota // Snapshot.Clusters
	Services                     // Snapshot.Services[Cluster]; with Service, that row of it alone
	OwnTasks                     // Snapshot.OwnTasks[Cluster/Service]
	Tasks                        // Snapshot.Tasks[Cluster]
	TaskDef                      // Snapshot.TaskDefs[TaskDef]; asked once, it cannot change
	Instances                    // Snapshot.Instances[Cluster]
	Metrics                      // Snapshot.Metrics of every known service of Cluster, or of Service alone
	Targets                      // Snapshot.Targets[Cluster/Service]
	Scaling                      // Snapshot.Scaling[Cluster/Service]
	Activities                   // Snapshot.Activities[Cluster/Service]
	Alarms                       // Snapshot.Alarms[Cluster/Service]
	Deployments                  // Snapshot.Deployments[Cluster/Service]
	TargetGroups                 // Snapshot.TargetGroups[Cluster/Service]
	Insights                     // Snapshot.Insights[Cluster/Service]
	Protections                  // Snapshot.Protections[Cluster/Service], of its known tasks
	Capacity                     // Snapshot.Capacity[Cluster]
	Daemons                      // Snapshot.Daemons[Cluster]
	Express                      // Snapshot.Express[Cluster]
	Changes                      // Snapshot.Changes[Cluster]
	Images                       // Snapshot.Images[TaskDef], once its definition is known
	Tags                         // Snapshot.Tags[ARN]
	Families                     // Snapshot.Families[Cluster], which is a place
	Revisions                    // Snapshot.Revisions[TaskDef], which is a family
	ServiceRevisions             // Snapshot.ServiceRevisions[Cluster/Service], once its deployments are known
	Schedules                    // Snapshot.Schedules[Cluster/Service]

	partCount = iota
)

func (p Part) String() string {
	if int(p) < len(parts) {
		return parts[p].word
	}
	return "unknown part"
}

// Want is one question. It is comparable: two wants that are equal are asked
// once.
type Want struct {
	Part    Part
	Cluster model.ClusterRef
	Service string
	TaskDef model.TaskDefRef
	ARN     string // of what Tags are asked about
}

// ServiceRef is the service that the want is about.
func (w Want) ServiceRef() model.ServiceRef { return w.Cluster.Service(w.Service) }

// lane is what must not be asked twice at once. The list of services and each
// service of it fold into the same rows, which carry no version: asked one
// after the other, an older answer cannot overwrite a newer one.
func (w Want) lane() Want {
	if w.Part == Services {
		w.Service = ""
	}
	return w
}

// target names what the want is about, for errors.
func (w Want) target() string {
	switch {
	case w.ARN != "":
		return w.ARN
	case w.TaskDef.Family != "":
		return "task definition " + w.TaskDef.String()
	case w.Service != "":
		return "service " + w.ServiceRef().String()
	case w.Cluster.Name != "":
		return "cluster " + w.Cluster.String()
	}
	return w.Part.String()
}

// Scope is what the screen needs.
type Scope struct {
	// Shown is on screen; the most important first.
	Shown []Want
	// Hover would be on screen if Enter were pressed: asked once in advance.
	Hover []Want
	// Sight are the ARNs of the rows in sight. Of a list so long that it is
	// read rarely, they are read more often.
	Sight []string
	// Idle is how long nobody has looked.
	Idle Idle
}

// Idle is how sure it is that nobody looks.
type Idle uint8

const (
	// Looking: a key was pressed lately.
	Looking Idle = iota
	// Resting: no key for some minutes.
	Resting
	// Away: no key for longer, or the terminal has lost the focus.
	Away

	idleCount = iota
)

// Idle times without a key (see IdleAfter).
const (
	restingAfter = 5 * time.Minute
	awayAfter    = 30 * time.Minute
)

// IdleAfter is what a time without a key means.
func IdleAfter(quiet time.Duration) Idle {
	switch {
	case quiet >= awayAfter:
		return Away
	case quiet >= restingAfter:
		return Resting
	}
	return Looking
}

// Equal tells whether two scopes need the same.
func (s Scope) Equal(o Scope) bool {
	return slices.Equal(s.Shown, o.Shown) && slices.Equal(s.Hover, o.Hover) && slices.Equal(s.Sight, o.Sight) && s.Idle == o.Idle
}

// Clone is a scope that shares nothing with s.
func (s Scope) Clone() Scope {
	s.Shown, s.Hover, s.Sight = slices.Clone(s.Shown), slices.Clone(s.Hover), slices.Clone(s.Sight)
	return s
}

// compareWants is a fixed order for wants that none of the screens ranks.
func compareWants(a, b Want) int {
	return cmp.Or(
		cmp.Compare(a.Part, b.Part),
		cmp.Compare(a.Cluster.ARN(), b.Cluster.ARN()),
		cmp.Compare(a.Service, b.Service),
		cmp.Compare(a.TaskDef.ARN(), b.TaskDef.ARN()),
		cmp.Compare(a.ARN, b.ARN),
	)
}
