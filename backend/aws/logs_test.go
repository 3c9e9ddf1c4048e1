package aws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	cwltypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/ecsdeck/ecsdeck/backend"
)

// logGroup is a group in memory that answers as FilterLogEvents does.
type logGroup struct {
	mu       sync.Mutex
	streams  []string
	events   []cwltypes.FilteredLogEvent
	pageSize int
	fail     error // of the next request
	asked    []*cloudwatchlogs.FilterLogEventsInput
	when     []time.Time // of each request
}

func (g *logGroup) write(at time.Time, stream, message string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !slices.Contains(g.streams, stream) {
		g.streams = append(g.streams, stream)
	}
	g.events = append(g.events, cwltypes.FilteredLogEvent{
		EventId: sdk.String(fmt.Sprint(len(g.events))), Timestamp: sdk.Int64(at.UnixMilli()), IngestionTime: sdk.Int64(at.UnixMilli() + 10),
		LogStreamName: &stream, Message: &message,
	})
}

func (g *logGroup) filter(_ context.Context, in *cloudwatchlogs.FilterLogEventsInput) (*cloudwatchlogs.FilterLogEventsOutput, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked, g.when = append(g.asked, in), append(g.when, time.Now())
	if err := g.fail; err != nil {
		g.fail = nil
		return nil, err
	}
	for _, name := range in.LogStreamNames {
		if !slices.Contains(g.streams, name) {
			return nil, &backend.Error{Kind: backend.KindNotFound, Message: "The specified log stream does not exist."}
		}
	}
	var found []cwltypes.FilteredLogEvent
	for _, e := range g.events {
		named := len(in.LogStreamNames) == 0 || slices.Contains(in.LogStreamNames, *e.LogStreamName)
		if named && strings.HasPrefix(*e.LogStreamName, sdk.ToString(in.LogStreamNamePrefix)) &&
			*e.Timestamp >= sdk.ToInt64(in.StartTime) && (in.EndTime == nil || *e.Timestamp <= *in.EndTime) {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(x, y cwltypes.FilteredLogEvent) int { return int(*x.Timestamp - *y.Timestamp) })
	var from int
	_, _ = fmt.Sscan(sdk.ToString(in.NextToken), &from)
	out := &cloudwatchlogs.FilterLogEventsOutput{Events: found[from:]}
	if g.pageSize > 0 && len(out.Events) > g.pageSize {
		out.Events = out.Events[:g.pageSize]
		out.NextToken = sdk.String(fmt.Sprint(from + g.pageSize))
	}
	return out, nil
}

// tail opens a tail of the group's source for a test in a bubble.
func (g *logGroup) tail(t *testing.T, s backend.LogSource, q backend.LogQuery) backend.Tail {
	t.Helper()
	tail, err := opener{fetch: g.filter, now: time.Now, query: q}.group(t.Context(), []backend.LogSource{s})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tail.Close() })
	return tail
}

// lines pulls until n lines have come or the tail ends.
func lines(t *testing.T, tail backend.Tail, n int) []string {
	t.Helper()
	var out []string
	for len(out) < n {
		b, err := tail.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Events) > backend.BatchSize {
			t.Errorf("a batch of %d", len(b.Events))
		}
		for _, e := range b.Events {
			out = append(out, e.Message)
		}
	}
	return out
}

func TestTailReadsEveryPageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		g := &logGroup{pageSize: 300}
		for i := range 1000 {
			g.write(now.Add(time.Duration(i)*time.Second), "api/app/1", fmt.Sprint(i))
		}
		since, until := now.Add(10*time.Second), now.Add(900*time.Second)
		got := lines(t, g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{Since: since, Until: until}), 5000)
		if len(got) != 890 || got[0] != "10" || got[889] != "899" || len(g.asked) != 3 {
			t.Errorf("got %d lines, from %s to %s, in %d requests", len(got), got[0], got[len(got)-1], len(g.asked))
		}
		if time.Since(now) != 0 {
			t.Errorf("old lines took %s", time.Since(now))
		}
	})
}

func TestTailFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{}
		start := time.Now()
		g.write(start, "api/app/1", "first")
		tail := g.tail(t, backend.LogSource{Group: "g", Prefix: "api/app/"}, backend.LogQuery{Follow: true})
		if got := lines(t, tail, 1); got[0] != "first" {
			t.Fatalf("got %v", got)
		}
		time.Sleep(time.Minute)
		g.write(time.Now(), "api/app/2", "second")
		g.write(time.Now().Add(-10*time.Second), "api/app/1", "late") // written before, readable only now
		if got := lines(t, tail, 2); !slices.Equal(got, []string{"late", "second"}) {
			t.Fatalf("got %v", got)
		}
		g.write(time.Now().Add(-lateness/2), "api/app/1", "later still")
		g.write(time.Now(), "web/app/1", "of another service")
		if got := lines(t, tail, 1); !slices.Equal(got, []string{"later still"}) {
			t.Fatalf("got %v", got)
		}
	})
}

func TestTailAsksLessOftenWhenQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{streams: []string{"s"}}
		tail := g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{Follow: true})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := tail.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		var gaps []time.Duration
		for i := 1; i < len(g.when); i++ {
			gaps = append(gaps, g.when[i].Sub(g.when[i-1]))
		}
		if gaps[0] != pollSoonest || gaps[len(gaps)-1] != pollLatest || !slices.IsSorted(gaps) {
			t.Errorf("gaps %v", gaps)
		}
		g.write(time.Now(), "s", "awake")
		lines(t, tail, 1)
		g.write(time.Now(), "s", "again")
		before := time.Now()
		lines(t, tail, 1)
		if took := time.Since(before); took != pollSoonest {
			t.Errorf("after a line the next one took %s", took)
		}
	})
}

func TestTailForgetsNothingWhenAClockIsAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{}
		g.write(time.Now().Add(time.Hour), "s/ahead", "from the future")
		tail := g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{Follow: true})
		lines(t, tail, 1)
		g.write(time.Now(), "s/right", "from now")
		if got := lines(t, tail, 1); got[0] != "from now" {
			t.Errorf("got %v", got)
		}
	})
}

func TestTailGoesOnAfterAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{pageSize: 2}
		for i := range 6 {
			g.write(time.Now().Add(time.Duration(i)*time.Millisecond), "s", fmt.Sprint(i))
		}
		tail := g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{})
		got := lines(t, tail, 2)
		for _, kind := range []backend.Kind{backend.KindThrottled, backend.KindInvalid} { // the token lives on; it does not
			g.fail = &backend.Error{Kind: kind}
			if _, err := tail.Next(t.Context()); backend.KindOf(err) != kind {
				t.Fatalf("got %v", err)
			}
		}
		if got = append(got, lines(t, tail, 100)...); !slices.Equal(got, []string{"0", "1", "2", "3", "4", "5"}) {
			t.Errorf("got %v", got)
		}
		if g.asked[2].NextToken == nil || g.asked[3].NextToken != nil {
			t.Errorf("after throttling the token was %v, after a refusal %v", g.asked[2].NextToken, g.asked[3].NextToken)
		}
	})
}

func TestTailWaitsForStreamsToCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{}
		g.write(time.Now(), "api/app/a", "a")
		g.write(time.Now(), "api/app/c", "c")
		g.write(time.Now(), "api/app/other", "not asked for")
		s := backend.LogSource{Group: "g", Streams: []string{"api/app/a", "api/app/b", "api/app/c"}}
		tail := g.tail(t, s, backend.LogQuery{Follow: true})
		got := lines(t, tail, 2)
		if slices.Sort(got); !slices.Equal(got, []string{"a", "c"}) {
			t.Fatalf("got %v", got)
		}
		g.write(time.Now(), "api/app/b2", "another stream with the same beginning")
		g.write(time.Now(), "api/app/b", "b")
		if got := lines(t, tail, 1); !slices.Equal(got, []string{"b"}) {
			t.Errorf("got %v", got)
		}
	})
}

func TestTailNamesAHundredStreamsAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{}
		var names []string
		for i := range 250 {
			names = append(names, numbered(i))
			g.write(time.Now(), numbered(i), "x")
		}
		tail := g.tail(t, backend.LogSource{Group: "g", Streams: names}, backend.LogQuery{})
		if got := lines(t, tail, 1000); len(got) != 250 || len(g.asked) != 3 {
			t.Errorf("%d lines in %d requests", len(got), len(g.asked))
		}
	})
}

func TestTailThatFollowsEndsAtUntil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{}
		g.write(time.Now(), "s", "within")
		until := time.Now().Add(20 * time.Second)
		g.write(until, "s", "beyond")
		tail := g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{Follow: true, Until: until})
		if got := lines(t, tail, 100); !slices.Equal(got, []string{"within"}) {
			t.Errorf("got %v", got)
		}
		if time.Now().Before(until) {
			t.Error("it ended before its time")
		}
	})
}

func TestTailThatIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{streams: []string{"s"}}
		tail := g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{Follow: true})
		ended := make(chan error)
		go func() {
			_, err := tail.Next(context.Background())
			ended <- err
		}()
		synctest.Wait()
		if err := tail.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; !errors.Is(err, backend.ErrTailClosed) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTailOverTheWire(t *testing.T) {
	b, e := serve(t, answers{"FilterLogEvents": func(in object) reply {
		if in["logGroupName"] == "/ecs/gone" {
			return failure(http.StatusBadRequest, "ResourceNotFoundException", "The specified log group does not exist.")
		}
		return ok(object{"events": []object{{"eventId": "1", "logStreamName": "api/app/0123", "message": "hello", "timestamp": 1000, "ingestionTime": 2000}}})
	}})
	_, err := b.Tail(t.Context(), backend.LogQuery{Sources: []backend.LogSource{{Group: "/ecs/api"}, {Group: "/ecs/gone"}}})
	if backend.KindOf(err) != backend.KindNotFound || !strings.Contains(err.Error(), "/ecs/gone") {
		t.Errorf("got %v", err)
	}
	if _, err := b.Tail(t.Context(), backend.LogQuery{}); backend.KindOf(err) != backend.KindInvalid {
		t.Errorf("no sources: got %v", err)
	}
	tail, err := b.Tail(t.Context(), backend.LogQuery{
		Sources: []backend.LogSource{{Group: "/ecs/api", Prefix: "api/app/"}}, Since: time.UnixMilli(500), Until: time.UnixMilli(1500),
	})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := tail.Next(t.Context())
	if err != nil || len(batch.Events) != 1 {
		t.Fatalf("got %v, %v", batch, err)
	}
	got := batch.Events[0]
	if got.ID != "1" || got.Group != "/ecs/api" || got.TaskID() != "0123" || got.Message != "hello" ||
		!got.At.Equal(time.UnixMilli(1000)) || !got.Ingested.Equal(time.UnixMilli(2000)) {
		t.Errorf("got %+v", got)
	}
	if _, err := tail.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
	asked := e.asked("FilterLogEvents")
	want := `{"endTime":1500,"logGroupName":"/ecs/api","logStreamNamePrefix":"api/app/","startTime":500}`
	if got := asked[len(asked)-1].body; got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
}
