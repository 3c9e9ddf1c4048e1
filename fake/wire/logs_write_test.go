package wire_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// A log group made by hand lives as one of AWS does: it takes lines, keeps
// them as long as it is told to, carries tags, and goes.
func TestLogGroupLife(t *testing.T) {
	b := newBox(t)
	g, s := aws.String("/my/group"), aws.String("my-stream")
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.logs.CreateLogGroup(b.ctx(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: g, Tags: map[string]string{"team": "shop"}}))
	_, err := b.logs.CreateLogGroup(b.ctx(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: g})
	wantError[*types.ResourceAlreadyExistsException](t, err, "The specified log group already exists")
	_, err = b.logs.CreateLogGroup(b.ctx(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("no blanks")})
	wantError[*types.InvalidParameterException](t, err, `1 validation error detected: Value 'no blanks' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`)
	must(b.logs.CreateLogStream(b.ctx(), &cloudwatchlogs.CreateLogStreamInput{LogGroupName: g, LogStreamName: s}))
	_, err = b.logs.CreateLogStream(b.ctx(), &cloudwatchlogs.CreateLogStreamInput{LogGroupName: g, LogStreamName: s})
	wantError[*types.ResourceAlreadyExistsException](t, err, "The specified log stream already exists")

	at := func(d time.Duration) *int64 { return aws.Int64(noon.Add(d).UnixMilli()) }
	put, err := b.logs.PutLogEvents(b.ctx(), &cloudwatchlogs.PutLogEventsInput{LogGroupName: g, LogStreamName: s, LogEvents: []types.InputLogEvent{
		{Message: aws.String("too old"), Timestamp: at(-15 * 24 * time.Hour)},
		{Message: aws.String("old"), Timestamp: at(-2 * 24 * time.Hour)},
		{Message: aws.String("new"), Timestamp: at(-time.Minute)},
		{Message: aws.String("too new"), Timestamp: at(3 * time.Hour)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if r := put.RejectedLogEventsInfo; r == nil || aws.ToInt32(r.TooOldLogEventEndIndex) != 1 || aws.ToInt32(r.TooNewLogEventStartIndex) != 3 {
		t.Errorf("rejected %+v, want those before 1 and from 3", r)
	}
	_, err = b.logs.PutLogEvents(b.ctx(), &cloudwatchlogs.PutLogEventsInput{LogGroupName: g, LogStreamName: s, LogEvents: []types.InputLogEvent{
		{Message: aws.String("b"), Timestamp: at(0)}, {Message: aws.String("a"), Timestamp: at(-time.Second)},
	}})
	wantError[*types.InvalidParameterException](t, err, "Log events in a single PutLogEvents request must be in chronological order.")

	read := func() string {
		t.Helper()
		out, err := b.logs.FilterLogEvents(b.ctx(), &cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, StartTime: at(-20 * 24 * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, e := range out.Events {
			all = append(all, aws.ToString(e.Message))
		}
		return strings.Join(all, ",")
	}
	if got := read(); got != "old,new" {
		t.Errorf("read %q, want old,new", got)
	}
	must(b.logs.PutRetentionPolicy(b.ctx(), &cloudwatchlogs.PutRetentionPolicyInput{LogGroupName: g, RetentionInDays: aws.Int32(1)}))
	if got := read(); got != "new" {
		t.Errorf("with a day of retention read %q, want new", got)
	}
	_, err = b.logs.PutRetentionPolicy(b.ctx(), &cloudwatchlogs.PutRetentionPolicyInput{LogGroupName: g, RetentionInDays: aws.Int32(2)})
	if err == nil || !strings.Contains(err.Error(), "Member must satisfy enum value set: [1 3 5 7 14") {
		t.Errorf("two days of retention: %v", err)
	}
	groups, err := b.logs.DescribeLogGroups(b.ctx(), &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: g})
	if err != nil || len(groups.LogGroups) != 1 || aws.ToInt32(groups.LogGroups[0].RetentionInDays) != 1 {
		t.Fatalf("described %+v, error %v", groups, err)
	}
	arn := groups.LogGroups[0].LogGroupArn
	must(b.logs.TagResource(b.ctx(), &cloudwatchlogs.TagResourceInput{ResourceArn: arn, Tags: map[string]string{"tier": "web"}}))
	must(b.logs.UntagResource(b.ctx(), &cloudwatchlogs.UntagResourceInput{ResourceArn: arn, TagKeys: []string{"team"}}))
	tags, err := b.logs.ListTagsForResource(b.ctx(), &cloudwatchlogs.ListTagsForResourceInput{ResourceArn: arn})
	if err != nil || len(tags.Tags) != 1 || tags.Tags["tier"] != "web" {
		t.Errorf("tags %v, error %v", tags, err)
	}
	must(b.logs.DeleteRetentionPolicy(b.ctx(), &cloudwatchlogs.DeleteRetentionPolicyInput{LogGroupName: g}))
	must(b.logs.DeleteLogStream(b.ctx(), &cloudwatchlogs.DeleteLogStreamInput{LogGroupName: g, LogStreamName: s}))
	must(b.logs.DeleteLogGroup(b.ctx(), &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: g}))
	_, err = b.logs.DeleteLogGroup(b.ctx(), &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: g})
	wantError[*types.ResourceNotFoundException](t, err, "The specified log group does not exist.")
}

// inPlace keeps the SDK from putting stream- before the host, which only AWS
// has a name for.
func inPlace(o *cloudwatchlogs.Options) {
	o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
		return s.Initialize.Add(middleware.InitializeMiddlewareFunc("InPlace", func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
		}), middleware.Before)
	})
}

