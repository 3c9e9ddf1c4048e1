package cli

import (
	"context"
	"math"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func listRollouts(q *asker) (records, error) {
	lister, err := ability[backend.DeploymentLister](q, "deployments that are over")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]model.ServiceDeployment, error) {
		return lister.ServiceDeployments(ctx, s.Ref)
	}, rolloutColumns)
}

func listGroups(q *asker) (records, error) {
	grouper, err := ability[backend.TargetGrouper](q, "target groups")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]model.TargetGroup, error) {
		return grouper.TargetGroups(ctx, s.Ref)
	}, timeless(groupColumns()))
}

func listCapacity(q *asker) (records, error) {
	lister, err := ability[backend.CapacityLister](q, "capacity providers")
	if err != nil {
		return records{}, err
	}
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, lister.CapacityProviders)
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, capacityColumns())
}

func listProtection(q *asker) (records, error) {
	protector, err := ability[backend.Protector](q, "the protection of tasks")
	if err != nil {
		return records{}, err
	}
	clusters, err := q.clusters()
	if err != nil {
		return records{}, err
	}
	rows, err := each(q, clusters, func(ctx context.Context, c model.ClusterRef) ([]guarded, error) {
		tasks, err := q.b.Tasks(ctx, c, backend.TaskQuery{Service: q.where.service})
		if err != nil {
			return nil, err
		}
		services := map[string]string{}
		var ids []string
		for _, t := range tasks {
			if t.Service() != "" && !t.Stopped() {
				services[t.Ref.ID] = t.Service()
				ids = append(ids, t.Ref.ID)
			}
		}
		rows, err := protector.Protections(ctx, c, ids)
		out := make([]guarded, 0, len(rows))
		for _, p := range rows {
			out = append(out, guarded{p, p.Task.Cluster.Service(services[p.Task.ID])})
		}
		return out, err
	})
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, protectionColumns(q.now()))
}

// guarded is a task's protection and the service that it holds up.
type guarded struct {
	model.Protection
	service model.ServiceRef
}

// listFamilies lists those of the account, whatever cluster is asked about:
// task definitions belong to none. Their names tell no account, so of several
// each is listed with its own.
func listFamilies(q *asker) (records, error) {
	name := column[backend.PlacedFamily]{name: "family", title: "FAMILY", value: func(f backend.PlacedFamily) any { return f.Name }}
	if placer, ok := backend.As[backend.FamilyPlacer](q.b); ok && several(q.b) {
		rows, err := placer.PlacedFamilies(q.ctx)
		if err := q.tolerate(err); err != nil {
			return records{}, err
		}
		return answer(q, rows, append([]column[backend.PlacedFamily]{name}, contextColumns()...))
	}
	lister, err := ability[backend.FamilyLister](q, "task definition families")
	if err != nil {
		return records{}, err
	}
	names, err := lister.Families(q.ctx)
	if err := q.tolerate(err); err != nil {
		return records{}, err
	}
	rows := make([]backend.PlacedFamily, 0, len(names))
	for _, n := range names {
		rows = append(rows, backend.PlacedFamily{Name: n})
	}
	return answer(q, rows, []column[backend.PlacedFamily]{name})
}

// contextColumns are those of placed for what tells of its context.
func contextColumns() []column[backend.PlacedFamily] {
	return []column[backend.PlacedFamily]{
		{name: "account", title: "ACCOUNT", value: func(f backend.PlacedFamily) any { return f.In.Account }},
		{name: "region", title: "REGION", value: func(f backend.PlacedFamily) any { return f.In.Region }},
		{name: "profile", value: func(f backend.PlacedFamily) any {
			if f.In.Account != "" {
				return nil
			}
			return f.In.Profile
		}},
	}
}

// insightsWindow is how far back metrics of Container Insights are looked at.
const insightsWindow = time.Hour

// observed is a metric in a few numbers; NaN where nothing was recorded.
type observed struct {
	model.Series
	last, least, most float64
}

func listInsights(q *asker) (records, error) {
	insighter, err := ability[backend.Insighter](q, "Container Insights")
	if err != nil {
		return records{}, err
	}
	return perService(q, func(ctx context.Context, s model.Service) ([]observed, error) {
		rows, err := insighter.Insights(ctx, s.Ref, insightsWindow)
		out := make([]observed, 0, len(rows))
		for _, m := range rows {
			out = append(out, observe(m))
		}
		return out, err
	}, timeless(insightColumns()))
}

func observe(m model.Series) observed {
	out := observed{m, math.NaN(), math.NaN(), math.NaN()}
	if v, ok := m.Last(); ok {
		out.last = v
	}
	for _, v := range m.Values {
		if math.IsNaN(v) {
			continue
		}
		if math.IsNaN(out.least) || v < out.least {
			out.least = v
		}
		if math.IsNaN(out.most) || v > out.most {
			out.most = v
		}
	}
	return out
}

// tagged is a tag and what it is on.
type tagged struct {
	model.Tag
	kind, name, arn string
}

// listTags reads the tags of a service, or of a cluster and its services.
func listTags(q *asker) (records, error) {
	tagger, err := ability[backend.Tagger](q, "tags")
	if err != nil {
		return records{}, err
	}
	services, err := q.services()
	if err != nil {
		return records{}, err
	}
	var asked []tagged
	seen := map[model.ClusterRef]bool{}
	for _, s := range services {
		if c := s.Ref.Cluster; q.where.service == "" && !seen[c] {
			seen[c] = true
			asked = append(asked, tagged{kind: "cluster", name: c.Name, arn: c.ARN()})
		}
		asked = append(asked, tagged{kind: "service", name: s.Ref.String(), arn: s.Ref.ARN()})
	}
	rows, err := each(q, asked, func(ctx context.Context, what tagged) ([]tagged, error) {
		tags, err := tagger.Tags(ctx, what.arn)
		out := make([]tagged, 0, len(tags))
		for _, tag := range tags {
			what.Tag = tag
			out = append(out, what)
		}
		return out, err
	})
	if err != nil {
		return records{}, err
	}
	return answer(q, rows, tagColumns())
}
