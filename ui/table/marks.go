package table

// Marks are by key: they stay with their rows whatever is sorted, filtered or
// read anew, and go when their rows do.

// Mark marks the selected row, or takes its mark off, and goes one row down.
func (t *Table[T]) Mark() {
	if t.cursor < 0 {
		return
	}
	key := t.at(t.cursor).key
	if t.marks[key] {
		t.unmark(key)
	} else {
		t.mark(key)
	}
	t.Move(1)
}

// MarkRange marks the rows from the one that was marked last to the selected
// one; without such a row, the selected one alone.
func (t *Table[T]) MarkRange() {
	if t.cursor < 0 {
		return
	}
	from := t.cursor
	for i := range t.shown {
		if t.marks[t.at(i).key] && t.at(i).key == t.marked {
			from = i
		}
	}
	for i := min(from, t.cursor); i <= max(from, t.cursor); i++ {
		t.mark(t.at(i).key)
	}
	t.marked = t.at(t.cursor).key
}

// MarkAll marks all rows shown; when they are marked already, none.
func (t *Table[T]) MarkAll() {
	all := true
	for i := range t.shown {
		all = all && t.marks[t.at(i).key]
	}
	for i := range t.shown {
		if all {
			t.unmark(t.at(i).key)
		} else {
			t.mark(t.at(i).key)
		}
	}
}

// Unmark takes all marks off.
func (t *Table[T]) Unmark() { t.marks, t.marked, t.told = nil, "", told[T]{} }

// Marked is the marked rows in the order of the list, those that the filter
// hides too, and how many of them it hides. The slice is the same one as long as
// neither marks nor rows nor their order change.
func (t *Table[T]) Marked() (marked []T, hidden int) {
	if len(t.marks) == 0 {
		return nil, 0
	}
	if t.told.rows != nil {
		return t.told.rows, t.told.hidden
	}
	for _, i := range t.order {
		if t.marks[t.items[i].key] {
			marked = append(marked, t.items[i].row)
		}
	}
	shown := 0
	for i := range t.shown {
		if t.marks[t.at(i).key] {
			shown++
		}
	}
	t.told = told[T]{marked, len(marked) - shown}
	return marked, len(marked) - shown
}

// told is what Marked has told, which is asked for with every frame.
type told[T any] struct {
	rows   []T
	hidden int
}

// Marks is how many rows are marked.
func (t *Table[T]) Marks() int { return len(t.marks) }

func (t *Table[T]) mark(key string) {
	if t.marks == nil {
		t.marks = map[string]bool{}
	}
	t.marks[key], t.marked, t.told = true, key, told[T]{}
}

func (t *Table[T]) unmark(key string) {
	delete(t.marks, key)
	t.told = told[T]{}
}

// remark drops the marks of rows that are gone.
func (t *Table[T]) remark() {
	if len(t.marks) == 0 {
		return
	}
	left := make(map[string]bool, len(t.marks))
	for i := range t.items {
		if key := t.items[i].key; t.marks[key] {
			left[key] = true
		}
	}
	t.marks = left
}
