package logs

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestMergeByTime(t *testing.T) {
	t.Parallel()
	s := NewStore(0)
	at := func(ms int, text string) model.LogEvent { return event(time.Duration(ms)*time.Millisecond, 0, text) }
	s.Add([]model.LogEvent{at(10, "b"), at(30, "d"), at(30, "e")}, 0)
	s.Add([]model.LogEvent{at(40, "g"), at(20, "c"), at(30, "f"), at(0, "a")}, 0)
	if got := strings.Join(texts(s), ""); got != "abcdefg" {
		t.Errorf("order is %q", got)
	}
}

func TestNoLineTwice(t *testing.T) {
	t.Parallel()
	s := NewStore(3)
	add := func(ms int, group, id string) {
		e := event(time.Duration(ms)*time.Millisecond, 0, group+id)
		e.ID, e.Group = id, group
		s.Add([]model.LogEvent{e, e}, 0)
	}
	add(1, "a", "1")
	add(1, "a", "1")
	add(1, "b", "1") // another group: another line
	if got := texts(s); !slices.Equal(got, []string{"a1", "b1"}) {
		t.Errorf("kept %q", got)
	}
	add(2, "a", "")
	if got := texts(s); !slices.Equal(got, []string{"b1", "a", "a"}) {
		t.Errorf("lines without an id are all kept: %q", got)
	}
	if len(s.ids) != 2 {
		t.Errorf("%d ids remembered, want those of lines kept", len(s.ids))
	}
}

// TestNoLineTwiceThatWasTold: what Live Tail told has no id, and has one when it
// is read again.
func TestNoLineTwiceThatWasTold(t *testing.T) {
	t.Parallel()
	s := NewStore(0)
	told := event(time.Millisecond, 0, "told")
	read, other := told, told
	read.ID = "1"
	other.ID, other.Message = "2", "another"
	s.Add([]model.LogEvent{told}, 0)
	s.Add([]model.LogEvent{read, other}, 0)
	if got := texts(s); !slices.Equal(got, []string{"told", "another"}) {
		t.Errorf("kept %q", got)
	}
}

func TestUnknownTimes(t *testing.T) {
	t.Parallel()
	s := NewStore(0)
	none := model.LogEvent{Stream: "ecs/app/" + tasks[0], Message: "when?"}
	late := model.LogEvent{Stream: "ecs/app/" + tasks[0], Message: "ingested", Ingested: noon.Add(time.Millisecond)}
	s.Add([]model.LogEvent{event(0, 0, "a"), none, event(2*time.Millisecond, 0, "c"), late}, 0)
	s.Add(nil, 1)
	s.Mark(Marker{Text: "no time"})
	want := []string{"a", "when?", "ingested", "c", "1 line was skipped here", "no time"}
	if got := texts(s); !slices.Equal(got, want) {
		t.Errorf("kept %q", got)
	}
	i := 0
	for e := range s.All() {
		if known := i != 1 && i < 4; e.At.IsZero() == known {
			t.Errorf("%q is at %v", e.Text, e.At)
		}
		i++
	}
	p := NewPane(s, nil)
	p.theme = plain
	p.SetSize(80, 6)
	rows := screen(p)
	if rows[1] != "--:--:--.--- 7c21 when?" || !strings.HasPrefix(rows[4], "──────── --:--:-- 1 line was skipped here") {
		t.Errorf("unknown times are shown as\n%s", strings.Join(rows, "\n"))
	}
}

func TestEntries(t *testing.T) {
	t.Parallel()
	s := NewStore(0)
	s.Add([]model.LogEvent{event(0, 0, "\x1b[31mERROR\x1b[m boom\r\n")}, 12)
	s.Mark(Marker{At: noon.Add(time.Second), Task: tasks[1], Text: "stopped: \x1b[2Jbad\u202e", Failed: true})
	want := []Entry{
		{At: noon, Level: Warn, Text: "12 lines were skipped here", Marker: true},
		{At: noon, Task: tasks[0], Container: "app", Level: Error, Text: "ERROR boom"},
		{At: noon.Add(time.Second), Task: tasks[1], Level: Error, Text: "task a94e03bf stopped: bad<U+202E>", Marker: true},
	}
	i := 0
	for e := range s.All() {
		e.At = e.At.UTC()
		if e != want[i] {
			t.Errorf("entry %d is %+v, want %+v", i, e, want[i])
		}
		i++
	}
	for range s.All() {
		break // may be left early
	}
	if s.Len() != 3 || s.Skipped() != 12 || s.Dropped() != 0 || s.Tasks() != 2 {
		t.Errorf("%d entries, %d skipped, %d dropped, %d tasks", s.Len(), s.Skipped(), s.Dropped(), s.Tasks())
	}
}

func TestBounded(t *testing.T) {
	t.Parallel()
	s := NewStore(100)
	s.Add(numbered(0, 10_000), 0) // more than is merged at a time
	if s.Len() != 100 || s.Dropped() != 9_900 || texts(s)[0] != "line 9900" {
		t.Errorf("%d kept, %d dropped, oldest %q", s.Len(), s.Dropped(), texts(s)[0])
	}
	s.Add(numbered(0, 1), 0)
	if s.Len() != 100 || s.Dropped() != 9_901 {
		t.Errorf("a line older than all of a full store was kept")
	}
	if size := len(s.lines.buf); size > 8192 {
		t.Errorf("the ring grew to %d", size)
	}
	for i := range s.lines.buf {
		if i = (s.lines.first + i) & (len(s.lines.buf) - 1); s.lines.buf[i] != (line{}) {
			if (i-s.lines.first)&(len(s.lines.buf)-1) >= s.lines.n {
				t.Fatalf("slot %d still holds %q", i, s.lines.buf[i].text)
			}
		}
	}
	for _, l := range s.fresh[:cap(s.fresh)] {
		if l.text != "" {
			t.Fatalf("the scratch still holds %q", l.text)
		}
	}
}

func TestGiantLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in string }{
		{"ASCII", strings.Repeat("x", 1<<20)},
		{"wide", strings.Repeat("注", 100_000)},
		{"grows when cleaned", strings.Repeat("\u202e", maxText/3)},
		{"grows when cut and cleaned", strings.Repeat("\u202e", maxText)},
		{"not UTF-8", strings.Repeat("\x80", 1<<20)},
	} {
		got := bounded(c.in)
		if len(got) > maxText+100 {
			t.Errorf("%s: %d bytes kept", c.name, len(got))
		}
		if !strings.Contains(got, " ... cut here: the line has ") {
			t.Errorf("%s: ends in %q", c.name, got[len(got)-60:])
		}
	}
	if got := bounded(strings.Repeat("x", maxText)); len(got) != maxText {
		t.Errorf("a line that just fits was cut to %d", len(got))
	}

	s := NewStore(0)
	s.Add(messages(slices.Repeat([]string{strings.Repeat("x", maxText)}, 2500)...), 0)
	if s.bytes > maxBytes || s.Dropped() == 0 || s.Len()+s.Dropped() != 2500 {
		t.Errorf("%d bytes kept, %d dropped", s.bytes, s.Dropped())
	}
}

func TestRates(t *testing.T) {
	t.Parallel()
	s := NewStore(100)
	now := noon.Add(2 * time.Minute)
	if s.Rate(now) != 0 || s.Errors(now) != 0 {
		t.Error("an empty store has a rate")
	}
	for i := range 90 {
		text := "INFO fine"
		if i%10 == 0 {
			text = "ERROR broken"
		}
		s.Add([]model.LogEvent{event(time.Duration(i)*2*time.Second, 0, text)}, 0)
	}
	s.Mark(Marker{At: now, Text: "failed", Failed: true})
	if r, e := s.Rate(now), s.Errors(now); r != 30 || e != 3 {
		t.Errorf("%d lines/min, errors %d/min, want 30 and 3", r, e)
	}
	if r := s.Rate(noon.Add(time.Hour)); r != 0 {
		t.Errorf("an hour later: %d lines/min", r)
	}
	h := s.ErrorHistory(now, time.Minute, 3)
	if len(h) != 3 || h[0] == h[0] || h[1] != 3 || h[2] != 3 { // the first is not a number
		t.Errorf("history %v", h)
	}

	s = NewStore(100)
	s.Add(numbered(0, 1100), 0) // one in 10 ms; those from second 10 on are kept
	if r := s.Rate(noon.Add(12 * time.Second)); r != 3000 {
		t.Errorf("%d lines/min, want 3,000: 100 lines in two seconds", r)
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	for stream, want := range map[string][2]string{
		"ecs/app/7c21":     {"7c21", "app"},
		"a/b/ecs/app/7c21": {"7c21", "app"},
		"app/7c21":         {"7c21", ""},
		"4f2e9c":           {"4f2e9c", ""},
		"":                 {"", ""},
	} {
		if task, container := parseStream(stream); task != want[0] || container != want[1] {
			t.Errorf("parseStream(%q) = %q, %q", stream, task, container)
		}
	}
	for _, c := range []struct {
		tasks  []string
		digits int
	}{
		{nil, 0},
		{[]string{"7c21d0f4"}, 4},
		{[]string{"7c21d0f4", "7c2ad0f4"}, 4},
		{[]string{"7c21d0f4", "7c21d1f4"}, 6},
		{[]string{"7c21d0f4", "ffff0000", "7c21d0f5"}, 8},
		{[]string{"7c21d0f4a", "7c21d0f4b"}, 8},
		{[]string{"7c21d0f4", "worker"}, 8},
	} {
		s := NewStore(0)
		for _, task := range c.tasks {
			s.Mark(Marker{Task: task})
		}
		s.sources.count()
		if s.sources.digits != c.digits || s.Tasks() != len(c.tasks) {
			t.Errorf("%q: %d digits for %d tasks, want %d", c.tasks, s.sources.digits, s.Tasks(), c.digits)
		}
	}
}

func TestSourcesAreReleased(t *testing.T) {
	t.Parallel()
	s := NewStore(2)
	id := func(i int) string { return strings.Repeat(string(rune('a'+i%6)), 3) + strings.Repeat("0", i/6) }
	for i := range 4 * keptVoices {
		s.Add([]model.LogEvent{{At: noon.Add(time.Duration(i)), Stream: "ecs/app/" + id(i%60) + time.Duration(i).String(), Message: "x"}}, 0)
	}
	if len(s.sources.all) > 4 || len(s.sources.byName) != 2 || len(s.sources.voices) > keptVoices || s.Tasks() != 2 {
		t.Errorf("%d sources, %d names, %d voices, %d tasks", len(s.sources.all), len(s.sources.byName), len(s.sources.voices), s.Tasks())
	}
}

// TestVoiceIsKept: a task that was silent for long is known by its colour.
func TestVoiceIsKept(t *testing.T) {
	t.Parallel()
	s := NewStore(1)
	voice := func(task int) int {
		s.Add([]model.LogEvent{event(0, task, "x")}, 0)
		return s.sources.all[s.line(s.first).source].voice
	}
	first, second := voice(0), voice(1)
	if first == second || voice(2) == first || voice(0) != first {
		t.Error("voices do not tell tasks apart, or change")
	}
}
