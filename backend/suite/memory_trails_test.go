package suite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func (m *memory) LogGroups(ctx context.Context, prefix string) ([]model.LogGroup, error) {
	if err := m.begin(ctx, "logs:DescribeLogGroups"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []model.LogGroup
	for _, s := range m.services {
		if name := "/" + s.TaskDef.Family; strings.HasPrefix(name, prefix) {
			out = append(out, model.LogGroup{Name: name, ARN: "arn:aws:logs:::log-group:" + name})
		}
	}
	slices.SortFunc(out, func(a, b model.LogGroup) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func (m *memory) LogStreams(ctx context.Context, src backend.LogSource) ([]model.LogStream, error) {
	if err := m.begin(ctx, "logs:DescribeLogStreams"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if src.Group == "/"+nobody {
		return nil, notFound("log group")
	}
	var out []model.LogStream
	for _, t := range m.tasks {
		out = append(out, model.LogStream{Group: src.Group, Name: "app/app/" + t.Ref.ID, LastAt: m.at})
	}
	return out, nil
}

func (m *memory) Images(_ context.Context, refs ...string) (out []model.Image, err error) {
	for _, ref := range slices.Compact(slices.Sorted(slices.Values(refs))) {
		if name, digest, _ := strings.Cut(ref, "@"); name == "app" || ref == "app:3" {
			if digest == "" {
				digest = "sha256:app"
			}
			out = append(out, model.Image{Ref: ref, Digest: digest, PushedAt: m.at.Add(-time.Hour), Size: 1})
		}
	}
	return out, nil
}

func (m *memory) Changes(ctx context.Context, cluster model.ClusterRef, since time.Time) (out []model.Change, err error) {
	if err := m.begin(ctx, "cloudtrail:LookupEvents"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if m.at.Equal(since) {
		return nil, nil
	}
	rows, err := m.inCluster(cluster)
	for _, s := range rows {
		out = append(out, model.Change{
			ID: s.Ref.Name, At: since, Action: "ecs:UpdateService", User: "me", Cluster: cluster.Name, Service: s.Ref.Name, Asked: []string{fmt.Sprintf("desiredCount=%d", s.Desired)},
		})
	}
	return out, err
}

func (m *memory) Daemons(ctx context.Context, cluster model.ClusterRef) ([]model.Daemon, error) {
	if err := m.begin(ctx, "ecs:ListDaemons"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	_, err := m.inCluster(cluster)
	return []model.Daemon{{Name: "a", ARN: "arn:a", Status: "ACTIVE", Cluster: cluster}, {Name: "b", ARN: "arn:b", Status: "ACTIVE", Cluster: cluster}}, err
}

func (m *memory) ExpressServices(ctx context.Context, cluster model.ClusterRef) ([]model.ExpressService, error) {
	if err := m.begin(ctx, "ecs:ListServices"); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	rows, err := m.inCluster(cluster)
	var out []model.ExpressService
	for _, s := range rows {
		out = append(out, model.ExpressService{Service: s.Ref, Image: "app:3", Min: 1, Max: 2})
	}
	return out, err
}

// bentTrails bends what lies around services.
type bentTrails struct {
	*memory
	streams func([]model.LogStream) []model.LogStream
	images  func([]model.Image)
	changes func([]model.Change) []model.Change
	daemons func([]model.Daemon)
	express func([]model.ExpressService)
}

func (b bentTrails) LogStreams(ctx context.Context, src backend.LogSource) ([]model.LogStream, error) {
	rows, err := b.memory.LogStreams(ctx, src)
	if b.streams != nil {
		rows = b.streams(rows)
	}
	return rows, err
}

func (b bentTrails) Images(ctx context.Context, refs ...string) ([]model.Image, error) {
	rows, err := b.memory.Images(ctx, refs...)
	if b.images != nil {
		b.images(rows)
	}
	return rows, err
}

func (b bentTrails) Changes(ctx context.Context, c model.ClusterRef, since time.Time) ([]model.Change, error) {
	rows, err := b.memory.Changes(ctx, c, since)
	if b.changes != nil {
		rows = b.changes(rows)
	}
	return rows, err
}

func (b bentTrails) Daemons(ctx context.Context, c model.ClusterRef) ([]model.Daemon, error) {
	rows, err := b.memory.Daemons(ctx, c)
	if b.daemons != nil {
		b.daemons(rows)
	}
	return rows, err
}

func (b bentTrails) ExpressServices(ctx context.Context, c model.ClusterRef) ([]model.ExpressService, error) {
	rows, err := b.memory.ExpressServices(ctx, c)
	if b.express != nil {
		b.express(rows)
	}
	return rows, err
}

func brokenTrails() []breakage {
	bend := func(b bentTrails) func(*memory) backend.Backend {
		return func(m *memory) backend.Backend {
			b.memory = m
			return b
		}
	}
	return []breakage{
		{"no streams", "LogGroups and LogStreams find what a Tail reads", bend(bentTrails{streams: func([]model.LogStream) []model.LogStream { return nil }})},
		{"images without a size", "Images are those that were asked for, and what tasks run", bend(bentTrails{images: func(rows []model.Image) {
			for i := range rows {
				rows[i].Size = 0
			}
		}})},
		{"a change is lost", "Changes tell of a write", bend(bentTrails{changes: func([]model.Change) []model.Change { return nil }})},
		{"daemons in any order", "Daemons are sorted by name", bend(bentTrails{daemons: slices.Reverse[[]model.Daemon]})},
		{"an Express service of another cluster", "ExpressServices are services", bend(bentTrails{express: func(rows []model.ExpressService) {
			for i := range rows {
				rows[i].Service.Cluster.Name = "elsewhere"
			}
		}})},
	}
}
