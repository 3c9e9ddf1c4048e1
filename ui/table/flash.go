package table

import "time"

// shine is how long a cell that changed stands out.
const shine = 2 * time.Second

// glimpse is a row as the user saw it, before new rows came.
type glimpse[T any] struct {
	key string
	row T
}

// sight is the rows in sight. Only these can be seen to change, so only these
// are compared.
func (t *Table[T]) sight() []glimpse[T] {
	from, to := t.window()
	seen := make([]glimpse[T], 0, to-from)
	for i := from; i < to; i++ {
		seen = append(seen, glimpse[T]{t.at(i).key, t.at(i).row})
	}
	return seen
}

// flash notes which cells of the rows seen before differ now. Both are made in
// one environment, the last one drawn: an age that grows is no change.
func (t *Table[T]) flash(before []glimpse[T], wall time.Time) {
	flashes := make(map[string][]time.Time, len(before))
	for key, at := range t.flashes {
		for _, since := range at {
			if shines(since, wall) {
				flashes[key] = at
				break
			}
		}
	}
	t.flashes = flashes
	if len(before) == 0 {
		return
	}
	now := make(map[string]int32, len(before))
	for _, seen := range before {
		now[seen.key] = -1
	}
	for i := range t.items {
		if _, wanted := now[t.items[i].key]; wanted {
			now[t.items[i].key] = int32(i)
		}
	}
	older, newer := make([]measured, len(t.config.Columns)), make([]measured, len(t.config.Columns))
	for _, seen := range before {
		if i := now[seen.key]; i >= 0 {
			t.cells(older, seen.row)
			t.cells(newer, t.items[i].row)
			t.note(seen.key, older, newer, wall)
		}
	}
}

func (t *Table[T]) note(key string, older, newer []measured, wall time.Time) {
	for i := range older {
		if older[i] == newer[i] || becomesKnown(older[i].Cell, newer[i].Cell) || t.config.Columns[i].Calm {
			continue
		}
		if t.flashes[key] == nil {
			t.flashes[key] = make([]time.Time, len(older))
		}
		t.flashes[key][i] = wall
	}
}

// becomesKnown tells a cell of which nothing was known: ?, or a dash that turns
// out to be nothing to look at. Nothing has changed then.
func becomesKnown(older, newer Cell) bool {
	return older.Text == "?" || older.Text == "-" && newer.Look == Quiet
}

// shines tells whether a change at a time still stands out. A time after wall
// is a clock that was set back, and does not.
func shines(since, wall time.Time) bool {
	age := wall.Sub(since)
	return !since.IsZero() && age >= 0 && age < shine
}
