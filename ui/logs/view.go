package logs

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// View draws the pane: as many rows as it is high, each as many cells as it is
// wide. Times are shown in the location of now.
func (p *Pane) View(now time.Time) []string {
	rows := make([]string, 0, p.h)
	switch {
	case p.w == 0:
	case p.silent():
		rows = p.viewSilence(rows)
	default:
		top := p.top()
		for k := top.k; k < p.shown.len() && len(rows) < p.h; k++ {
			rows = p.viewLine(rows, k, top.row, now.Location())
			top.row = 0
		}
	}
	for len(rows) < p.h {
		rows = append(rows, text.Pad("", p.w))
	}
	return rows
}

// viewLine appends the rows of the k-th line shown, from one of them on, as far
// as there is room.
func (p *Pane) viewLine(rows []string, k, row int, loc *time.Location) []string {
	l := p.lineAt(k)
	if l.kind != written {
		return append(rows, p.viewMarker(k, loc))
	}
	c := p.columns()
	from := 0
	if p.wrap {
		from = p.rowStart(k, row)
	}
	p.findSpans(l, from, c)
	for first := true; len(rows) < p.h; first = false {
		p.row.begin(p.w)
		if first && row == 0 {
			p.viewColumns(k, c, loc)
		} else {
			p.row.blank(p.w - c.text)
		}
		if !p.wrap {
			p.viewCut(l, c.text)
			return append(rows, p.row.end())
		}
		to := p.viewRow(l, from, c.text)
		rows = append(rows, p.row.end())
		if to >= len(l.text) {
			break
		}
		from = to
	}
	return rows
}

// viewColumns writes what stands before the text. The clock of a bad line has
// its colour: the word may stand beyond the edge.
func (p *Pane) viewColumns(k int, c columns, loc *time.Location) {
	l := p.lineAt(k)
	src := &p.store.sources.all[l.source]
	clock, voice := p.theme.Dim, p.voice(src)
	if l.level >= Warn {
		clock = p.levelStyle(l.level)
	}
	if *p.shown.at(k) == p.focus {
		clock = p.theme.Selected
		if c.clock == 0 {
			voice = p.theme.Selected
		}
	}
	if c.clock > 0 {
		p.row.clock(clock, l.time(), loc)
		p.row.blank(1)
	}
	if c.task > 0 {
		p.row.add(voice, text.Pad(p.short(src), c.task))
		p.row.blank(1)
	}
	if c.container > 0 {
		p.row.add(p.theme.Dim, text.Pad(src.container, c.container))
		p.row.blank(1)
	}
}

// short is the task's id in as many digits as are needed.
func (p *Pane) short(src *source) string {
	if len(src.short) <= p.digits || !isASCII(src.short) {
		return src.short
	}
	return src.short[:p.digits]
}

func (p *Pane) voice(src *source) theme.Style {
	if len(p.theme.Voices) == 0 || src.task == "" {
		return ""
	}
	return p.theme.Voices[src.voice%len(p.theme.Voices)]
}

func (p *Pane) levelStyle(l Level) theme.Style {
	switch {
	case l >= Error:
		return p.theme.Severity(model.Broken)
	case l == Warn:
		return p.theme.Severity(model.Warning)
	case l == Debug:
		return p.theme.Dim
	}
	return ""
}

// viewMarker is the row of a marker.
func (p *Pane) viewMarker(k int, loc *time.Location) string {
	l := p.lineAt(k)
	src := &p.store.sources.all[l.source]
	style := p.theme.Dim
	if l.level != NoLevel {
		style = p.levelStyle(l.level)
	}
	if *p.shown.at(k) == p.focus {
		style = p.theme.Selected
	}
	at := l.time()
	if !at.IsZero() {
		at = at.In(loc)
	}
	rule := p.rule()
	pieces := []piece{{p.theme.Border, rule}, {style, " " + text.Clock(at) + " "}}
	if src.task != "" {
		pieces = append(pieces, piece{style, "task "}, piece{p.voice(src), p.short(src)}, piece{style, " "})
	}
	p.row.begin(p.w)
	p.row.fit(append(pieces, piece{style, l.text + " "}))
	if p.row.left >= text.Width(rule) {
		p.row.add(p.theme.Border, rule)
	}
	return p.row.end()
}

// rule is the line on either side of a marker.
func (p *Pane) rule() string {
	long, short := "────────", "──"
	if p.theme.ASCII {
		long, short = "--------", "--"
	}
	if p.w < 72 {
		return short
	}
	return long
}

// silent tells that there is nothing to show. Markers are shown whatever the
// filter: who looks for errors must see a task die.
func (p *Pane) silent() bool { return p.shown.len() == 0 }

// viewSilence says why there is nothing to see.
func (p *Pane) viewSilence(rows []string) []string {
	say := func(style theme.Style, s string) {
		if len(rows) < p.h {
			p.row.begin(p.w)
			p.row.add("", " ")
			p.row.add(style, s)
			rows = append(rows, p.row.end())
		}
	}
	lines := p.store.written()
	switch {
	case lines == 0:
		say("", "no lines yet")
		say(p.theme.Dim, "They appear here as soon as a task writes one.")
	case len(p.filter.terms) > 0:
		say("", "no line matches "+text.Clean(p.filter.expr))
		say(p.theme.Dim, text.Plural(lines, "line")+" kept; an empty filter shows them.")
	}
	if n := p.waiting.len(); n > 0 {
		say(p.theme.Dim, "Paused: "+text.Count(n)+" new.")
	}
	return rows
}
