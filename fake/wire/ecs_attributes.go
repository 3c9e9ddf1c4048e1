package wire

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// attributesPerCall is how many attributes one call may set or take away (SDK
// ecs, PutAttributes).
const attributesPerCall = 10

// targets reads the attributes of a request. A target is a container instance,
// by its ARN or, with the target type, by its id.
func (c call) targets(cl *sim.Cluster, in []types.Attribute) (out []sim.Attribute, err error) {
	if len(in) == 0 || len(in) > attributesPerCall {
		return nil, invalid("attributes must have 1 to %d items.", attributesPerCall)
	}
	for _, a := range in {
		if a.TargetType != "" && a.TargetType != types.TargetTypeContainerInstance {
			return nil, invalid("The target type %s is not valid: container-instance is allowed.", a.TargetType)
		}
		if aws.ToString(a.TargetId) == "" {
			return nil, invalid("The target of attribute %s is missing.", aws.ToString(a.Name))
		}
		id, err := c.member("container-instance", cl, *a.TargetId)
		if err != nil {
			return nil, err
		}
		out = append(out, sim.Attribute{Instance: id, Name: aws.ToString(a.Name), Value: aws.ToString(a.Value)})
	}
	return out, nil
}

func putAttributes(c call, in *ecs.PutAttributesInput) (*ecs.PutAttributesOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	set, err := c.targets(cl, in.Attributes)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.PutAttributes{Cluster: cl.Name, Attributes: set}); err != nil {
		return nil, err
	}
	return &ecs.PutAttributesOutput{Attributes: in.Attributes}, nil
}

func deleteAttributes(c call, in *ecs.DeleteAttributesInput) (*ecs.DeleteAttributesOutput, error) {
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	gone, err := c.targets(cl, in.Attributes)
	if err != nil {
		return nil, err
	}
	if _, err := c.world.Do(sim.DeleteAttributes{Cluster: cl.Name, Attributes: gone}); err != nil {
		return nil, err
	}
	return &ecs.DeleteAttributesOutput{Attributes: in.Attributes}, nil
}

func listAttributes(c call, in *ecs.ListAttributesInput) (*ecs.ListAttributesOutput, error) {
	size, err := pageSize("maxResults", in.MaxResults, pageNormally, pageAtMost)
	if err != nil {
		return nil, err
	}
	cl, err := c.cluster(in.Cluster)
	if err != nil {
		return nil, err
	}
	if in.TargetType != types.TargetTypeContainerInstance {
		return nil, invalid("The target type %s is not valid: container-instance is allowed.", in.TargetType)
	}
	var rows []types.Attribute
	for _, i := range c.view.Instances(cl.Name) {
		all := c.view.Attributes(i)
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if in.AttributeName != nil && *in.AttributeName != name || in.AttributeValue != nil && *in.AttributeValue != all[name] {
				continue
			}
			rows = append(rows, types.Attribute{
				Name: aws.String(name), Value: told(all[name]), TargetType: types.TargetTypeContainerInstance, TargetId: aws.String(c.instanceARN(i.Cluster, i.ID)),
			})
		}
	}
	key := func(a types.Attribute) string { return *a.TargetId + " " + *a.Name }
	model.Sort(rows, func(a, b types.Attribute) int { return strings.Compare(key(a), key(b)) })
	l := listing[types.Attribute]{rows: rows, key: key, scope: scopeOf("ListAttributes", cl.Name, aws.ToString(in.AttributeName), aws.ToString(in.AttributeValue))}
	page, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &ecs.ListAttributesOutput{Attributes: page, NextToken: next}, nil
}
