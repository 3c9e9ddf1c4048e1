package suite

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const (
	groupARN    = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/"
	revisionARN = "arn:aws:ecs:eu-west-1:123456789012:service-revision/"
)

func (m *memory) TargetGroups(ctx context.Context, ref model.ServiceRef) ([]model.TargetGroup, error) {
	if err := m.begin(ctx, "elasticloadbalancing:DescribeTargetGroups"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if ref.Name != "api" {
		return nil, nil
	}
	var out []model.TargetGroup
	for _, name := range []string{"blue", "green"} {
		out = append(out, model.TargetGroup{ARN: groupARN + name + "/0", Name: name, TargetType: "ip", Interval: 30, Healthy: 5,
			Weights: []model.RuleWeight{{Rule: "rule", Percent: 50}}})
	}
	return out, nil
}

// ServiceDeployments are one for each deployment that there still is.
func (m *memory) ServiceDeployments(ctx context.Context, ref model.ServiceRef) ([]model.ServiceDeployment, error) {
	if err := m.begin(ctx, "ecs:ListServiceDeployments"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	s, err := m.find(ref)
	if err != nil {
		return nil, err
	}
	var out []model.ServiceDeployment
	for _, d := range s.Deployments {
		id := s.Ref.Cluster.Name + "/" + s.Ref.Name + "/" + strings.TrimPrefix(d.ID, "ecs-svc/")
		row := model.ServiceDeployment{ARN: "deployment/" + id, Service: s.Ref, Status: model.ServiceDeploymentInProgress, CreatedAt: d.CreatedAt,
			Target: model.RevisionUse{ARN: revisionARN + id, Running: d.Running}}
		if d.Done() {
			row.Status, row.FinishedAt = model.ServiceDeploymentSuccessful, d.UpdatedAt
		}
		out = append(out, row)
	}
	return out, nil
}

func (m *memory) ServiceRevisions(_ context.Context, arns ...string) ([]model.ServiceRevision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []model.ServiceRevision
	for _, arn := range arns {
		ref, err := model.ParseRevisionARN(arn)
		if err != nil {
			return nil, err
		}
		s, err := m.find(ref)
		if err != nil {
			return nil, err
		}
		out = append(out, model.ServiceRevision{ARN: arn, Service: s.Ref, TaskDef: s.TaskDef, Images: []model.ContainerImage{{Container: "app"}}})
	}
	return out, nil
}

func (m *memory) CapacityProviders(_ context.Context, c model.ClusterRef) ([]model.CapacityProvider, error) {
	rows, err := m.inCluster(c)
	if err != nil {
		return nil, err
	}
	p := model.CapacityProvider{ARN: "p", Name: "p", Cluster: rows[0].Ref.Cluster, Type: "FARGATE", Status: "ACTIVE"}
	p.Default, p.InDefault = model.StrategyItem{Provider: "p", Weight: 1}, true
	return []model.CapacityProvider{p}, nil
}

func (m *memory) Protections(ctx context.Context, c model.ClusterRef, ids []string) ([]model.Protection, error) {
	if err := m.begin(ctx, "ecs:GetTaskProtection"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []model.Protection
	for _, t := range m.tasks {
		if slices.Contains(ids, t.Ref.ID) && !t.Stopped() {
			out = append(out, model.Protection{Task: in(c.Name).Task(t.Ref.ID), Enabled: true, ExpiresAt: m.at.Add(time.Hour)})
		}
	}
	slices.SortFunc(out, func(a, b model.Protection) int { return strings.Compare(a.Task.ID, b.Task.ID) })
	return out, nil
}

func (m *memory) Tags(ctx context.Context, arn string) ([]model.Tag, error) {
	if err := m.begin(ctx, "ecs:ListTagsForResource"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if strings.HasSuffix(arn, nobody) {
		return nil, notFound(arn)
	}
	return []model.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}, nil
}

func (m *memory) Families(ctx context.Context) ([]string, error) {
	if err := m.begin(ctx, "ecs:ListTaskDefinitionFamilies"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []string
	for _, s := range m.services {
		out = append(out, s.TaskDef.Family)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (m *memory) Insights(_ context.Context, ref model.ServiceRef, window time.Duration) ([]model.Series, error) {
	if ref.Cluster.Name != "small" {
		return nil, nil
	}
	end := m.Now().Truncate(time.Minute)
	s := model.Series{Start: end.Add(-window), Period: time.Minute, Values: make([]float64, int(window/time.Minute))}
	a, b := s, s
	a.Metric, b.Metric = "CpuUtilized", "RunningTaskCount"
	return []model.Series{a, b}, nil
}

// The ways to get these wrong, each of one ability.
type (
	wrongGrouper   struct{ *memory }
	wrongDeployer  struct{ *memory }
	wrongCapacity  struct{ *memory }
	wrongProtector struct{ *memory }
	wrongTagger    struct{ *memory }
	wrongFamilies  struct{ *memory }
	wrongInsighter struct{ *memory }
	wrongDenier    struct{ *memory }
)

func (w wrongGrouper) TargetGroups(ctx context.Context, ref model.ServiceRef) ([]model.TargetGroup, error) {
	rows, err := w.memory.TargetGroups(ctx, ref)
	return rows[:min(1, len(rows))], err
}

func (w wrongDeployer) ServiceDeployments(ctx context.Context, ref model.ServiceRef) ([]model.ServiceDeployment, error) {
	rows, err := w.memory.ServiceDeployments(ctx, ref)
	for i := range rows {
		rows[i].Status = model.ServiceDeploymentInProgress
	}
	return rows, err
}

func (w wrongCapacity) CapacityProviders(ctx context.Context, c model.ClusterRef) ([]model.CapacityProvider, error) {
	rows, err := w.memory.CapacityProviders(ctx, c)
	for i := range rows {
		rows[i].InDefault = false
	}
	return rows, err
}

func (w wrongProtector) Protections(ctx context.Context, c model.ClusterRef, ids []string) ([]model.Protection, error) {
	rows, err := w.memory.Protections(ctx, c, ids)
	return append(rows, model.Protection{Task: in(c.Name).Task("unknown")}), err
}

func (w wrongTagger) Tags(ctx context.Context, arn string) ([]model.Tag, error) {
	rows, err := w.memory.Tags(ctx, arn)
	slices.Reverse(rows)
	return rows, err
}

func (w wrongFamilies) Families(ctx context.Context) ([]string, error) {
	rows, err := w.memory.Families(ctx)
	return rows[1:], err
}

func (w wrongInsighter) Insights(ctx context.Context, ref model.ServiceRef, window time.Duration) ([]model.Series, error) {
	return w.memory.Insights(ctx, in("small").Service(ref.Name), window)
}

func (w wrongDenier) Families(ctx context.Context) ([]string, error) {
	if rows, err := w.memory.Families(ctx); err == nil {
		return rows, nil
	}
	return nil, nil
}

func brokenAround() []breakage {
	return []breakage{
		{"one target group of two", "TargetGroups are the service's own, sorted by name", func(m *memory) backend.Backend { return wrongGrouper{m} }},
		{"a deployment that never ends", "ServiceDeployments are newest first, with their revisions", func(m *memory) backend.Backend { return wrongDeployer{m} }},
		{"the default strategy is not told", "CapacityProviders are the cluster's, sorted by name", func(m *memory) backend.Backend { return wrongCapacity{m} }},
		{"protection of a task that is not there", "Protections are of running tasks", func(m *memory) backend.Backend { return wrongProtector{m} }},
		{"tags as they come", "Tags are sorted by key", func(m *memory) backend.Backend { return wrongTagger{m} }},
		{"a family is missing", "Families are sorted and hold what runs", func(m *memory) backend.Backend { return wrongFamilies{m} }},
		{"metrics of a cluster that records none", "Insights are where they are recorded", func(m *memory) backend.Backend { return wrongInsighter{m} }},
		{"what is denied is empty", "what is denied names its permission", func(m *memory) backend.Backend { return wrongDenier{m} }},
	}
}

// clusterRow is a cluster with one capacity provider, the small one with
// Container Insights.
func clusterRow(ref model.ClusterRef) model.Cluster {
	out := model.Cluster{Ref: ref, Status: model.ClusterActive, Instances: 1, CapacityProviders: []string{"p"}, Insights: "disabled",
		Default: []model.StrategyItem{{Provider: "p", Weight: 1}}}
	if ref.Name == "small" {
		out.Insights = "enhanced"
	}
	return out
}
