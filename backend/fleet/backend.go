package fleet

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var _ backend.Backend = (*Fleet)(nil)

// Unwrap is the backend of the only context, nil when there are several.
func (f *Fleet) Unwrap() backend.Backend {
	if crew := f.members(); len(crew) == 1 {
		return crew[0].backend
	}
	return nil
}

// locate finds the context that has a cluster. Where that is not known yet, the
// clusters are listed once to find out; a name that several have is nobody's.
func (f *Fleet) locate(ctx context.Context, c model.ClusterRef) (*member, error) {
	crew := f.members()
	if len(crew) == 1 {
		return crew[0], nil
	}
	i, sure := f.whose(c)
	if !sure && i != nobody {
		f.mu.Lock()
		listed := !slices.ContainsFunc(crew, func(m *member) bool { return m.clusters == nil })
		f.mu.Unlock()
		if !listed {
			// What fails here fails again where it is asked for.
			_, _ = f.Clusters(ctx)
			i, sure = f.whose(c)
		}
	}
	crew = f.members()
	f.mu.Lock()
	owners := f.atlas.names[c.Name]
	f.mu.Unlock()
	switch {
	case i == nobody || i >= len(crew):
		return nil, &backend.Error{Kind: backend.KindNotFound, Target: target(c),
			Message: fmt.Sprintf("none of the open contexts is in %s %s", c.Region, c.Account), Advice: "Open a profile and a region that has it."}
	case !sure && c.Account == "" && c.Region == "" && len(owners) > 1:
		var names []string
		for _, o := range owners {
			names = append(names, crew[o].name)
		}
		return nil, &backend.Error{Kind: backend.KindInvalid, Target: target(c),
			Message: "it is in " + strings.Join(names, " and in "), Advice: "Say which by its ARN, or open one profile and region alone."}
	}
	return crew[i], nil
}

func (f *Fleet) whose(c model.ClusterRef) (i int, sure bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.atlas.of(c)
}

func target(c model.ClusterRef) string {
	if c.Name == "" {
		return "account " + c.Account
	}
	return "cluster " + c.Name
}

// said is what one context answered.
type said[R any] struct {
	*member
	got R
	err error
}

// every asks contexts side by side, and keeps their order.
func every[R any](crew []*member, ask func(*member) (R, error)) []said[R] {
	out := make([]said[R], len(crew))
	var asking sync.WaitGroup
	for i, m := range crew {
		asking.Go(func() {
			out[i].member = m
			out[i].got, out[i].err = ask(m)
		})
	}
	asking.Wait()
	return out
}

// lists are the rows of all, with what lacks in them. It has failed only when
// all have; else the error names the contexts of which rows are missing.
func lists[R any](all []said[[]R]) (rows []R, err error) {
	var missing []string
	what, failed := "context", 0
	for _, s := range all {
		rows = append(rows, s.got...)
		if s.err == nil {
			continue
		}
		var partial *backend.Partial
		if errors.As(s.err, &partial) {
			missing = append(missing, partial.Missing...)
			what = ""
		} else {
			failed++
			missing = append(missing, s.name)
		}
		if err == nil {
			err = fmt.Errorf("%s: %w", s.name, s.err)
		}
	}
	switch {
	case err == nil:
		return rows, nil
	case failed == len(all):
		return nil, err
	}
	var partial *backend.Partial
	if errors.As(err, &partial) {
		err = partial.Err
	}
	return rows, &backend.Partial{Missing: missing, What: what, Err: err}
}

// About is what all contexts have in common, and what they have not in one
// line: prod,stage. The account is that of all or none.
func (f *Fleet) About(ctx context.Context) (backend.About, error) {
	crew := f.members()
	all := every(crew, func(m *member) (backend.About, error) { return m.backend.About(ctx) })
	f.mu.Lock()
	news := false
	for _, s := range all {
		news = s.identify(s.got.Account, s.got.Partition) || news
	}
	if news && len(f.members()) == len(crew) {
		f.chart()
	}
	f.mu.Unlock()
	if len(all) == 1 {
		return all[0].got, all[0].err
	}
	return together(all)
}

