package logs

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

var drawText = rapid.Custom(func(t *rapid.T) string {
	piece := rapid.SampledFrom([]string{
		"a", "B", "xx", "1", " ", "INFO ok", "ERROR", "/orders/88131 ", "a long piece of text that wraps, ",
		"注", "文", "🍕", "🇩🇪", "🇫🇷", "e\u0301", "ß", "\u1112\u1161\u11ab", "…", "\t", "\u202e",
	})
	return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "text"), "")
})

var drawEvent = rapid.Custom(func(t *rapid.T) model.LogEvent {
	e := event(time.Duration(rapid.IntRange(0, 60).Draw(t, "at"))*50*time.Millisecond, rapid.IntRange(0, 3).Draw(t, "task"), drawText.Draw(t, "message"))
	e.ID = rapid.SampledFrom([]string{"", "", "", "1", "2", "3"}).Draw(t, "id")
	if e.ID != "" {
		e.Message += " of " + e.ID // or it would be taken for one that was told without an id
	}
	return e
})

// TestPaneProperties: whatever comes and whatever is pressed, the picture has
// the size asked for and is that of the naive model: so the line one reads
// stays where it is.
func TestPaneProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(1, 40).Draw(t, "capacity")
		s := NewStore(capacity)
		p := NewPane(s, theme.Default())
		n := &naive{capacity: capacity, follow: true}
		count := func(what string) int { return rapid.IntRange(-30, 30).Draw(t, what) }

		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				events := rapid.SliceOfN(drawEvent, 0, 8).Draw(t, "events")
				skipped := max(0, rapid.IntRange(-4, 2).Draw(t, "skipped"))
				if skipped > 0 && len(events) == 0 {
					return // its time is not known: tested by itself
				}
				s.Add(events, skipped)
				n.add(events, skipped)
			},
			"mark": func(t *rapid.T) {
				m := Marker{
					At:     noon.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "at")) * time.Second),
					Task:   rapid.SampledFrom([]string{"", tasks[0], tasks[1]}).Draw(t, "task"),
					Text:   rapid.SampledFrom([]string{"(:17) joined", "stopped, out of memory (137), and much more to say about it"}).Draw(t, "text"),
					Failed: rapid.Bool().Draw(t, "failed"),
				}
				s.Mark(m)
				n.mark(m)
			},
			"size": func(t *rapid.T) {
				n.w, n.h = rapid.IntRange(0, 100).Draw(t, "w"), rapid.IntRange(0, 20).Draw(t, "h")
				p.SetSize(n.w, n.h)
			},
			"scroll": func(*rapid.T) {
				by := count("rows")
				p.Scroll(by)
				n.scroll(by)
			},
			"page": func(*rapid.T) {
				by := count("pages") / 10
				p.Page(by)
				n.scroll(by * max(n.h-1, 1))
			},
			"shift": func(*rapid.T) {
				by := count("cells")
				p.Shift(by)
				n.slide(by)
			},
			"home": func(*rapid.T) {
				p.Home()
				n.setTop(0)
			},
			"end": func(*rapid.T) {
				p.End()
				n.follow, n.focus = true, nil
			},
			"follow": func(t *rapid.T) {
				on := rapid.Bool().Draw(t, "follow")
				p.SetFollow(on)
				if n.follow && !on {
					n.setTop(n.top(n.rows()))
				}
				n.follow = on
			},
			"wrap": func(t *rapid.T) {
				n.wrap, n.shift = rapid.Bool().Draw(t, "wrap"), 0
				p.SetWrap(n.wrap)
			},
			"pause": func(t *rapid.T) {
				on := rapid.Bool().Draw(t, "pause")
				p.SetPaused(on)
				n.pause(on)
			},
			"filter": func(t *rapid.T) {
				n.filter = rapid.SampledFrom([]string{
					"", "", "a", "!a", "b", "a !b", "/x+/", "!/1$/", "/./", "/🇪/", "注", "03bf", "app", "order /[0-9]/", "zzz",
				}).Draw(t, "filter")
				if err := p.SetFilter(n.filter); err != nil {
					t.Fatal(err)
				}
			},
			"error": func(t *rapid.T) {
				forward := rapid.Bool().Draw(t, "forward")
				press := p.PrevError
				if forward {
					press = p.NextError
				}
				if got, want := press(), n.errorAt(forward); got != want {
					t.Fatalf("an error was found: %v, want %v", got, want)
				}
			},
			"": func(t *rapid.T) { compare(t, p, s, n) },
		})
	})
}

func compare(t *rapid.T, p *Pane, s *Store, n *naive) {
	t.Helper()
	var want []string
	for _, l := range n.lines {
		if l.marker && l.task != "" {
			want = append(want, "task "+l.task[:8]+" "+l.text)
		} else {
			want = append(want, l.text)
		}
	}
	if got := texts(s); !slices.Equal(got, want) {
		t.Fatalf("the store holds\n%q, want\n%q", got, want)
	}
	if s.Dropped() != n.dropped || s.Skipped() != n.skipped || s.Len() != len(n.lines) {
		t.Fatalf("dropped %d, skipped %d, want %d, %d", s.Dropped(), s.Skipped(), n.dropped, n.skipped)
	}
	waiting := 0
	for _, l := range n.lines {
		if l.waiting && n.matches(l) {
			waiting++
		}
	}
	if p.Waiting() != waiting {
		t.Fatalf("%v: %d lines wait, want %d", n, p.Waiting(), waiting)
	}
	rows := p.View(noon)
	if len(rows) != n.h {
		t.Fatalf("%v: %d rows", n, len(rows))
	}
	for i, r := range rows {
		if ansi.StringWidth(r) != n.w || text.Width(ansi.Strip(r)) != n.w {
			t.Fatalf("%v: row %d is %d wide: %q", n, i, ansi.StringWidth(r), r)
		}
		rows[i] = strings.TrimRight(ansi.Strip(r), " ")
	}
	if p.silent() {
		return // words instead of lines: tested by themselves
	}
	if want := n.view(); !slices.Equal(rows, want) {
		t.Fatalf("%v: the pane shows\n%s\n\nwant\n%s", n, strings.Join(rows, "\n"), strings.Join(want, "\n"))
	}
	if p.Following() != n.follow || p.Paused() != n.paused || p.Wrap() != n.wrap {
		t.Fatalf("%v: follow %v, paused %v", n, p.Following(), p.Paused())
	}
}
