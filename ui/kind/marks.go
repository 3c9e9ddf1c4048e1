package kind

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// each makes of an action that changes something one for all marked rows: one
// decision, which lists what each row would ask for alone. It is in want of a
// reason only where it applies to none of them.
func (a Action[T]) each(env screen.Env, rows []T, name func(T) string) screen.Action {
	out := screen.Action{Binding: a.Binding, Why: shut(a.Gates, env)}
	out.Title = fmt.Sprintf("%s %s marked", a.Title, text.Count(len(rows)))
	if out.Why == "" && a.When != nil {
		for _, row := range rows {
			if out.Why = a.When(env, row); out.Why == "" {
				break
			}
		}
	}
	out.Do = func() screen.Effect {
		several := screen.Several{Action: a.Title}
		for _, row := range rows {
			one := screen.One{Name: name(row)}
			if a.When != nil {
				one.Why = a.When(env, row)
			}
			if one.Why == "" {
				one.Effect = a.Run(env, row)
			}
			several.Of = append(several.Of, one)
		}
		return several
	}
	return out
}

// called is what a dialog calls a row: its name, or what its first column says.
func (l *List) called(row any) string {
	if l.kind.Thing != nil {
		if name := l.kind.Thing(row).Name; name != "" {
			return name
		}
	}
	if fields := l.table.Full(row); len(fields) > 0 {
		return fields[0].Text
	}
	return l.kind.Key(row)
}

// marking are the keys that mark rows.
func (l *List) marking() []screen.Action {
	t := l.table
	return []screen.Action{
		do(keymap.Binding{Action: "mark", Keys: []string{"space"}, Title: "mark", Help: "mark the row, or not, and go down"}, t.Mark),
		do(keymap.Binding{Action: "mark-range", Keys: []string{"M"}, Title: "mark range", Help: "mark the rows from the one marked last"}, t.MarkRange),
		do(keymap.Binding{Action: "mark-all", Keys: []string{"*"}, Title: "mark all", Help: "mark all rows shown, or none"}, t.MarkAll),
	}
}

// forMarks names what acts on all marked rows.
func (l *List) forMarks() string {
	var keys []string
	for _, a := range l.kind.Actions {
		if a.Danger {
			keys = append(keys, a.Label()+" "+a.Title)
		}
	}
	if len(keys) == 0 {
		return "copies take them all"
	}
	return "for all: " + strings.Join(keys, "  ")
}

// markWords says how many rows are marked, "" for none.
func (l *List) markWords(env screen.Env) string {
	n := l.table.Marks()
	if n == 0 {
		return ""
	}
	glyph := "◆ "
	if env.Theme.ASCII {
		glyph = "+ "
	}
	words := glyph + text.Count(n) + " marked"
	if _, hidden := l.table.Marked(); hidden > 0 {
		words += fmt.Sprintf(", %s hidden by the filter", text.Count(hidden))
	}
	return words
}
