package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/schemas"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/eventstream"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Numbers of Live Tail (ecs-facts: CWL:CloudWatchLogs_LiveTail).
const (
	liveTailEvery   = time.Second // real time, as for every client of AWS
	liveTailEnds    = 3 * time.Hour
	liveTailAtMost  = 500 // lines of an update; of more a sample is sent
	liveTailGroups  = 10
	liveTailStreams = 10
	liveTailContent = "application/vnd.amazon.eventstream"
)

// follow goes on with an answer that does not end with its first bytes. It
// returns when the client has gone or there is no more to say.
type follow func(ctx context.Context, w World, out io.Writer) error

// liveTail is a session: what it looks at, and up to where it has looked.
type liveTail struct {
	id     string
	in     *cloudwatchlogs.StartLiveTailInput
	groups []liveGroup
	filter pattern
	until  time.Time // simulated: lines before it have been sent
}

type liveGroup struct{ name, identifier string }

func startLiveTail(c call, in *cloudwatchlogs.StartLiveTailInput) (*liveTail, error) {
	n := len(in.LogGroupIdentifiers)
	switch {
	case n == 0 || n > liveTailGroups:
		return nil, invalid("1 validation error detected: Value at 'logGroupIdentifiers' failed to satisfy constraint: Member must have length between 1 and %d", liveTailGroups)
	case n > 1 && len(in.LogStreamNames)+len(in.LogStreamNamePrefixes) > 0:
		return nil, invalid("LogStreamNames and LogStreamNamePrefixes can only be used with exactly one log group.")
	case len(in.LogStreamNames) > 0 && len(in.LogStreamNamePrefixes) > 0:
		return nil, invalid("LogStreamNames and LogStreamNamePrefixes are mutually exclusive parameters.")
	case len(in.LogStreamNames) > liveTailStreams || len(in.LogStreamNamePrefixes) > liveTailStreams:
		return nil, invalid("At most %d log stream names or prefixes can be given.", liveTailStreams)
	}
	t := &liveTail{in: in, until: c.view.Now()}
	for _, id := range in.LogGroupIdentifiers {
		name, ours := strings.CutPrefix(id, c.logGroupARN(""))
		switch {
		case !ours || strings.HasSuffix(name, ":*"):
			return nil, invalid("The log group identifier %s must be the ARN of a log group, without :* at its end.", id)
		case c.view.LogGroup(name) == nil:
			return nil, errNoLogGroup
		}
		t.groups = append(t.groups, liveGroup{name, id})
	}
	var err error
	if t.filter, err = parseFilter(aws.ToString(in.LogEventFilterPattern)); err != nil {
		return nil, err
	}
	t.id = c.sessionID(in.LogGroupIdentifiers)
	*c.then = t.follow
	return t, nil
}

// sessionID is a UUID in form, and the same in every run.
func (c call) sessionID(groups []string) string {
	h := fnv.New64a()
	fmt.Fprint(h, c.view.Now().UnixNano(), groups)
	return fmt.Sprintf("00000000-0000-4000-9000-%012x", h.Sum64()>>16)
}

// liveTailOperation is StartLiveTail: its answer begins a stream.
var liveTailOperation = operation{
	decode: func(body []byte) (any, func(call) (any, error), error) {
		in := new(cloudwatchlogs.StartLiveTailInput)
		if err := json.Unmarshal(body, in); err != nil {
			return nil, nil, badJSON(err)
		}
		return in, func(c call) (any, error) { return startLiveTail(c, in) }, nil
	},
	encode: func(out any) ([]byte, error) { return out.(*liveTail).opening() },
}

// opening is the first bytes of a session: the operation's answer, and the
// session's start.
func (t *liveTail) opening() ([]byte, error) {
	answer, err := liveEvent("initial-response", schemas.StartLiveTailResponse, &cloudwatchlogs.StartLiveTailOutput{})
	if err != nil {
		return nil, err
	}
	start, err := liveEvent("sessionStart", schemas.LiveTailSessionStart, &types.LiveTailSessionStart{
		RequestId: aws.String(t.id), SessionId: aws.String(t.id), LogGroupIdentifiers: t.in.LogGroupIdentifiers,
		LogStreamNames: t.in.LogStreamNames, LogStreamNamePrefixes: t.in.LogStreamNamePrefixes, LogEventFilterPattern: t.in.LogEventFilterPattern,
	})
	return append(answer, start...), err
}

