package wire

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

func createLogGroup(c call, in *cloudwatchlogs.CreateLogGroupInput) error {
	if err := honours("a log group", in, "LogGroupName", "LogGroupClass", "Tags"); err != nil {
		return err
	}
	name := aws.ToString(in.LogGroupName)
	if c.view.LogGroup(name) != nil {
		return refusal("ResourceAlreadyExistsException", "The specified log group already exists")
	}
	_, err := c.world.Do(sim.CreateLogGroup{Name: name, Class: string(in.LogGroupClass), Tags: in.Tags})
	return err
}

func deleteLogGroup(c call, in *cloudwatchlogs.DeleteLogGroupInput) error {
	_, err := c.world.Do(sim.DeleteLogGroup{Name: aws.ToString(in.LogGroupName)})
	return err
}

func createLogStream(c call, in *cloudwatchlogs.CreateLogStreamInput) error {
	_, err := c.world.Do(sim.CreateLogStream{Group: aws.ToString(in.LogGroupName), Name: aws.ToString(in.LogStreamName)})
	return err
}

func deleteLogStream(c call, in *cloudwatchlogs.DeleteLogStreamInput) error {
	_, err := c.world.Do(sim.DeleteLogStream{Group: aws.ToString(in.LogGroupName), Name: aws.ToString(in.LogStreamName)})
	return err
}

func putRetentionPolicy(c call, in *cloudwatchlogs.PutRetentionPolicyInput) error {
	days := int(aws.ToInt32(in.RetentionInDays))
	if days == 0 {
		days = -1 // for ever is said by DeleteRetentionPolicy
	}
	_, err := c.world.Do(sim.PutRetention{Name: aws.ToString(in.LogGroupName), Days: days})
	return err
}

func deleteRetentionPolicy(c call, in *cloudwatchlogs.DeleteRetentionPolicyInput) error {
	_, err := c.world.Do(sim.PutRetention{Name: aws.ToString(in.LogGroupName)})
	return err
}

// Bounds of PutLogEvents (SDK cloudwatchlogs, its doc comment).
const (
	putAtMost = 10_000
	putOldest = 14 * 24 * time.Hour
	putNewest = 2 * time.Hour
	putToken  = "49590302938459283745283947562938475629384756293847562938" // AWS still gives one, and takes any
)

// putLogEvents takes lines; those too old or too new are told of and left out,
// as AWS does. Tokens of the sequence are no longer looked at, by AWS either.
func putLogEvents(c call, in *cloudwatchlogs.PutLogEventsInput) (*cloudwatchlogs.PutLogEventsOutput, error) {
	if err := honours("PutLogEvents", in, "LogEvents", "LogGroupName", "LogStreamName", "SequenceToken"); err != nil {
		return nil, err
	}
	if n := len(in.LogEvents); n == 0 || n > putAtMost {
		return nil, invalid("1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length between 1 and %d", putAtMost)
	}
	cmd := sim.PutLogEvents{Group: aws.ToString(in.LogGroupName), Stream: aws.ToString(in.LogStreamName)}
	now := c.view.Now()
	var rejected types.RejectedLogEventsInfo
	bytes := 0
	for i, e := range in.LogEvents {
		if e.Message == nil || e.Timestamp == nil {
			return nil, invalid("A log event needs a message and a timestamp.")
		}
		bytes += len(*e.Message) + eventOverhead
		at := time.UnixMilli(*e.Timestamp).UTC()
		switch {
		case at.Before(now.Add(-putOldest)):
			rejected.TooOldLogEventEndIndex = aws.Int32(int32(i + 1))
		case at.After(now.Add(putNewest)):
			if rejected.TooNewLogEventStartIndex == nil {
				rejected.TooNewLogEventStartIndex = aws.Int32(int32(i))
			}
		default:
			cmd.Lines = append(cmd.Lines, sim.LogFact{At: at, Message: *e.Message})
		}
	}
	if bytes > eventBytes {
		return nil, invalid("Upload too large: %d bytes exceeds limit of %d", bytes, eventBytes)
	}
	if _, err := c.world.Do(cmd); err != nil {
		return nil, err
	}
	out := &cloudwatchlogs.PutLogEventsOutput{NextSequenceToken: aws.String(putToken)}
	if rejected.TooOldLogEventEndIndex != nil || rejected.TooNewLogEventStartIndex != nil {
		out.RejectedLogEventsInfo = &rejected
	}
	return out, nil
}

// taggedGroup is the log group that an ARN names.
func (c call) taggedGroup(arn *string) (string, error) {
	name, ours := strings.CutPrefix(strings.TrimSuffix(aws.ToString(arn), ":*"), c.logGroupARN(""))
	if !ours || c.view.LogGroup(name) == nil {
		return "", refusal(sim.ErrResourceNotFound, "The specified resource does not exist.")
	}
	return name, nil
}

func tagLogResource(c call, in *cloudwatchlogs.TagResourceInput) error {
	name, err := c.taggedGroup(in.ResourceArn)
	if err != nil {
		return err
	}
	_, err = c.world.Do(sim.TagLogGroup{Name: name, Set: in.Tags})
	return err
}

func untagLogResource(c call, in *cloudwatchlogs.UntagResourceInput) error {
	name, err := c.taggedGroup(in.ResourceArn)
	if err != nil {
		return err
	}
	_, err = c.world.Do(sim.TagLogGroup{Name: name, Unset: slices.Clone(in.TagKeys)})
	return err
}

func listTagsForLogResource(c call, in *cloudwatchlogs.ListTagsForResourceInput) (*cloudwatchlogs.ListTagsForResourceOutput, error) {
	name, err := c.taggedGroup(in.ResourceArn)
	if err != nil {
		return nil, err
	}
	tags := map[string]string{}
	maps.Copy(tags, c.view.LogGroup(name).Tags)
	return &cloudwatchlogs.ListTagsForResourceOutput{Tags: tags}, nil
}
