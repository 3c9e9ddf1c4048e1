package backend

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// The abilities here read what lies around services and tasks. Each asks for
// permissions of its own, so each may be denied while all else works.

// DeploymentLister lists the deployments of a service that ECS remembers,
// newest first, and describes revisions of services by their ARNs.
type DeploymentLister interface {
	ServiceDeployments(ctx context.Context, service model.ServiceRef) ([]model.ServiceDeployment, error)
	ServiceRevisions(ctx context.Context, arns ...string) ([]model.ServiceRevision, error)
}

// Scheduler reads what sets the bounds of a service's scaling at a time, sorted
// by name.
type Scheduler interface {
	ScheduledActions(ctx context.Context, service model.ServiceRef) ([]model.ScheduledAction, error)
}

// CapacityLister lists the capacity providers of a cluster, sorted by name.
type CapacityLister interface {
	CapacityProviders(ctx context.Context, cluster model.ClusterRef) ([]model.CapacityProvider, error)
}

// TargetGrouper describes the target groups of a service, sorted by name.
type TargetGrouper interface {
	TargetGroups(ctx context.Context, service model.ServiceRef) ([]model.TargetGroup, error)
}

// Insighter reads what Container Insights recorded of a service, one series a
// metric, sorted by name; none where the cluster does not have it on.
type Insighter interface {
	Insights(ctx context.Context, service model.ServiceRef, window time.Duration) ([]model.Series, error)
}

// LogLister lists log groups whose names begin with a prefix, sorted by name,
// and the streams of one of them, the one written to last first.
type LogLister interface {
	LogGroups(ctx context.Context, prefix string) ([]model.LogGroup, error)
	LogStreams(ctx context.Context, source LogSource) ([]model.LogStream, error)
}

// Protector tells which of the tasks are protected from scale-in, sorted by
// task. Tasks of which ECS tells nothing have no row.
type Protector interface {
	Protections(ctx context.Context, cluster model.ClusterRef, ids []string) ([]model.Protection, error)
}

// DaemonLister lists the daemons of a cluster, sorted by name.
type DaemonLister interface {
	Daemons(ctx context.Context, cluster model.ClusterRef) ([]model.Daemon, error)
}

// ExpressLister lists the services of a cluster that Express Mode looks after,
// sorted by name. They are among Services as well.
type ExpressLister interface {
	ExpressServices(ctx context.Context, cluster model.ClusterRef) ([]model.ExpressService, error)
}

// Tagger reads the tags of a resource of ECS by its ARN, sorted by key.
type Tagger interface {
	Tags(ctx context.Context, arn string) ([]model.Tag, error)
}

// ImageReader asks the registry about images, by the references that containers
// have. Those of registries that cannot be asked, and those that the registry
// does not have, have no row.
type ImageReader interface {
	Images(ctx context.Context, refs ...string) ([]model.Image, error)
}

// ChangeReader reads the writes to a cluster since a time, newest first: those
// that AWS CloudTrail has recorded, some minutes after they were made.
type ChangeReader interface {
	Changes(ctx context.Context, cluster model.ClusterRef, since time.Time) ([]model.Change, error)
}

// PlacedFamily is a family and the context that has it.
type PlacedFamily struct {
	Name string
	In   model.Context
}

// FamilyPlacer lists the families of several contexts, each as often as there
// are contexts that have it.
type FamilyPlacer interface {
	PlacedFamilies(ctx context.Context) ([]PlacedFamily, error)
}

// FamilyLister lists the families with an active task definition, sorted.
type FamilyLister interface {
	Families(ctx context.Context) ([]string, error)
}
