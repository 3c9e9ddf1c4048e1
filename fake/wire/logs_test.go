package wire_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// talking is a box with two tasks that are given ten requests a second and say
// a line about each.
func talking(t *testing.T) *box {
	b := newBox(t)
	b.do(sim.SetImage{Image: "api", Does: sim.Behaviour{Size: 40, Boot: 2 * time.Second, IdleCPU: 5, CPUPerRequest: time.Millisecond, IdleMemory: 90, Voice: "orders", LogEvery: 1}})
	b.service("api", 2)
	b.do(sim.SetTraffic{Cluster: "c", Name: "api", Traffic: &sim.Traffic{Base: 10}})
	b.step(10*time.Minute + 30*time.Second)
	return b
}

// lines is what the world itself says was written.
func (b *box) lines(streams []string, from, to time.Time) (out []sim.Line) {
	b.With(func(w *sim.World) { out = w.View().Lines(group, "", streams, from, to, 0) })
	return out
}

// streams are the names of the streams of the group.
func (b *box) streams() []string {
	b.t.Helper()
	out, err := b.logs.DescribeLogStreams(b.ctx(), &cloudwatchlogs.DescribeLogStreamsInput{LogGroupName: aws.String(group)})
	if err != nil {
		b.t.Fatal(err)
	}
	var all []string
	for _, s := range out.LogStreams {
		all = append(all, aws.ToString(s.LogStreamName))
	}
	return all
}

func TestLogGroups(t *testing.T) {
	b := talking(t)
	for i := range 60 {
		b.do(sim.CreateLogGroup{Name: fmt.Sprintf("/other/%02d", i)})
	}
	all := pages(t, []int{50, 11}, func(token *string) ([]string, *string, error) {
		out, err := b.logs.DescribeLogGroups(b.ctx(), &cloudwatchlogs.DescribeLogGroupsInput{NextToken: token})
		if err != nil {
			return nil, nil, err
		}
		var names []string
		for _, g := range out.LogGroups {
			names = append(names, aws.ToString(g.LogGroupName))
		}
		return names, out.NextToken, nil
	})
	equal(t, "first", all[0], group)
	for name, c := range map[string]struct {
		in   cloudwatchlogs.DescribeLogGroupsInput
		want int
	}{
		"prefix":  {cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: aws.String("/ecs")}, 1},
		"pattern": {cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePattern: aws.String("HER/1")}, 10},
		"limit":   {cloudwatchlogs.DescribeLogGroupsInput{Limit: aws.Int32(7)}, 7},
	} {
		out := must[*cloudwatchlogs.DescribeLogGroupsOutput](t)(b.logs.DescribeLogGroups(b.ctx(), &c.in))
		equal(t, "groups by "+name, len(out.LogGroups), c.want)
	}
	one := must[*cloudwatchlogs.DescribeLogGroupsOutput](t)(b.logs.DescribeLogGroups(b.ctx(), &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: aws.String("/ecs")})).LogGroups[0]
	equal(t, "arn", aws.ToString(one.Arn), "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/api:*")
	if made := time.UnixMilli(aws.ToInt64(one.CreationTime)); made.Before(noon) {
		t.Errorf("created at %v", made)
	}
}

