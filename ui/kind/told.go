package kind

import (
	"github.com/ecsdeck/ecsdeck/ui/table"
)

// Sorts are the columns by which the list can be ordered, by their ids.
func (l *List) Sorts() []string {
	ids := make([]string, 0, len(l.kind.Columns))
	for _, c := range l.kind.Columns {
		ids = append(ids, c.ID)
	}
	return ids
}

// Sort orders the list by a column; "" is by need. By the column that it is
// ordered by already, the order is reversed.
func (l *List) Sort(id string) {
	at := table.ByNeed
	for i, c := range l.kind.Columns {
		if c.ID == id {
			at = i
		}
	}
	l.table.SortBy(at)
}

// Filter narrows the list; "" shows every row.
func (l *List) Filter(words string) {
	l.open = false
	l.field.Set(words)
	l.table.SetFilter(words)
}

// Point has the cursor go to a row, by the first of the keys that there is a row
// of, as soon as there is.
func (l *List) Point(keys ...string) { l.pointed = keys }

// point takes the cursor there. What is not in the whole list is not awaited.
func (l *List) point() {
	for _, key := range l.pointed {
		if l.table.Select(key) {
			l.pointed = nil
			return
		}
	}
	if l.part.Known() && !l.part.Growing && !l.part.Asking && !l.part.Recalled {
		l.pointed = nil
	}
}

// Flaw is what is wrong with the words of a filter here, "" for nothing.
func (l *List) Flaw(filter string) string {
	l.table.SetFilter(filter)
	return l.table.Wrong()
}
