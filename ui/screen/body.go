package screen

import (
	"errors"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Instead is what stands in the place of data that is not there: asked for
// and not come yet, or failed. The two look different, and both differ from an
// empty list. What may come at once is not announced. what names the data: services of food-delivery.
func Instead(env Env, s State, what string) []string {
	t, width := env.Theme, env.Width
	if s.Err == nil && env.Early {
		return nil
	}
	if s.Err == nil {
		return []string{"", t.Severity(model.Moving).Paint(" " + t.Glyph(model.Moving) + " asking for " + text.Clean(what) + " ...")}
	}
	head := "could not read " + text.Clean(what)
	var told *backend.Error
	if errors.As(s.Err, &told) && told.Kind == backend.KindDenied && told.Op != "" {
		head = "not allowed to read " + text.Clean(what) + ": " + text.Clean(told.Op) + " is denied"
	}
	lines := append([]string{""}, Paragraph(t.Glyph(model.Broken)+" "+head, width, " ", t.Severity(model.Broken))...)
	lines = append(lines, "")
	lines = append(lines, Paragraph(text.Clean(s.Err.Error()), width, "   ", "")...)
	lines = append(lines, "")
	return append(lines, Paragraph(env.Advice(s.Err), width, "   ", t.Accent)...)
}

// Empty is what stands in the place of a list without rows.
func Empty(t *theme.Theme, say string, width int) []string {
	return append([]string{""}, Paragraph(say, width, "   ", t.Dim)...)
}

// Paragraph breaks plain text into lines between words, each behind indent and
// painted. A word longer than a line is broken anywhere.
func Paragraph(plain string, width int, indent string, style theme.Style) []string {
	room := max(1, width-text.Width(indent)-1)
	var lines []string
	row := ""
	flush := func() {
		if row != "" {
			lines = append(lines, indent+style.Paint(row))
		}
		row = ""
	}
	for word := range strings.FieldsSeq(plain) {
		if row != "" && text.Width(row)+1+text.Width(word) > room {
			flush()
		}
		if row != "" {
			row += " " + word
			continue
		}
		pieces := text.Wrap(word, room)
		for _, row = range pieces[:len(pieces)-1] {
			flush()
		}
		row = pieces[len(pieces)-1]
	}
	flush()
	return lines
}

// Fit makes exactly height lines of exactly width cells out of styled lines.
func Fit(lines []string, width, height int) []string {
	out := make([]string, max(0, height))
	for i := range out {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out[i] = text.PadStyled(line, width)
	}
	return out
}
