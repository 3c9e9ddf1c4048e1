package wire

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// The older operations for the tags of a log group take its name. Clients from
// before TagResource still call them.

func tagLogGroup(c call, in *cloudwatchlogs.TagLogGroupInput) error {
	g, err := c.logGroup(in.LogGroupName, nil)
	if err != nil {
		return err
	}
	_, err = c.world.Do(sim.TagLogGroup{Name: g.Name, Set: in.Tags})
	return err
}

func untagLogGroup(c call, in *cloudwatchlogs.UntagLogGroupInput) error {
	g, err := c.logGroup(in.LogGroupName, nil)
	if err != nil {
		return err
	}
	_, err = c.world.Do(sim.TagLogGroup{Name: g.Name, Unset: slices.Clone(in.Tags)})
	return err
}

func listTagsLogGroup(c call, in *cloudwatchlogs.ListTagsLogGroupInput) (*cloudwatchlogs.ListTagsLogGroupOutput, error) {
	g, err := c.logGroup(in.LogGroupName, nil)
	if err != nil {
		return nil, err
	}
	tags := map[string]string{}
	maps.Copy(tags, g.Tags)
	return &cloudwatchlogs.ListTagsLogGroupOutput{Tags: tags}, nil
}
