package aws

import (
	"context"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	cwltypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// Polling, in real time. An account may send 5 to 25 FilterLogEvents a second
// in a region, all tails and colleagues together.
const (
	pollSoonest = time.Second     // after a round that brought something
	pollLatest  = 5 * time.Second // when nothing comes
)

// lateness is how much later than its neighbours an event may become readable
// and still be read: the awslogs driver sends in packets of up to 5 s, and every
// task sends on its own.
const lateness = 15 * time.Second

// logPart polls what one request can ask for of a log group. A round reads all
// pages from a start time; the next round starts lateness before the newest
// event and drops what is known already.
type logPart struct {
	fetch  fetcher
	now    func() time.Time // in the backend's world
	group  string
	query  cloudwatchlogs.FilterLogEventsInput // what every request says
	only   string                              // drop the events of other streams, unless ""
	since  time.Time
	until  time.Time
	follow bool

	fresh  []model.LogEvent // what polling brought and the tail has not taken
	seen   sightings        // of the last lateness
	newest time.Time
	heard  time.Time // everything until then has been read or told, but for what is late
	floor  time.Time // rounds start here at the latest, until one begins after floored
	token  string    // of the page to read next, "" before a round
	start  *int64    // of the round: a token goes only with the parameters it came with
	began  time.Time // when the round did, in the backend's world
	at     time.Time // how far the round has come
	failed bool      // at the last request
	last   bool      // the round is the last one
	brings bool      // the round brought something new
	done   bool      // there will be nothing more
	pause  time.Duration

	// On the wall clock.
	due      time.Time // of the next request
	floored  time.Time
	set      time.Time // when the round began
	finished time.Time // when the last one did that came to its end
}

// first reads the first page of a part that is being opened.
func (p *logPart) first(ctx context.Context) ([]*logPart, error) {
	if err := p.poll(ctx); err != nil {
		return nil, err
	}
	return []*logPart{p}, nil
}

// holds tells whether a round is under way, so that older events than those at
// hand may follow.
func (p *logPart) holds() bool { return p.token != "" && !p.failed }

// poll reads one page. After a failure the same page is due again, a little
// later.
func (p *logPart) poll(ctx context.Context) error {
	if p.token == "" {
		p.begin()
	}
	in := p.query
	in.StartTime, in.NextToken = p.start, optional(p.token)
	out, err := p.fetch(ctx, &in)
	if p.failed = err != nil; p.failed {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if backend.KindOf(err) == backend.KindInvalid {
			p.token = "" // tokens go stale after a day: the round starts anew
		}
		p.later()
		return err
	}
	p.add(out.Events)
	next := sdk.ToString(out.NextToken)
	if next != "" && next == p.token {
		p.token, p.done = "", !p.follow
		p.later()
		return &backend.Error{Kind: backend.KindInvalid, Op: filterLogEvents, Target: "log group " + p.group, Message: "a page refers to itself as the next one"}
	}
	if p.token = next; next == "" {
		p.finish()
	}
	return nil
}

// begin starts a round.
func (p *logPart) begin() {
	p.brings = false
	p.began, p.set = p.now(), time.Now()
	p.last = !p.follow || !p.until.IsZero() && !p.began.Before(p.until.Add(lateness))
	p.start, p.at = nil, p.from()
	if !p.at.IsZero() {
		p.start = sdk.Int64(p.at.UnixMilli())
	}
}

// finish ends a round and says when the next is due.
func (p *logPart) finish() {
	p.heard, p.finished = p.began, p.set
	if !p.set.Before(p.floored) {
		p.floor = time.Time{}
	}
	if p.last {
		p.done = true
		return
	}
	if p.brings {
		p.pause = pollSoonest
		p.due = time.Now().Add(p.pause)
		return
	}
	p.later()
}

// later puts the next request off, each time a little more.
func (p *logPart) later() {
	p.due = time.Now().Add(p.pause)
	p.pause = min(pollLatest, p.pause*3/2)
}

// from is the time of the oldest event that may still be new. A container whose
// clock is ahead must not carry it beyond what the others have been heard of.
func (p *logPart) from() time.Time {
	if p.newest.IsZero() {
		return p.since
	}
	from := earliest(p.newest, p.heard).Add(-lateness)
	if !p.floor.IsZero() {
		from = earliest(from, p.floor)
	}
	if from.Before(p.since) {
		return p.since
	}
	return from
}

// handOver has rounds start from where polling has come until then: a session
// of Live Tail begins, and moves on what is newest.
func (p *logPart) handOver(until time.Time) {
	p.floor, p.floored = p.from(), until
	p.seen.session()
}

func earliest(x, y time.Time) time.Time {
	if y.Before(x) {
		return y
	}
	return x
}

// add keeps the events of a page that are wanted and new.
func (p *logPart) add(page []cwltypes.FilteredLogEvent) {
	for _, raw := range page {
		e := p.toLogEvent(raw)
		if e.At.After(p.at) {
			p.at = e.At
		}
		if p.wants(e) && p.seen.polled(e) {
			p.brings = true
			p.fresh = append(p.fresh, e)
			p.note(e.At)
		}
	}
	p.seen.forget(p.from())
}

// note moves on to the time of an event that is given.
func (p *logPart) note(at time.Time) {
	if at.After(p.newest) {
		p.newest = at
	}
}

// wants tells whether an event of the group was asked for.
func (p *logPart) wants(e model.LogEvent) bool {
	switch names := p.query.LogStreamNames; {
	case e.At.Before(p.since), !p.until.IsZero() && !e.At.Before(p.until):
		return false
	case p.only != "":
		return e.Stream == p.only
	case len(names) > 0:
		return slices.Contains(names, e.Stream)
	}
	return strings.HasPrefix(e.Stream, sdk.ToString(p.query.LogStreamNamePrefix))
}

func (p *logPart) toLogEvent(e cwltypes.FilteredLogEvent) model.LogEvent {
	return model.LogEvent{
		ID: sdk.ToString(e.EventId), At: milliseconds(e.Timestamp), Ingested: milliseconds(e.IngestionTime),
		Group: p.group, Stream: sdk.ToString(e.LogStreamName), Message: sdk.ToString(e.Message),
	}
}
