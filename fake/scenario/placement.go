package scenario

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// StrategyItem is a capacity provider's share of tasks.
type StrategyItem struct {
	// Provider is the capacity provider: one of the cluster's, FARGATE or FARGATE_SPOT.
	Provider string `yaml:"provider" required:"true"`
	// Base is how many tasks it gets before the weights count.
	Base int `yaml:"base"`
	// Weight is its share of the others.
	Weight int `yaml:"weight"`
}

// PlacementStrategy is a rule by which ECS chooses among instances.
type PlacementStrategy struct {
	// Type is the rule.
	Type string `yaml:"type" required:"true" enum:"random,spread,binpack"`
	// Field is what it looks at: instanceId, host or an attribute to spread over,
	// cpu or memory to pack by.
	Field string `yaml:"field"`
}

// PlacementConstraint is what an instance must obey.
type PlacementConstraint struct {
	// Type is the rule.
	Type string `yaml:"type" required:"true" enum:"distinctInstance,memberOf"`
	// Expression is that of memberOf, in the cluster query language.
	Expression string `yaml:"expression"`
}

func strategies(in []PlacementStrategy) (out []sim.Strategy) {
	for _, s := range in {
		out = append(out, sim.Strategy(s))
	}
	return out
}

func constraints(in []PlacementConstraint) (out []sim.Constraint) {
	for _, c := range in {
		out = append(out, sim.Constraint(c))
	}
	return out
}

// capacity is a capacity provider strategy: a single provider, or the items.
func (m maker) capacity(path, cluster, single string, items []StrategyItem) (out []sim.StrategyItem, err error) {
	if single != "" {
		if err := m.provider(path+".capacityProvider", cluster, single); err != nil {
			return nil, err
		}
		out = append(out, sim.StrategyItem{Provider: single, Weight: 1})
	}
	for i, it := range items {
		if err := m.provider(fmt.Sprintf("%s.capacityProviderStrategy[%d].provider", path, i), cluster, it.Provider); err != nil {
			return nil, err
		}
		out = append(out, sim.StrategyItem(it))
	}
	return out, nil
}