// follow sends an update each second, empty ones too, until the client goes or
// the session's time is over.
func (t *liveTail) follow(ctx context.Context, w World, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, liveTailEnds)
	defer cancel()
	tick := time.NewTicker(liveTailEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			if ctx.Err() != context.DeadlineExceeded {
				return ctx.Err()
			}
			b, err := liveException("SessionTimeoutException", "The session has ended: it was open for 3 hours.")
			if err == nil {
				_, err = out.Write(b)
			}
			return err
		case <-tick.C:
		}
		var u types.LiveTailSessionUpdate
		w.With(func(world *sim.World) { u = t.update(world.View()) })
		b, err := liveEvent("sessionUpdate", schemas.LiveTailSessionUpdate, &u)
		if err == nil {
			_, err = out.Write(b)
		}
		if err != nil {
			return err
		}
	}
}

// update is what has been written since the last one. Lines of this very
// instant wait for the next: there may be more of them to come.
func (t *liveTail) update(v sim.View) types.LiveTailSessionUpdate {
	from, to := t.until, v.Now()
	t.until = to
	results := []types.LiveTailSessionLogEvent{}
	for _, g := range t.groups {
		for _, l := range t.lines(v, g.name, from, to) {
			if t.filter.matches(l.Message) {
				ms := aws.Int64(l.At.UnixMilli())
				results = append(results, types.LiveTailSessionLogEvent{
					LogGroupIdentifier: aws.String(g.identifier), LogStreamName: aws.String(l.Stream), Message: aws.String(l.Message), Timestamp: ms, IngestionTime: ms,
				})
			}
		}
	}
	sampled := len(results) > liveTailAtMost
	if sampled {
		every := results
		results = make([]types.LiveTailSessionLogEvent, liveTailAtMost)
		for i := range results {
			results[i] = every[i*len(every)/liveTailAtMost]
		}
	}
	return types.LiveTailSessionUpdate{SessionMetadata: &types.LiveTailSessionMetadata{Sampled: sampled}, SessionResults: results}
}

func (t *liveTail) lines(v sim.View, group string, from, to time.Time) []sim.Line {
	if len(t.in.LogStreamNamePrefixes) == 0 {
		return v.Lines(group, "", t.in.LogStreamNames, from, to, 0)
	}
	var out []sim.Line
	for _, prefix := range t.in.LogStreamNamePrefixes {
		out = append(out, v.Lines(group, prefix, nil, from, to, 0)...)
	}
	return out
}

// liveEvent is one message of the stream.
func liveEvent(name string, schema *smithy.Schema, v smithy.Serializable) ([]byte, error) {
	payload, err := encode(json11, smithy.NewOperationSchema(schemas.StartLiveTail, schema, nil), v)
	if err != nil {
		return nil, err
	}
	return liveMessage(eventstream.EventMessageType, eventstream.EventTypeHeader, name, payload)
}

func liveException(name, message string) ([]byte, error) {
	return liveMessage(eventstream.ExceptionMessageType, eventstream.ExceptionTypeHeader, name, fmt.Appendf(nil, `{"message":%q}`, message))
}

func liveMessage(kind, header, name string, payload []byte) ([]byte, error) {
	m := eventstream.Message{Payload: payload}
	m.Headers.Set(eventstream.MessageTypeHeader, eventstream.StringValue(kind))
	m.Headers.Set(header, eventstream.StringValue(name))
	m.Headers.Set(eventstream.ContentTypeHeader, eventstream.StringValue(jsonType))
	var b bytes.Buffer
	err := eventstream.NewEncoder().Encode(&b, m)
	return b.Bytes(), err
}
