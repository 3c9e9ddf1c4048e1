package table

import "slices"

// Move moves the cursor n rows down, or up below zero, to the end at most.
func (t *Table[T]) Move(n int) {
	if len(t.shown) == 0 {
		return
	}
	t.cursor = min(max(t.cursor+n, 0), len(t.shown)-1)
	t.follow()
}

// Page moves n screens down, or up below zero. One line stays in sight for the
// eye to hold on to.
func (t *Table[T]) Page(n int) { t.Move(n * max(1, t.rowsHigh()-1)) }

// Home moves to the first row.
func (t *Table[T]) Home() { t.Move(-len(t.shown)) }

// End moves to the last row.
func (t *Table[T]) End() { t.Move(len(t.shown)) }

// Selected is the row under the cursor; ok is false when nothing is shown.
func (t *Table[T]) Selected() (row T, ok bool) {
	if t.cursor < 0 {
		return row, false
	}
	return t.at(t.cursor).row, true
}

// Position is the place of the cursor among the rows shown, from 1; 0 when
// nothing is shown.
func (t *Table[T]) Position() int { return t.cursor + 1 }

// Select moves the cursor to the row with a key. It is false, and the cursor
// stays, when no such row is shown.
func (t *Table[T]) Select(key string) bool {
	for i := range t.shown {
		if t.at(i).key == key {
			t.cursor = i
			t.follow()
			return true
		}
	}
	return false
}

// Click is a press at a cell of the table, from its upper left corner: on the
// header it sorts by that column, on a row it selects it. It is false where
// there is nothing to press.
func (t *Table[T]) Click(x, y int) bool {
	if t.height > 1 {
		if y == 0 {
			return t.clickHeader(x)
		}
		y--
	}
	if y < 0 || y >= t.rowsHigh() || t.top+y >= len(t.shown) {
		return false
	}
	t.cursor = t.top + y
	return true
}

func (t *Table[T]) clickHeader(x int) bool {
	left := gutter
	for i, w := range t.widths {
		if w == 0 {
			continue
		}
		if x >= left && x < left+w {
			t.SortBy(i)
			return true
		}
		left += w + gap
	}
	return false
}

// Visible is the rows in sight, in their order.
func (t *Table[T]) Visible() []T {
	from, to := t.window()
	rows := make([]T, 0, to-from)
	for i := from; i < to; i++ {
		rows = append(rows, t.at(i).row)
	}
	return rows
}

func (t *Table[T]) at(i int) *item[T] { return &t.items[t.shown[i]] }

// window is the places in shown that are in sight.
func (t *Table[T]) window() (from, to int) {
	return t.top, min(t.top+t.rowsHigh(), len(t.shown))
}

// follow scrolls as little as brings the cursor into sight, and leaves no line
// empty that could show a row.
func (t *Table[T]) follow() {
	high := t.rowsHigh()
	t.top = min(t.top, t.cursor)
	t.top = max(t.top, t.cursor-high+1, 0)
	t.top = max(0, min(t.top, len(t.shown)-high))
}

// held remembers where the cursor is while the rows change under it.
type held[T any] struct {
	items []item[T] // as they were: new rows come in a new slice
	shown []int32
	place int  // of the cursor
	line  int  // of the screen
	atTop bool // the list was not scrolled
}

func (t *Table[T]) hold() held[T] {
	if t.cursor < 0 {
		return t.gone
	}
	return held[T]{items: t.items, shown: slices.Clone(t.shown), place: t.cursor, line: t.cursor - t.top, atTop: t.top == 0}
}

// key is that of the selected row n rows down, or up below zero.
func (h *held[T]) key(n int) string { return h.items[h.shown[h.place+n]].key }

// keep puts the cursor back on its row. If that is gone it goes to the row that
// took its place: the next one that is left, else the one before.
func (t *Table[T]) keep(h held[T]) {
	if len(t.shown) == 0 {
		// Where the cursor was counts again when rows come back, as when a
		// filter that matched nothing is cleared.
		t.cursor, t.top, t.gone = -1, 0, h
		return
	}
	if !t.keepExactly(h) {
		t.cursor = t.nearest(h)
	}
	t.settle(h)
}

// keepExactly puts the cursor back on its row, or returns false.
func (t *Table[T]) keepExactly(h held[T]) bool {
	if len(h.shown) == 0 {
		return false
	}
	key := h.key(0)
	for i := range t.shown {
		if t.at(i).key == key {
			t.cursor = i
			t.settle(h)
			return true
		}
	}
	return false
}

// nearest is the place of the next row that is left, else of the one before.
func (t *Table[T]) nearest(h held[T]) int {
	places := make(map[string]int, len(t.shown))
	for i := range t.shown {
		places[t.at(i).key] = i
	}
	for n := range len(h.shown) - h.place {
		if i, ok := places[h.key(n)]; ok {
			return i
		}
	}
	for n := range h.place {
		if i, ok := places[h.key(-1-n)]; ok {
			return i
		}
	}
	return min(max(0, h.place), len(t.shown)-1)
}

// settle scrolls so that the cursor's row is on the line where it was. A list
// that was not scrolled stays so while the cursor is in sight: it opens with
// the worst first, and a row that has just become the worst must not arrive
// above the screen.
func (t *Table[T]) settle(h held[T]) {
	t.top = t.cursor - h.line
	if h.atTop && t.cursor < t.rowsHigh() {
		t.top = 0
	}
	t.follow()
}

// Scroll moves the rows by n lines, up below zero, under a cursor that stays on
// its row as long as that is in sight.
func (t *Table[T]) Scroll(n int) {
	high := t.rowsHigh()
	if len(t.shown) == 0 || high == 0 {
		return
	}
	t.top = max(0, min(t.top+n, len(t.shown)-high))
	t.cursor = min(max(t.cursor, t.top), t.top+high-1, len(t.shown)-1)
}
