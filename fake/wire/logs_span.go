package wire

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// span is the part of a log group that a request asks for: the streams as in
// sim.View.Lines, with from <= At < to.
type span struct {
	group    string
	prefix   string
	streams  []string
	from, to time.Time
}

// spanOf is all that one stream holds.
func (c call) spanOf(g *sim.LogGroup, s *sim.LogStream) span {
	out := span{group: g.Name, streams: []string{s.Name}, from: earliest(s.CreatedAt, g.Oldest), to: c.present()}
	if end := s.ClosedAt.Add(time.Millisecond); !s.ClosedAt.IsZero() && end.Before(out.to) {
		out.to = end
	}
	return out
}

// present is the end of a span that goes up to now, now included.
func (c call) present() time.Time { return c.view.Now().Add(time.Nanosecond) }

// cut is a place between two lines: just before the line of that time and id,
// or just after it. Without an id it is before all lines of the time.
type cut struct {
	at    time.Time
	id    string
	after bool
}

func before(l sim.Line) cut { return cut{at: l.At, id: l.ID} }
func after(l sim.Line) cut  { return cut{at: l.At, id: l.ID, after: true} }

// precedes tells whether a line comes after the cut.
func (k cut) precedes(l sim.Line) bool {
	order := cmp.Or(l.At.Compare(k.at), strings.Compare(l.ID, k.id))
	return order > 0 || order == 0 && !k.after
}

// seal makes a cut an opaque token for a scope.
func (k cut) seal(scope string) string {
	return sealToken(scope, fmt.Sprintf("%d %t %s", k.at.UnixNano(), k.after, k.id))
}

// openCut reads a token that seal made.
func openCut(scope, token string) (cut, error) {
	position, err := openToken(scope, token)
	if err != nil {
		return cut{}, err
	}
	f := strings.SplitN(position, " ", 3)
	if len(f) == 3 {
		if ns, err := strconv.ParseInt(f[0], 10, 64); err == nil {
			return cut{time.Unix(0, ns), f[2], f[1] == "true"}, nil
		}
	}
	return cut{}, invalid("The specified nextToken is invalid.")
}

// Lines are made when they are read, so that a span is read in windows: small
// ones where much is said, twice as large after each in which little was.
const (
	firstWindow = time.Minute
	fewLines    = 1000
)

// forward yields the lines of the span after a cut, oldest first.
func (s span) forward(v sim.View, k cut) iter.Seq[sim.Line] {
	return func(yield func(sim.Line) bool) {
		window := firstWindow
		for lo := latest(s.from, k.at); lo.Before(s.to); {
			hi := earliest(lo.Add(window), s.to)
			lines := v.Lines(s.group, s.prefix, s.streams, lo, hi, 0)
			for _, l := range lines {
				if k.precedes(l) && !yield(l) {
					return
				}
			}
			lo = hi
			window = grown(window, len(lines))
		}
	}
}

// backward yields the lines of the span before a cut, newest first.
func (s span) backward(v sim.View, k cut) iter.Seq[sim.Line] {
	return func(yield func(sim.Line) bool) {
		window := firstWindow
		// The cut may be behind some of the lines of its own instant.
		for hi := earliest(s.to, k.at.Add(time.Nanosecond)); s.from.Before(hi); {
			lo := latest(hi.Add(-window), s.from)
			lines := v.Lines(s.group, s.prefix, s.streams, lo, hi, 0)
			for _, l := range slices.Backward(lines) {
				if !k.precedes(l) && !yield(l) {
					return
				}
			}
			hi = lo
			window = grown(window, len(lines))
		}
	}
}

func grown(window time.Duration, lines int) time.Duration {
	if lines < fewLines {
		return 2 * window
	}
	return window
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
