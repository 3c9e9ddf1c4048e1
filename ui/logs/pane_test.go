package logs

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// said is the last word of every row: what the numbered lines differ in.
func said(p *Pane) string {
	var out []string
	for _, r := range screen(p) {
		out = append(out, r[strings.LastIndexByte(r, ' ')+1:])
	}
	return strings.Join(out, " ")
}

func wantSaid(t *testing.T, p *Pane, want string) {
	t.Helper()
	if got := said(p); got != want {
		t.Errorf("shows %q, want %q", got, want)
	}
}

func TestFollowScrollAndStay(t *testing.T) {
	t.Parallel()
	p, s := newPane(t, 80, 3, numbered(0, 10)...)
	wantSaid(t, p, "7 8 9")
	s.Add(numbered(10, 11), 0)
	wantSaid(t, p, "8 9 10")
	p.Scroll(-2)
	wantSaid(t, p, "6 7 8")
	if p.Following() {
		t.Error("still follows")
	}
	s.Add(numbered(11, 20), 0)
	s.Add(messages("late"), 0) // at noon: above
	wantSaid(t, p, "6 7 8")
	p.Page(1)
	wantSaid(t, p, "8 9 10")
	p.Page(-1)
	p.Scroll(100)
	wantSaid(t, p, "17 18 19")
	s.Add(numbered(20, 21), 0)
	wantSaid(t, p, "17 18 19")
	p.End()
	wantSaid(t, p, "18 19 20")
	p.Home()
	wantSaid(t, p, "0 late 1")
}

func TestPause(t *testing.T) {
	t.Parallel()
	p, s := newPane(t, 80, 3, numbered(0, 3)...)
	p.SetPaused(true)
	s.Add(numbered(3, 131), 0)
	wantSaid(t, p, "0 1 2")
	if got := p.Status(noon).Mode; got != "paused, 128 new" {
		t.Errorf("mode %q", got)
	}
	if err := p.SetFilter("!2"); err != nil { // a filter does not let new lines in
		t.Fatal(err)
	}
	wantSaid(t, p, "0 1 ")
	if got := p.Waiting(); got != 98 { // without 12, 20 to 29, 32 to 92, 102, 112, 120 to 129
		t.Errorf("%d lines wait", got)
	}
	p.SetPaused(false)
	wantSaid(t, p, "118 119 130")
}

func TestPausedColumnsStay(t *testing.T) {
	t.Parallel()
	p, s := newPane(t, 80, 2, messages("one")...)
	before := screen(p)
	p.SetPaused(true)
	e := event(0, 0, "two")
	e.Stream = "ecs/a-sidecar/" + tasks[0][:5] + "ffff"
	s.Add([]model.LogEvent{e}, 0)
	if got := screen(p); !slices.Equal(got, before) {
		t.Errorf("the paused picture moved:\n%s", strings.Join(got, "\n"))
	}
	p.SetPaused(false)
	if got := screen(p); got[0] != "12:41:06.000 7c21d0 app       one" {
		t.Errorf("then it shows\n%s", strings.Join(got, "\n"))
	}
}

func TestWrapStaysAtTheText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("0123456789", 20)
	p, _ := newPane(t, 58, 2, messages("a", long, "b", "c")...)
	p.SetWrap(true)
	p.Home()
	p.Scroll(3)
	if got := screen(p)[0]; got != strings.Repeat(" ", 18)+long[80:120] {
		t.Errorf("row 3 of 40 cells is %q", got)
	}
	p.SetSize(38, 2) // no room for the clock: 33 cells
	if got := screen(p)[0]; got != strings.Repeat(" ", 5)+long[66:99] {
		t.Errorf("narrower it is %q", got)
	}
	p.SetSize(58, 2)
	if got := screen(p)[0]; got != strings.Repeat(" ", 18)+long[80:120] {
		t.Errorf("and back it is %q", got)
	}
	p.SetWrap(false)
	if got := screen(p)[0]; !strings.HasSuffix(got, long[:39]+"…") {
		t.Errorf("cut it is %q", got)
	}
}

