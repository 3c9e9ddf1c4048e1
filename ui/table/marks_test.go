package table

import (
	"strings"
	"testing"
)

func marked(tb *Table[row]) string {
	rows, _ := tb.Marked()
	var out []string
	for _, r := range rows {
		out = append(out, r.id)
	}
	return strings.Join(out, " ")
}

func TestMarks(t *testing.T) {
	tb := newTable(60, 6)
	rows := many(8)
	tb.SetRows(rows, start)
	tb.Mark()
	tb.Mark()
	want(t, marked(tb), "s00 s01")
	want(t, shownIDs(tb), "s00 s01 >s02 s03 s04")
	want(t, plain(tb.View(env())[1:4]), "◆ ● s00             0  eu-1a\n◆ ● s01             1  eu-1a\n ▌● s02             2  eu-1a")
	want(t, plain(tb.View(asciiEnv())[1:2]), "+ * s00             0  eu-1a")
	tb.Move(2)
	tb.MarkRange()
	want(t, marked(tb), "s00 s01 s02 s03 s04")
	tb.Select("s02")
	tb.Mark() // again: not
	want(t, marked(tb), "s00 s01 s03 s04")

	tb.SortBy(1) // the largest first
	want(t, marked(tb), "s04 s03 s01 s00")
	tb.SetFilter("s0 !s03")
	if _, hidden := tb.Marked(); hidden != 1 {
		t.Errorf("%d hidden", hidden)
	}
	tb.SetRows(rows[1:], start) // s00 is gone, and its mark with it
	tb.SetRows(rows, start)
	want(t, marked(tb), "s04 s03 s01")
	tb.MarkAll()
	want(t, marked(tb), "s07 s06 s05 s04 s03 s02 s01 s00")
	tb.MarkAll() // again: none of those shown
	want(t, marked(tb), "s03")
	tb.Unmark()
	want(t, marked(tb), "")
}

func TestMarkRangeWithoutABeginning(t *testing.T) {
	tb := newTable(60, 6)
	tb.MarkRange()
	tb.MarkAll()
	tb.Mark()
	tb.SetRows(many(3), start)
	tb.Move(1)
	tb.MarkRange()
	want(t, marked(tb), "s01")
}
