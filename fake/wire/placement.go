package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// strategies are placement strategies from a request; the world checks them.
func strategies(in []types.PlacementStrategy) (out []sim.Strategy) {
	for _, p := range in {
		out = append(out, sim.Strategy{Type: string(p.Type), Field: aws.ToString(p.Field)})
	}
	return out
}

// constraints are placement constraints from a request.
func constraints(in []types.PlacementConstraint) (out []sim.Constraint) {
	for _, p := range in {
		out = append(out, sim.Constraint{Type: string(p.Type), Expression: aws.ToString(p.Expression)})
	}
	return out
}

// projectStrategy and projectConstraint are the same for an answer.
func projectStrategy(s sim.Strategy) types.PlacementStrategy {
	return types.PlacementStrategy{Type: types.PlacementStrategyType(s.Type), Field: told(s.Field)}
}

func projectConstraint(c sim.Constraint) types.PlacementConstraint {
	return types.PlacementConstraint{Type: types.PlacementConstraintType(c.Type), Expression: told(c.Expression)}
}
