package kind

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Things implements screen.Holder: the selected row.
func (l *List) Things(screen.Env) []screen.Thing {
	row, ok := l.table.Selected()
	if !ok || l.kind.Thing == nil {
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
