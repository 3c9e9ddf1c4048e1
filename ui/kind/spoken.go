package kind

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Spoken is a list in words, for where rows are told one by one.
type Spoken struct {
	Names  []string // of the rows, as dialogs call them
	Titles []string // of the columns that say something of their own
	Calm   []bool   // columns that change all the time
	Rows   [][]string
}

// Spoken tells the rows that are shown, in their order.
func (l *List) Spoken(env screen.Env) Spoken {
	titles, cells := l.Grid(env)
	var hidden []string
	if l.kind.Hidden != nil {
		hidden = l.kind.Hidden(env)
	}
	var s Spoken
	var kept []int
	for i, c := range l.kind.Columns {
		if i < len(titles) && !slices.Contains(hidden, c.ID) {
			kept = append(kept, i)
			s.Titles, s.Calm = append(s.Titles, titles[i]), append(s.Calm, c.Calm)
		}
	}
	for i, row := range l.table.Rows() {
		name := l.called(row)
		words := make([]string, 0, len(kept))
		for _, k := range kept {
			cell := cells[i][k]
			if cell == name {
				cell = "" // it is said already
			}
			words = append(words, cell)
		}
		s.Names, s.Rows = append(s.Names, name), append(s.Rows, words)
	}
	return s
}

// Marked are the names of the rows that are marked and shown, as Spoken has them.
func (l *List) Marked() []string {
	var names []string
	marked, _ := l.table.Marked()
	for _, row := range marked {
		names = append(names, l.called(row))
	}
	return names
}
