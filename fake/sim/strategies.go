package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Strategy is a rule by which ECS chooses among the instances that can take a
// task. The rules of a list are asked in turn: each leaves those that it likes
// best (developer guide, task-placement-strategies).
type Strategy struct {
	Type  string // random, spread or binpack
	Field string // spread: instanceId, host or an attribute; binpack: cpu or memory
}

// Constraint is a rule that an instance must obey to get a task.
type Constraint struct {
	Type       string // distinctInstance or memberOf
	Expression string // of memberOf, in the cluster query language
}

// Types of placement strategies and constraints (SDK ecs, PlacementStrategy and
// PlacementConstraint).
const (
	PlaceRandom  = "random"
	PlaceSpread  = "spread"
	PlaceBinpack = "binpack"

	DistinctInstance = "distinctInstance"
	MemberOf         = "memberOf"
)

// Fields that are not attributes.
const (
	fieldInstance = "instanceId"
	fieldHost     = "host"
	fieldCPU      = "cpu"
	fieldMemory   = "memory"
	attributeZone = "attribute:ecs.availability-zone"
)

// serviceDefault is how a service without strategies is placed: over the zones,
// then where the fewest of its tasks are (SDK ecs, UpdateService).
var serviceDefault = []Strategy{{PlaceSpread, attributeZone}, {PlaceSpread, fieldInstance}}

// taskDefault is how RunTask places without strategies (developer guide,
// task-placement-strategies).
var taskDefault = []Strategy{{Type: PlaceRandom}}

// Limits of a request (SDK ecs, RunTask and CreateService).
const (
	strategiesAtMost  = 5
	constraintsAtMost = 10
)

// checkStrategies holds placement strategies to what ECS accepts, and gives
// them back with the fields as ECS stores them.
func checkStrategies(in []Strategy) ([]Strategy, error) {
	if len(in) > strategiesAtMost {
		return nil, &Error{ErrInvalid, fmt.Sprintf("Too many placement strategies: %d were given, %d is the maximum.", len(in), strategiesAtMost)}
	}
	out := slices.Clone(in)
	for i, s := range out {
		switch s.Type {
		case PlaceRandom:
			if s.Field != "" {
				return nil, &Error{ErrInvalid, "random placement strategy does not take a field."}
			}
		case PlaceSpread:
			switch {
			case s.Field == "":
				return nil, &Error{ErrInvalid, "spread placement strategy requires a field."}
			case s.Field == fieldHost, strings.EqualFold(s.Field, fieldInstance):
				out[i].Field = fieldInstance
			case !strings.HasPrefix(s.Field, "attribute:") || s.Field == "attribute:":
				return nil, &Error{ErrInvalid, fmt.Sprintf("Invalid field %q for the spread placement strategy: instanceId, host or attribute:<name> are allowed.", s.Field)}
			}
		case PlaceBinpack:
			low := strings.ToLower(s.Field)
			if low != fieldCPU && low != fieldMemory {
				return nil, &Error{ErrInvalid, fmt.Sprintf("Invalid field %q for the binpack placement strategy: cpu or memory are allowed.", s.Field)}
			}
			out[i].Field = low
		default:
			return nil, &Error{ErrInvalid, fmt.Sprintf("Placement strategy type %q is not valid: random, spread or binpack are allowed.", s.Type)}
		}
	}
	return out, nil
}

// checkConstraints holds placement constraints to what ECS accepts. Those of
// the task definition count towards the limit.
func checkConstraints(def *TaskDef, in []Constraint) error {
	if n := len(in) + len(def.Constraints); n > constraintsAtMost {
		return &Error{ErrInvalid, fmt.Sprintf("Too many placement constraints: %d with those of the task definition, %d is the maximum.", n, constraintsAtMost)}
	}
	for _, c := range in {
		switch {
		case c.Type == DistinctInstance && c.Expression != "":
			return &Error{ErrInvalid, "distinctInstance expression should not be specified."}
		case c.Type == MemberOf:
			if _, err := parseQuery(c.Expression); err != nil {
				return err
			}
		case c.Type != DistinctInstance:
			return &Error{ErrInvalid, fmt.Sprintf("Placement constraint type %q is not valid: distinctInstance or memberOf are allowed.", c.Type)}
		}
	}
	return nil
}

// fieldOf is what an instance has in a field that tasks are spread over; an
// instance without the attribute is in a part of its own.
func fieldOf(i *Instance, field string) string {
	if name, ok := strings.CutPrefix(field, "attribute:"); ok {
		return i.attribute(name)
	}
	return i.ID
}

// checkPlacement holds the strategies and constraints of a service or of
// RunTask to what ECS accepts. Fargate takes none (SDK ecs, CreateService).
func checkPlacement(def *TaskDef, launch model.LaunchType, strategy []StrategyItem, rules []Strategy, constraints []Constraint) ([]Strategy, error) {
	onF := onFargate(launch, "") || len(strategy) > 0 && onFargate("", strategy[0].Provider)
	if onF && len(rules) > 0 {
		return nil, &Error{ErrInvalid, "Placement strategies are not supported with FARGATE launch type."}
	}
	if onF && len(constraints) > 0 {
		return nil, &Error{ErrInvalid, "Placement constraints are not supported with FARGATE launch type."}
	}
	if err := checkConstraints(def, constraints); err != nil {
		return nil, err
	}
	return checkStrategies(rules)
}

// freedBy is how much of what its service packs by is free on a task's instance
// once n such tasks have left; 0 for services that are not packed (developer
// guide, task-placement-strategies).
func (v View) freedBy(t *Task, n int) int {
	s, c := v.Service(t.key()), v.Cluster(t.Cluster)
	if s == nil || c == nil || len(s.Placement) == 0 || s.Placement[0].Type != PlaceBinpack || c.Instances[t.Instance] == nil {
		return 0
	}
	left, takes := c.Instances[t.Instance].left(), t.Def.need()
	if s.Placement[0].Field == fieldCPU {
		return left.cpu + n*takes.cpu
	}
	return left.memory + n*takes.memory
}
