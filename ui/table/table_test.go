package table

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// row is a service, as far as a table cares.
type row struct {
	id    string
	tasks int
	sev   model.Severity
	why   string
}

var start = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

func env() Env { return Env{Theme: theme.Mono(), Now: start, Wall: start} }

func asciiEnv() Env {
	e := env()
	e.Theme = e.Theme.InASCII()
	return e
}

func columns() []Column[row] {
	return []Column[row]{
		{ID: "service", Title: "SERVICE", Width: 12, Min: 8, Tail: true,
			Cell: func(r row, _ Env) Cell { return Marked(r.sev, r.id) },
			Less: func(a, b row) bool { return a.id < b.id }},
		{ID: "tasks", Title: "TASKS", Align: Right,
			Cell: func(r row, _ Env) Cell { return Text(strconv.Itoa(r.tasks)) },
			Less: func(a, b row) bool { return a.tasks < b.tasks }},
		{ID: "zone", Title: "ZONE", Width: 6, Drop: 2, Cell: func(row, Env) Cell { return Dim("eu-1a") }},
		{ID: "arn", Title: "ARN", Width: 10, Wide: true, Drop: 3, Cell: func(r row, _ Env) Cell { return Text("arn:" + r.id) }},
		{ID: "why", Title: "WHY", Min: 5, Flex: true, Drop: 1, Cell: func(r row, _ Env) Cell { return State(r.sev, r.why) }},
	}
}

func newTable(w, h int) *Table[row] {
	t := New(Config[row]{
		Columns: columns(),
		Key:     func(r row) string { return r.id },
		Text:    func(r row) string { return r.id + " " + r.why },
		Rank:    func(r row) int { return int(r.sev) },
		Empty:   "no services",
	})
	t.SetSize(w, h)
	return t
}

// many makes n healthy rows, s00 and on.
func many(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{id: fmt.Sprintf("s%02d", i), tasks: i, sev: model.Good}
	}
	return rows
}

// plain is a drawn table without its styles and the blanks at line ends.
func plain(lines []string) string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.TrimRight(ansi.Strip(line), " "))
	}
	return strings.Join(out, "\n")
}

