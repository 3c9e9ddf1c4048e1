package table

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestWideScrollsColumns(t *testing.T) {
	tb := newTable(44, 3)
	tb.SetRows([]row{{"a-service-with-a-name", 4, model.Good, "scaled"}}, start)
	tb.SetWide(true)
	header := func() string { tb.View(env()); return plain(tb.View(env())[:2]) }
	want(t, header(), "! SERVICE                  TASKS  ZONE     ›\n ▌● a-service-with-a-name      4  eu-1a")
	tb.ScrollColumns(1)
	want(t, header(), "! SERVICE                 ‹ZONE            ›\n ▌● a-service-with-a-name  eu-1a")
	tb.ScrollColumns(1)
	tb.ScrollColumns(1)
	want(t, header(), "  SERVICE                 ‹WHY   worst first\n ▌● a-service-with-a-name  scaled")
	tb.ScrollColumns(1) // the end
	tb.ScrollColumns(-1)
	if s := header(); !strings.Contains(s, "arn:a-serv") {
		t.Error(s)
	}
	tb.SetWide(false)
	want(t, header(), "! SERVICE               TASKS  ZONE    WHY\n ▌● a-servic…th-a-name      4  eu-1a   scal…")
}

// However wide the screen and the columns are: the first column is shown, the
// next is the one scrolled to, all that is shown fits, and what is said of more
// columns holds.
func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) slot {
			least := rapid.IntRange(1, 20).Draw(t, "least")
			return slot{least: least, need: least + rapid.IntRange(0, 30).Draw(t, "more"), flex: rapid.Bool().Draw(t, "flex")}
		}), 1, 9).Draw(t, "slots")
		width, skip := rapid.IntRange(10, 200).Draw(t, "width"), rapid.IntRange(0, 9).Draw(t, "skip")
		widths, before, behind := spread(slots, width, skip)
		shown := shownOf(widths)
		sum := gutter - gap
		for _, i := range shown {
			sum += widths[i] + gap
		}
		first := slots[0].least+gap+moreWide+20 >= width-gutter // then there may be no room for another
		if widths[0] == 0 || !first && len(slots) > 1 && len(shown) < 2 {
			t.Fatalf("%v of %v in %d", widths, slots, width)
		}
		if sum > width && !first && len(shown) > 2 {
			t.Fatalf("%v takes %d of %d", widths, sum, width)
		}
		if behind != (shown[len(shown)-1] < len(slots)-1) || before != (len(shown) > 1 && shown[1] > 1) && len(shown) > 1 {
			t.Fatalf("%v: before %t, behind %t", widths, before, behind)
		}
	})
}

func TestNamesThatDifferInTheMiddleStayApart(t *testing.T) {
	for _, ids := range [][2]string{
		{"payments-europe-worker-v2-live", "payments-oceania-worker-v2-live"},
		{"payments-worker-a", "payments-worker-b"},
		{"a-payments-worker-of-the-shop", "b-payments-worker-of-the-shop"},
		{"bestellungen-für-küchen-nord-2026", "bestellungen-für-küchen-süd-2026"},
	} {
		for w := 24; w < 60; w++ {
			tb := newTable(w, 3)
			tb.SetRows([]row{{ids[0], 1, model.Good, ""}, {ids[1], 1, model.Good, ""}}, start)
			tb.View(env())
			lines := tb.View(env())
			exact(t, lines, w, 3)
			a, b := plain(lines[1:2]), plain(lines[2:3])
			if strings.TrimLeft(a, " ▌") == strings.TrimLeft(b, " ▌") {
				t.Errorf("at %d both are %q", w, a)
			}
		}
	}
}

func TestRowInFullAndGrid(t *testing.T) {
	c := columns()
	c = append(c, Column[row]{ID: "load", Title: "LOAD", Wide: true, Cell: func(row, Env) Cell { return Paint("\x1b[31m58%\x1b[m ▂▃▃ ● up") }})
	tb := New(Config[row]{Columns: c, Key: func(r row) string { return r.id }})
	tb.SetSize(30, 3)
	tb.SetRows([]row{{"evil\x1b[2J-name", 4, model.Broken, "✗ out of memory"}}, start)
	var full []string
	for _, f := range tb.Full(tb.Rows()[0]) {
		full = append(full, f.Title+"="+f.Text)
	}
	want(t, strings.Join(full, "|"), "SERVICE=evil-name|TASKS=4|ZONE=eu-1a|ARN=arn:evil-name|WHY=out of memory|LOAD=58% up")
	titles, cells := tb.Grid()
	want(t, strings.Join(titles, " "), "SERVICE TASKS ZONE ARN WHY LOAD")
	want(t, strings.Join(cells[0], "|"), "evil-name|4|eu-1a|arn:evil-name|out of memory|58% up")
}

func TestFilterByColumn(t *testing.T) {
	tb := newTable(60, 6)
	tb.SetRows([]row{{"a", 4, model.Good, ""}, {"b", 12, model.Broken, "oom"}, {"c", 9, model.Good, ""}}, start)
	for _, c := range []struct{ filter, want, wrong string }{
		{"tasks>4", "b c", ""}, {"TASKS<=9", "a c", ""}, {"arn:b", "b", ""}, {"zone:eu !why:oom", "a c", ""},
		{"tasks>", "b a c", "tasks> what?"}, {"cpu>4", "b a c", "no column cpu: service tasks zone arn why"},
	} {
		tb.SetFilter(c.filter)
		if ids(tb) != c.want || tb.Wrong() != c.wrong {
			t.Errorf("%q shows %q and says %q", c.filter, ids(tb), tb.Wrong())
		}
	}
	tb.SetFilter("tasks>4")
	tb.SetRows([]row{{"a", 5, model.Good, ""}, {"b", 1, model.Broken, "oom"}, {"c", 9, model.Good, ""}}, start)
	want(t, ids(tb), "a c")
}
