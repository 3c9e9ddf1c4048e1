// Package backend is the seam between the dashboard and whatever runs ECS: the
// real AWS (backend/aws) or the simulator (fake). Backend is what every
// implementation has; all else is an ability, a small optional interface found
// with As. Contract tests for both stand in backend/suite.
package backend

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Backend reads and writes one account and region. Methods are safe for use by
// several goroutines, return complete lists (all pages), and fail with errors
// that KindOf can classify. A list of which a part is missing comes with the
// rows that were read and a *Partial error.
type Backend interface {
	// About says who and where we are. It is answered as far as known without
	// a call when the call fails, together with the error.
	About(ctx context.Context) (About, error)
	// Clusters lists every cluster, sorted by name.
	Clusters(ctx context.Context) ([]model.Cluster, error)
	// Services lists the services of a cluster, sorted by name; with names,
	// only those, without listing. A cluster ref may carry just a Name: the
	// rows come with complete refs.
	Services(ctx context.Context, cluster model.ClusterRef, names ...string) ([]model.Service, error)
	// Tasks lists tasks in every state, stopped ones as long as ECS remembers
	// them, sorted by creation, newest first.
	Tasks(ctx context.Context, cluster model.ClusterRef, q TaskQuery) ([]model.Task, error)
	// TaskDefinition describes one revision, or the newest when Revision is 0.
	TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error)
	// Tail opens a stream of log events. It fails at once when a log group
	// does not exist; a stream that does not exist yet is waited for.
	Tail(ctx context.Context, q LogQuery) (Tail, error)
	// Scale sets the desired count and sends nothing else.
	Scale(ctx context.Context, service model.ServiceRef, desired int) error
	// Redeploy forces a new deployment of what is there and sends nothing else.
	Redeploy(ctx context.Context, service model.ServiceRef) error
}

// About is the context in which everything is read. Empty means not known.
type About struct {
	Name      string // aws or simulator
	Profile   string
	Region    string
	Account   string
	Partition string
	Caller    string // ARN of the caller
	Endpoint  string // custom endpoint, "" for AWS's own
	Scenario  string // of the simulator
	ReadOnly  bool
	// CredentialsUntil is when the credentials end for good, zero where that is
	// not known or they are renewed by themselves.
	CredentialsUntil time.Time
	// CheapCalls tells that a call costs neither money nor anybody's quota.
	CheapCalls bool
}

// TaskQuery narrows a list of tasks. The zero query is every task.
type TaskQuery struct {
	Service string   // only tasks of this service
	IDs     []string // only these tasks, without listing
}
