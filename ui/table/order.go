package table

import (
	"cmp"
	"slices"
	"strings"
)

// ByNeed as the column of a Sort is the order by need for attention, in which
// every list opens.
const ByNeed = -1

// Sort is the order of a table.
type Sort struct {
	Column int    // place in Config.Columns, or ByNeed
	Title  string // of the column, "" for ByNeed
	// Descending puts the largest first; for ByNeed, the least needy.
	Descending bool
}

// SortBy orders the rows by a column, given by its place, or ByNeed. The
// column by which they are ordered already is reversed instead. Numbers start
// with the largest, as that is what one looks for. A place that does not exist
// changes nothing.
func (t *Table[T]) SortBy(column int) {
	switch {
	case column < ByNeed || column >= len(t.config.Columns):
		return
	case column == t.sort.Column:
		t.Reverse()
		return
	case column == ByNeed:
		t.sort = Sort{Column: ByNeed}
	default:
		c := &t.config.Columns[column]
		t.sort = Sort{Column: column, Title: c.Title, Descending: c.Align == Right || c.Value != nil}
	}
	t.reorder()
}

// SortNext goes step columns to the right (or left, below zero) among all but
// the hidden ones and the order by need, around the ends.
func (t *Table[T]) SortNext(step int) {
	stops := []int{ByNeed}
	for i := range t.config.Columns {
		if !slices.Contains(t.hidden, t.config.Columns[i].ID) {
			stops = append(stops, i)
		}
	}
	at := max(0, slices.Index(stops, t.sort.Column)) // a hidden column counts as ByNeed
	at = ((at+step)%len(stops) + len(stops)) % len(stops)
	if stops[at] != t.sort.Column {
		t.SortBy(stops[at])
	}
}

// Order orders the rows by a column, given by its place, or ByNeed.
func (t *Table[T]) Order(column int, descending bool) {
	if column < ByNeed || column >= len(t.config.Columns) {
		return
	}
	t.sort = Sort{Column: column, Descending: descending}
	if column != ByNeed {
		t.sort.Title = t.config.Columns[column].Title
	}
	t.reorder()
}

// Reverse turns the order round. Ties stay ordered by name.
func (t *Table[T]) Reverse() {
	t.sort.Descending = !t.sort.Descending
	t.reorder()
}

// Sort is the order of the rows.
func (t *Table[T]) Sort() Sort { return t.sort }

// reorder sorts again and stays on the selected row.
func (t *Table[T]) reorder() {
	held := t.hold()
	t.resort()
	t.keep(held)
}

// resort sorts all items and filters them again.
func (t *Table[T]) resort() {
	// New rows mostly come in the places of the old ones, so that the order there
	// was is nearly the one there will be.
	if len(t.order) != len(t.items) {
		t.order = slices.Grow(t.order[:0], len(t.items))
		for i := range t.items {
			t.order = append(t.order, int32(i))
		}
	}
	compare := t.compare()
	slices.SortFunc(t.order, func(i, j int32) int {
		a, b := &t.items[i], &t.items[j]
		c := compare(i, j)
		if c != 0 && t.sort.Descending {
			return -c
		}
		return cmp.Or(c, strings.Compare(a.name, b.name), strings.Compare(a.key, b.key), cmp.Compare(i, j))
	})
	t.refilter()
}

// compare is the order of items, given by place, before ties are broken.
func (t *Table[T]) compare() func(i, j int32) int {
	if t.sort.Column == ByNeed {
		return func(i, j int32) int { return cmp.Compare(t.items[j].rank, t.items[i].rank) }
	}
	column := &t.config.Columns[t.sort.Column]
	if column.Less == nil {
		texts := t.cellTexts(t.sort.Column)
		if column.Align == Left && column.Value == nil {
			return func(i, j int32) int { return strings.Compare(texts[i], texts[j]) }
		}
		values := t.columnValues(t.sort.Column) // what is not known is below all numbers
		return func(i, j int32) int {
			return cmp.Or(cmp.Compare(values[i], values[j]), strings.Compare(texts[i], texts[j]))
		}
	}
	return func(i, j int32) int {
		switch a, b := t.items[i].row, t.items[j].row; {
		case column.Less(a, b):
			return -1
		case column.Less(b, a):
			return 1
		}
		return 0
	}
}
