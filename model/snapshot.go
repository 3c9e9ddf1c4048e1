package model

import "time"

// Part is one answered question: the rows that came last, when, and what has
// gone wrong since. A failure never removes rows.
type Part[T any] struct {
	Rows []T
	// At is when Rows were fetched; zero while none ever came.
	At time.Time
	// RowAt is when single rows were fetched since, by name or id.
	RowAt map[string]time.Time
	// RowErr is why single rows that were asked for by name are not there, by
	// that name.
	RowErr map[string]error
	// Err is the failure of the newest try, nil when it succeeded. With At set
	// the rows are the last good ones, aged.
	Err error
	// Missing counts rows known to exist that the newest answer lacked, as
	// when one batch of a list fails.
	Missing int
	// Asking tells that a question is on its way.
	Asking bool
	// Growing tells that Rows are those that came so far of a list that has
	// never been read to its end.
	Growing bool
	// Recalled tells that Rows are those of the last session, read from disk:
	// nobody has answered in this one yet.
	Recalled bool
}

// Known tells whether rows have ever come. Not known is not the same as none.
func (p Part[T]) Known() bool { return !p.At.IsZero() }

// AtOf is when one row was fetched.
func (p Part[T]) AtOf(name string) time.Time {
	if at := p.RowAt[name]; at.After(p.At) {
		return at
	}
	return p.At
}

// Age is how old the rows are at now; 0 while none ever came.
func (p Part[T]) Age(now time.Time) time.Duration {
	if p.At.IsZero() {
		return 0
	}
	return max(0, now.Sub(p.At))
}

// Snapshot is all that is known at one instant. Nobody writes to one that has
// been published.
type Snapshot struct {
	// Seq grows by one with every snapshot.
	Seq uint64
	// At is the world's time of the snapshot: the wall clock with AWS, the
	// simulated clock with the simulator. Ages on screen count from it.
	At time.Time
	// Wall is the wall clock of the same instant, which freshness counts from:
	// Part.At is wall time.
	Wall time.Time

	Clusters   Part[Cluster]
	Services   map[ClusterRef]Part[Service]
	Tasks      map[ClusterRef]Part[Task] // every task of the cluster, in every state
	OwnTasks   map[ServiceRef]Part[Task] // the tasks of one service, in every state
	Instances  map[ClusterRef]Part[Instance]
	TaskDefs   map[TaskDefRef]Part[TaskDefinition]
	Metrics    map[ServiceRef]Part[Series]
	Targets    map[ServiceRef]Part[Target]
	Scaling    map[ServiceRef]Part[ScalableTarget]
	Activities map[ServiceRef]Part[Activity]
	Alarms     map[ServiceRef]Part[Alarm]

	Deployments      map[ServiceRef]Part[ServiceDeployment] // newest first
	ServiceRevisions map[ServiceRef]Part[ServiceRevision]   // of the newest deployments
	Schedules        map[ServiceRef]Part[ScheduledAction]
	TargetGroups     map[ServiceRef]Part[TargetGroup]
	Insights         map[ServiceRef]Part[Series] // of Container Insights
	Protections      map[ServiceRef]Part[Protection]
	Capacity         map[ClusterRef]Part[CapacityProvider]
	Daemons          map[ClusterRef]Part[Daemon]
	Express          map[ClusterRef]Part[ExpressService]
	Changes          map[ClusterRef]Part[Change] // what CloudTrail recorded, newest first
	Images           map[TaskDefRef]Part[Image]  // of the definition's containers
	Tags             map[string]Part[Tag]        // by the ARN of what is tagged

	Families  map[ClusterRef]Part[string]     // of an account and region: see ClusterRef.Place
	Revisions map[TaskDefRef]Part[TaskDefRef] // active ones of a family, newest first: see TaskDefRef.Newest

	// Contexts are the accounts and regions that the snapshot is made of, in the
	// order in which they were chosen; empty when there is only one.
	Contexts []Context

	// Pending are writes sent and not yet confirmed by what AWS tells.
	Pending map[ServiceRef]PendingWrite
	// Calls counts what was asked of the backend since the start.
	Calls int
}

// PendingWrite is a change that was accepted and has yet to show.
type PendingWrite struct {
	Verb string // VerbScale or VerbRedeploy
	// Desired is the count asked for by a scale.
	Desired int
	At      time.Time // wall clock
}

// Service finds a service in the snapshot.
func (s *Snapshot) Service(ref ServiceRef) (Service, bool) {
	for _, v := range s.Services[ref.Cluster].Rows {
		if v.Ref == ref {
			return v, true
		}
	}
	return Service{}, false
}

// Cluster finds a cluster in the snapshot.
func (s *Snapshot) Cluster(ref ClusterRef) (Cluster, bool) {
	for _, c := range s.Clusters.Rows {
		if c.Ref == ref {
			return c, true
		}
	}
	return Cluster{}, false
}

// Task finds a task among the tasks of its service or of its cluster, the
// newer of the two answers first.
func (s *Snapshot) Task(ref TaskRef) (Task, bool) {
	best, found := Task{}, false
	look := func(rows []Task) {
		for _, t := range rows {
			if t.Ref == ref && (!found || t.Version > best.Version) {
				best, found = t, true
			}
		}
	}
	look(s.Tasks[ref.Cluster].Rows)
	for svc, p := range s.OwnTasks {
		if svc.Cluster == ref.Cluster {
			look(p.Rows)
		}
	}
	return best, found
}

// Verbs of a PendingWrite.
const (
	VerbScale    = "scale"
	VerbRedeploy = "redeploy"
)

// Latest is the later of two times.
func Latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