func TestErrorsAreFound(t *testing.T) {
	t.Parallel()
	events := numbered(0, 30)
	for _, i := range []int{3, 15, 16, 28} {
		events[i].Message = "ERROR " + events[i].Message
	}
	p, s := newPane(t, 80, 6, events...)
	s.Mark(Marker{At: noon.Add(200 * time.Millisecond), Task: tasks[0], Text: "stopped, exit 1", Failed: true})
	step := func(f func() bool, found bool, rows, focus string) {
		t.Helper()
		if f() != found {
			t.Errorf("found: %v", !found)
		}
		wantSaid(t, p, rows)
		got := s.line(p.focus).text
		if !strings.HasSuffix(got, focus) {
			t.Errorf("the focus is on %q, want %q", got, focus)
		}
	}
	step(p.PrevError, true, "24 25 26 27 28 29", "line 28")
	step(p.PrevError, true, "19 20 ──────── 21 22 23", "exit 1")
	step(p.PrevError, true, "14 15 16 17 18 19", "line 16")
	step(p.PrevError, true, "14 15 16 17 18 19", "line 15") // in sight: nothing moves
	step(p.PrevError, true, "1 2 3 4 5 6", "line 3")
	step(p.PrevError, false, "1 2 3 4 5 6", "line 3")
	step(p.NextError, true, "13 14 15 16 17 18", "line 15")
	p.Scroll(1) // lets go of the focus
	step(p.NextError, true, "14 15 16 17 18 19", "line 15")

	if rows := p.View(noon); !strings.Contains(rows[1], string(theme.Default().Selected)) || strings.Contains(rows[2], string(theme.Default().Selected)) {
		t.Error("the line gone to does not stand out")
	}
	p, _ = newPane(t, 80, 6, numbered(0, 30)...)
	if p.NextError() || p.PrevError() || !p.Following() {
		t.Error("without errors nothing moves")
	}
}

func TestColours(t *testing.T) {
	t.Parallel()
	p, _ := newPane(
		t, 70, 3,
		event(0, 0, "ERROR disk full"), event(0, 1, "INFO error INFO"), event(0, 2, `{"msg":"größe","level":"warn"}`),
	)
	red, yellow := "\x1b[31m", "\x1b[33m"
	want := []string{
		red + "12:41:06.000\x1b[m \x1b[36m7c21\x1b[m " + red + "ERROR\x1b[m disk full",
		"\x1b[2m12:41:06.000\x1b[m \x1b[32ma94e\x1b[m INFO error INFO",
		yellow + "12:41:06.000\x1b[m \x1b[35m03bf\x1b[m {\"msg\":\"größe\",\"level\":\"" + yellow + "warn\x1b[m\"}",
	}
	for i, row := range p.View(noon) {
		if got := strings.TrimRight(row, " "); got != want[i] {
			t.Errorf("row %d is\n%q, want\n%q", i, got, want[i])
		}
	}
	if err := p.SetFilter("rr"); err != nil {
		t.Fatal(err)
	}
	if row := p.View(noon)[0]; !strings.Contains(row, " E"+string(theme.Default().Match)+"RR\x1b[mOR disk") {
		t.Errorf("a match within the level is shown as %q", row)
	}
	if err := p.SetFilter("error"); err != nil {
		t.Fatal(err)
	}
	match := string(theme.Default().Match)
	if rows := p.View(noon); !strings.Contains(rows[0], match+"ERROR\x1b[m disk") || !strings.Contains(rows[1], "INFO "+match+"error\x1b[m INFO") {
		t.Errorf("matches are not highlighted: %q", rows)
	}
}

// TestCharactersStayWhole: an expression can match half of what is one
// character to the eye.
func TestCharactersStayWhole(t *testing.T) {
	t.Parallel()
	p, _ := newPane(t, 70, 1, messages("flag 🇩🇪 and e\u0301")...)
	match := string(theme.Default().Match)
	for expr, want := range map[string]string{
		"/🇪/":      "flag " + match + "🇩🇪\x1b[m and e\u0301",
		"/\u0301/": "🇩🇪 and " + match + "e\u0301\x1b[m",
		"/e$|e/":   "🇩🇪 and " + match + "e\u0301\x1b[m",
	} {
		if err := p.SetFilter(expr); err != nil {
			t.Fatal(err)
		}
		if got := p.View(noon)[0]; !strings.Contains(got, want) {
			t.Errorf("%s: %q", expr, got)
		}
	}
}