func TestLiveTail(t *testing.T) {
	b := talking(t)
	arn := "arn:aws:logs:" + region + ":" + account + ":log-group:" + group
	ctx, cancel := context.WithCancel(b.ctx())
	defer cancel()
	out, err := b.logs.StartLiveTail(ctx, &cloudwatchlogs.StartLiveTailInput{
		LogGroupIdentifiers: []string{arn}, LogStreamNames: []string{b.streams()[0]}, LogEventFilterPattern: aws.String("INFO"),
	}, inPlace)
	if err != nil {
		t.Fatal(err)
	}
	stream := out.GetStream()
	defer stream.Close()
	start, ok := (<-stream.Events()).(*types.StartLiveTailResponseStreamMemberSessionStart)
	if !ok || aws.ToString(start.Value.SessionId) == "" || start.Value.LogGroupIdentifiers[0] != arn {
		t.Fatalf("the session starts with %+v, error %v", start, stream.Err())
	}
	from := noon
	b.With(func(w *sim.World) { from = w.Now(); w.Step(20 * time.Second) })
	var got []string
	for len(got) == 0 {
		u, ok := (<-stream.Events()).(*types.StartLiveTailResponseStreamMemberSessionUpdate)
		if !ok {
			t.Fatalf("no update: %v", stream.Err())
		}
		for _, e := range u.Value.SessionResults {
			got = append(got, aws.ToString(e.Message))
			if aws.ToString(e.LogStreamName) != b.streams()[0] || aws.ToString(e.LogGroupIdentifier) != arn || aws.ToInt64(e.Timestamp) < from.UnixMilli() {
				t.Errorf("a line that was not asked for: %+v", e)
			}
		}
	}
	var want []string
	for _, l := range b.lines([]string{b.streams()[0]}, from, from.Add(20*time.Second)) {
		if strings.Contains(l.Message, "INFO") {
			want = append(want, l.Message)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || len(want) == 0 {
		t.Errorf("tailed %q, want %q", got, want)
	}
}

func TestLiveTailRefusals(t *testing.T) {
	b := talking(t)
	arn := "arn:aws:logs:" + region + ":" + account + ":log-group:" + group
	for text, in := range map[string]cloudwatchlogs.StartLiveTailInput{
		"LogStreamNames and LogStreamNamePrefixes can only be used with exactly one log group.":    {LogGroupIdentifiers: []string{arn, arn}, LogStreamNames: []string{"x"}},
		"LogStreamNames and LogStreamNamePrefixes are mutually exclusive parameters.":              {LogGroupIdentifiers: []string{arn}, LogStreamNames: []string{"x"}, LogStreamNamePrefixes: []string{"x"}},
		"The log group identifier /ecs/api must be the ARN of a log group, without :* at its end.": {LogGroupIdentifiers: []string{group}},
	} {
		_, err := b.logs.StartLiveTail(b.ctx(), &in, inPlace)
		wantError[*types.InvalidParameterException](t, err, text)
	}
	_, err := b.logs.StartLiveTail(b.ctx(), &cloudwatchlogs.StartLiveTailInput{LogGroupIdentifiers: []string{arn + "/nope"}}, inPlace)
	wantError[*types.ResourceNotFoundException](t, err, "The specified log group does not exist.")
}
