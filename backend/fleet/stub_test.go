package fleet_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/backend/fleet"
	"github.com/ecsdeck/ecsdeck/model"
)

// account is a small AWS account seen through a profile. Every service exists.
type account struct {
	profile, region, number string
	names                   []string // of its clusters

	mu     sync.Mutex
	err    error         // of every call
	hang   chan struct{} // closed when calls may go on; nil does not hold them up
	said   []string      // calls, with what they were about
	closed bool
}

func (a *account) cluster(name string) model.ClusterRef {
	return model.ClusterRef{Partition: "aws", Region: a.region, Account: a.number, Name: name}
}

func (a *account) note(ctx context.Context, what string) error {
	a.mu.Lock()
	a.said = append(a.said, what)
	hang, err := a.hang, a.err
	a.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

func (a *account) fails(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.err = err
}

func (a *account) heard() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.said)
}

func (a *account) About(ctx context.Context) (backend.About, error) {
	known := backend.About{Name: "aws", Profile: a.profile, Region: a.region}
	if err := ctx.Err(); err != nil {
		return known, err
	}
	if err := a.note(ctx, "about"); err != nil {
		return known, err
	}
	known.Account, known.Partition, known.Caller = a.number, "aws", "arn:aws:iam::"+a.number+":user/ann"
	return known, nil
}

func (a *account) Clusters(ctx context.Context) (out []model.Cluster, err error) {
	if err := a.note(ctx, "clusters"); err != nil {
		return nil, err
	}
	for _, name := range a.names {
		out = append(out, model.Cluster{Ref: a.cluster(name), Services: 1})
	}
	return out, nil
}

func (a *account) Services(ctx context.Context, c model.ClusterRef, names ...string) ([]model.Service, error) {
	if err := a.note(ctx, "services "+c.Name); err != nil {
		return nil, err
	}
	if c.Account == "" && !slices.Contains(a.names, c.Name) {
		return nil, &backend.Error{Kind: backend.KindNotFound, Target: "cluster " + c.Name}
	}
	if len(names) == 0 {
		names = []string{"api"}
	}
	var out []model.Service
	for _, n := range names {
		out = append(out, model.Service{Ref: a.cluster(c.Name).Service(n), Desired: 1})
	}
	return out, nil
}

func (a *account) Tasks(ctx context.Context, c model.ClusterRef, _ backend.TaskQuery) ([]model.Task, error) {
	return nil, a.note(ctx, "tasks "+c.Name)
}

func (a *account) TaskDefinition(ctx context.Context, r model.TaskDefRef) (model.TaskDefinition, error) {
	return model.TaskDefinition{Ref: r}, a.note(ctx, "definition "+r.String())
}

func (a *account) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	return nil, a.note(ctx, "tail "+q.Cluster.Name)
}

func (a *account) Scale(ctx context.Context, s model.ServiceRef, _ int) error {
	return a.note(ctx, "scale "+s.String())
}

func (a *account) Redeploy(ctx context.Context, s model.ServiceRef) error {
	return a.note(ctx, "redeploy "+s.String())
}

func (a *account) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.closed = true
	return nil
}

// skilled is an account with some abilities.
type skilled struct {
	*account
	calls   []backend.Call
	usage   backend.Usage
	whyNot  string
	signed  bool
	pardons int
}

func (a *skilled) StopTask(ctx context.Context, t model.TaskRef, _ string) error {
	return a.note(ctx, "stop "+t.String())
}

func (a *skilled) Metrics(ctx context.Context, services []model.ServiceRef, _ time.Duration) (map[model.ServiceRef][]model.Series, error) {
	out := map[model.ServiceRef][]model.Series{}
	for _, s := range services {
		out[s] = []model.Series{{Metric: a.region}}
	}
	return out, a.note(ctx, "metrics")
}

func (a *skilled) Images(ctx context.Context, refs ...string) (out []model.Image, err error) {
	return nil, a.note(ctx, "images "+refs[0])
}

func (a *skilled) CallLog() []backend.Call       { return a.calls }
func (a *skilled) Usage(time.Time) backend.Usage { return a.usage }
func (a *skilled) Denials() []backend.Denial     { return []backend.Denial{{Context: a.profile}} }
func (a *skilled) Reconsider()                   { a.pardons++ }
func (a *skilled) CanSignIn() string             { return a.whyNot }
func (a *skilled) SignIn(context.Context) (backend.SignIn, error) {
	a.signed = true
	return backend.SignIn{}, nil
}

var (
	_ backend.Stopper     = (*skilled)(nil)
	_ backend.Meter       = (*skilled)(nil)
	_ backend.ImageReader = (*skilled)(nil)
	_ backend.CallLogger  = (*skilled)(nil)
	_ backend.Denier      = (*skilled)(nil)
	_ backend.SignInner   = (*skilled)(nil)
)

// The accounts of most tests. Both have a cluster shared, and one of their own.
func prod() *account {
	return &account{profile: "prod", region: "eu-west-1", number: "111122223333", names: []string{"shared", "shop"}}
}

func stage() *account {
	return &account{profile: "stage", region: "us-east-1", number: "444455556666", names: []string{"lab", "shared"}}
}

// opened are backends by the names of their contexts.
type opened map[string]backend.Backend

func (o opened) options() fleet.Options {
	return fleet.Options{
		Open: func(_ context.Context, c model.Context) (backend.Backend, error) {
			if b, ok := o[c.Name()]; ok {
				return b, nil
			}
			return nil, &backend.Error{Kind: backend.KindNotFound, Target: "profile " + c.Profile, Message: "there is no such profile"}
		},
		Watch: func(b backend.Backend, _ model.Context) fleet.Feed {
			return feed.New(feed.Options{Backend: b, Policy: feed.Lively()})
		},
	}
}

var (
	inProd  = model.Context{Profile: "prod", Region: "eu-west-1"}
	inStage = model.Context{Profile: "stage", Region: "us-east-1"}
)

// fleetOf opens prod and stage as the given backends.
func fleetOf(t *testing.T, p, s backend.Backend) *fleet.Fleet {
	t.Helper()
	f, err := fleet.Open(t.Context(), opened{inProd.Name(): p, inStage.Name(): s}.options(), inProd, inStage)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
