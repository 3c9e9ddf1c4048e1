package kind

import (
	"reflect"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// shaping are the keys for what is seen of a row.
func (l *List) shaping() []screen.Action {
	t := l.table
	wide := keymap.Binding{Action: "wide", Keys: []string{"W"}, Title: "wide", Help: "all columns and whole names, or what fits"}
	left := keymap.Binding{Action: "columns-left", Keys: []string{"("}, Title: "columns left", Help: "the columns to the left, of a wide list"}
	right := keymap.Binding{Action: "columns-right", Keys: []string{")"}, Title: "columns right", Help: "the columns to the right; makes the list wide"}
	return []screen.Action{
		do(wide, func() { t.SetWide(!t.Wide()) }), do(left, func() { l.scrollColumns(-1) }), do(right, func() { l.scrollColumns(1) }), l.full(),
	}
}

func (l *List) scrollColumns(step int) {
	if step > 0 {
		l.table.SetWide(true)
	}
	l.table.ScrollColumns(step)
}

// full opens a page of all that the list knows of the selected row.
func (l *List) full() screen.Action {
	a := screen.Action{Binding: keymap.Binding{Action: "full", Keys: []string{"v"}, Title: "in full", Help: "all columns of the row, also those out of sight"}}
	row, selected := l.table.Selected()
	if !selected {
		a.Why = "no row is selected"
	}
	a.Do = func() screen.Effect {
		name, fields := l.called(row), l.table.Full(row)
		return screen.Read{Title: text.Clean(name), Page: func(t *theme.Theme, w int) []string { return fullPage(fields, t, w) }}
	}
	return a
}

// fullPage has the columns below each other, and their text wrapped.
func fullPage(fields []table.Field, t *theme.Theme, w int) []string {
	label := 0
	for _, f := range fields {
		label = max(label, text.Width(f.Title))
	}
	label = min(label, w/3) + 2
	var lines []string
	for _, f := range fields {
		title := t.Dim.Paint(text.Pad(f.Title, label))
		says := f.Text
		if says == "" {
			says = "-"
		}
		for _, row := range text.Wrap(says, max(1, w-label)) {
			lines = append(lines, title+row)
			title = text.Pad("", label)
		}
	}
	return lines
}

// Grid implements screen.Tabular.
func (l *List) Grid(env screen.Env) (titles []string, rows [][]string) {
	l.table.In(l.tableEnv(env))
	return l.table.Grid()
}

// Values implements screen.Tabular.
func (l *List) Values() []any {
	rows := l.table.Rows()
	values := make([]any, 0, len(rows))
	for _, row := range rows {
		values = append(values, l.value(row))
	}
	return values
}

// value is a row as its thing tells it, or as it is.
func (l *List) value(row any) any {
	if l.kind.Thing != nil {
		return l.kind.Thing(row).Value
	}
	return reflect.ValueOf(row).Elem().Interface()
}

func (l *List) tableEnv(env screen.Env) table.Env {
	return table.Env{Theme: env.Theme, Now: env.Now, Wall: env.Wall}
}

// Shape implements screen.Shaped: how the list is filtered, ordered and shown.
func (l *List) Shape() screen.View {
	v := screen.View{Kind: l.kind.ID, Filter: l.table.Filter(), Wide: l.table.Wide()}
	if s := l.table.Sort(); s.Column != table.ByNeed {
		v.Sort, v.Descending = l.kind.Columns[s.Column].ID, s.Descending
	} else {
		v.Descending = s.Descending
	}
	return v
}

// Reshape implements screen.Shaped. A column that there is not any more leaves
// the order by need.
func (l *List) Reshape(v screen.View) {
	l.open = false
	l.field.Set(v.Filter)
	l.table.SetFilter(v.Filter)
	l.table.SetWide(v.Wide)
	column := table.ByNeed
	for i, c := range l.kind.Columns {
		if v.Sort != "" && c.ID == v.Sort {
			column = i
		}
	}
	l.table.Order(column, v.Descending)
}

// Click implements screen.Pointed: it selects a row or sorts by a column. A row
// that is selected already is opened.
func (l *List) Click(env screen.Env, x, y int) (open bool) {
	y -= len(l.above(env))
	before, header := l.table.Position(), y == 0
	if y < 0 || !l.table.Click(x, y) {
		return false
	}
	return !header && l.table.Position() == before
}

// Wheel implements screen.Pointed.
func (l *List) Wheel(lines int) { l.table.Scroll(lines) }

// Wheel implements screen.Pointed.
func (p *Page) Wheel(lines int) { p.scroll.Move(lines) }

// Click implements screen.Pointed: there is nothing to click on a page.
func (p *Page) Click(screen.Env, int, int) bool { return false }
