package kind

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Things implements screen.Holder: the marked rows, else the selected one.
func (l *List) Things(screen.Env) []screen.Thing {
	if l.kind.Thing == nil {
		return nil
	}
	if marked, _ := l.table.Marked(); len(marked) > 0 {
		if len(l.marked) != len(marked) || &l.marked[0] != &marked[0] { // asked with every frame
			l.marked, l.things = marked, make([]screen.Thing, 0, len(marked))
			for _, row := range marked {
				l.things = append(l.things, l.kind.Thing(row))
			}
		}
		return l.things
	}
	row, ok := l.table.Selected()
	if !ok {
		return nil
	}
	return []screen.Thing{l.kind.Thing(row)}
}

// Things implements screen.Holder: what the page describes.
func (p *Page) Things(env screen.Env) []screen.Thing {
	if p.is.Thing == nil {
		return nil
	}
	return []screen.Thing{p.is.Thing(env, p.ref)}
}
