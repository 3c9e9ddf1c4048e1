package wire

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// pageOf limits a page of events by number and by bytes.
type pageOf struct {
	size  int
	lines []sim.Line
	bytes int
}

// takes adds a line if it still fits. The first always does.
func (p *pageOf) takes(l sim.Line) bool {
	n := len(l.Message) + eventOverhead
	if len(p.lines) == p.size || len(p.lines) > 0 && p.bytes+n > eventBytes {
		return false
	}
	p.lines, p.bytes = append(p.lines, l), p.bytes+n
	return true
}

func getLogEvents(c call, in *cloudwatchlogs.GetLogEventsInput) (*cloudwatchlogs.GetLogEventsOutput, error) {
	size, err := pageSize("limit", in.Limit, eventsAtMost, eventsAtMost)
	if err != nil {
		return nil, err
	}
	g, err := c.logGroup(in.LogGroupName, in.LogGroupIdentifier)
	if err != nil {
		return nil, err
	}
	stream := g.Streams[aws.ToString(in.LogStreamName)]
	if stream == nil {
		return nil, errNoLogStream
	}
	sp := span{group: g.Name, streams: []string{stream.Name}, from: c.since(g, in.StartTime), to: c.present()}
	if in.EndTime != nil {
		sp.to = earliest(sp.to, time.UnixMilli(*in.EndTime))
	}
	scope := scopeOf("GetLogEvents", g.Name, stream.Name)
	k, forward, err := startOf(sp, scope, aws.ToString(in.NextToken), aws.ToBool(in.StartFromHead))
	if err != nil {
		return nil, err
	}
	lines := sp.read(c.view, k, forward, size)
	// Both tokens stay at the cut when there is nothing beyond it: that is how a
	// client sees the end, and where it goes on when more has been written.
	head, tail := k, k
	if len(lines) > 0 {
		head, tail = before(lines[0]), after(lines[len(lines)-1])
	}
	return &cloudwatchlogs.GetLogEventsOutput{
		Events:            each(lines, projectOutputEvent),
		NextForwardToken:  aws.String("f/" + tail.seal(scope)),
		NextBackwardToken: aws.String("b/" + head.seal(scope)),
	}, nil
}

// startOf is where a page of GetLogEvents begins and which way it goes: as the
// token says, else from the head or from the tail.
func startOf(sp span, scope, token string, fromHead bool) (k cut, forward bool, err error) {
	switch {
	case token == "" && fromHead:
		return cut{at: sp.from}, true, nil
	case token == "":
		return cut{at: sp.to}, false, nil
	}
	way, rest, _ := strings.Cut(token, "/")
	if way != "f" && way != "b" {
		return cut{}, false, invalid("The specified nextToken is invalid.")
	}
	k, err = openCut(scope, rest)
	return k, way == "f", err
}

// read is a page of the span's lines on one side of a cut, oldest first.
func (s span) read(v sim.View, k cut, forward bool, size int) []sim.Line {
	p := pageOf{size: size}
	for l := range s.walk(v, k, forward) {
		if !p.takes(l) {
			break
		}
	}
	if !forward {
		slices.Reverse(p.lines)
	}
	return p.lines
}

func (s span) walk(v sim.View, k cut, forward bool) iter.Seq[sim.Line] {
	if forward {
		return s.forward(v, k)
	}
	return s.backward(v, k)
}

// since is the beginning of a span: what was asked for, but not before there
// was a line.
func (c call) since(g *sim.LogGroup, start *int64) time.Time {
	if start == nil {
		return g.Oldest
	}
	return latest(g.Oldest, time.UnixMilli(*start))
}

func projectOutputEvent(l sim.Line) types.OutputLogEvent {
	// The simulated log driver delivers at once.
	ms := aws.Int64(l.At.UnixMilli())
	return types.OutputLogEvent{Timestamp: ms, IngestionTime: ms, Message: aws.String(l.Message)}
}

