package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// resource is what an ARN names, for the tagging operations.
func (c call) resource(arn *string) (sim.Resource, error) { return c.view.Resource(aws.ToString(arn)) }

func listTagsForResource(c call, in *ecs.ListTagsForResourceInput) (*ecs.ListTagsForResourceOutput, error) {
	r, err := c.resource(in.ResourceArn)
	if err != nil {
		return nil, err
	}
	all, err := c.view.Tags(r)
	if err != nil {
		return nil, err
	}
	return &ecs.ListTagsForResourceOutput{Tags: tags(all, true)}, nil
}

func tagResource(c call, in *ecs.TagResourceInput) (*ecs.TagResourceOutput, error) {
	r, err := c.resource(in.ResourceArn)
	if err != nil {
		return nil, err
	}
	set := tagMap(in.Tags)
	if len(set) < len(in.Tags) {
		return nil, invalid("Duplicate tag keys are not allowed.")
	}
	if len(set) == 0 {
		return nil, invalid("Tags can not be empty.")
	}
	_, err = c.world.Do(sim.TagResource{Resource: r, Set: set})
	return &ecs.TagResourceOutput{}, err
}

func untagResource(c call, in *ecs.UntagResourceInput) (*ecs.UntagResourceOutput, error) {
	r, err := c.resource(in.ResourceArn)
	if err != nil {
		return nil, err
	}
	if len(in.TagKeys) == 0 {
		return nil, invalid("Tag keys can not be empty.")
	}
	_, err = c.world.Do(sim.TagResource{Resource: r, Unset: in.TagKeys})
	return &ecs.UntagResourceOutput{}, err
}

// tagMap are tags by key; nil when there are none.
func tagMap(in []types.Tag) map[string]string {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]string, len(in))
	for _, t := range in {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}
