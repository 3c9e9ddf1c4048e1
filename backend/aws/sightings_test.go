package aws

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

// TestSightings tells between polling and Live Tail which of equal events are
// new: p is one that polling gave, t one that a session told, | the beginning of
// a session; in upper case it is new.
func TestSightings(t *testing.T) {
	for _, says := range []string{
		"P|",
		"|Tp", "|TTpp", "|TpT", // polled after it was told
		"|Pt", "|PtT", // polled before it was told, in the same session
		"|T|p",   // told by one session, polled in the next
		"|T|Tpp", // another one
		"P|Tp",   // another one, of the same text as one from before
	} {
		s := newSightings()
		id := 0
		for i, c := range says {
			e := model.LogEvent{At: time.UnixMilli(1), Stream: "s", Message: "m"}
			var fresh bool
			switch c {
			case '|':
				s.session()
				continue
			case 'p', 'P':
				id++
				e.ID = strings.Repeat("x", id)
				fresh = s.polled(e)
			default:
				fresh = s.told(e)
			}
			if fresh != (c == 'P' || c == 'T') {
				t.Errorf("%s, at %d: new is %t", says, i, fresh)
			}
		}
		s.forget(time.UnixMilli(2))
		if len(s.ids)+len(s.texts) != 0 {
			t.Errorf("%s: remembered for ever: %v %v", says, s.ids, s.texts)
		}
	}
}

// TestTailReadsWhatWasLateAtTheHandOver: a line from before the session, which
// could not be read yet when the session began, while newer ones were told.
func TestTailReadsWhatWasLateAtTheHandOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &logGroup{}
		start := time.Now()
		g.write(start, "s", "first")
		tail := g.tail(t, backend.LogSource{Group: "g"}, backend.LogQuery{Follow: true}).(*logTail)
		lines(t, tail, 1)
		p := tail.parts[0]
		p.handOver(start.Add(lateness))
		for _, at := range []time.Duration{10 * time.Second, 40 * time.Second} {
			time.Sleep(time.Until(start.Add(at)))
			p.note(time.Now()) // of a line that was told
			g.write(start.Add(-lateness+at/10), "s", "late")
			p.due = time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			got, err := tail.Next(ctx)
			cancel()
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			if late := slices.ContainsFunc(got.Events, func(e model.LogEvent) bool { return e.Message == "late" }); !late {
				t.Errorf("after %s a line from before is lost", at)
			}
		}
		if !p.floor.IsZero() {
			t.Error("it goes on to read from where the session began")
		}
	})
}

func TestSourcesThatAreReadTogether(t *testing.T) {
	src := func(group, prefix string, streams ...string) backend.LogSource {
		return backend.LogSource{Group: group, Prefix: prefix, Streams: streams}
	}
	got := byGroup([]backend.LogSource{
		src("a", "v1/app/"), src("b", ""), src("a", "v1/"), src("a", "v2/"), src("b", "x"), src("a", "v2/"), src("a", "", "v1/app/1", "v1/app/2"), src("a", "", "v3/app/1"),
		{Group: "a", Region: "us-east-1"},
	})
	var told []string
	for _, g := range got {
		for _, s := range g {
			told = append(told, s.Group+s.Region+":"+s.Prefix+strings.Join(s.Streams, ","))
		}
	}
	if want := []string{"b:", "a:v1/", "a:v2/", "a:v3/app/1", "aus-east-1:"}; !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}
