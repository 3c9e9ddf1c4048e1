package wire

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// scalingOperations are the operations of Application Auto Scaling that are
// simulated.
var scalingOperations = map[string]operation{
	"DeleteScalingPolicy":       jsonOp(deleteScalingPolicy),
	"DeleteScheduledAction":     jsonOp(deleteScheduledAction),
	"DeregisterScalableTarget":  jsonOp(deregisterScalableTarget),
	"DescribeScalableTargets":   jsonOp(describeScalableTargets),
	"DescribeScalingActivities": jsonOp(describeScalingActivities),
	"DescribeScalingPolicies":   jsonOp(describeScalingPolicies),
	"DescribeScheduledActions":  jsonOp(describeScheduledActions),
	"ListTagsForResource":       jsonOp(listTargetTags),
	"PutScalingPolicy":          jsonOp(putScalingPolicy),
	"PutScheduledAction":        jsonOp(putScheduledAction),
	"RegisterScalableTarget":    jsonOp(registerScalableTarget),
	"TagResource":               jsonOp(tagTarget),
	"UntagResource":             jsonOp(untagTarget),
}

// Pages of Application Auto Scaling (SDK applicationautoscaling: MaxResults is
// between 1 and 50).
const scalingPage = 50

func badScaling(format string, args ...any) error {
	return refusal("ValidationException", format, args...)
}

// resource is the service that a resource ID names, for the namespace and
// dimension of Amazon ECS.
func resource(ns types.ServiceNamespace, id *string, dimension types.ScalableDimension) (k sim.Key, err error) {
	if err := checkNamespace(ns, dimension); err != nil {
		return k, err
	}
	f := strings.Split(aws.ToString(id), "/")
	if len(f) != 3 || f[0] != "service" || f[1] == "" || f[2] == "" {
		return k, badScaling("Unsupported service namespace, resource type or scalable dimension: the resource ID %q must be service/<cluster>/<service>.", aws.ToString(id))
	}
	return sim.Key{Cluster: f[1], Name: f[2]}, nil
}

func checkNamespace(ns types.ServiceNamespace, dimension types.ScalableDimension) error {
	if ns != types.ServiceNamespaceEcs {
		return badScaling("The simulator scales services of Amazon ECS: the service namespace must be ecs, not %q.", ns)
	}
	if dimension != "" && dimension != types.ScalableDimensionECSServiceDesiredCount {
		return badScaling("The scalable dimension of the namespace ecs must be ecs:service:DesiredCount, not %q.", dimension)
	}
	return nil
}

func resourceID(s *sim.Service) *string { return aws.String("service/" + s.Cluster + "/" + s.Name) }

func scalingSize(asked *int32) (int, error) {
	if asked == nil {
		return scalingPage, nil
	}
	if *asked < 1 || *asked > scalingPage {
		return 0, badScaling("MaxResults must be between 1 and %d, but was %d.", scalingPage, *asked)
	}
	return int(*asked), nil
}

// scalingRows are a page of rows.
func scalingRows[T any](rows []T, scope string, token *string, asked *int32) ([]T, *string, error) {
	size, err := scalingSize(asked)
	if err != nil {
		return nil, nil, err
	}
	page, next, err := numbered(rows, scope, token, size)
	if err != nil {
		return nil, nil, refusal("InvalidNextTokenException", "The next token specified is invalid.")
	}
	return page, next, nil
}

// scalables are the services that are scalable targets, all or one of them.
func (c call) scalables(ns types.ServiceNamespace, id *string, dimension types.ScalableDimension) (out []*sim.Service, err error) {
	var only *sim.Key
	if err := checkNamespace(ns, dimension); err != nil {
		return nil, err
	}
	if aws.ToString(id) != "" {
		k, err := resource(ns, id, dimension)
		if err != nil {
			return nil, err
		}
		only = &k
	}
	for _, cl := range c.view.Clusters() {
		if only != nil && cl.Name != only.Cluster {
			continue
		}
		for _, s := range c.view.Services(cl.Name) {
			if s.Scaling != nil && (only == nil || s.Name == only.Name) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}
