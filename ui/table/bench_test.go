package table

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// wideTable is eight columns on a screen of 160x40, one of them a sparkline.
func wideTable() *Table[row] {
	c := columns()
	for i := range 3 {
		c = append(c, Column[row]{ID: "n" + strconv.Itoa(i), Title: "NUMBER", Width: 10, Align: Right,
			Cell: func(r row, _ Env) Cell { return State(r.sev, strconv.Itoa(r.tasks)) }})
	}
	c[5].Width, c[5].Cell = 14, func(r row, _ Env) Cell { return State(r.sev, "58% ▂▃▃▄▅▅▆▅▂▃") }
	tb := New(Config[row]{Columns: c,
		Key:  func(r row) string { return r.id },
		Text: func(r row) string { return r.id + " " + r.why },
		Rank: func(r row) int { return int(r.sev) }})
	tb.SetSize(160, 40)
	return tb
}

func crowd(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{
			id: fmt.Sprintf("service-%04d-of-the-cluster", (i*2654435761)%n), tasks: i % 97,
			sev: model.Severity((i * 40503) % 6), why: "tasks failed container health checks",
		}
	}
	return rows
}

func BenchmarkMoveAndView(b *testing.B) {
	tb := wideTable()
	tb.SetRows(crowd(5000), start)
	e := Env{Theme: theme.Default(), Now: start, Wall: start}
	step := 1
	b.ReportAllocs()
	for b.Loop() {
		if tb.Position() == tb.Len() {
			step = -1
		}
		tb.Move(step)
		tb.View(e)
	}
}

func BenchmarkFilterAndSort(b *testing.B) {
	tb := wideTable()
	tb.SetRows(crowd(5000), start)
	filters := []string{"service 00", "service 00 !7"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		tb.SetFilter(filters[i%2])
		tb.SortBy(i % 2)
	}
}

func BenchmarkSetRows(b *testing.B) {
	tb := wideTable()
	rows := crowd(5000)
	tb.SetRows(rows, start)
	tb.View(env())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rows[i%5000].tasks++
		tb.SetRows(rows, start)
	}
}