func TestLogStreams(t *testing.T) {
	b := talking(t)
	out := must[*cloudwatchlogs.DescribeLogStreamsOutput](t)(b.logs.DescribeLogStreams(b.ctx(), &cloudwatchlogs.DescribeLogStreamsInput{
		LogGroupIdentifier: aws.String("arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/api:*"), LogStreamNamePrefix: aws.String("api/app/"),
	}))
	equal(t, "streams", len(out.LogStreams), 2)
	for _, s := range out.LogStreams {
		all := b.lines([]string{*s.LogStreamName}, noon, noon.Add(time.Hour))
		equal(t, "first event", aws.ToInt64(s.FirstEventTimestamp), all[0].At.UnixMilli())
		equal(t, "last event", aws.ToInt64(s.LastEventTimestamp), all[len(all)-1].At.UnixMilli())
	}
	victim := b.taskOf("api")
	b.do(sim.StopTask{Cluster: "c", ID: victim})
	b.step(10 * time.Minute)
	latest := must[*cloudwatchlogs.DescribeLogStreamsOutput](t)(b.logs.DescribeLogStreams(b.ctx(), &cloudwatchlogs.DescribeLogStreamsInput{
		LogGroupName: aws.String(group), OrderBy: types.OrderByLastEventTime,
	}))
	equal(t, "streams", len(latest.LogStreams), 3)
	equal(t, "the one silent longest", aws.ToString(latest.LogStreams[0].LogStreamName), "api/app/"+victim)
	newest := must[*cloudwatchlogs.DescribeLogStreamsOutput](t)(b.logs.DescribeLogStreams(b.ctx(), &cloudwatchlogs.DescribeLogStreamsInput{
		LogGroupName: aws.String(group), OrderBy: types.OrderByLastEventTime, Descending: aws.Bool(true), Limit: aws.Int32(2),
	}))
	if newest.NextToken == nil || aws.ToInt64(newest.LogStreams[0].LastEventTimestamp) < aws.ToInt64(newest.LogStreams[1].LastEventTimestamp) {
		t.Errorf("newest first: %+v", newest)
	}
	_, err := b.logs.DescribeLogStreams(b.ctx(), &cloudwatchlogs.DescribeLogStreamsInput{
		LogGroupName: aws.String(group), OrderBy: types.OrderByLastEventTime, LogStreamNamePrefix: aws.String("api"),
	})
	wantError[*types.InvalidParameterException](t, err, "Cannot order by LastEventTime with a logStreamNamePrefix.")
}

// reader pages through a stream with GetLogEvents.
type reader struct {
	*box
	in cloudwatchlogs.GetLogEventsInput
}

func (b *box) reader(stream string) *reader {
	return &reader{b, cloudwatchlogs.GetLogEventsInput{LogGroupName: aws.String(group), LogStreamName: aws.String(stream)}}
}

func (r *reader) page() (texts []string, out *cloudwatchlogs.GetLogEventsOutput) {
	r.t.Helper()
	out, err := r.logs.GetLogEvents(r.ctx(), &r.in)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range out.Events {
		texts = append(texts, fmt.Sprint(aws.ToInt64(e.Timestamp), " ", aws.ToString(e.Message)))
	}
	return texts, out
}

// written are lines in the same form.
func written(lines []sim.Line) (out []string) {
	for _, l := range lines {
		out = append(out, fmt.Sprint(l.At.UnixMilli(), " ", l.Message))
	}
	return out
}

func TestGetLogEventsForward(t *testing.T) {
	b := talking(t)
	stream := b.streams()[0]
	r := b.reader(stream)
	r.in.StartFromHead, r.in.Limit = aws.Bool(true), aws.Int32(700)
	var all []string
	for {
		texts, out := r.page()
		all = append(all, texts...)
		end := aws.ToString(r.in.NextToken) == aws.ToString(out.NextForwardToken)
		r.in.NextToken = out.NextForwardToken
		if end {
			if len(texts) != 0 {
				t.Errorf("the last page has %d events and the token that it was asked with", len(texts))
			}
			break
		}
	}
	want := written(b.lines([]string{stream}, noon, noon.Add(time.Hour)))
	if !slices.Equal(all, want) || len(all) < 2000 {
		t.Errorf("read %d events, %d were written", len(all), len(want))
	}
	// What is written later comes after the same token.
	seen := b.lines([]string{stream}, noon, noon.Add(time.Hour))
	b.step(20 * time.Second)
	texts, out := r.page()
	now := b.lines([]string{stream}, noon, noon.Add(time.Hour))
	if !slices.Equal(texts, written(now[len(seen):])) || len(texts) == 0 {
		t.Errorf("%d new events, %d were written", len(texts), len(now)-len(seen))
	}
	// Backward from there is what came before.
	r.in.NextToken, r.in.Limit = out.NextBackwardToken, aws.Int32(5)
	texts, _ = r.page()
	if !slices.Equal(texts, written(seen[len(seen)-5:])) {
		t.Errorf("before the new events: %q", texts)
	}
}

