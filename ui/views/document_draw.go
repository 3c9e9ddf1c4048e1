package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// gutter is the cells before a line, for the mark of what folds.
const gutter = 2

// View implements screen.Screen. Only what is in sight is drawn.
func (d *Document) View(env screen.Env) []string {
	if d.root == nil {
		return screen.Instead(env, d.State(env), "the document of "+d.name())
	}
	var out []string
	for i := d.top; i < len(d.lines) && len(out) < env.Height; i++ {
		out = append(out, d.draw(env.Theme, i, env.Width)...)
	}
	return out[:min(len(out), env.Height)]
}

// draw is a line as rows of the screen: one, or more when long ones are wrapped.
func (d *Document) draw(t *theme.Theme, i, width int) []string {
	l := d.lines[i]
	mark := "  "
	switch {
	case l.Folds && l.Folded:
		mark = pick(t, "▸ ", "+ ")
	case l.Folds:
		mark = pick(t, "▾ ", "- ")
	}
	values := d.pieces(l, width)
	before := strings.Repeat(" ", l.Indent) + text.Clean(l.Lead+l.Key+l.Sep)
	if i == d.cursor {
		rows := []string{t.Selected.Paint(text.Pad(mark+before+values[0]+l.Tail, width))}
		for _, more := range values[1:] {
			rows = append(rows, t.Selected.Paint(text.Pad(d.hang(l)+more, width)))
		}
		return rows
	}
	style := t.Dim
	if l.Node.Kind == document.Scalar {
		style = valueStyle(t, l.Node, d.view.Revealed)
	}
	paint := func(style theme.Style, s string) string { return d.highlighted(t, style, s) }
	rows := []string{t.Dim.Paint(mark) + strings.Repeat(" ", l.Indent) + t.Dim.Paint(l.Lead) + paint(t.Accent, text.Clean(l.Key)) + t.Dim.Paint(l.Sep) +
		paint(style, values[0]) + t.Dim.Paint(l.Tail)}
	for _, more := range values[1:] {
		rows = append(rows, d.hang(l)+paint(style, more))
	}
	return rows
}

// visible is text of a document in a line: nothing of it is left out, and so what
// would steer a terminal is seen as well.
func visible(s string) string { return text.Clean(escapes.Replace(s)) }

var escapes = strings.NewReplacer("\x1b", "␛", "\u009b", "<U+009B>", "\u009d", "<U+009D>", "\u0090", "<U+0090>")

// hang is the blanks before what a long value goes on with on the next row.
func (d *Document) hang(l document.Line) string { return strings.Repeat(" ", gutter+l.Indent+2) }

// pieces is the value of a line, in one or in as many as it takes to see all.
func (d *Document) pieces(l document.Line, width int) []string {
	value := visible(l.Value)
	room := width - gutter - l.Indent - text.Width(l.Lead+l.Key+l.Sep)
	if !d.wrap || text.Width(value+l.Tail) <= room {
		return []string{value}
	}
	first, rest := "", value
	if room >= width/3 {
		first, rest = text.Break(value, room)
	}
	return append([]string{first}, text.Wrap(rest, max(10, width-gutter-l.Indent-2))...)
}

// cut tells whether the line under the cursor is wider than the screen.
func (d *Document) isCut(width int) bool {
	if d.wrap || d.cursor >= len(d.lines) {
		return false
	}
	return text.Width(text.Clean(d.lines[d.cursor].Plain())) > width-gutter
}

// highlighted paints text and, in it, what is searched for.
func (d *Document) highlighted(t *theme.Theme, style theme.Style, s string) string {
	words := strings.ToLower(d.words)
	lower := strings.ToLower(s)
	if words == "" || len(lower) != len(s) { // lower case of other lengths is rare, and not worth more
		return style.Paint(s)
	}
	var b strings.Builder
	for {
		i := strings.Index(lower, words)
		if i < 0 {
			b.WriteString(style.Paint(s))
			return b.String()
		}
		b.WriteString(style.Paint(s[:i]))
		b.WriteString(t.Match.Paint(s[i : i+len(words)]))
		s, lower = s[i+len(words):], lower[i+len(words):]
	}
}

// valueStyle tells the types of scalars apart.
func valueStyle(t *theme.Theme, n *document.Node, revealed bool) theme.Style {
	voice := func(i int) theme.Style { return t.Voices[i%len(t.Voices)] }
	switch {
	case n.Secret && !revealed:
		return t.Dim
	case n.Type == document.Number || n.Type == document.Bool || n.Type == document.Null:
		return voice(2)
	case n.Type == document.Time:
		return voice(3)
	}
	return voice(1)
}

// pick is a glyph, or what ASCII has in its place.
func pick(t *theme.Theme, glyph, ascii string) string {
	if t.ASCII {
		return ascii
	}
	return glyph
}

// keepInSight scrolls so that the cursor's line is on the screen.
func (d *Document) keepInSight(width int) {
	d.cursor = max(0, min(d.cursor, len(d.lines)-1))
	if d.height <= 0 || len(d.lines) == 0 {
		return
	}
	d.top = max(0, min(d.top, d.cursor))
	rows := func(i int) int {
		if !d.wrap {
			return 1
		}
		return len(d.pieces(d.lines[i], width))
	}
	// From the cursor upwards as many lines as there is room for: the top may
	// not be above the first of them.
	room, first := d.height-rows(d.cursor), d.cursor
	for first > d.top && room >= rows(first-1) {
		first--
		room -= rows(first)
	}
	d.top = first
	// No room is left empty below the end.
	if !d.wrap {
		d.top = max(0, min(d.top, len(d.lines)-d.height))
	}
}

// Line implements screen.Screen: where in the document the cursor is.
func (d *Document) Line(env screen.Env) string {
	if d.root == nil {
		return ""
	}
	says := strings.TrimPrefix(d.path(), ".")
	if says == "" {
		return ""
	}
	says = text.Clean(says)
	if d.isCut(env.Width) {
		says = text.CutMiddle(says, env.Width-26) + env.Theme.Dim.Paint("   cut: enter is in full")
	}
	return pointer(env.Theme) + says
}
