package table

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// loud is a theme in which nothing but a changed cell is styled.
func loud() *theme.Theme {
	th := theme.Mono()
	th.Selected, th.Header, th.Accent, th.Dim, th.Severities = "", "", "", "", [6]theme.Style{}
	th.Changed = "<C>"
	return th
}

func TestAChangedCellShines(t *testing.T) {
	tb := newTable(60, 4)
	e := Env{Theme: loud(), Wall: at(0)}
	tb.SetRows([]row{{"a", 1, model.Good, ""}, {"b", 2, model.Good, ""}}, at(0))
	tb.View(e)
	tb.SetRows([]row{{"b", 3, model.Good, ""}, {"a", 1, model.Good, ""}, {"c", 9, model.Good, ""}}, at(10))

	shining := func(wall time.Time) string {
		e.Wall = wall
		var cells []string
		for _, line := range tb.View(e) {
			for _, piece := range strings.Split(line, "<C>")[1:] {
				cell, _, _ := strings.Cut(piece, theme.Reset)
				cells = append(cells, strings.TrimSpace(cell))
			}
		}
		return strings.Join(cells, " ")
	}
	want(t, shining(at(10)), "3") // only what changed, not what is new or moved
	want(t, shining(at(11)), "3")
	want(t, shining(at(12)), "")
	want(t, shining(at(9)), "") // a clock set back does not shine for ever

	tb.SetRows([]row{{"b", 3, model.Good, "late"}, {"a", 1, model.Good, ""}}, at(11))
	want(t, shining(at(11)), "3 late") // the older change is still fresh
	want(t, shining(at(12)), "late")
}

func TestWhatBecomesKnownDoesNotShine(t *testing.T) {
	tb := newTable(60, 4)
	tb.SetRows([]row{{"a", 1, model.Good, "?"}}, at(0))
	tb.View(Env{Theme: loud(), Wall: at(0)})
	tb.SetRows([]row{{"a", 1, model.Good, "none"}}, at(1))
	if got := strings.Join(tb.View(Env{Theme: loud(), Wall: at(1)}), ""); strings.Contains(got, "<C>") {
		t.Errorf("%q", got)
	}
	tb.SetRows([]row{{"a", 1, model.Good, "two"}}, at(2))
	if got := strings.Join(tb.View(Env{Theme: loud(), Wall: at(2)}), ""); !strings.Contains(got, "<C>two") {
		t.Errorf("%q", got)
	}
}

func TestAgesDoNotShine(t *testing.T) {
	c := []Column[row]{
		{ID: "age", Title: "AGE", Width: 6, Cell: func(_ row, e Env) Cell { return Text(text.Age(e.Now.Sub(start))) }},
		{ID: "load", Title: "LOAD", Width: 6, Calm: true, Cell: func(r row, _ Env) Cell { return Text(text.Count(r.tasks)) }},
	}
	tb := New(Config[row]{Columns: c, Key: func(r row) string { return r.id }})
	tb.SetSize(40, 3)
	tb.SetRows([]row{{id: "a", tasks: 1}}, at(0))
	tb.View(Env{Theme: loud(), Now: at(5), Wall: at(0)})
	tb.SetRows([]row{{id: "a", tasks: 2}}, at(1))
	if got := strings.Join(tb.View(Env{Theme: loud(), Now: at(65), Wall: at(1)}), ""); strings.Contains(got, "<C>") {
		t.Errorf("%q", got)
	}
}

func TestFlashesAreForgotten(t *testing.T) {
	tb := newTable(60, 4)
	for i := range 50 {
		tb.SetRows([]row{{"a" + text.Count(i/2), i, model.Good, ""}}, at(10*i))
		tb.View(Env{Theme: loud(), Wall: at(10 * i)})
	}
	if n := len(tb.flashes); n > 1 {
		t.Errorf("%d rows are remembered", n)
	}
}
