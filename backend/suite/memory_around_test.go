package suite

import (
	"context"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const groupARN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/"

func (m *memory) TargetGroups(_ context.Context, ref model.ServiceRef) ([]model.TargetGroup, error) {
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

type wrongGrouper struct{ *memory }

func (w wrongGrouper) TargetGroups(ctx context.Context, ref model.ServiceRef) ([]model.TargetGroup, error) {
	rows, err := w.memory.TargetGroups(ctx, ref)
	return rows[:min(1, len(rows))], err
}

func brokenAround() []breakage {
	return []breakage{
		{"one target group of two", "TargetGroups are the service's own, sorted by name", func(m *memory) backend.Backend { return wrongGrouper{m} }},
	}
}
