package overlay

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Fact is a line of a dialog: what is so, or what will be.
type Fact struct {
	Label    string // one word; "" continues the fact above
	Text     string
	Severity model.Severity // Warning and Broken stand out, with their glyph
	// Beside the point: left out where there is no room for everything.
	Minor bool

	painted string // one line with styles, instead of Text
}

// labelWide is the column of the labels with its gap.
const labelWide = 11

// factLines draws facts in lines of at most w cells, broken between words.
func factLines(th *theme.Theme, facts []Fact, w int) []string {
	var lines []string
	for _, f := range facts {
		style, says := theme.Style(""), text.Clean(f.Text)
		if f.Severity >= model.Warning {
			style = th.Severity(f.Severity)
			says = th.Glyph(f.Severity) + " " + says
		}
		label := th.Dim.Paint(text.Pad(f.Label, labelWide))
		if f.painted != "" {
			lines = append(lines, label+text.CutStyled(f.painted, w-labelWide))
			continue
		}
		for _, row := range prose(says, w-labelWide) {
			lines = append(lines, label+style.Paint(row))
			label = strings.Repeat(" ", labelWide)
		}
	}
	return lines
}

// prose breaks text between words into rows of at most w cells, at least one.
// A word longer than a row is broken where the row ends.
func prose(s string, w int) []string {
	w = max(1, w)
	row, rows := "", []string(nil)
	for _, word := range strings.Fields(s) {
		switch {
		case row == "":
			row = word
		case text.Width(row)+1+text.Width(word) <= w:
			row += " " + word
		default:
			rows, row = append(rows, row), word
		}
		if text.Width(row) > w {
			pieces := text.Wrap(row, w)
			rows, row = append(rows, pieces[:len(pieces)-1]...), pieces[len(pieces)-1]
		}
	}
	return append(rows, row)
}
