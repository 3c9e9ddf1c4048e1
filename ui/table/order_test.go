package table

import (
	"strings"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

func ids(t *Table[row]) string {
	var out []string
	for i := range t.shown {
		out = append(out, t.at(i).row.id)
	}
	return strings.Join(out, " ")
}

func TestOrders(t *testing.T) {
	tb := newTable(80, 10)
	tb.SetRows([]row{
		{"c", 2, model.Good, "x"}, {"b", 2, model.Good, "z"}, {"a", 1, model.Good, "y"}, {"d", 9, model.Broken, "w"},
	}, start)
	want(t, ids(tb), "d a b c") // the worst first, then by name
	tb.Reverse()
	want(t, ids(tb), "a b c d") // ties stay by name
	tb.SortBy(0)
	want(t, ids(tb), "a b c d")
	tb.SortBy(0) // again: reversed
	want(t, ids(tb), "d c b a")
	tb.SortBy(1) // numbers begin with the largest
	want(t, ids(tb), "d b c a")
	tb.Reverse()
	want(t, ids(tb), "a b c d")
	tb.SortBy(4) // no Less: by the cell's text
	want(t, ids(tb), "d c a b")
	tb.SortBy(99)
	want(t, ids(tb), "d c a b")
	tb.SortBy(ByNeed)
	want(t, ids(tb), "d a b c")
}

func TestTheOrderIsMarked(t *testing.T) {
	header := func(tb *Table[row], e Env) string { return plain(tb.View(e)[:1]) }
	tb := newTable(50, 5)
	tb.SetRows(many(3), start)
	want(t, header(tb, env()), "  SERVICE       TASKS  ZONE    WHY     worst first")
	tb.SortBy(0)
	want(t, header(tb, env()), "  SERVICE ▴     TASKS  ZONE    WHY")
	tb.SetSize(21, 5) // no gap behind the last column
	tb.SortBy(1)
	want(t, header(tb, env()), "  SERVICE       TAS…▾")
	tb.SetSize(50, 5)
	want(t, header(tb, env()), "  SERVICE       TASKS▾ ZONE    WHY")
	tb.Reverse()
	want(t, header(tb, asciiEnv()), "  SERVICE       TASKS^ ZONE    WHY")
}

func TestSortNextWalksAllColumns(t *testing.T) {
	tb := newTable(50, 5)
	tb.SetRows(many(3), start)
	tb.Hide("why")
	var walk []string
	for range 6 {
		tb.SortNext(1)
		walk = append(walk, tb.Sort().Title)
	}
	want(t, strings.Join(walk, ","), "SERVICE,TASKS,ZONE,ARN,,SERVICE")
	tb.SortNext(-2)
	want(t, tb.Sort().Title, "ARN") // for wide screens only, so the order is told at the end
	want(t, plain(tb.View(env())[:1]), "  SERVICE       TASKS  ZONE               by ARN ▴")
}

func TestFilter(t *testing.T) {
	tb := newTable(80, 10)
	tb.SetRows([]row{
		{"order-blue", 1, model.Good, ""}, {"order-green", 1, model.Good, "Running"}, {"payment", 1, model.Broken, "OOM"},
	}, start)
	for _, c := range []struct{ filter, want string }{
		{"", "payment order-blue order-green"},
		{"ORDER", "order-blue order-green"},
		{"order running", "order-green"},
		{"order !running", "order-blue"},
		{"!order", "payment"},
		{"!", "payment order-blue order-green"},
		{"  ", "payment order-blue order-green"},
		{"order payment", ""},
	} {
		tb.SetFilter(c.filter)
		if got := ids(tb); got != c.want || tb.Filter() != c.filter || tb.Total() != 3 {
			t.Errorf("%q shows %q, want %q", c.filter, got, c.want)
		}
	}
}

func TestAFilterHoldsWhenRowsComeAndWhenTheyAreSorted(t *testing.T) {
	tb := newTable(80, 10)
	tb.SetRows(many(3), start)
	tb.SetFilter("s01")
	tb.SetRows(append(many(3), row{id: "s01b"}), start)
	want(t, ids(tb), "s01 s01b")
	tb.SortBy(0)
	tb.Reverse()
	want(t, ids(tb), "s01b s01")
}
