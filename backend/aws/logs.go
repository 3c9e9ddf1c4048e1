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

// Tail reads log events with FilterLogEvents, which can look back, and when it
// follows has CloudWatch Logs Live Tail tell it of those to come, if it may. It
// asks once for every source before it returns, so that what is missing or
// denied shows at once; ctx is for that only, the tail lives until it is closed.
func (b *Backend) Tail(ctx context.Context, q backend.LogQuery) (backend.Tail, error) {
	if len(q.Sources) == 0 {
		return nil, &backend.Error{Kind: backend.KindInvalid, Op: filterLogEvents, Target: "logs",
			Message: "there is no log group to read", Advice: "Only the awslogs driver writes to CloudWatch Logs."}
	}
	groups := byGroup(q.Sources)
	tails := make([]backend.Tail, len(groups))
	var opening errgroup.Group
	opening.SetLimit(sideBySide)
	for i, sources := range groups {
		opening.Go(func() error {
			t, err := b.opener(q, sources[0]).group(ctx, sources)
			tails[i] = t
			return err
		})
	}
	err := opening.Wait()
	merged := backend.Merge(tails...)
	if err != nil {
		return nil, errors.Join(err, merged.Close())
	}
	return merged, nil
}

func (b *Backend) opener(q backend.LogQuery, s backend.LogSource) opener {
	client := b.logsIn(s.Region)
	return opener{
		fetch: func(ctx context.Context, in *cloudwatchlogs.FilterLogEventsInput) (*cloudwatchlogs.FilterLogEventsOutput, error) {
			group := sdk.ToString(in.LogGroupName) + sdk.ToString(in.LogGroupIdentifier)
			return invoke(ctx, b, request{filterLogEvents, "log group " + group}, client.FilterLogEvents, in)
		},
		live: &liveOpener{b: b, client: client, region: s.Region}, now: b.now, query: q,
	}
}

const filterLogEvents = "logs:FilterLogEvents"

// fetcher is FilterLogEvents.
type fetcher func(context.Context, *cloudwatchlogs.FilterLogEventsInput) (*cloudwatchlogs.FilterLogEventsOutput, error)

// byGroup puts the sources of one log group together, which are read by one
// tail, and leaves out those that another of the same group contains.
func byGroup(sources []backend.LogSource) (groups [][]backend.LogSource) {
	for i, s := range sources {
		if slices.ContainsFunc(sources[:i], func(o backend.LogSource) bool { return covers(o, s) }) ||
			slices.ContainsFunc(sources[i+1:], func(o backend.LogSource) bool { return covers(o, s) && !covers(s, o) }) {
			continue
		}
		at := slices.IndexFunc(groups, func(g []backend.LogSource) bool { return g[0].Group == s.Group && g[0].Region == s.Region })
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], s)
	}
	return groups
}

// covers tells whether everything that is in s is in all as well.
func covers(all, s backend.LogSource) bool {
	switch {
	case all.Group != s.Group || all.Region != s.Region:
		return false
	case len(all.Streams) > 0:
		return len(s.Streams) > 0 && !slices.ContainsFunc(s.Streams, func(name string) bool { return !slices.Contains(all.Streams, name) })
	case len(s.Streams) > 0:
		return !slices.ContainsFunc(s.Streams, func(name string) bool { return !strings.HasPrefix(name, all.Prefix) })
	}
	return strings.HasPrefix(s.Prefix, all.Prefix)
}

// opener opens the tails of one query.
type opener struct {
	fetch fetcher
	live  *liveOpener // nil where there is no Live Tail
	now   func() time.Time
	query backend.LogQuery
}

// group opens the sources of one log group.
func (o opener) group(ctx context.Context, sources []backend.LogSource) (backend.Tail, error) {
	t := &logTail{now: o.now}
	t.life, t.end = context.WithCancel(context.Background())
	for _, s := range sources {
		parts, err := o.source(ctx, s)
		if err != nil {
			t.end()
			return t, err
		}
		t.parts = append(t.parts, parts...)
	}
	if o.live != nil && o.query.Follow && o.query.Until.IsZero() {
		t.live = newLive(o.live, sources[0], t)
	}
	return t, nil
}

// source opens a source. Streams beyond what one request can name are a part of
// their own.
func (o opener) source(ctx context.Context, s backend.LogSource) ([]*logPart, error) {
	if len(s.Streams) == 0 {
		p := o.part(s.Group)
		p.query.LogStreamNamePrefix = optional(s.Prefix)
		return p.first(ctx)
	}
	var out []*logPart
	for names := range slices.Chunk(s.Streams, streamBatch) {
		parts, err := o.streams(ctx, s.Group, names)
		out = append(out, parts...)
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// streams opens streams by name. CloudWatch refuses the whole request when one
// of them does not exist yet, so they are halved until each of those stands
// alone. A name taken for a prefix may be of a stream to come.
func (o opener) streams(ctx context.Context, group string, names []string) ([]*logPart, error) {
	p := o.part(group)
	p.query.LogStreamNames = names
	parts, err := p.first(ctx)
	if !noSuchStream(err) {
		return parts, err
	}
	if len(names) == 1 {
		p := o.part(group)
		p.query.LogStreamNamePrefix, p.only = &names[0], names[0]
		return p.first(ctx)
	}
	parts, err = o.streams(ctx, group, names[:len(names)/2])
	if err != nil {
		return parts, err
	}
	more, err := o.streams(ctx, group, names[len(names)/2:])
	return append(parts, more...), err
}

// noSuchStream tells a missing stream from a missing group: both are a
// ResourceNotFoundException.
func noSuchStream(err error) bool {
	var e *backend.Error
	return errors.As(err, &e) && e.Kind == backend.KindNotFound && strings.Contains(strings.ToLower(e.Message), "log stream")
}

// part is a part of group that has asked for nothing yet.
func (o opener) part(group string) *logPart {
	p := &logPart{
		fetch: o.fetch, now: o.now, group: group,
		// CloudWatch counts in milliseconds: a line of the same one is wanted.
		since: o.query.Since.Truncate(time.Millisecond), until: o.query.Until, follow: o.query.Follow,
		seen: newSightings(), pause: pollSoonest,
	}
	if strings.HasPrefix(group, "arn:") {
		p.query.LogGroupIdentifier = &p.group
	} else {
		p.query.LogGroupName = &p.group
	}
	if !p.until.IsZero() {
		// FilterLogEvents still gives what is of this millisecond.
		p.query.EndTime = sdk.Int64(p.until.UnixMilli())
	}
	return p
}
