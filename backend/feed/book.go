package feed

import (
	"errors"
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// question is a want as it goes to the backend.
type question struct {
	id   uint64 // of those asked
	want Want
	// only narrows a list to these names or ids.
	only []string
	// services are those that a Metrics question is about.
	services []model.ServiceRef
	// ids are the tasks, or the images, that a question about those around
	// them is about.
	ids []string
	// cost in API calls, estimated.
	cost bill
	// routine is what nobody waits for.
	routine bool
	// patience is how long its answer is waited for.
	patience time.Duration
	// first tells that nothing was known when it was asked, streams that rows
	// are folded as they come.
	first, streams bool
}

// track is what the planner remembers of one want.
type track struct {
	asked    time.Time // the newest question for all of it
	narrowed time.Time // the newest question for a part of it
	answered time.Time // the newest good answer to any of them
	whole    time.Time // the newest good answer about all of it
	fails    int       // failures in a row
	kind     backend.Kind
	retryAt  time.Time // when fails > 0
	never    bool      // the backend cannot do it
	forced   bool      // to be asked now, whatever the pace says
	missing  []string  // rows that answers lacked, to be asked for by name
	// missingAt is when they are asked for again at the soonest.
	missingAt time.Time
	// lost are rows that answers have been lacking for no reason that they
	// told, or contradicting, and since when; see merged.
	lost map[string]time.Time
}

// book is what the planner remembers of all wants. Only the loop writes to it.
type book struct {
	tracks map[Want]track
	flying map[Want]int // questions on their way, by lane
}

func newBook() *book { return &book{tracks: map[Want]track{}, flying: map[Want]int{}} }

// inFlight counts all questions on their way.
func (b *book) inFlight() int {
	n := 0
	for _, k := range b.flying {
		n += k
	}
	return n
}

// force marks w to be asked as soon as its lane is free.
func (b *book) force(w Want) {
	t := b.tracks[w]
	t.forced = !t.never
	b.tracks[w] = t
}

func (b *book) started(now time.Time, q question) {
	t := b.tracks[q.want]
	if len(q.only) > 0 {
		t.narrowed = now
	} else {
		t.asked = now
	}
	t.forced = false
	b.tracks[q.want] = t
	b.flying[q.want.lane()]++
}

// landed notes that a question is not on its way any more.
func (b *book) landed(w Want) {
	if b.flying[w.lane()]--; b.flying[w.lane()] <= 0 {
		delete(b.flying, w.lane())
	}
}

// answered notes how a question ended. The want is given apart from the
// question because its cluster may have become known by its complete ref
// meanwhile.
func (b *book) answered(now time.Time, w Want, a *answer, p Policy) {
	b.landed(w)
	t := b.tracks[w]
	var partial *backend.Partial
	if kind := backend.KindOf(a.err); a.err != nil && !errors.As(a.err, &partial) {
		if errors.Is(a.err, errNoService) {
			t.lost = a.lost
		}
		if len(a.only) > 0 && !network(kind) && kind != backend.KindThrottled {
			t.missingAt = now.Add(p.RetryCap) // it is about some rows, and others may be read
		} else {
			t = t.failed(now, kind, p)
		}
		b.tracks[w] = t
		return
	}
	if recovered := t.fails > 0 && network(t.kind); recovered {
		b.retry(now, network)
	}
	t.fails, t.kind = 0, backend.KindUnknown
	t.answered = now
	if len(a.only) == 0 {
		t.whole = now
	}
	t.lost = a.lost
	t.missing = except(t.missing, func(name string) bool { return len(a.only) == 0 || slices.Contains(a.only, name) })
	if partial != nil {
		t.missing = union(t.missing, shortNames(partial.Missing))
		if t.missingAt = now; backend.KindOf(partial.Err) == backend.KindDenied {
			t.missingAt = now.Add(p.RetryCap)
		}
	}
	b.tracks[w] = t
}

func (t track) failed(now time.Time, kind backend.Kind, p Policy) track {
	t.fails++
	t.kind = kind
	switch kind {
	case backend.KindUnsupported:
		t.never, t.forced = true, false
	case backend.KindDenied:
		t.retryAt = now.Add(p.Denied)
	default:
		t.retryAt = now.Add(p.backOff(t.fails))
	}
	return t
}

// network tells failures that have one cause for all questions.
func network(k backend.Kind) bool {
	return k == backend.KindUnreachable || k == backend.KindExpired
}

// retry ends the back-off of all that failed in such a way.
func (b *book) retry(now time.Time, such func(backend.Kind) bool) {
	for w, t := range b.tracks {
		if t.fails > 0 && such(t.kind) {
			t.retryAt = now
			b.tracks[w] = t
		}
	}
}

// passing tells failures that may be over after a while without anybody.
func passing(k backend.Kind) bool { return k != backend.KindDenied }

// whatever tells every failure.
func whatever(backend.Kind) bool { return true }

// renamed moves what is remembered of wants under their new names; where both
// names were in use the answer that came last counts.
func (b *book) renamed(canon func(Want) Want) {
	for w, t := range b.tracks {
		c := canon(w)
		if c == w {
			continue
		}
		delete(b.tracks, w)
		if other, ok := b.tracks[c]; !ok || other.answered.Before(t.answered) {
			b.tracks[c] = t
		}
	}
	for w, n := range b.flying {
		if c := canon(w); c != w {
			delete(b.flying, w)
			b.flying[c] += n
		}
	}
}

// shortNames cuts ARNs to the names or ids that they end with.
func shortNames(names []string) []string {
	out := slices.Clone(names)
	for i, n := range out {
		out[i] = baseName(n)
	}
	return out
}
