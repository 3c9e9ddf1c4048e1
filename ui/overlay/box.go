package overlay

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// frameWide is what a box takes of its width: borders and a space on each side.
const frameWide = 4

// Box draws a border of w cells with a title around lines, which may carry
// styles and are cut or filled to fit. It adds two lines.
func Box(th *theme.Theme, title string, lines []string, w int) []string {
	b := th.Frame
	w = max(w, frameWide)
	box := make([]string, 0, len(lines)+2)
	box = append(box, top(th, b, title, w))
	side := th.Border.Paint(b.Left)
	for _, line := range lines {
		box = append(box, side+" "+text.PadStyled(line, w-frameWide)+" "+side)
	}
	return append(box, th.Border.Paint(b.BottomLeft+strings.Repeat(b.Top, w-2)+b.BottomRight))
}

// top is the upper border: ╭─ title ────╮.
func top(th *theme.Theme, b lipgloss.Border, title string, w int) string {
	title = text.Cut(title, w-6)
	if title == "" {
		return th.Border.Paint(b.TopLeft + strings.Repeat(b.Top, w-2) + b.TopRight)
	}
	rest := w - 5 - text.Width(title)
	return th.Border.Paint(b.TopLeft+b.Top) + " " + th.Title.Paint(title) + " " +
		th.Border.Paint(strings.Repeat(b.Top, rest)+b.TopRight)
}
