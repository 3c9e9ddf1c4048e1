package suite

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

var followChecks = []check{
	{"a following Tail gets lines as they come", checkFollow},
	{"a following Tail gets what was there before", checkFollowPast},
	{"a following Tail finds tasks that start later", checkFollowNewTasks},
	{"a following Tail loses and repeats nothing, and says how it reads", checkFollowComplete},
	{"a following Tail lets go when canceled", checkFollowCancel},
	{"a closed Tail fails", checkClosed},
}

// answer is what a Next that runs by itself came to.
type answer struct {
	batch backend.Batch
	err   error
}

// next starts a Next and returns where its answer will come. The channel has
// room, so that nobody waits for a reader who has given up.
func next(ctx context.Context, tail backend.Tail) <-chan answer {
	out := make(chan answer, 1)
	go func() {
		batch, err := tail.Next(ctx)
		out <- answer{batch, err}
	}()
	return out
}

// await is the answer, or the end of the test when none comes.
func await(t T, what string, answers <-chan answer) answer {
	t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case a := <-answers:
		return a
	case <-timer.C:
		t.Fatalf("%s: no answer within %s", what, patience)
		return answer{}
	}
}

// readUntil reads a following tail, of which a Next is under way, until a line
// is enough.
func (s sub) readUntil(tail backend.Tail, q backend.LogQuery, answers <-chan answer, what string, enough func(model.LogEvent) bool) {
	s.t.Helper()
	for {
		a := await(s.t, what, answers)
		s.need(a.err, "Next of a following tail, waiting for %s", what)
		wantBatch(s.t, a.batch, q, nil)
		if slices.ContainsFunc(a.batch.Events, enough) {
			return
		}
		answers = next(limited(s.t), tail)
	}
}

func checkFollow(t T, s Subject) {
	b := sub{s, t}
	start := s.now()
	q := backend.LogQuery{Sources: b.sources(), Since: start, Follow: true}
	tail := b.open(q)
	answers := next(limited(t), tail)
	s.Advance(5 * time.Minute)
	b.readUntil(tail, q, answers, "a line written after the tail was opened", func(e model.LogEvent) bool { return e.At.After(start) })
}

func checkFollowPast(t T, s Subject) {
	b := sub{s, t}
	since, _ := b.past()
	q := backend.LogQuery{Sources: b.sources(), Since: since, Follow: true}
	opened := s.now()
	want := lineKeys(b.drain(backend.LogQuery{Sources: q.Sources, Since: since, Until: opened}))
	tail := b.open(q)
	var got []string
	for len(got) < len(want) {
		a := await(t, "the lines written before the tail was opened", next(limited(t), tail))
		b.need(a.err, "Next of a following tail after %d of %d lines", len(got), len(want))
		wantBatch(t, a.batch, q, nil)
		for _, e := range a.batch.Events {
			if e.At.Before(opened) {
				got = append(got, lineKeys([]model.LogEvent{e})...)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("a following tail has other lines of the past than one that ends: %d, %d", len(got), len(want))
	}
}

// checkFollowComplete lets time pass between the lines of the past and those to
// come, where a backend may go over from one way of reading to another.
func checkFollowComplete(t T, s Subject) {
	b := sub{s, t}
	since, _ := b.past()
	q := backend.LogQuery{Sources: b.sources(), Since: since, Follow: true}
	tail := b.open(q)
	first := next(limited(t), tail)
	s.Advance(2 * time.Minute)
	want := lineKeys(b.drain(backend.LogQuery{Sources: q.Sources, Since: since, Until: s.now()}))
	var got []string
	for answers := first; len(got) < len(want); answers = next(limited(t), tail) {
		a := await(t, "the lines so far", answers)
		b.need(a.err, "Next of a following tail after %d of %d lines", len(got), len(want))
		wantBatch(t, a.batch, q, nil)
		got = append(got, lineKeys(a.batch.Events)...)
	}
	// The world may have gone on meanwhile, so there may be newer ones as well.
	slices.Sort(got)
	if twice := len(got) - len(slices.Compact(slices.Clone(got))); twice > len(want)-len(slices.Compact(slices.Clone(want))) {
		t.Errorf("%d lines of %d came twice", twice, len(got))
	}
	for _, line := range want {
		if _, came := slices.BinarySearch(got, line); !came {
			t.Errorf("of %d lines this one did not come: %s", len(want), line)
			break
		}
	}
	if mode, ok := backend.ModeOf(tail); ok && !mode.Live && (mode.Why == "" || mode.Every <= 0) {
		t.Errorf("a tail that has to poll does not say why and how often: %+v", mode)
	}
}

func checkFollowNewTasks(t T, s Subject) {
	b := sub{s, t}
	old := taskIDs(b.tasks(backend.TaskQuery{Service: s.Service}))
	q := backend.LogQuery{Sources: b.sources(), Since: s.now(), Follow: true}
	tail := b.open(q)
	answers := next(limited(t), tail)
	b.need(s.Backend.Redeploy(limited(t), s.service()), "Redeploy")
	b.eventually("the new deployment is alone and complete", b.steady)
	s.Advance(5 * time.Minute)
	b.readUntil(tail, q, answers, "a line of a task started after the tail was opened", func(e model.LogEvent) bool {
		return !slices.Contains(old, e.TaskID())
	})
}

func checkFollowCancel(t T, s Subject) {
	b := sub{s, t}
	tail := b.open(backend.LogQuery{Sources: b.sources(), Since: s.now(), Follow: true})
	ctx, cancel := context.WithCancel(t.Context())
	answers := next(ctx, tail)
	cancel()
	a := await(t, "Next after its context was canceled", answers)
	if a.err == nil { // it had lines at hand and returned those first
		a = await(t, "Next with a canceled context", next(ctx, tail))
	}
	if !errors.Is(a.err, context.Canceled) {
		t.Errorf("Next whose context was canceled returns %v, want context.Canceled", a.err)
	}
}

func checkClosed(t T, s Subject) {
	b := sub{s, t}
	tail := b.open(backend.LogQuery{Sources: b.sources(), Since: s.now().Add(-time.Minute), Follow: true})
	b.need(tail.Close(), "Close")
	if a := await(t, "Next of a closed tail", next(limited(t), tail)); a.err == nil || errors.Is(a.err, io.EOF) {
		t.Errorf("Next of a closed tail returns %d lines and error %v, want an error", len(a.batch.Events), a.err)
	}
	b.need(tail.Close(), "Close for the second time")
}
