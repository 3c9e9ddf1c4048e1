package wire

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// deletionsAtMost is how many revisions one call deletes (SDK ecs,
// DeleteTaskDefinitions).
const deletionsAtMost = 10

// revision reads family:revision, or its ARN, of which no part can be missing.
func (c call) revision(identifier string) (sim.TaskDefName, error) {
	parts, local, err := c.path("task-definition", identifier)
	if err != nil {
		return sim.TaskDefName{}, err
	}
	family, digits, _ := strings.Cut(parts[len(parts)-1], ":")
	n, err := strconv.Atoi(digits)
	switch {
	case digits == "":
		return sim.TaskDefName{}, refusal(sim.ErrClient, "Task definition revision must be specified: %s.", identifier)
	case err != nil || n < 1:
		return sim.TaskDefName{}, refusal(sim.ErrClient, "Invalid revision number. Number: %s", digits)
	case !local:
		return sim.TaskDefName{Family: ""}, nil // nothing of this world has that name
	}
	return sim.TaskDefName{Family: family, Revision: n}, nil
}

func deregisterTaskDefinition(c call, in *ecs.DeregisterTaskDefinitionInput) (*ecs.DeregisterTaskDefinitionOutput, error) {
	name, err := c.revision(aws.ToString(in.TaskDefinition))
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.DeregisterTaskDef{Family: name.Family, Revision: name.Revision}); err != nil {
		return nil, err
	}
	return &ecs.DeregisterTaskDefinitionOutput{TaskDefinition: c.projectTaskDef(c.view.TaskDef(name.Family, name.Revision))}, nil
}

func deleteTaskDefinitions(c call, in *ecs.DeleteTaskDefinitionsInput) (*ecs.DeleteTaskDefinitionsOutput, error) {
	if len(in.TaskDefinitions) == 0 {
		return nil, invalid("Task definitions cannot be empty.")
	}
	if err := batch("taskDefinitions", in.TaskDefinitions, deletionsAtMost); err != nil {
		return nil, err
	}
	out := &ecs.DeleteTaskDefinitionsOutput{TaskDefinitions: []types.TaskDefinition{}, Failures: []types.Failure{}}
	for _, id := range in.TaskDefinitions {
		name, err := c.revision(id)
		if err != nil {
			return nil, err
		}
		reply, err := c.world.Do(sim.DeleteTaskDefs{Names: []sim.TaskDefName{name}})
		if err != nil {
			return nil, err
		}
		for _, f := range reply.Failures {
			arn := id
			if d := c.view.TaskDef(name.Family, name.Revision); d != nil {
				arn = c.taskDefARN(d)
			}
			out.Failures = append(out.Failures, types.Failure{Arn: aws.String(arn), Reason: aws.String(f.Reason)})
		}
		if len(reply.IDs) > 0 {
			out.TaskDefinitions = append(out.TaskDefinitions, *c.projectTaskDef(c.view.TaskDef(name.Family, name.Revision)))
		}
	}
	return out, nil
}
