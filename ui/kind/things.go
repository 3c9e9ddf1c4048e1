package kind

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Things implements screen.Holder: the marked rows, else the selected one.
func (l *List) Things(screen.Env) []screen.Thing {
	if l.kind.Thing == nil {
		return nil
	}
	if marked, _ := l.table.Marked(); len(marked) > 0 {
		things := make([]screen.Thing, 0, len(marked))
		for _, row := range marked {
			things = append(things, l.kind.Thing(row))
		}
		return things
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
