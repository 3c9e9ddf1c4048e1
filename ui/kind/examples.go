package kind

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/table"
)

// examples are what a filter may say of the list's own columns: text of one, and
// numbers of two at most.
func (l *List) examples() string {
	var says []string
	text, numbers := false, 0
	for i := range l.kind.Columns {
		switch c := &l.kind.Columns[i]; {
		case c.Align == table.Right && numbers < 2:
			numbers++
			says = append(says, c.ID+comparison(c.ID))
		case c.Align == table.Left && !text && i > 0:
			text = true
			says = append(says, c.ID+":text")
		}
	}
	if len(says) == 0 {
		return "column:text"
	}
	return strings.Join(says, ", ")
}

// comparison is one that makes sense of a column.
func comparison(id string) string {
	switch id {
	case "age", "took", "started", "last", "since", "until", "registered", "waited", "ready":
		return "<1h"
	case "cpu", "memory", "mem", "progress":
		return ">80"
	}
	return ">1"
}
