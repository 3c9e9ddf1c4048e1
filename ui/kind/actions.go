package kind

import (
	"cmp"
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Actions implements screen.Screen: what the kind declares first, then what
// every list can do.
func (l *List) Actions(env screen.Env) []screen.Action {
	row, selected := l.table.Selected()
	var out []screen.Action
	if l.kind.Enter != nil {
		out = append(out, l.enter(row, selected))
	}
	marked, _ := l.table.Marked()
	for _, a := range l.kind.Actions {
		if a.Danger && len(marked) > 0 {
			out = append(out, a.each(env, marked, l.called))
			continue
		}
		if a.Together != nil && len(marked) > 0 {
			if len(marked) == 1 && selected && l.kind.Key(row) != l.kind.Key(marked[0]) {
				marked = append(slices.Clone(marked), row)
			}
			effect, why := a.Together(env, marked)
			out = append(out, screen.Action{Binding: a.Binding, Why: cmp.Or(shut(a.Gates, env), why), Do: func() screen.Effect { return effect }})
			continue
		}
		out = append(out, a.bind(env, row, selected))
	}
	for _, o := range l.kind.Own {
		out = append(out, o.bind(env, l.ref))
	}
	switch {
	case len(marked) > 0:
		out = append(out, do(keymap.Binding{Action: "unmark", Keys: []string{"esc"}, Title: "unmark", Help: "take all marks off", Weight: 45}, l.table.Unmark))
	case l.table.Filter() != "":
		out = append(out, do(keymap.Binding{Action: "unfilter", Keys: []string{"esc"}, Title: "all rows", Help: "clear the filter", Weight: 45}, l.unfilter))
	}
	if _, own := screen.Find(out, "space"); !own { // a kind may mark rows in its own way
		out = append(out, l.marking()...)
	}
	return slices.Concat(out, l.moves(), l.shaping())
}

func (l *List) enter(row any, selected bool) screen.Action {
	title := l.kind.EnterTitle
	a := screen.Action{Binding: keymap.Binding{
		Action: "open", Keys: []string{"enter", "right"}, Title: title, Help: "open the " + title + " of the selected row", Weight: 100,
	}}
	none := "this row has no " + title
	if title == "open" { // rows of many kinds
		a.Help, none = "what the selected row is about", "this row leads nowhere"
	}
	route, leads := screen.Route{}, false
	if selected {
		route, leads = l.kind.Enter(l.ref, row)
	}
	switch {
	case !selected:
		a.Why = "no row is selected"
	case !leads:
		a.Why = none
	}
	a.Do = func() screen.Effect { return screen.Go{To: route} }
	return a
}

// moves are the keys of every list. Those of weight 0 stand in the help only.
func (l *List) moves() []screen.Action {
	t := l.table
	return []screen.Action{
		do(keymap.Binding{Action: "filter", Keys: []string{"/"}, Title: "filter", Help: "words, !not, /regex/, " + l.examples(), Weight: 40}, l.typeFilter),
		do(keymap.Binding{Action: "up", Keys: []string{"up", "k"}, Show: "up/k", Title: "up", Help: "one row up"}, func() { t.Move(-1) }),
		do(keymap.Binding{Action: "down", Keys: []string{"down", "j"}, Show: "down/j", Title: "down", Help: "one row down"}, func() { t.Move(1) }),
		do(keymap.Binding{Action: "page-up", Keys: []string{"pgup", "ctrl+b"}, Title: "page up", Help: "one screen up"}, func() { t.Page(-1) }),
		do(keymap.Binding{Action: "page-down", Keys: []string{"pgdown", "ctrl+f"}, Title: "page down", Help: "one screen down"}, func() { t.Page(1) }),
		do(keymap.Binding{Action: "first", Keys: []string{"home"}, Title: "first", Help: "the first row"}, t.Home),
		do(keymap.Binding{Action: "last", Keys: []string{"end", "G"}, Title: "last", Help: "the last row"}, t.End),
		do(keymap.Binding{Action: "sort-left", Keys: []string{"<"}, Title: "sort left", Help: "sort by the column to the left; first is by need"}, func() { t.SortNext(-1) }),
		do(keymap.Binding{Action: "sort-right", Keys: []string{">"}, Title: "sort right", Help: "sort by the column to the right"}, func() { t.SortNext(1) }),
		do(keymap.Binding{Action: "reverse", Keys: []string{"o"}, Title: "reverse", Help: "reverse the order"}, t.Reverse),
	}
}

func (l *List) typeFilter() {
	l.open = true
	l.field.Set(l.table.Filter())
}

// do is an action that only moves something on the screen.
func do(b keymap.Binding, f func()) screen.Action {
	return screen.Action{Binding: b, Do: func() screen.Effect {
		f()
		return nil
	}}
}
