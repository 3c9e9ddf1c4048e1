package aws

import (
	"cmp"
	"context"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	cwltypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const (
	describeLogGroups  = "logs:DescribeLogGroups"
	describeLogStreams = "logs:DescribeLogStreams"
	logPage            = 50
	// streamPages ends the reading of streams: a group may have a hundred
	// thousand, of which the newest are wanted.
	streamPages = 4
)

// LogGroups lists the log groups whose names begin with prefix, sorted by name.
func (b *Backend) LogGroups(ctx context.Context, prefix string) ([]model.LogGroup, error) {
	r := request{describeLogGroups, "the log groups"}
	if prefix != "" {
		r.target = "log groups " + prefix + "*"
	}
	var out []model.LogGroup
	err := eachPage(ctx, func(ctx context.Context, token string) ([]string, string, error) {
		page, err := invoke(ctx, b, r, b.logs.DescribeLogGroups, &cloudwatchlogs.DescribeLogGroupsInput{
			LogGroupNamePrefix: optional(prefix), Limit: sdk.Int32(logPage), NextToken: optional(token),
		})
		if err != nil {
			return nil, "", err
		}
		out = append(out, each(page.LogGroups, toLogGroup)...)
		return nil, sdk.ToString(page.NextToken), nil
	}, func([]string) {})
	model.Sort(out, func(x, y model.LogGroup) int { return strings.Compare(x.Name, y.Name) })
	return partial(out, err)
}

// partial is what was read of a list that broke off.
func partial[T any](rows []T, err error) ([]T, error) {
	if err == nil || len(rows) == 0 {
		return rows, err
	}
	return rows, &backend.Partial{Err: err}
}

func toLogGroup(g cwltypes.LogGroup) model.LogGroup {
	return model.LogGroup{
		Name: sdk.ToString(g.LogGroupName), ARN: cmp.Or(sdk.ToString(g.LogGroupArn), strings.TrimSuffix(sdk.ToString(g.Arn), ":*")),
		Retention: number(g.RetentionInDays), Stored: sdk.ToInt64(g.StoredBytes), CreatedAt: milliseconds(g.CreationTime),
	}
}

// LogStreams lists the streams of a source, the one written to last first: of
// all of a group the 200 newest, of a prefix the first 200 by name, as CloudWatch
// Logs sorts by one or the other.
func (b *Backend) LogStreams(ctx context.Context, source backend.LogSource) ([]model.LogStream, error) {
	in := &cloudwatchlogs.DescribeLogStreamsInput{Limit: sdk.Int32(logPage), LogStreamNamePrefix: optional(source.Prefix)}
	if strings.HasPrefix(source.Group, "arn:") {
		in.LogGroupIdentifier = &source.Group
	} else {
		in.LogGroupName = &source.Group
	}
	if source.Prefix == "" {
		in.OrderBy, in.Descending = cwltypes.OrderByLastEventTime, sdk.Bool(true)
	}
	client := b.logsIn(source.Region)
	var out []model.LogStream
	var err error
	for range streamPages {
		var page *cloudwatchlogs.DescribeLogStreamsOutput
		if page, err = invoke(ctx, b, request{describeLogStreams, "log group " + source.Group}, client.DescribeLogStreams, in); err != nil {
			break
		}
		for _, s := range page.LogStreams {
			row := toLogStream(source.Group, s)
			if len(source.Streams) == 0 || slices.Contains(source.Streams, row.Name) {
				out = append(out, row)
			}
		}
		if in.NextToken = page.NextToken; sdk.ToString(page.NextToken) == "" {
			break
		}
	}
	model.Sort(out, func(x, y model.LogStream) int {
		return cmp.Or(y.LastAt.Compare(x.LastAt), strings.Compare(x.Name, y.Name))
	})
	return partial(out, err)
}

func toLogStream(group string, s cwltypes.LogStream) model.LogStream {
	return model.LogStream{
		Group: group, Name: sdk.ToString(s.LogStreamName), CreatedAt: milliseconds(s.CreationTime),
		FirstAt: milliseconds(s.FirstEventTimestamp), LastAt: milliseconds(s.LastEventTimestamp),
	}
}