// together is what several contexts know of themselves as one.
func together(all []said[backend.About]) (backend.About, error) {
	a := all[0].got
	var profiles, regions []string
	failed := 0
	add := func(names []string, name string) []string {
		if name == "" || slices.Contains(names, name) {
			return names
		}
		return append(names, name)
	}
	keep := func(own *string, other string) {
		if *own != other {
			*own = ""
		}
	}
	for _, s := range all {
		profiles, regions = add(profiles, s.got.Profile), add(regions, s.got.Region)
		keep(&a.Account, s.got.Account)
		keep(&a.Partition, s.got.Partition)
		keep(&a.Caller, s.got.Caller)
		keep(&a.Endpoint, s.got.Endpoint)
		a.ReadOnly = a.ReadOnly || s.got.ReadOnly
		a.CheapCalls = a.CheapCalls && s.got.CheapCalls
		if until := s.got.CredentialsUntil; !until.IsZero() && (a.CredentialsUntil.IsZero() || until.Before(a.CredentialsUntil)) {
			a.CredentialsUntil = until // the first to end
		}
		if s.err != nil {
			failed++
		}
	}
	a.Profile, a.Region = strings.Join(profiles, ","), strings.Join(regions, ",")
	if len(regions) > 1 {
		a.Account = "" // a place is an account and a region
	}
	if failed < len(all) {
		return a, nil
	}
	return a, all[0].err
}

// Clusters lists those of all contexts, each once, sorted by name.
func (f *Fleet) Clusters(ctx context.Context) ([]model.Cluster, error) {
	crew := f.members()
	if len(crew) == 1 {
		return crew[0].backend.Clusters(ctx)
	}
	all := every(crew, func(m *member) ([]model.Cluster, error) { return m.backend.Clusters(ctx) })
	f.mu.Lock()
	for _, s := range all {
		if s.err == nil {
			s.learn(append([]model.Cluster{}, s.got...))
		}
	}
	f.chart()
	f.mu.Unlock()
	rows, err := lists(all)
	model.Sort(rows, byName)
	return slices.CompactFunc(rows, func(a, b model.Cluster) bool { return a.Ref == b.Ref }), err
}

// Services lists those of a cluster.
func (f *Fleet) Services(ctx context.Context, cluster model.ClusterRef, names ...string) ([]model.Service, error) {
	m, err := f.locate(ctx, cluster)
	if err != nil {
		return nil, err
	}
	return m.backend.Services(ctx, cluster, names...)
}

// Tasks lists those of a cluster.
func (f *Fleet) Tasks(ctx context.Context, cluster model.ClusterRef, q backend.TaskQuery) ([]model.Task, error) {
	m, err := f.locate(ctx, cluster)
	if err != nil {
		return nil, err
	}
	return m.backend.Tasks(ctx, cluster, q)
}

// TaskDefinition describes a revision where it was registered.
func (f *Fleet) TaskDefinition(ctx context.Context, ref model.TaskDefRef) (model.TaskDefinition, error) {
	m, err := f.locate(ctx, whereTaskDef(ref))
	if err != nil {
		return model.TaskDefinition{}, err
	}
	return m.backend.TaskDefinition(ctx, ref)
}

// Tail opens a stream of log events of q.Cluster's account and region.
func (f *Fleet) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	where := q.Cluster
	if where.IsZero() && len(q.Sources) > 0 {
		where = whereLogs(q.Sources[0])
	}
	m, err := f.locate(ctx, where)
	if err != nil {
		return nil, err
	}
	return m.backend.Tail(ctx, q)
}

// Scale sets the desired count.
func (f *Fleet) Scale(ctx context.Context, service model.ServiceRef, desired int) error {
	m, err := f.locate(ctx, service.Cluster)
	if err != nil {
		return err
	}
	return m.backend.Scale(ctx, service, desired)
}

// Redeploy forces a new deployment.
func (f *Fleet) Redeploy(ctx context.Context, service model.ServiceRef) error {
	m, err := f.locate(ctx, service.Cluster)
	if err != nil {
		return err
	}
	return m.backend.Redeploy(ctx, service)
}
