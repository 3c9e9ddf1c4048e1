package wire

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// resource is what an ARN names, for the tagging operations.
func (c call) resource(arn *string) (sim.Resource, error) {
	f := strings.SplitN(aws.ToString(arn), ":", 6)
	if len(f) != 6 || f[0] != "arn" || f[2] != "ecs" {
		return sim.Resource{}, invalid("Invalid identifier: %s is not an ARN of Amazon ECS.", aws.ToString(arn))
	}
	kind, name, _ := strings.Cut(f[5], "/")
	if cfg := c.view.Config(); f[1] != cfg.Partition || f[3] != cfg.Region || f[4] != cfg.Account {
		return sim.Resource{}, refusal(sim.ErrResourceNotFound, "The specified resource could not be found: %s.", *arn)
	}
	r := sim.Resource{Kind: kind, Name: name}
	switch kind {
	case "cluster":
		r.Cluster = name
	case "service", "task", "container-instance":
		cluster, id, long := strings.Cut(name, "/")
		if !long {
			return sim.Resource{}, invalid("Long arn format must be used for tagging operations")
		}
		r.Cluster, r.Name = cluster, id
	}
	return r, nil
}

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
