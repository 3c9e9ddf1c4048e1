package logs

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Pane shows a store. It begins at the newest line and follows.
//
// What it shows first is held by the line, not by the number of its row: lines
// that come, fall off above or come late do not move what one reads, nor does
// another width or filter, as long as the line is there.
type Pane struct {
	store  *Store
	theme  *theme.Theme
	w, h   int
	filter filter

	shown   index // what the filter lets through
	waiting index // the same, of what came while paused

	follow bool
	wrap   bool
	shift  int // cells of the text left out on the left, when not wrapped

	paused bool
	since  uint32 // the batch after which lines wait

	anchor int // position of the line at the top, unless following
	offset int // where in its text the top row begins, in bytes
	focus  int // position of the error jumped to; noFocus without

	digits int // of the tasks' ids
	names  int // cells of the containers' names, 0 for no such column

	picked []int  // scratch
	spans  []span // scratch
	row    row    // scratch
}

// noFocus is below all positions.
const noFocus = -1

// NewPane shows what is in a store and will come into it. The pane lives as
// long as the store.
func NewPane(s *Store, t *theme.Theme) *Pane {
	p := &Pane{store: s, theme: t, follow: true, focus: noFocus}
	s.watchers = append(s.watchers, p)
	p.rebuild()
	return p
}

// SetTheme changes the colours.
func (p *Pane) SetTheme(t *theme.Theme) { p.theme = t }

// SetSize says how many cells the pane has.
func (p *Pane) SetSize(w, h int) { p.w, p.h = max(w, 0), max(h, 0) }

// SetWrap breaks long lines into rows; without it they are cut.
func (p *Pane) SetWrap(on bool) {
	p.wrap, p.shift = on, 0
}

// Wrap tells whether long lines are broken into rows.
func (p *Pane) Wrap() bool { return p.wrap }

// SetFilter shows only lines that match expr. It holds terms with spaces
// between them, all of which must agree: a word that the text, the container's
// name or the beginning of the task's id must have, in any case; a
// /regular expression/ that the text must match; and either with ! before it
// for what must not be there. The empty filter shows everything, and so it
// always does with markers. An expression that does not compile is told, and
// the filter stays as it was.
func (p *Pane) SetFilter(expr string) error {
	f, err := parseFilter(expr)
	if err != nil {
		return err
	}
	p.filter = f
	p.rebuild()
	return nil
}

// Filter is the filter as it was set.
func (p *Pane) Filter() string { return p.filter.expr }

// SetPaused holds the picture: lines that come wait, and are counted. Only
// what the store has to let go of disappears from it.
func (p *Pane) SetPaused(on bool) {
	switch {
	case on && !p.paused:
		p.paused, p.since = true, p.store.batch
	case !on && p.paused:
		p.paused = false
		p.picked = p.picked[:0]
		for i := range p.waiting.len() {
			p.picked = append(p.picked, *p.waiting.at(i))
		}
		p.shown.add(p.picked)
		p.waiting.clear()
		p.learn()
	}
}

// Paused tells whether the picture is held.
func (p *Pane) Paused() bool { return p.paused }

// Waiting is how many lines have come since the pane was paused, as far as the
// filter lets them through.
func (p *Pane) Waiting() int { return p.waiting.len() }

// SetFollow keeps the newest line in sight, or stays where the pane is.
func (p *Pane) SetFollow(on bool) {
	if p.follow && !on {
		p.setTop(p.top())
	}
	p.follow = on
}

// Following tells whether the newest line is kept in sight.
func (p *Pane) Following() bool { return p.follow }

// rebuild matches every line.
func (p *Pane) rebuild() {
	p.shown.clear()
	p.waiting.clear()
	p.picked = p.picked[:0]
	var late []int
	for pos := p.store.first; pos < p.store.end(); pos++ {
		l := p.store.line(pos)
		switch {
		case !p.matches(l):
		case p.paused && int32(l.batch-p.since) > 0: // right after an overflow, too
			late = append(late, pos)
		default:
			p.picked = append(p.picked, pos)
		}
	}
	p.shown.add(p.picked)
	p.waiting.add(late)
	p.learn()
}

func (p *Pane) matches(l *line) bool { return p.filter.match(l, &p.store.sources.all[l.source]) }

// changed is told by the store: see watcher.
func (p *Pane) changed(at []int, first int) {
	if before := p.store.end() - len(at); p.anchor < before { // else it is the place of no line yet
		p.anchor = shifted(p.anchor, at)
	}
	if p.focus != noFocus {
		p.focus = shifted(p.focus, at)
	}
	p.picked = p.picked[:0]
	begin, _ := slices.BinarySearch(at, first)
	for _, pos := range at[begin:] {
		if p.matches(p.store.line(pos)) {
			p.picked = append(p.picked, pos)
		}
	}
	p.shown.shift(at)
	p.waiting.shift(at)
	if p.paused {
		p.waiting.add(p.picked)
	} else {
		p.shown.add(p.picked)
	}
	p.forget(first)
	p.learn()
}

// forget lets go of the lines before first.
func (p *Pane) forget(first int) {
	p.shown.dropBefore(first)
	p.waiting.dropBefore(first)
	if p.anchor < first {
		p.anchor, p.offset = first, 0
	}
	if p.focus < first {
		p.focus = noFocus
	}
}

// learn sizes the columns for who speaks. A held picture keeps them.
func (p *Pane) learn() {
	if p.paused {
		return
	}
	p.store.sources.count()
	p.digits, p.names = p.store.sources.digits, min(p.store.sources.containers, maxName)
}
