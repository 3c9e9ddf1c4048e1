package logs

import (
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// place is a row of the text: the k-th line shown and a row of it.
type place struct{ k, row int }

func (a place) before(b place) bool { return a.k < b.k || a.k == b.k && a.row < b.row }

// Scroll moves by n rows, down when positive. Scrolling up stops following.
func (p *Pane) Scroll(n int) {
	switch {
	case n < 0:
		p.setTop(p.back(p.top(), -max(n, -farAway)))
	case n > 0 && !p.follow:
		top := p.forward(p.top(), n)
		if last := p.lastPage(); last.before(top) {
			top = last
		}
		p.setTop(top)
	}
}

// farAway is more rows than there can be, and can be negated.
const farAway = 1 << 30

// Page moves by n pages, which share a row.
func (p *Pane) Page(n int) {
	n = max(-farAway/1000, min(n, farAway/1000))
	p.Scroll(n * max(p.h-1, 1))
}

// Home goes to the oldest line.
func (p *Pane) Home() { p.setTop(place{}) }

// End goes to the newest line and follows.
func (p *Pane) End() { p.follow, p.focus = true, noFocus }

// Shift moves the text by n cells, to what is on the right when positive; not
// further than the longest line in sight reaches. Wrapped text has no need.
func (p *Pane) Shift(n int) {
	if p.wrap {
		return
	}
	longest, top := 0, p.top()
	for k := top.k; k < min(p.shown.len(), top.k+max(p.h, 1)); k++ {
		if l := p.lineAt(k); l.kind == written {
			longest = max(longest, text.Width(l.text))
		}
	}
	p.shift = max(0, min(p.shift+n, longest-p.columns().text))
}

// NextError goes to the next line of level Error or above, or to a task that
// failed, from the one last gone to or else from the first in sight. It tells
// whether there is one.
func (p *Pane) NextError() bool {
	k := p.top().k
	if p.focus != noFocus {
		k = p.shown.search(p.focus + 1)
	}
	for ; k < p.shown.len(); k++ {
		if p.lineAt(k).level >= Error {
			p.goTo(k)
			return true
		}
	}
	return false
}

// PrevError is NextError in the other direction; while following it begins at
// the newest line.
func (p *Pane) PrevError() bool {
	k := p.top().k
	switch {
	case p.focus != noFocus:
		k = p.shown.search(p.focus)
	case p.follow:
		k = p.shown.len()
	}
	for k--; k >= 0; k-- {
		if p.lineAt(k).level >= Error {
			p.goTo(k)
			return true
		}
	}
	return false
}

// goTo puts the focus on a line. One that is in sight stays where it is; else
// a third of the pane shows what led to it.
func (p *Pane) goTo(k int) {
	top, target := p.top(), place{k: k}
	if target.before(top) || !target.before(p.below(top)) {
		top = p.back(target, p.h/3)
		if last := p.lastPage(); last.before(top) {
			top = last
		}
	}
	p.setTop(top)
	p.focus = *p.shown.at(k)
}

// below is the place of the first row that is not in sight.
func (p *Pane) below(top place) place {
	k, left := top.k, max(p.h, 1)+top.row
	for ; k < p.shown.len(); k++ {
		n := p.rows(k)
		if left < n {
			return place{k, left}
		}
		left -= n
	}
	return place{k: k}
}

// top is the first row in sight: never so far down that rows stay empty while
// there are lines above.
func (p *Pane) top() place {
	last := p.lastPage()
	if p.follow {
		return last
	}
	k := p.shown.search(p.anchor)
	if k == p.shown.len() {
		return last
	}
	t := place{k: k}
	if *p.shown.at(k) == p.anchor {
		t.row = p.rowOf(k, p.offset)
	}
	if last.before(t) {
		return last
	}
	return t
}

// setTop leaves following and stays at t.
func (p *Pane) setTop(t place) {
	p.follow, p.focus = false, noFocus
	p.anchor, p.offset = p.store.first, 0
	if t.k < p.shown.len() {
		p.anchor, p.offset = *p.shown.at(t.k), p.rowStart(t.k, t.row)
	}
}

// lastPage is where the top is when the last row is the newest.
func (p *Pane) lastPage() place {
	left := max(p.h, 1)
	for k := p.shown.len() - 1; k >= 0; k-- {
		n := p.rows(k)
		if n >= left {
			return place{k, n - left}
		}
		left -= n
	}
	return place{}
}

func (p *Pane) forward(t place, n int) place {
	for t.k < p.shown.len() {
		left := p.rows(t.k) - t.row
		if n < left {
			t.row += n
			return t
		}
		n -= left
		t = place{k: t.k + 1}
	}
	return t
}

func (p *Pane) back(t place, n int) place {
	for n > t.row && t.k > 0 {
		n -= t.row + 1
		t.k--
		t.row = p.rows(t.k) - 1
	}
	t.row = max(0, t.row-n)
	return t
}

func (p *Pane) lineAt(k int) *line { return p.store.line(*p.shown.at(k)) }

// rows is how many rows the k-th line shown takes. A marker is one row.
func (p *Pane) rows(k int) int {
	l := p.lineAt(k)
	if !p.wrap || l.kind != written {
		return 1
	}
	w := p.columns().text
	if l.is(ascii) {
		return max(1, (len(l.text)+w-1)/w)
	}
	return text.Rows(l.text, w)
}

// rowStart is where in the text of the k-th line a row begins.
func (p *Pane) rowStart(k, row int) int {
	l := p.lineAt(k)
	w := p.columns().text
	if row == 0 || l.is(ascii) {
		return row * w
	}
	rest := l.text
	for range row {
		_, rest = text.Break(rest, w)
	}
	return len(l.text) - len(rest)
}

// rowOf is the row of the k-th line that holds the byte at offset.
func (p *Pane) rowOf(k, offset int) int {
	l := p.lineAt(k)
	if offset == 0 || !p.wrap || l.kind != written {
		return 0
	}
	w := p.columns().text
	if l.is(ascii) {
		return offset / w
	}
	row := 0
	for rest := l.text; ; row++ {
		if _, rest = text.Break(rest, w); len(l.text)-len(rest) > offset || rest == "" {
			return row
		}
	}
}
