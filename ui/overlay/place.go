package overlay

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Place lays a box over the middle of a frame, a little above centre. The
// answer is exactly h lines of exactly w cells, whatever came in; styles of the
// frame end at the box and go on behind it. Neither argument is changed.
func Place(frame, box []string, w, h int) []string {
	wide := widest(box)
	x, y := Corner(box, w, h)
	placed := make([]string, h)
	for i := range placed {
		line := ""
		if i < len(frame) {
			line = frame[i]
		}
		line = text.PadStyled(line, w)
		if at := i - y; at >= 0 && at < len(box) {
			line = splice(line, text.PadStyled(box[at], min(wide, w)), x, w)
		}
		placed[i] = line
	}
	return placed
}

// Corner is where Place puts the upper left corner of a box.
func Corner(box []string, w, h int) (x, y int) {
	return max(0, (w-widest(box))/2), max(0, (h-len(box))*2/5)
}

func widest(box []string) int {
	wide := 0
	for _, line := range box {
		wide = max(wide, ansi.StringWidth(line))
	}
	return wide
}

// splice puts piece over the cells of line from x on; line is w cells wide.
// A wide character of which one half is covered leaves a space.
func splice(line, piece string, x, w int) string {
	end := x + ansi.StringWidth(piece)
	left := ansi.Truncate(line, x, "")
	right := ansi.TruncateLeft(line, end, "")
	if ansi.StringWidth(right) > w-end { // it keeps a character that is half covered
		right = ansi.TruncateLeft(line, end+1, "")
	}
	var b strings.Builder
	b.Grow(len(line) + len(piece) + 2*len(theme.Reset))
	b.WriteString(left)
	b.WriteString(strings.Repeat(" ", max(0, x-ansi.StringWidth(left))))
	b.WriteString(theme.Reset)
	b.WriteString(piece)
	b.WriteString(theme.Reset)
	b.WriteString(strings.Repeat(" ", max(0, w-end-ansi.StringWidth(right))))
	b.WriteString(right)
	return b.String()
}
