package aws

import (
	"context"
	"io"
	"slices"
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

// logTail polls one part of a log group. A round reads all pages from a start
// time; the next round starts lateness before the newest event and drops what it
// has already handed over.
type logTail struct {
	fetch  fetcher
	now    func() time.Time // in the backend's world
	group  string
	query  cloudwatchlogs.FilterLogEventsInput // what every request says
	only   string                              // drop the events of other streams, unless ""
	since  time.Time
	until  time.Time
	follow bool

	life context.Context
	end  context.CancelFunc

	ready  []model.LogEvent
	seen   map[string]time.Time // the events of the last lateness, by id
	newest time.Time
	token  string    // of the page to read next, "" before a round
	start  *int64    // of the round: a token goes only with the parameters it came with
	last   bool      // the round is the last one
	fresh  bool      // the round brought something new
	done   bool      // there will be nothing more
	due    time.Time // of the next request, on the wall clock
	pause  time.Duration
}

// first reads the first page of a tail that is being opened.
func (t *logTail) first(ctx context.Context) ([]backend.Tail, error) {
	if err := t.poll(ctx); err != nil {
		t.end()
		return nil, err
	}
	return []backend.Tail{t}, nil
}

// Next hands over what is at hand, else it waits until the next request is due
// and sends it.
func (t *logTail) Next(ctx context.Context) (backend.Batch, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(t.life, cancel)()
	for {
		switch {
		case t.life.Err() != nil:
			return backend.Batch{}, backend.ErrTailClosed
		case len(t.ready) > 0:
			return t.take(), nil
		case t.done:
			return backend.Batch{}, io.EOF
		}
		err := waitUntil(ctx, t.due)
		if err == nil {
			err = t.poll(ctx)
		}
		if err != nil && t.life.Err() == nil {
			return backend.Batch{}, err
		}
	}
}

// Close ends a Next that is waiting.
func (t *logTail) Close() error {
	t.end()
	return nil
}

func (t *logTail) take() backend.Batch {
	n := min(len(t.ready), backend.BatchSize)
	b := backend.Batch{Events: t.ready[:n:n]}
	t.ready = t.ready[n:]
	return b
}

// poll reads one page. After a failure the same page is due again, a little
// later.
func (t *logTail) poll(ctx context.Context) error {
	if t.token == "" {
		t.begin()
	}
	in := t.query
	in.StartTime, in.NextToken = t.start, optional(t.token)
	out, err := t.fetch(ctx, &in)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if backend.KindOf(err) == backend.KindInvalid {
			t.token = "" // tokens go stale after a day: the round starts anew
		}
		t.later()
		return err
	}
	t.add(out.Events)
	next := sdk.ToString(out.NextToken)
	if next != "" && next == t.token {
		t.token, t.done = "", !t.follow
		t.later()
		return &backend.Error{Kind: backend.KindInvalid, Op: filterLogEvents, Target: "log group " + t.group, Message: "a page refers to itself as the next one"}
	}
	if t.token = next; next == "" {
		t.finish()
	}
	return nil
}

// begin starts a round.
func (t *logTail) begin() {
	t.fresh = false
	t.last = !t.follow || !t.until.IsZero() && !t.now().Before(t.until.Add(lateness))
	t.start = nil
	if from := t.from(); !from.IsZero() {
		t.start = sdk.Int64(from.UnixMilli())
	}
}

// finish ends a round and says when the next is due.
func (t *logTail) finish() {
	if t.last {
		t.done = true
		return
	}
	if t.fresh {
		t.pause = pollSoonest
		t.due = time.Now().Add(t.pause)
		return
	}
	t.later()
}

// later puts the next request off, each time a little more.
func (t *logTail) later() {
	t.due = time.Now().Add(t.pause)
	t.pause = min(pollLatest, t.pause*3/2)
}

// from is the time of the oldest event that may still be new. A container whose
// clock is ahead must not carry it beyond what the others write now.
func (t *logTail) from() time.Time {
	if t.newest.IsZero() {
		return t.since
	}
	from := t.newest
	if now := t.now(); now.Before(from) {
		from = now
	}
	if from = from.Add(-lateness); from.Before(t.since) {
		return t.since
	}
	return from
}

// add keeps the events of a page that are wanted and new, in order of time.
func (t *logTail) add(page []cwltypes.FilteredLogEvent) {
	for _, raw := range page {
		e := t.toLogEvent(raw)
		if t.only != "" && e.Stream != t.only || e.At.Before(t.since) || !t.until.IsZero() && !e.At.Before(t.until) {
			continue
		}
		if _, again := t.seen[identity(e)]; again {
			continue
		}
		t.seen[identity(e)] = e.At
		t.fresh = true
		t.ready = append(t.ready, e)
		if e.At.After(t.newest) {
			t.newest = e.At
		}
	}
	slices.SortStableFunc(t.ready, func(x, y model.LogEvent) int { return x.At.Compare(y.At) })
	t.forget()
}

// forget drops the ids of events that no later round reads again.
func (t *logTail) forget() {
	from := t.from()
	for id, at := range t.seen {
		if at.Before(from) {
			delete(t.seen, id)
		}
	}
}

func (t *logTail) toLogEvent(e cwltypes.FilteredLogEvent) model.LogEvent {
	return model.LogEvent{
		ID: sdk.ToString(e.EventId), At: milliseconds(e.Timestamp), Ingested: milliseconds(e.IngestionTime),
		Group: t.group, Stream: sdk.ToString(e.LogStreamName), Message: sdk.ToString(e.Message),
	}
}

// identity is CloudWatch's id of the event, or what stands for it at an endpoint
// that gives none.
func identity(e model.LogEvent) string {
	if e.ID != "" {
		return e.ID
	}
	return e.Stream + "\x00" + e.At.String() + "\x00" + e.Message
}

// waitUntil waits until the wall clock shows at.
func waitUntil(ctx context.Context, at time.Time) error {
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
