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
