package notice

import (
	"fmt"

	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Line draws a notice as one line of exactly w cells: the glyph of its
// severity and its text. more is the number of others that wait behind it.
func (n Notice) Line(th *theme.Theme, w, more int) string {
	tail := ""
	if n.Times > 1 {
		tail = fmt.Sprintf(" (%d times)", n.Times)
	}
	if more > 0 {
		tail += fmt.Sprintf(" (%d more)", more)
	}
	says := text.Cut(n.Text, max(1, w-3-text.Width(tail))) + tail
	return text.PadStyled(" "+th.Severity(n.Severity).Paint(th.Glyph(n.Severity)+" "+says), w)
}
