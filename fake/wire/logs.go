package wire

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/schemas"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// logsOperations are the operations of CloudWatch Logs that are simulated.
var logsOperations = map[string]operation{
	"CreateLogGroup":        quiet(createLogGroup),
	"CreateLogStream":       quiet(createLogStream),
	"DeleteLogGroup":        quiet(deleteLogGroup),
	"DeleteLogStream":       quiet(deleteLogStream),
	"DeleteRetentionPolicy": quiet(deleteRetentionPolicy),
	"DescribeLogGroups":     op(schemas.DescribeLogGroups, schemas.DescribeLogGroupsResponse, describeLogGroups),
	"DescribeLogStreams":    op(schemas.DescribeLogStreams, schemas.DescribeLogStreamsResponse, describeLogStreams),
	"FilterLogEvents":       op(schemas.FilterLogEvents, schemas.FilterLogEventsResponse, filterLogEvents),
	"GetLogEvents":          op(schemas.GetLogEvents, schemas.GetLogEventsResponse, getLogEvents),
	"ListTagsForResource":   op(schemas.ListTagsForResource, schemas.ListTagsForResourceResponse, listTagsForLogResource),
	"ListTagsLogGroup":      op(schemas.ListTagsLogGroup, schemas.ListTagsLogGroupResponse, listTagsLogGroup),
	"PutLogEvents":          op(schemas.PutLogEvents, schemas.PutLogEventsResponse, putLogEvents),
	"PutRetentionPolicy":    quiet(putRetentionPolicy),
	"StartLiveTail":         liveTailOperation,
	"TagLogGroup":           quiet(tagLogGroup),
	"TagResource":           quiet(tagLogResource),
	"UntagLogGroup":         quiet(untagLogGroup),
	"UntagResource":         quiet(untagLogResource),
}

// Pages of CloudWatch Logs (SDK cloudwatchlogs, the operations' doc comments).
const (
	logPageNormally = 50
	logPageAtMost   = 50
	eventsAtMost    = 10_000
	eventBytes      = 1 << 20 // of a page, an event counting its message and eventOverhead
	eventOverhead   = 26
	streamsAtMost   = 100
)

var (
	errNoLogGroup  = refusal(sim.ErrResourceNotFound, "The specified log group does not exist.")
	errNoLogStream = refusal(sim.ErrResourceNotFound, "The specified log stream does not exist.")
)

func (c call) logGroupARN(name string) string { return c.arnOf("logs", "log-group:"+name) }

// logGroup finds the group of a request, which names it in one of two ways.
func (c call) logGroup(name, identifier *string) (*sim.LogGroup, error) {
	wanted := aws.ToString(name)
	switch {
	case wanted != "" && aws.ToString(identifier) != "":
		return nil, invalid("LogGroup name and LogGroup ARN are mutually exclusive parameters.")
	case wanted == "" && aws.ToString(identifier) == "":
		return nil, invalid("At least one of logGroupName and logGroupIdentifier must be specified.")
	case wanted == "":
		arn := strings.TrimSuffix(*identifier, ":*")
		wanted = strings.TrimPrefix(arn, c.logGroupARN(""))
	}
	g := c.view.LogGroup(wanted)
	if g == nil {
		return nil, errNoLogGroup
	}
	return g, nil
}

