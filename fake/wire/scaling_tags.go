package wire

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	aas "github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// tagged is the service of a scalable target's ARN.
func (c call) tagged(arn *string) (*sim.Service, error) {
	services, err := c.scalables(types.ServiceNamespaceEcs, nil, "")
	for _, s := range services {
		if c.targetARN(s) == aws.ToString(arn) {
			return s, nil
		}
	}
	if err == nil {
		err = refusal("ResourceNotFoundException", "The resource %s doesn't exist.", aws.ToString(arn))
	}
	return nil, err
}

func tagTarget(c call, in *aas.TagResourceInput) (*aas.TagResourceOutput, error) {
	s, err := c.tagged(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.TagTarget{Cluster: s.Cluster, Name: s.Name, Set: in.Tags})
	return &aas.TagResourceOutput{}, err
}

func untagTarget(c call, in *aas.UntagResourceInput) (*aas.UntagResourceOutput, error) {
	s, err := c.tagged(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.TagTarget{Cluster: s.Cluster, Name: s.Name, Remove: in.TagKeys})
	return &aas.UntagResourceOutput{}, err
}

func listTargetTags(c call, in *aas.ListTagsForResourceInput) (*aas.ListTagsForResourceOutput, error) {
	s, err := c.tagged(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	out := &aas.ListTagsForResourceOutput{Tags: map[string]string{}}
	for k, v := range s.Scaling.Tags {
		out.Tags[k] = v
	}
	return out, nil
}
