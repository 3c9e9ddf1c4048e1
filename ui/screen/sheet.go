package screen

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// labelWidth is how wide the labels at the left of a sheet are.
const labelWidth = 11

// Sheet collects the lines of a screen that describes one thing: labelled
// facts, headings and prose. All text given to it is plain and clean.
type Sheet struct {
	Theme *theme.Theme
	Width int
	Lines []string
}

// NewSheet is an empty sheet in the body of env.
func NewSheet(env Env) *Sheet { return &Sheet{Theme: env.Theme, Width: env.Width} }

// Heading begins a section. All but the first stand after an empty line.
func (s *Sheet) Heading(title string) {
	if len(s.Lines) > 0 {
		s.Lines = append(s.Lines, "")
	}
	s.Lines = append(s.Lines, " "+s.Theme.Title.Paint(title))
}

// Styled adds a line as it is.
func (s *Sheet) Styled(line string) { s.Lines = append(s.Lines, line) }

// Fact is a label and what is known about it, wrapped under itself; nothing is
// printed for a value that is not known.
func (s *Sheet) Fact(label, value string) { s.painted(label, value, "") }

// Judged is a fact whose value has a severity: glyph, words and colour.
func (s *Sheet) Judged(label, value string, sev model.Severity) {
	s.painted(label, s.Theme.Glyph(sev)+" "+value, s.Theme.Severity(sev))
}

// Muted is a fact beside the point.
func (s *Sheet) Muted(label, value string) { s.painted(label, value, s.Theme.Dim) }

func (s *Sheet) painted(label, value string, style theme.Style) {
	if value == "" {
		return
	}
	indent := " " + strings.Repeat(" ", labelWidth)
	lines := Paragraph(value, s.Width, indent, style)
	if len(lines) == 0 {
		return
	}
	lines[0] = " " + s.Theme.Dim.Paint(text.Pad(label, labelWidth)) + strings.TrimPrefix(lines[0], indent)
	s.Lines = append(s.Lines, lines...)
}

// Beside is two facts on one line, as long as the width allows both.
func (s *Sheet) Beside(label, value, label2, value2 string) {
	half := s.Width / 2
	if value2 == "" || text.Width(value) > half-labelWidth-2 || text.Width(value2) > s.Width-half-labelWidth-1 {
		s.Fact(label, value)
		s.Fact(label2, value2)
		return
	}
	s.Lines = append(s.Lines, " "+s.Theme.Dim.Paint(text.Pad(label, labelWidth))+text.Pad(value, half-labelWidth-1)+
		s.Theme.Dim.Paint(text.Pad(label2, labelWidth))+value2)
}