func describeLogGroups(c call, in *cloudwatchlogs.DescribeLogGroupsInput) (*cloudwatchlogs.DescribeLogGroupsOutput, error) {
	if err := honours("DescribeLogGroups", in, "Limit", "LogGroupNamePrefix", "LogGroupNamePattern", "NextToken"); err != nil {
		return nil, err
	}
	size, err := pageSize("limit", in.Limit, logPageNormally, logPageAtMost)
	if err != nil {
		return nil, err
	}
	prefix, pattern := aws.ToString(in.LogGroupNamePrefix), strings.ToLower(aws.ToString(in.LogGroupNamePattern))
	if prefix != "" && pattern != "" {
		return nil, invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
	}
	var rows []*sim.LogGroup
	for _, g := range c.view.LogGroups() {
		// The pattern is a part of the name in any case (SDK cloudwatchlogs).
		if strings.HasPrefix(g.Name, prefix) && strings.Contains(strings.ToLower(g.Name), pattern) {
			rows = append(rows, g)
		}
	}
	l := listing[*sim.LogGroup]{
		rows: rows, key: func(g *sim.LogGroup) string { return g.Name }, scope: scopeOf("DescribeLogGroups", prefix, pattern),
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &cloudwatchlogs.DescribeLogGroupsOutput{LogGroups: each(rows, c.projectLogGroup), NextToken: next}, nil
}

// projectLogGroup is a log group. How many bytes it holds is not known here,
// and so not told.
func (c call) projectLogGroup(g *sim.LogGroup) types.LogGroup {
	arn := c.logGroupARN(g.Name)
	return types.LogGroup{
		LogGroupName: aws.String(g.Name), LogGroupArn: aws.String(arn), Arn: aws.String(arn + ":*"),
		CreationTime: aws.Int64(g.CreatedAt.UnixMilli()), MetricFilterCount: aws.Int32(0), LogGroupClass: types.LogGroupClass(g.Class),
		RetentionInDays: retention(g),
	}
}

// retention is a group's days, nil where lines are kept for ever.
func retention(g *sim.LogGroup) *int32 {
	if g.Retention == 0 {
		return nil
	}
	return aws.Int32(int32(g.Retention))
}

func describeLogStreams(c call, in *cloudwatchlogs.DescribeLogStreamsInput) (*cloudwatchlogs.DescribeLogStreamsOutput, error) {
	size, err := pageSize("limit", in.Limit, logPageNormally, logPageAtMost)
	if err != nil {
		return nil, err
	}
	g, err := c.logGroup(in.LogGroupName, in.LogGroupIdentifier)
	if err != nil {
		return nil, err
	}
	prefix := aws.ToString(in.LogStreamNamePrefix)
	byTime := in.OrderBy == types.OrderByLastEventTime
	if byTime && prefix != "" {
		return nil, invalid("Cannot order by LastEventTime with a logStreamNamePrefix.")
	}
	l := listing[logStream]{
		key: func(s logStream) string { return s.Name }, descending: aws.ToBool(in.Descending),
		scope: scopeOf("DescribeLogStreams", g.Name, prefix, in.OrderBy, aws.ToBool(in.Descending)),
	}
	for _, s := range c.view.LogStreams(g) {
		if strings.HasPrefix(s.Name, prefix) {
			l.rows = append(l.rows, logStream{LogStream: s})
		}
	}
	if byTime {
		for i, r := range l.rows {
			l.rows[i].last = c.lastLine(g, r.LogStream)
		}
		l.key = logStream.byLast
		model.Sort(l.rows, func(a, b logStream) int { return cmp.Compare(a.byLast(), b.byLast()) })
	}
	if l.descending {
		slices.Reverse(l.rows)
	}
	rows, next, err := l.page(in.NextToken, size)
	if err != nil {
		return nil, err
	}
	return &cloudwatchlogs.DescribeLogStreamsOutput{
		LogStreams: each(rows, func(s logStream) types.LogStream { return c.projectLogStream(g, s.LogStream) }), NextToken: next,
	}, nil
}

// logStream is a stream and, where it is sorted by it, the time of its last
// line.
type logStream struct {
	*sim.LogStream
	last time.Time
}

func (s logStream) byLast() string { return s.last.UTC().Format("20060102150405.000000000 ") + s.Name }

// projectLogStream is a log stream.
func (c call) projectLogStream(g *sim.LogGroup, s *sim.LogStream) types.LogStream {
	out := types.LogStream{
		LogStreamName: aws.String(s.Name), Arn: aws.String(c.logGroupARN(g.Name) + ":log-stream:" + s.Name),
		CreationTime: aws.Int64(s.CreatedAt.UnixMilli()),
	}
	sp := c.spanOf(g, s)
	for l := range sp.forward(c.view, cut{at: sp.from}) {
		out.FirstEventTimestamp = aws.Int64(l.At.UnixMilli())
		break
	}
	if last := c.lastLine(g, s); !last.IsZero() {
		out.LastEventTimestamp, out.LastIngestionTime = aws.Int64(last.UnixMilli()), aws.Int64(last.UnixMilli())
	}
	return out
}

// lastLine is when a stream's newest line was written, zero without any.
func (c call) lastLine(g *sim.LogGroup, s *sim.LogStream) time.Time {
	sp := c.spanOf(g, s)
	for l := range sp.backward(c.view, cut{at: sp.to}) {
		return l.At
	}
	return time.Time{}
}
