package aws

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"golang.org/x/sync/errgroup"

	"github.com/ecsdeck/ecsdeck/backend"
)

// streamBatch is how many streams FilterLogEvents takes by name.
const streamBatch = 100

// Tail reads log events with FilterLogEvents, which needs no permission beside
// logs:FilterLogEvents and, unlike Live Tail, can look back. It asks once for
// every source before it returns, so that what is missing or denied shows at
// once; ctx is for that only, the tail lives until it is closed.
func (b *Backend) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	if len(q.Sources) == 0 {
		return nil, &backend.Error{Kind: backend.KindInvalid, Op: filterLogEvents, Target: "logs",
			Message: "there is no log group to read", Advice: "Only the awslogs driver writes to CloudWatch Logs."}
	}
	open := opener{fetch: b.filterLogEvents, now: b.now, query: q}
	tails := make([][]backend.Tail, len(q.Sources))
	var opening errgroup.Group
	opening.SetLimit(sideBySide)
	for i, s := range q.Sources {
		opening.Go(func() (err error) {
			tails[i], err = open.source(ctx, s)
			return err
		})
	}
	err := opening.Wait()
	merged := backend.Merge(slices.Concat(tails...)...)
	if err != nil {
		return nil, errors.Join(err, merged.Close())
	}
	return merged, nil
}

const filterLogEvents = "logs:FilterLogEvents"

func (b *Backend) filterLogEvents(ctx context.Context, in *cloudwatchlogs.FilterLogEventsInput) (*cloudwatchlogs.FilterLogEventsOutput, error) {
	group := sdk.ToString(in.LogGroupName) + sdk.ToString(in.LogGroupIdentifier)
	return invoke(ctx, b, request{filterLogEvents, "log group " + group}, b.logs.FilterLogEvents, in)
}

// fetcher is FilterLogEvents.
type fetcher func(context.Context, *cloudwatchlogs.FilterLogEventsInput) (*cloudwatchlogs.FilterLogEventsOutput, error)

// opener opens the tails of one query.
type opener struct {
	fetch fetcher
	now   func() time.Time
	query backend.LogQuery
}

// source opens a source. Streams beyond what one request can name get a tail of
// their own.
func (o opener) source(ctx context.Context, s backend.LogSource) ([]backend.Tail, error) {
	if len(s.Streams) == 0 {
		t := o.tail(s.Group)
		t.query.LogStreamNamePrefix = optional(s.Prefix)
		return t.first(ctx)
	}
	var out []backend.Tail
	for names := range slices.Chunk(s.Streams, streamBatch) {
		tails, err := o.streams(ctx, s.Group, names)
		out = append(out, tails...)
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// streams opens streams by name. CloudWatch refuses the whole request when one
// of them does not exist yet, so they are halved until each of those stands
// alone. A name taken for a prefix may be of a stream to come.
func (o opener) streams(ctx context.Context, group string, names []string) ([]backend.Tail, error) {
	t := o.tail(group)
	t.query.LogStreamNames = names
	tails, err := t.first(ctx)
	if !noSuchStream(err) {
		return tails, err
	}
	if len(names) == 1 {
		t := o.tail(group)
		t.query.LogStreamNamePrefix, t.only = &names[0], names[0]
		return t.first(ctx)
	}
	tails, err = o.streams(ctx, group, names[:len(names)/2])
	if err != nil {
		return tails, err
	}
	more, err := o.streams(ctx, group, names[len(names)/2:])
	return append(tails, more...), err
}

// noSuchStream tells a missing stream from a missing group: both are a
// ResourceNotFoundException.
func noSuchStream(err error) bool {
	var e *backend.Error
	return errors.As(err, &e) && e.Kind == backend.KindNotFound && strings.Contains(strings.ToLower(e.Message), "log stream")
}

// tail is a tail of group that has asked for nothing yet.
func (o opener) tail(group string) *logTail {
	t := &logTail{
		fetch: o.fetch, now: o.now, group: group,
		// CloudWatch counts in milliseconds: a line of the same one is wanted.
		since: o.query.Since.Truncate(time.Millisecond), until: o.query.Until, follow: o.query.Follow,
		seen: map[string]time.Time{}, pause: pollSoonest,
	}
	t.life, t.end = context.WithCancel(context.Background())
	if strings.HasPrefix(group, "arn:") {
		t.query.LogGroupIdentifier = &t.group
	} else {
		t.query.LogGroupName = &t.group
	}
	if !t.until.IsZero() {
		// FilterLogEvents still gives what is of this millisecond.
		t.query.EndTime = sdk.Int64(t.until.UnixMilli())
	}
	return t
}
