package table

import (
	"math"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/filter"
)

// asked is what a filter or an order has asked of the rows there are, each made
// when it is first needed: most refreshes need none of it.
type asked struct {
	texts  []string          // in lower case
	cells  map[int][]string  // by column; plain, in lower case
	values map[int][]float64 // by column; not a number where it is not known
}

// rows is the table as a filter sees it.
type rows[T any] struct{ *Table[T] }

// Text implements filter.Rows.
func (r rows[T]) Text(row int) string {
	if r.asked.texts == nil {
		r.asked.texts = make([]string, len(r.items))
		for i := range r.items {
			r.asked.texts[i] = strings.ToLower(r.config.Text(r.items[i].row))
		}
	}
	return r.asked.texts[row]
}

// Cell implements filter.Rows.
func (r rows[T]) Cell(row, column int) string { return r.cellTexts(column)[row] }

// Value implements filter.Rows.
func (r rows[T]) Value(row, column int) (float64, bool) {
	v := r.columnValues(column)[row]
	return v, !math.IsNaN(v)
}

// cellTexts is what a column shows of every row, plain and in lower case.
func (t *Table[T]) cellTexts(column int) []string {
	if texts, ok := t.asked.cells[column]; ok {
		return texts
	}
	c := &t.config.Columns[column]
	env := t.env
	env.Width = c.wanted()
	texts := make([]string, len(t.items))
	for i := range t.items {
		texts[i] = strings.ToLower(c.Cell(t.items[i].row, env).Words())
	}
	if t.asked.cells == nil {
		t.asked.cells = map[int][]string{}
	}
	t.asked.cells[column] = texts
	return texts
}

// columnValues is the number of a column in every row: what the column tells of
// it, or else what its text begins with.
func (t *Table[T]) columnValues(column int) []float64 {
	if values, ok := t.asked.values[column]; ok {
		return values
	}
	c := &t.config.Columns[column]
	var texts []string
	if c.Value == nil {
		texts = t.cellTexts(column)
	}
	values := make([]float64, len(t.items))
	for i := range values {
		var (
			v     float64
			known bool
		)
		if c.Value != nil {
			v, known = c.Value(t.items[i].row, t.env)
		} else {
			v, known = filter.Number(texts[i])
		}
		if !known {
			v = math.NaN()
		}
		values[i] = v
	}
	if t.asked.values == nil {
		t.asked.values = map[int][]float64{}
	}
	t.asked.values[column] = values
	return values
}

// names are the columns as a filter calls them.
func (t *Table[T]) names() []filter.Column {
	out := make([]filter.Column, 0, len(t.config.Columns))
	for i := range t.config.Columns {
		c := &t.config.Columns[i]
		out = append(out, filter.Column{ID: c.ID, Title: c.Title, Hidden: slices.Contains(t.hidden, c.ID)})
	}
	return out
}

// refilter makes shown from order.
func (t *Table[T]) refilter() {
	t.shown, t.told = t.shown[:0], told[T]{}
	if t.filter.All() {
		t.shown = append(t.shown, t.order...)
		return
	}
	var all filter.Rows = rows[T]{t}
	for _, i := range t.order {
		if t.filter.Match(all, int(i)) {
			t.shown = append(t.shown, i)
		}
	}
}

// SetFilter shows only rows for which every term of a filter line holds: see
// package filter. The cursor stays on its row or goes to the first one shown.
func (t *Table[T]) SetFilter(line string) {
	if line == t.filter.Source() {
		return
	}
	held := t.hold()
	if t.filter.Source() == "" {
		t.origin = held
	}
	t.filter = filter.Parse(line, t.names())
	t.refilter()
	switch {
	case len(t.shown) == 0:
		// A filter that lets nothing through took no new row in exchange.
		t.cursor, t.top, t.gone = -1, 0, t.origin
	case !t.keepExactly(held):
		t.cursor, t.top = 0, 0
	}
	t.follow()
}

// Filter is what SetFilter was given, Wrong what is wrong with it: terms that
// are left out until they are right.
func (t *Table[T]) Filter() string { return t.filter.Source() }

// Wrong says which terms of the filter are left out, and why.
func (t *Table[T]) Wrong() string { return t.filter.Wrong() }