// scannedAtMost is how many lines one FilterLogEvents looks at. Like AWS it then
// answers with what it has found, be it nothing, and a token to go on with.
const scannedAtMost = 50_000

func filterLogEvents(c call, in *cloudwatchlogs.FilterLogEventsInput) (*cloudwatchlogs.FilterLogEventsOutput, error) {
	size, err := pageSize("limit", in.Limit, eventsAtMost, eventsAtMost)
	if err != nil {
		return nil, err
	}
	sp, err := c.filterSpan(in)
	if err != nil {
		return nil, err
	}
	pattern, err := parseFilter(aws.ToString(in.FilterPattern))
	if err != nil {
		return nil, err
	}
	scope := scopeOf("FilterLogEvents", sp.group, sp.prefix, sp.streams, aws.ToString(in.FilterPattern),
		aws.ToInt64(in.StartTime), aws.ToInt64(in.EndTime))
	k, forward := cut{at: sp.from}, in.StartFromHead == nil || *in.StartFromHead
	if !forward {
		k = cut{at: sp.to}
	}
	if token := aws.ToString(in.NextToken); token != "" {
		way, rest, _ := strings.Cut(token, "/")
		forward = way == "f"
		if k, err = openCut(scope, rest); err != nil {
			return nil, err
		}
	}
	p := pageOf{size: size}
	out := &cloudwatchlogs.FilterLogEventsOutput{SearchedLogStreams: []types.SearchedLogStream{}}
	if rest, more := sp.search(c.view, k, forward, pattern, &p); more {
		out.NextToken = aws.String(way(forward) + rest.seal(scope))
	}
	out.Events = each(p.lines, projectFilteredEvent)
	return out, nil
}

func way(forward bool) string {
	if forward {
		return "f/"
	}
	return "b/"
}

// search fills a page with the lines that match. more tells that the span was
// not looked through to its end, and rest where to go on.
func (s span) search(v sim.View, k cut, forward bool, f pattern, p *pageOf) (rest cut, more bool) {
	rest = k
	scanned := 0
	for l := range s.walk(v, k, forward) {
		if scanned == scannedAtMost || f.matches(l.Message) && !p.takes(l) {
			return rest, true
		}
		scanned++
		if rest = after(l); !forward {
			rest = before(l)
		}
	}
	return rest, false
}

// filterSpan is what a FilterLogEvents looks through.
func (c call) filterSpan(in *cloudwatchlogs.FilterLogEventsInput) (span, error) {
	g, err := c.logGroup(in.LogGroupName, in.LogGroupIdentifier)
	if err != nil {
		return span{}, err
	}
	sp := span{group: g.Name, prefix: aws.ToString(in.LogStreamNamePrefix), streams: in.LogStreamNames, from: c.since(g, in.StartTime), to: c.present()}
	switch {
	case sp.prefix != "" && len(sp.streams) > 0:
		return sp, invalid("LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.")
	case len(sp.streams) > streamsAtMost:
		return sp, invalid("logStreamNames can have at most %d items.", streamsAtMost)
	case in.EndTime != nil && in.StartTime != nil && *in.EndTime < *in.StartTime:
		return sp, invalid("endTime must not be before startTime.")
	}
	for _, name := range sp.streams {
		if g.Streams[name] == nil {
			return sp, errNoLogStream
		}
	}
	if in.EndTime != nil {
		// The end of this operation is inclusive, unlike that of GetLogEvents.
		sp.to = earliest(sp.to, time.UnixMilli(*in.EndTime).Add(time.Millisecond))
	}
	return sp, nil
}

func projectFilteredEvent(l sim.Line) types.FilteredLogEvent {
	ms := aws.Int64(l.At.UnixMilli())
	return types.FilteredLogEvent{
		EventId: aws.String(l.ID), LogStreamName: aws.String(l.Stream), Timestamp: ms, IngestionTime: ms, Message: aws.String(l.Message),
	}
}