func TestNothingToSee(t *testing.T) {
	t.Parallel()
	p, s := newPane(t, 60, 4)
	show := func(want ...string) {
		t.Helper()
		if got := strings.TrimRight(strings.Join(screen(p), "\n"), "\n"); got != strings.Join(want, "\n") {
			t.Errorf("shows\n%s", got)
		}
	}
	show(" no lines yet", " They appear here as soon as a task writes one.")
	s.Add(messages("one", "two"), 0)
	if err := p.SetFilter("nonsense\x1b[2J"); err != nil {
		t.Fatal(err)
	}
	show(" no line matches nonsense", " 2 lines kept; an empty filter shows them.")
	p.SetPaused(true)
	s.Add(numbered(0, 3), 0)
	if err := p.SetFilter("line"); err != nil {
		t.Fatal(err)
	}
	show(" no line matches line", " 5 lines kept; an empty filter shows them.", " Paused: 3 new.")
	s.Mark(Marker{At: noon, Text: "something happened"})
	p.SetPaused(false)
	if got := strings.Join(screen(p), "\n"); !strings.Contains(got, "something happened") {
		t.Errorf("a filter that no line passes hides what happened to the tasks:\n%s", got)
	}
	for _, size := range [][2]int{{60, 1}, {1, 4}, {0, 2}, {-1, -1}} {
		p.SetSize(size[0], size[1])
		if rows := p.View(noon); len(rows) != max(0, size[1]) {
			t.Errorf("%v: %d rows", size, len(rows))
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	p, s := newPane(t, 80, 3, append(numbered(0, 10), event(time.Second, 1, "ERROR x"))...)
	now := noon.Add(2 * time.Second)
	check := func(want string) {
		t.Helper()
		if got := p.Status(now).String(); got != want {
			t.Errorf("status %q, want %q", got, want)
		}
	}
	check("2 tasks  11 lines/min  errors 1/min  follow")
	p.Scroll(-1)
	check("2 tasks  11 lines/min  errors 1/min  1 below")
	p.Scroll(1)
	check("2 tasks  11 lines/min  errors 1/min  at the end")
	s.Mark(Marker{At: now, Text: "marked"})
	if err := p.SetFilter("!line"); err != nil {
		t.Fatal(err)
	}
	check("2 tasks  11 lines/min  errors 1/min  filter: !line  1 of 11  at the end")
	now = now.Add(time.Hour)
	check("2 tasks  0 lines/min  filter: !line  1 of 11  at the end")

	s = NewStore(2)
	s.Add(numbered(0, 5), 7)
	if got := NewPane(s, plain).Status(now).Lost; got != "3 dropped, 7 skipped" {
		t.Errorf("lost: %q", got)
	}
}

func TestTwoPanesOnOneStore(t *testing.T) {
	t.Parallel()
	p, s := newPane(t, 80, 3, numbered(0, 5)...)
	q := NewPane(s, plain)
	q.SetSize(80, 2)
	if err := q.SetFilter("/[13579]$/"); err != nil {
		t.Fatal(err)
	}
	s.Add(numbered(5, 8), 0)
	wantSaid(t, p, "5 6 7")
	wantSaid(t, q, "5 7")
}

// TestOtherPlacesAndTimes: the clock is that of the reader.
func TestOtherPlacesAndTimes(t *testing.T) {
	t.Parallel()
	p, _ := newPane(t, 80, 1, messages("x")...)
	p.SetTheme(plain)
	row := p.View(noon.In(time.FixedZone("", -5*3600)))[0]
	if !strings.HasPrefix(row, "07:41:06.000 7c21 x") {
		t.Errorf("row %q", row)
	}
}

// TestFramesAreCheap: a row costs one allocation, the string it is given out as.
func TestFramesAreCheap(t *testing.T) {
	p := NewPane(full(), theme.Default())
	p.SetSize(160, 45)
	p.SetWrap(true)
	if n := testing.AllocsPerRun(20, func() { p.View(noon) }); n > 45+1 {
		t.Errorf("%v allocations for 45 rows", n)
	}
}
