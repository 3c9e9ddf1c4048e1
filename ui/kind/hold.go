package kind

import "github.com/ecsdeck/ecsdeck/ui/screen"

// For screens that are a list and a little more.

// Remake has the rows made anew, as after the kind's own state has changed.
func (l *List) Remake(env screen.Env) {
	l.made = false
	l.refresh(env)
}

// Selected is the row under the cursor, a *T of the kind's rows.
func (l *List) Selected() (row any, ok bool) { return l.table.Selected() }

// Select moves the cursor to the row with a key, false when it is not shown.
func (l *List) Select(key string) bool { return l.table.Select(key) }
