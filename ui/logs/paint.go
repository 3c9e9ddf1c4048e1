package logs

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// findSpans looks for what the filter wants in the part of a line that can be
// in sight: from a byte on, as many as there are cells. Beyond ASCII a cell can
// have any number of bytes.
func (p *Pane) findSpans(l *line, from int, c columns) {
	to := len(l.text)
	if l.is(ascii) {
		cells := c.text * p.h
		if !p.wrap {
			cells = p.shift + c.text
		}
		to = min(to, from+cells)
	}
	p.spans = p.filter.spans(p.spans[:0], l.text, from, to)
}

// viewRow writes the row of wrapped text that begins at from, and returns where
// the next one begins.
func (p *Pane) viewRow(l *line, from, w int) (to int) {
	if l.is(ascii) {
		to = min(len(l.text), from+w)
		p.viewText(l, from, to)
		p.row.left -= to - from
		return to
	}
	shown, rest := text.Break(l.text[from:], w)
	to = len(l.text) - len(rest)
	if shown == text.Ellipsis { // a wide character in a single cell
		p.row.add("", shown)
		return to
	}
	p.viewText(l, from, to)
	p.row.left -= text.Width(shown)
	return to
}

// viewCut writes the part of an unwrapped line that is in sight.
func (p *Pane) viewCut(l *line, w int) {
	rest := text.Skip(l.text, p.shift)
	kept := text.Cut(rest, w)
	cut := kept != rest
	if cut {
		kept = strings.TrimSuffix(kept, text.Ellipsis)
	}
	from := len(l.text) - len(rest)
	if !strings.HasSuffix(l.text, rest) { // half a wide character was skipped
		from++
		if kept != "" {
			p.row.blank(1)
			kept = kept[1:]
		}
	}
	p.viewText(l, from, from+len(kept))
	p.row.left -= text.Width(kept)
	if cut {
		p.row.add(p.theme.Dim, text.Ellipsis)
	}
}

// viewText writes a part of a line's text: matches highlighted, and the word
// that tells its level in the level's colour unless a match touches it.
func (p *Pane) viewText(l *line, from, to int) {
	word := span{int(l.levelAt), int(l.levelAt) + int(l.levelLen)}
	style, at := p.levelStyle(l.level), from
	for _, m := range p.spans {
		if m.to <= from {
			continue
		}
		if m.from >= to {
			break
		}
		if word.to <= m.from {
			at = p.viewSpan(l, style, word, at, to)
		}
		at = p.viewSpan(l, p.theme.Match, m, at, to)
		if word.from < m.to {
			word = span{}
		}
	}
	at = p.viewSpan(l, style, word, at, to)
	p.row.paint("", l.text[at:to])
}

// viewSpan writes what there is of text[at:to] before a span, and the span in a
// style; it returns where it stopped. A span that begins or ends within a
// character takes all of it, for escape sequences would tear it apart.
func (p *Pane) viewSpan(l *line, style theme.Style, s span, at, to int) int {
	s.from, s.to = max(s.from, at), min(s.to, to)
	if s.from >= s.to {
		return at
	}
	if !l.is(ascii) {
		s = whole(l.text[:to], s, at)
	}
	p.row.paint("", l.text[at:s.from])
	p.row.paint(style, l.text[s.from:s.to])
	return s.to
}

// whole widens a span to whole characters; one begins at at.
func whole(s string, in span, at int) span {
	next := func() int {
		_, rest := text.Break(s[at:], 1)
		return len(s) - len(rest)
	}
	for n := next(); n <= in.from; n = next() {
		at = n
	}
	out := span{at, at}
	for out.to < in.to {
		at = next()
		out.to = at
	}
	return out
}
