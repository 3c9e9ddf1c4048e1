package fleet

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func (s several) ServiceDeployments(ctx context.Context, r model.ServiceRef) ([]model.ServiceDeployment, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.DeploymentLister) ([]model.ServiceDeployment, error) {
		return a.ServiceDeployments(ctx, r)
	})
}

func (s several) ServiceRevisions(ctx context.Context, arns ...string) ([]model.ServiceRevision, error) {
	return perPlace(ctx, s.f, arns, whereARN, func(a backend.DeploymentLister, arns []string) ([]model.ServiceRevision, error) {
		return a.ServiceRevisions(ctx, arns...)
	})
}

func (s several) ScheduledActions(ctx context.Context, r model.ServiceRef) ([]model.ScheduledAction, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.Scheduler) ([]model.ScheduledAction, error) { return a.ScheduledActions(ctx, r) })
}

func (s several) CapacityProviders(ctx context.Context, c model.ClusterRef) ([]model.CapacityProvider, error) {
	return at(ctx, s.f, c, func(a backend.CapacityLister) ([]model.CapacityProvider, error) { return a.CapacityProviders(ctx, c) })
}

func (s several) TargetGroups(ctx context.Context, r model.ServiceRef) ([]model.TargetGroup, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.TargetGrouper) ([]model.TargetGroup, error) { return a.TargetGroups(ctx, r) })
}

func (s several) Insights(ctx context.Context, r model.ServiceRef, window time.Duration) ([]model.Series, error) {
	return at(ctx, s.f, r.Cluster, func(a backend.Insighter) ([]model.Series, error) { return a.Insights(ctx, r, window) })
}

func (s several) LogGroups(ctx context.Context, prefix string) ([]model.LogGroup, error) {
	got, err := rows(s.f, func(a backend.LogLister) ([]model.LogGroup, error) { return a.LogGroups(ctx, prefix) })
	got = once(got)
	model.Sort(got, func(a, b model.LogGroup) int { return cmp.Compare(a.Name, b.Name) })
	return got, err
}

// LogStreams asks the account and region that the group's ARN tells; a name
// alone is one of the first context.
func (s several) LogStreams(ctx context.Context, source backend.LogSource) ([]model.LogStream, error) {
	ask := func(a backend.LogLister) ([]model.LogStream, error) { return a.LogStreams(ctx, source) }
	if where := whereLogs(source); !where.IsZero() {
		return at(ctx, s.f, where, ask)
	}
	return with(s.f.members()[0], ask)
}

func (s several) Protections(ctx context.Context, c model.ClusterRef, ids []string) ([]model.Protection, error) {
	return at(ctx, s.f, c, func(a backend.Protector) ([]model.Protection, error) { return a.Protections(ctx, c, ids) })
}

func (s several) Daemons(ctx context.Context, c model.ClusterRef) ([]model.Daemon, error) {
	return at(ctx, s.f, c, func(a backend.DaemonLister) ([]model.Daemon, error) { return a.Daemons(ctx, c) })
}

func (s several) ExpressServices(ctx context.Context, c model.ClusterRef) ([]model.ExpressService, error) {
	return at(ctx, s.f, c, func(a backend.ExpressLister) ([]model.ExpressService, error) { return a.ExpressServices(ctx, c) })
}

func (s several) Tags(ctx context.Context, arn string) ([]model.Tag, error) {
	return at(ctx, s.f, whereARN(arn), func(a backend.Tagger) ([]model.Tag, error) { return a.Tags(ctx, arn) })
}

// Images asks each registry through the context of its account and region, and
// through the first one where there is none.
func (s several) Images(ctx context.Context, refs ...string) ([]model.Image, error) {
	where := func(ref string) model.ClusterRef {
		at := whereImage(ref)
		if i, _ := s.f.whose(at); i == nobody {
			return model.ClusterRef{}
		}
		return at
	}
	return perPlace(ctx, s.f, refs, where, func(a backend.ImageReader, refs []string) ([]model.Image, error) { return a.Images(ctx, refs...) })
}

func (s several) Changes(ctx context.Context, c model.ClusterRef, since time.Time) ([]model.Change, error) {
	return at(ctx, s.f, c, func(a backend.ChangeReader) ([]model.Change, error) { return a.Changes(ctx, c, since) })
}

func (s several) Families(ctx context.Context) ([]string, error) {
	got, err := rows(s.f, func(a backend.FamilyLister) ([]string, error) { return a.Families(ctx) })
	slices.Sort(got)
	return slices.Compact(got), err
}

var _ backend.FamilyPlacer = (*Fleet)(nil)

// PlacedFamilies lists the families of each context, with its account where that
// can be told.
func (f *Fleet) PlacedFamilies(ctx context.Context) ([]backend.PlacedFamily, error) {
	_, _ = f.About(ctx) // whose account is not known has its profile
	var crew []*member
	for _, s := range able[backend.FamilyLister](f) {
		crew = append(crew, s.member)
	}
	return lists(every(crew, func(m *member) ([]backend.PlacedFamily, error) {
		names, err := with(m, func(a backend.FamilyLister) ([]string, error) { return a.Families(ctx) })
		f.mu.Lock()
		in := m.own
		in.Account = m.account
		f.mu.Unlock()
		out := make([]backend.PlacedFamily, 0, len(names))
		for _, name := range names {
			out = append(out, backend.PlacedFamily{Name: name, In: in})
		}
		return out, err
	}))
}