func TestGetLogEventsBackward(t *testing.T) {
	b := talking(t)
	stream := b.streams()[1]
	want := written(b.lines([]string{stream}, noon, noon.Add(time.Hour)))
	r := b.reader(stream)
	r.in.Limit = aws.Int32(900)
	var all []string
	texts, out := r.page()
	if !slices.Equal(texts, want[len(want)-900:]) {
		t.Error("without startFromHead the page is not the newest")
	}
	forward := out.NextForwardToken
	for {
		all = append(slices.Clone(texts), all...)
		r.in.NextToken = out.NextBackwardToken
		if texts, out = r.page(); aws.ToString(out.NextBackwardToken) == aws.ToString(r.in.NextToken) {
			break
		}
	}
	if len(texts) != 0 || !slices.Equal(all, want) {
		t.Errorf("read %d events backward and %d at the end, %d were written", len(all), len(texts), len(want))
	}
	r.in.NextToken = forward
	if texts, out = r.page(); len(texts) != 0 || aws.ToString(out.NextForwardToken) != aws.ToString(forward) {
		t.Errorf("after the newest there are %d events", len(texts))
	}
}

func TestGetLogEventsWithin(t *testing.T) {
	b := talking(t)
	stream := b.streams()[0]
	all := b.lines([]string{stream}, noon, noon.Add(time.Hour))
	from, to := all[100].At, all[200].At
	r := b.reader(stream)
	r.in.StartTime, r.in.EndTime = aws.Int64(from.UnixMilli()), aws.Int64(to.UnixMilli())
	texts, _ := r.page()
	want := written(b.lines([]string{stream}, from.Truncate(time.Millisecond), to.Truncate(time.Millisecond)))
	if !slices.Equal(texts, want) || len(want) < 90 {
		t.Errorf("%d events, want the %d with start <= time < end", len(texts), len(want))
	}
	r.in.StartTime = aws.Int64(noon.Add(time.Hour).UnixMilli())
	r.in.EndTime = nil
	if texts, _ = r.page(); len(texts) != 0 {
		t.Errorf("%d events of the future", len(texts))
	}
}

func TestFilterLogEvents(t *testing.T) {
	b := talking(t)
	streams := b.streams()
	from, to := noon.Add(6*time.Minute), noon.Add(14*time.Minute)
	all := b.lines(nil, from, to.Add(time.Millisecond))
	one := b.lines(streams[:1], from, to.Add(time.Millisecond))
	having := func(lines []sim.Line, keep func(string) bool) (out []sim.Line) {
		for _, l := range lines {
			if keep(l.Message) {
				out = append(out, l)
			}
		}
		return out
	}
	errors := having(all, func(s string) bool { return strings.Contains(s, "WARN") })
	for name, c := range map[string]struct {
		in   cloudwatchlogs.FilterLogEventsInput
		want []sim.Line
	}{
		"all":              {cloudwatchlogs.FilterLogEventsInput{}, all},
		"small pages":      {cloudwatchlogs.FilterLogEventsInput{Limit: aws.Int32(333)}, all},
		"a stream":         {cloudwatchlogs.FilterLogEventsInput{LogStreamNames: streams[:1]}, one},
		"a prefix":         {cloudwatchlogs.FilterLogEventsInput{LogStreamNamePrefix: aws.String(streams[0])}, one},
		"a term":           {cloudwatchlogs.FilterLogEventsInput{FilterPattern: aws.String("WARN"), Limit: aws.Int32(3)}, errors},
		"all but a term":   {cloudwatchlogs.FilterLogEventsInput{FilterPattern: aws.String("-WARN")}, having(all, func(s string) bool { return !strings.Contains(s, "WARN") })},
		"nothing":          {cloudwatchlogs.FilterLogEventsInput{FilterPattern: aws.String("zzz")}, nil},
		"nothing in there": {cloudwatchlogs.FilterLogEventsInput{LogStreamNamePrefix: aws.String("zzz")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c.in.LogGroupName, c.in.StartTime, c.in.EndTime = aws.String(group), aws.Int64(from.UnixMilli()), aws.Int64(to.UnixMilli())
			got := b.filtered(&c.in)
			if !slices.EqualFunc(got, c.want, sameEvent) {
				t.Errorf("%d events, want %d", len(got), len(c.want))
			}
		})
	}
	if len(all) < 4000 || len(errors) == 0 {
		t.Errorf("the world is too quiet to tell: %d lines, %d of them warnings", len(all), len(errors))
	}
	backward := b.filtered(&cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: aws.String(group), StartTime: aws.Int64(from.UnixMilli()), EndTime: aws.Int64(to.UnixMilli()), StartFromHead: aws.Bool(false), Limit: aws.Int32(1000),
	})
	slices.Reverse(backward)
	if !slices.EqualFunc(backward, all, sameEvent) {
		t.Errorf("newest first: %d events, want %d", len(backward), len(all))
	}
}

