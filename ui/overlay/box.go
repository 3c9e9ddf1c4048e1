package overlay

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

type border struct{ topLeft, topRight, bottomLeft, bottomRight, across, down string }

var (
	rounded  = border{"╭", "╮", "╰", "╯", "─", "│"}
	asciiBox = border{"+", "+", "+", "+", "-", "|"}
)

// frameWide is what a box takes of its width: borders and a space on each side.
const frameWide = 4

// Box draws a border of w cells with a title around lines, which may carry
// styles and are cut or filled to fit. It adds two lines.
func Box(th *theme.Theme, title string, lines []string, w int) []string {
	b := rounded
	if th.ASCII {
		b = asciiBox
	}
	w = max(w, frameWide)
	box := make([]string, 0, len(lines)+2)
	box = append(box, top(th, b, title, w))
	side := th.Border.Paint(b.down)
	for _, line := range lines {
		box = append(box, side+" "+text.PadStyled(line, w-frameWide)+" "+side)
	}
	return append(box, th.Border.Paint(b.bottomLeft+strings.Repeat(b.across, w-2)+b.bottomRight))
}

// top is the upper border: ╭─ title ────╮.
func top(th *theme.Theme, b border, title string, w int) string {
	title = text.Cut(title, w-6)
	if title == "" {
		return th.Border.Paint(b.topLeft + strings.Repeat(b.across, w-2) + b.topRight)
	}
	rest := w - 5 - text.Width(title)
	return th.Border.Paint(b.topLeft+b.across) + " " + th.Title.Paint(title) + " " +
		th.Border.Paint(strings.Repeat(b.across, rest)+b.topRight)
}
