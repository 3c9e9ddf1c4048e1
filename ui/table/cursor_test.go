package table

import (
	"slices"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestMoving(t *testing.T) {
	tb := newTable(60, 5) // four rows
	tb.SetRows(many(10), start)
	for _, step := range []struct {
		name string
		do   func()
		want string
	}{
		{"opens at the first", func() {}, ">s00 s01 s02 s03"},
		{"down", func() { tb.Move(1) }, "s00 >s01 s02 s03"},
		{"scrolls at the edge", func() { tb.Move(3) }, "s01 s02 s03 >s04"},
		{"up without scrolling", func() { tb.Move(-2) }, "s01 >s02 s03 s04"},
		{"a page", func() { tb.Page(1) }, "s02 s03 s04 >s05"},
		{"the end", tb.End, "s06 s07 s08 >s09"},
		{"beyond the end", func() { tb.Move(5) }, "s06 s07 s08 >s09"},
		{"the beginning", tb.Home, ">s00 s01 s02 s03"},
		{"before the beginning", func() { tb.Page(-9) }, ">s00 s01 s02 s03"},
		{"to a key", func() { tb.Select("s07") }, "s04 s05 s06 >s07"},
		{"to no key", func() { tb.Select("nope") }, "s04 s05 s06 >s07"},
	} {
		step.do()
		if got := shownIDs(tb); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
	}
}

func TestTheCursorStaysOnItsRow(t *testing.T) {
	tb := newTable(60, 5)
	rows := many(20)
	tb.SetRows(rows, start)
	tb.Select("s10")
	tb.Move(-1)
	tb.Move(-1)
	want(t, shownIDs(tb), "s07 >s08 s09 s10")

	slices.Reverse(rows)
	tb.SetRows(rows, start) // in another order
	want(t, shownIDs(tb), "s07 >s08 s09 s10")

	tb.SetRows(append([]row{{id: "aaa"}, {id: "aab"}}, rows...), start) // with others before it
	want(t, shownIDs(tb), "s07 >s08 s09 s10")

	rows = byKey(rows)
	rows[12].sev = model.Broken // a row from below goes to the top
	tb.SetRows(rows, start)
	want(t, shownIDs(tb), "s07 >s08 s09 s10")

	rows[8].sev = model.Broken // its own row goes up: the screen goes with it
	tb.SetRows(rows, start)
	want(t, shownIDs(tb), ">s08 s12 s00 s01")
}

func TestARowThatBecomesTheWorstIsNotHiddenAboveTheScreen(t *testing.T) {
	tb := newTable(60, 5)
	rows := many(20)
	tb.SetRows(rows, start)
	tb.Move(2)
	rows[15].sev = model.Broken
	tb.SetRows(rows, start)
	want(t, shownIDs(tb), "s15 s00 s01 >s02")

	rows[16].sev = model.Broken // the cursor leaves the first screen: now its line counts
	tb.SetRows(rows, start)
	want(t, shownIDs(tb), "s16 s00 s01 >s02")
}

func TestARowThatGoesLeavesTheCursorInItsPlace(t *testing.T) {
	for _, c := range []struct {
		name string
		gone []string
		want string
	}{
		{"the next takes its place", []string{"s05"}, "s03 s04 >s06 s07"},
		{"the next that is left", []string{"s05", "s06", "s07"}, "s03 s04 >s08 s09"},
		{"the one before, at the end", []string{"s05", "s06", "s07", "s08", "s09"}, "s01 s02 s03 >s04"},
	} {
		tb := newTable(60, 5)
		tb.SetRows(many(10), start)
		tb.Select("s06")
		tb.Move(-1)
		want(t, shownIDs(tb), "s03 s04 >s05 s06")
		tb.SetRows(slices.DeleteFunc(many(10), func(r row) bool { return slices.Contains(c.gone, r.id) }), start)
		if got := shownIDs(tb); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAllRowsGoAndComeBack(t *testing.T) {
	tb := newTable(60, 5)
	tb.SetRows(many(10), start)
	tb.End()
	tb.SetRows(nil, start)
	if _, ok := tb.Selected(); ok {
		t.Error("a row is selected of none")
	}
	tb.SetRows(many(10), start)
	want(t, shownIDs(tb), "s06 s07 s08 >s09")
}

// A filter that matches nothing, cleared again, leads back to the row that was
// selected: the next key is meant for that one.
func TestClearedFilterFindsTheRowAgain(t *testing.T) {
	tb := newTable(60, 5)
	tb.SetRows(many(20), start)
	tb.Select("s15")
	tb.SetFilter("nonsense")
	tb.SetRows(many(20), start) // a refresh meanwhile
	tb.SetFilter("")
	if r, ok := tb.Selected(); !ok || r.id != "s15" {
		t.Errorf("the cursor is on %q, want s15", r.id)
	}
}

func TestSortingKeepsRowAndLine(t *testing.T) {
	tb := newTable(60, 5)
	tb.SetRows(many(20), start)
	tb.Select("s10")
	tb.Move(-1)
	want(t, shownIDs(tb), "s07 s08 >s09 s10")
	tb.SortBy(1) // the most tasks first
	want(t, shownIDs(tb), "s11 s10 >s09 s08")
}

func TestFilteringKeepsTheRowOrGoesToTheFirst(t *testing.T) {
	tb := newTable(60, 5)
	tb.SetRows(many(20), start)
	tb.Select("s15")
	tb.SetFilter("s1")
	if r, _ := tb.Selected(); r.id != "s15" {
		t.Errorf("selected %s", r.id)
	}
	tb.SetFilter("s12")
	want(t, shownIDs(tb), ">s12")
	tb.SetFilter("")
	if r, _ := tb.Selected(); r.id != "s12" {
		t.Errorf("selected %s after the filter went", r.id)
	}
}

func TestResizingKeepsTheCursorInSight(t *testing.T) {
	tb := newTable(60, 11)
	tb.SetRows(many(30), start)
	tb.Move(9)
	tb.SetSize(60, 4)
	want(t, shownIDs(tb), "s07 s08 >s09")
	tb.End()
	tb.SetSize(60, 6)
	want(t, shownIDs(tb), "s25 s26 s27 s28 >s29") // no line is left empty
}