// shownIDs is the ids of the visible rows; the selected one has a > before it.
func shownIDs(t *Table[row]) string {
	var ids []string
	from, to := t.window()
	for i := from; i < to; i++ {
		mark := ""
		if i == t.cursor {
			mark = ">"
		}
		ids = append(ids, mark+t.at(i).row.id)
	}
	return strings.Join(ids, " ")
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// exact fails unless a drawn table is exactly w by h cells.
func exact(t interface {
	Helper()
	Fatalf(string, ...any)
}, lines []string, w, h int) {
	t.Helper()
	if len(lines) != h {
		t.Fatalf("%d lines in place of %d", len(lines), h)
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w {
			t.Fatalf("line %d is %d cells wide in place of %d: %q", i, n, w, line)
		}
	}
}

func TestView(t *testing.T) {
	tb := newTable(60, 6)
	tb.SetRows([]row{
		{"order", 8, model.Good, "scaled 2 to 8"},
		{"payment", 4, model.Broken, "OOM 137"},
		{"a-very-long-service-name-blue", 120, model.Moving, ""},
	}, start)
	lines := tb.View(env())
	exact(t, lines, 60, 6)
	want(t, plain(lines), strings.TrimPrefix(`
! SERVICE                          TASKS  ZONE    WHY
 ▌✗ payment                            4  eu-1a   OOM 137
  ◌ a-very-long-service-name-blue    120  eu-1a
  ● order                              8  eu-1a   scaled 2 …

`, "\n"))

	tb.SetSize(30, 4)
	lines = tb.View(asciiEnv())
	exact(t, lines, 30, 4)
	want(t, plain(lines), strings.TrimPrefix(`
! SERVICE         TASKS  WHY
 >x payment           4  OOM …
  o a-ver…e-blue    120
  * order             8  scal…`, "\n"))
}

// The cursor's row is one bar, on which what needs attention is bold: the glyph
// and the word say what the colour says elsewhere.
func TestTheSelectedRowIsABar(t *testing.T) {
	tb := newTable(40, 3)
	tb.SetRows([]row{{"payment", 4, model.Broken, "OOM"}, {"order", 8, model.Moving, ""}}, start)
	th := theme.Default()
	lines := tb.View(Env{Theme: th, Wall: start})
	bold := string(th.Selected + theme.Bold)
	if !strings.Contains(lines[1], bold+"✗ payment") || !strings.Contains(lines[1], bold+"OOM") || strings.Contains(lines[1], string(th.Severity(model.Broken))) {
		t.Errorf("selected row %q", lines[1])
	}
	if !strings.HasSuffix(lines[1], theme.Reset) || strings.Contains(lines[2], string(th.Selected)) {
		t.Errorf("the selection leaks: %q %q", lines[1], lines[2])
	}
	// Every cell of the selected row, blanks too, is on the bar.
	for i, piece := range strings.Split(lines[1], theme.Reset) {
		if piece != "" && !strings.HasPrefix(piece, string(th.Selected)) {
			t.Errorf("piece %d is not on the bar: %q", i, piece)
		}
	}
}

func TestPaintedCellsStayOnTheBar(t *testing.T) {
	c := []Column[row]{{ID: "x", Title: "X", Width: 8, Cell: func(_ row, e Env) Cell {
		return Paint("\x1b[31m1\x1b[0m \x1b[32m" + strings.Repeat("2", e.Width) + "\x1b[m")
	}}}
	tb := New(Config[row]{Columns: c, Key: func(r row) string { return r.id }})
	tb.SetSize(20, 3)
	tb.SetRows(many(2), start)
	lines := tb.View(env())
	exact(t, lines, 20, 3)
	want(t, plain(lines), "  X      worst first\n ▌1 22222…\n  1 22222…")
	bar := string(theme.Mono().Selected)
	for i, piece := range strings.Split(lines[1], theme.Reset) {
		if piece != "" && !strings.HasPrefix(piece, bar) {
			t.Errorf("piece %d is not on the bar: %q", i, piece)
		}
	}
}

func TestUntrustedTextIsCleaned(t *testing.T) {
	tb := newTable(60, 3)
	tb.SetRows([]row{{"evil\x1b[2J", 1, model.Good, "a\nb\x1b]0;owned\a"}}, start)
	got := strings.Join(tb.View(env()), "\n")
	if strings.Contains(got, "\x1b[2J") || strings.Contains(got, "owned") || strings.Count(got, "\n") != 2 {
		t.Errorf("%q", got)
	}
	tb.SetFilter("\x1b[2Jnone")
	if got := strings.Join(tb.View(env()), ""); strings.Contains(got, "\x1b[2J") {
		t.Errorf("%q", got)
	}
}

func TestEveryRefreshIsExactlyAsLargeAsAsked(t *testing.T) {
	tb := newTable(0, 0)
	tb.SetRows([]row{{"日本語のサービス", 8, model.Good, "✗ 日本"}, {"e\u0301t\u00e9", 4, model.Broken, "x"}}, start)
	for w := range 135 {
		for _, h := range []int{0, 1, 2, 5} {
			tb.SetSize(w, h)
			exact(t, tb.View(env()), w, h)
		}
	}
}

func TestWhatAnEmptyTableSays(t *testing.T) {
	tb := newTable(60, 4)
	want(t, plain(tb.View(env())[1:2]), "  no services")
	tb.SetEmpty("not read yet")
	want(t, plain(tb.View(env())[1:2]), "  not read yet")
	tb.SetRows(many(60), start)
	tb.SetFilter("zzz")
	lines := tb.View(env())
	exact(t, lines, 60, 4)
	want(t, plain(lines[1:2]), "  none of 60 rows matches zzz")
	if _, ok := tb.Selected(); ok || tb.Position() != 0 || tb.Len() != 0 || tb.Total() != 60 {
		t.Error("a row is selected of none")
	}
	tb.Move(1)
	tb.Page(-1)
	tb.SetFilter("")
	want(t, shownIDs(tb), ">s00 s01 s02")
}

func TestVisibleAndClick(t *testing.T) {
	tb := newTable(60, 4)
	tb.SetRows(many(9), start)
	tb.View(env())
	tb.End()
	var ids []string
	for _, r := range tb.Visible() {
		ids = append(ids, r.id)
	}
	want(t, strings.Join(ids, " "), "s06 s07 s08")
	if !tb.Click(10, 1) {
		t.Error("a row cannot be clicked")
	}
	want(t, shownIDs(tb), ">s06 s07 s08")
	if !tb.Click(18, 0) || tb.Sort().Title != "TASKS" {
		t.Errorf("a click on TASKS sorts by %q", tb.Sort().Title)
	}
	for _, xy := range [][2]int{{0, 0}, {500, 0}, {5, 4}, {5, -1}} {
		if tb.Click(xy[0], xy[1]) {
			t.Errorf("something to click at %v", xy)
		}
	}
}

func byKey(rows []row) []row {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.id, b.id) })
	return rows
}
