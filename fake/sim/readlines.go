package sim

import (
	"cmp"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Lines reads a log group: the lines with from <= At < to of streams whose name
// begins with prefix or, when streams are given, of exactly those; ordered by
// time, then by ID; at most limit of them, 0 being no limit. A group that does
// not exist has none.
func (v View) Lines(group, prefix string, streams []string, from, to time.Time, limit int) []Line {
	g := v.LogGroup(group)
	if g == nil {
		return nil
	}
	// What has not happened yet cannot be read, nor what is no longer kept.
	if end := v.Now().Add(time.Nanosecond); to.After(end) {
		to = end
	}
	if g.Retention > 0 {
		if kept := v.Now().Add(-time.Duration(g.Retention) * day); from.Before(kept) {
			from = kept
		}
	}
	var out []Line
	if len(streams) > 0 {
		for _, name := range streams {
			if st := g.Streams[name]; st != nil {
				out = v.streamLines(out, st, from, to)
			}
		}
	} else {
		for _, st := range sorted(g.Streams) {
			if strings.HasPrefix(st.Name, prefix) {
				out = v.streamLines(out, st, from, to)
			}
		}
	}
	model.Sort(out, func(a, b Line) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

// say writes a message of one or several lines at a moment; n orders the
// messages of one moment.
type say func(at time.Time, n int, message ...string)

// linesPerMessage is more than any message has.
const linesPerMessage = 32

// streamLines adds a stream's lines of a span: the facts that are kept, and
// what the application says about its work, made anew from what it was given.
func (v View) streamLines(out []Line, st *LogStream, from, to time.Time) []Line {
	if !st.ClosedAt.IsZero() && st.ClosedAt.Before(from) && !lastFactIn(st, from) {
		return out
	}
	add := func(at time.Time, n int, message string) {
		if !at.Before(from) && at.Before(to) {
			out = append(out, Line{At: at, Stream: st.Name, Message: message, ID: lineID(at, st.Name, n)})
		}
	}
	for i, f := range st.Facts {
		add(f.At, i, f.Message)
	}
	speaks := to
	if !st.ClosedAt.IsZero() && st.ClosedAt.Before(to) {
		speaks = st.ClosedAt
	}
	if st.ReadyAt.IsZero() || !st.ReadyAt.Before(speaks) {
		return out
	}
	var buffer buffer
	say := func(at time.Time, n int, message ...string) {
		if !at.After(st.ReadyAt) || !at.Before(speaks) {
			return
		}
		for i, e := range st.events(message) {
			if buffer.takes(st, at, e) {
				add(at, factsFirst+n*linesPerMessage+i, e)
			}
		}
	}
	voice := voices[st.Voice]
	first := sort.Search(len(st.Served), func(i int) bool { return !st.Served[i].at().Add(time.Minute + latestLine).Before(from) })
	for i := range st.Served[first:] {
		s := &st.Served[first+i]
		if !s.at().Before(speaks) {
			break
		}
		v.tellRequests(voice, st, s, say)
	}
	if voice.rest != nil {
		voice.rest(v, st, from, speaks, say)
	}
	return out
}

// factsFirst sorts facts before the application's other lines of an instant.
const factsFirst = 1 << 16

func lastFactIn(st *LogStream, from time.Time) bool {
	return len(st.Facts) > 0 && !st.Facts[len(st.Facts)-1].At.Before(from)
}

// lineID has the form of CloudWatch's event ids: 56 digits that grow with time.
func lineID(at time.Time, stream string, n int) string {
	h := uint64(14695981039346656037)
	for i := range len(stream) {
		h = (h ^ uint64(stream[i])) * 1099511628211
	}
	return fmt.Sprintf("3%018d%019d%018d", at.UnixMilli(), h/2, n)
}
