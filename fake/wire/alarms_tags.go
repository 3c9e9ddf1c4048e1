package wire

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// alarmOf is the name in an alarm's ARN.
func (c call) alarmOf(arn *string) (string, error) {
	name, ok := strings.CutPrefix(aws.ToString(arn), c.view.AlarmARN(""))
	if !ok || c.view.Alarm(name) == nil {
		return "", refusal(sim.ErrResourceNotFound, "The resource %s does not exist.", aws.ToString(arn))
	}
	return name, nil
}

func tagAlarm(c call, in *cloudwatch.TagResourceInput) (*cloudwatch.TagResourceOutput, error) {
	name, err := c.alarmOf(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	if err := honoursAs("ValidationError", "TagResource", in, "ResourceARN", "Tags"); err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.TagAlarm{Name: name, Set: alarmTags(in.Tags)})
	return &cloudwatch.TagResourceOutput{}, err
}

func alarmTags(in []types.Tag) map[string]string {
	out := map[string]string{}
	for _, t := range in {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}

func untagAlarm(c call, in *cloudwatch.UntagResourceInput) (*cloudwatch.UntagResourceOutput, error) {
	name, err := c.alarmOf(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	_, err = c.world.Do(sim.TagAlarm{Name: name, Remove: in.TagKeys})
	return &cloudwatch.UntagResourceOutput{}, err
}

func listAlarmTags(c call, in *cloudwatch.ListTagsForResourceInput) (*cloudwatch.ListTagsForResourceOutput, error) {
	name, err := c.alarmOf(in.ResourceARN)
	if err != nil {
		return nil, err
	}
	out := &cloudwatch.ListTagsForResourceOutput{Tags: []types.Tag{}}
	for _, t := range tags(c.view.Alarm(name).Tags, true) {
		out.Tags = append(out.Tags, types.Tag{Key: t.Key, Value: t.Value})
	}
	return out, nil
}
