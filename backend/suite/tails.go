package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var tailChecks = []check{
	{"Tail from since until ends", checkTailBounded},
	{"Tail loses and repeats nothing where windows meet", checkTailWindows},
	{"Tail without until or follow ends now", checkTailNow},
	{"Tail of streams has only their lines", checkTailStreams},
	{"Tail of an unknown group is not found", checkTailUnknownGroup},
	{"Tail of a stream to come is not an error", checkTailUnknownStream},
}

// past lets the world write some lines and returns a window that surely holds
// lines of every task. Its bounds are whole seconds, as every log store
// understands them.
func (s sub) past() (since, until time.Time) {
	s.t.Helper()
	s.Advance(10 * time.Minute)
	now := s.now().Truncate(time.Second)
	return now.Add(-9 * time.Minute), now.Add(-time.Minute)
}

// sources are where the lines of Subject.Service are.
func (s sub) sources() []backend.LogSource {
	s.t.Helper()
	return backend.ServiceLogs(s.definition())
}

// open opens a tail that is closed with the test.
func (s sub) open(q backend.LogQuery) backend.Tail {
	s.t.Helper()
	tail, err := s.Backend.Tail(limited(s.t), q)
	s.need(err, "Tail(%+v)", q)
	s.t.Cleanup(func() { _ = tail.Close() })
	return tail
}

// drain reads a tail that does not follow to its end.
func (s sub) drain(q backend.LogQuery) []model.LogEvent {
	s.t.Helper()
	tail := s.open(q)
	var all []model.LogEvent
	for {
		batch, err := tail.Next(limited(s.t))
		wantBatch(s.t, batch, q, err)
		all = append(all, batch.Events...)
		if errors.Is(err, io.EOF) {
			return all
		}
		s.need(err, "Next of %+v after %d lines", q, len(all))
	}
}

// readAll reads a tail that does not follow to its end, as sorted text.
func readAll(ctx context.Context, tail backend.Tail) ([]string, error) {
	var all []model.LogEvent
	for {
		batch, err := tail.Next(ctx)
		all = append(all, batch.Events...)
		if errors.Is(err, io.EOF) {
			return lineKeys(all), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// wantBatch holds one batch to what every batch promises.
func wantBatch(t T, batch backend.Batch, q backend.LogQuery, err error) {
	t.Helper()
	if len(batch.Events) > backend.BatchSize {
		t.Errorf("a batch has %d events, want at most %d", len(batch.Events), backend.BatchSize)
	}
	if err == nil && len(batch.Events) == 0 && batch.Skipped == 0 {
		t.Errorf("Next returns an empty batch: it must wait for events")
	}
	wantSorted(t, "a batch in order of time", batch.Events, func(a, b model.LogEvent) int { return a.At.Compare(b.At) })
	for _, e := range batch.Events {
		if e.At.Before(q.Since) || !q.Until.IsZero() && !e.At.Before(q.Until) {
			t.Errorf("a line of %v came, want from %v until before %v", e.At, q.Since, q.Until)
		}
		if !slices.ContainsFunc(q.Sources, func(src backend.LogSource) bool { return inSource(e, src) }) {
			t.Errorf("a line of %s %s came, which nobody asked for", e.Group, e.Stream)
		}
	}
}

func inSource(e model.LogEvent, src backend.LogSource) bool {
	if e.Group != src.Group {
		return false
	}
	if len(src.Streams) > 0 {
		return slices.Contains(src.Streams, e.Stream)
	}
	return strings.HasPrefix(e.Stream, src.Prefix)
}

func checkTailBounded(t T, s Subject) {
	b := sub{s, t}
	since, until := b.past()
	lines := b.drain(backend.LogQuery{Sources: b.sources(), Since: since, Until: until})
	wrote := map[string]bool{}
	for _, e := range lines {
		wrote[e.TaskID()] = true
	}
	for _, task := range b.running() {
		if !wrote[task.Ref.ID] {
			t.Errorf("among %d lines of %s none is by task %s", len(lines), until.Sub(since), task.Ref.Short())
		}
	}
}

func checkTailWindows(t T, s Subject) {
	b := sub{s, t}
	since, until := b.past()
	middle := since.Add(until.Sub(since) / 2).Truncate(time.Second)
	read := func(from, to time.Time) []string {
		return lineKeys(b.drain(backend.LogQuery{Sources: b.sources(), Since: from, Until: to}))
	}
	whole, halves := read(since, until), append(read(since, middle), read(middle, until)...)
	slices.Sort(halves)
	if !slices.Equal(whole, halves) {
		t.Errorf("one window has %d lines, its two halves have %d: a line at the seam is lost or repeated, or another is", len(whole), len(halves))
	}
}

// lineKeys are the lines as sorted text, equal lines as often as they come.
func lineKeys(lines []model.LogEvent) []string {
	out := make([]string, 0, len(lines))
	for _, e := range lines {
		out = append(out, fmt.Sprint(e.At.UnixMilli(), " ", e.Group, " ", e.Stream, " ", e.Message))
	}
	slices.Sort(out)
	return out
}

func checkTailNow(t T, s Subject) {
	b := sub{s, t}
	since, until := b.past()
	all := b.drain(backend.LogQuery{Sources: b.sources(), Since: since})
	bounded := b.drain(backend.LogQuery{Sources: b.sources(), Since: since, Until: until})
	if len(all) < len(bounded) {
		t.Errorf("without until there are %d lines, with an until in the past %d", len(all), len(bounded))
	}
	if i := slices.IndexFunc(all, func(e model.LogEvent) bool { return e.At.After(s.now()) }); i >= 0 {
		t.Errorf("a line of %v came, later than the world's now %v", all[i].At, s.now())
	}
}

func checkTailStreams(t T, s Subject) {
	b := sub{s, t}
	since, until := b.past()
	task := b.running()[0].Ref
	lines := b.drain(backend.LogQuery{Sources: backend.TaskLogs(task, b.definition()), Since: since, Until: until})
	if len(lines) == 0 {
		t.Errorf("the log streams of task %s have no line in %s", task.Short(), until.Sub(since))
	}
	var want []string
	for _, line := range b.drain(backend.LogQuery{Sources: b.sources(), Since: since, Until: until}) {
		if line.TaskID() == task.ID {
			want = append(want, lineKeys([]model.LogEvent{line})...)
		}
	}
	slices.Sort(want)
	if got := lineKeys(lines); !slices.Equal(got, want) {
		t.Errorf("task %s has %d lines read by its streams, %d among those of its service", task.Short(), len(got), len(want))
	}
}

func checkTailUnknownGroup(t T, s Subject) {
	for _, follow := range []bool{false, true} {
		tail, err := s.Backend.Tail(limited(t), backend.LogQuery{
			Sources: []backend.LogSource{{Group: "/" + nobody}}, Since: s.now().Add(-time.Minute), Follow: follow,
		})
		wantKind(t, err, backend.KindNotFound, "Tail(follow %t) of an unknown group", follow)
		if tail != nil && err == nil {
			_ = tail.Close()
		}
	}
}

func checkTailUnknownStream(t T, s Subject) {
	b := sub{s, t}
	q := backend.LogQuery{
		Sources: []backend.LogSource{{Group: b.sources()[0].Group, Streams: []string{nobody + "/app/" + strings.Repeat("0", 32)}}},
		Since:   s.now().Add(-time.Minute),
	}
	if lines := b.drain(q); len(lines) != 0 {
		t.Errorf("a stream that does not exist has %d lines", len(lines))
	}
	q.Follow = true
	tail := b.open(q)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tail.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Next with a canceled context returns %v, want context.Canceled", err)
	}
}