func sameEvent(e types.FilteredLogEvent, l sim.Line) bool {
	return aws.ToString(e.EventId) == l.ID && aws.ToInt64(e.Timestamp) == l.At.UnixMilli() &&
		aws.ToString(e.Message) == l.Message && aws.ToString(e.LogStreamName) == l.Stream
}

// filtered reads all pages.
func (b *box) filtered(in *cloudwatchlogs.FilterLogEventsInput) (all []types.FilteredLogEvent) {
	b.t.Helper()
	for {
		out, err := b.logs.FilterLogEvents(b.ctx(), in)
		if err != nil {
			b.t.Fatal(err)
		}
		if in.Limit != nil && len(out.Events) > int(*in.Limit) {
			b.t.Fatalf("%d events on a page of %d", len(out.Events), *in.Limit)
		}
		if all = append(all, out.Events...); out.NextToken == nil {
			return all
		}
		in.NextToken = out.NextToken
	}
}

func TestLogRefusals(t *testing.T) {
	b := talking(t)
	stream := aws.String(b.streams()[0])
	get := func(in cloudwatchlogs.GetLogEventsInput) error {
		_, err := b.logs.GetLogEvents(b.ctx(), &in)
		return err
	}
	filter := func(in cloudwatchlogs.FilterLogEventsInput) error {
		_, err := b.logs.FilterLogEvents(b.ctx(), &in)
		return err
	}
	g := aws.String(group)
	wantError[*types.ResourceNotFoundException](t, get(cloudwatchlogs.GetLogEventsInput{LogGroupName: aws.String("/nope"), LogStreamName: stream}), "The specified log group does not exist.")
	wantError[*types.ResourceNotFoundException](t, get(cloudwatchlogs.GetLogEventsInput{LogGroupName: g, LogStreamName: aws.String("nope")}), "The specified log stream does not exist.")
	wantError[*types.ResourceNotFoundException](t, filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: aws.String("/nope")}), "The specified log group does not exist.")
	wantError[*types.ResourceNotFoundException](t, filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, LogStreamNames: []string{"nope"}}), "The specified log stream does not exist.")
	const token = "The specified nextToken is invalid."
	for _, c := range []struct {
		err  error
		text string
	}{
		{get(cloudwatchlogs.GetLogEventsInput{LogGroupName: g, LogStreamName: stream, NextToken: aws.String("x/abc")}), token},
		{get(cloudwatchlogs.GetLogEventsInput{LogGroupName: g, LogStreamName: stream, NextToken: aws.String("f/abc")}), token},
		{filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, NextToken: aws.String("f/abc")}), token},
		{get(cloudwatchlogs.GetLogEventsInput{LogGroupName: g, LogStreamName: stream, Limit: aws.Int32(10001)}), "limit must be between 1 and 10000, but was 10001."},
		{filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, LogStreamNames: []string{*stream}, LogStreamNamePrefix: aws.String("x")}), "LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters."},
		{filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, LogStreamNames: many(101)}), "logStreamNames can have at most 100 items."},
		{filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, StartTime: aws.Int64(2), EndTime: aws.Int64(1)}), "endTime must not be before startTime."},
		{filter(cloudwatchlogs.FilterLogEventsInput{}), "At least one of logGroupName and logGroupIdentifier must be specified."},
		{filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, LogGroupIdentifier: g}), "LogGroup name and LogGroup ARN are mutually exclusive parameters."},
		{filter(cloudwatchlogs.FilterLogEventsInput{LogGroupName: g, FilterPattern: aws.String("{ $.a }")}), `Invalid filter pattern: an operator is missing before "}".`},
	} {
		wantError[*types.InvalidParameterException](t, c.err, c.text)
	}
}
