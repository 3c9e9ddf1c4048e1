package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/taskdiff"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// arrow leads from what was to what is.
func arrow(t *theme.Theme) string {
	if t.ASCII {
		return " -> "
	}
	return " → "
}

// writeDiff writes the differences of two revisions, group by group.
func writeDiff(s *screen.Sheet, p pair, changes []taskdiff.Change, revealed bool) {
	s.Muted("COMPARED", text.Clean(p.why))
	if len(changes) == 0 {
		s.Judged("", "no difference that matters: a task of "+text.Clean(nameAfter(p.old, p.now))+" is made as one of "+text.Clean(p.old.String())+" is", model.Good)
		return
	}
	of := ""
	for i, c := range changes {
		if i == 0 || changes[i-1].Group != c.Group {
			s.Heading(strings.ToUpper(c.Group.String()))
			of = ""
		}
		if c.Container != of && c.Container != "" {
			s.Styled("   " + s.Theme.Dim.Paint("container "+text.Clean(c.Container)))
		}
		of = c.Container
		writeChange(s, c, revealed)
	}
}

// writeChange writes one difference: in a line where it fits, else what was above
// what is.
func writeChange(s *screen.Sheet, c taskdiff.Change, revealed bool) {
	glyph, style := changeLook(s.Theme, c.How)
	what := text.Clean(c.What)
	head := " " + style.Paint(glyph+" "+text.Pad(c.How.String(), 8)) + " " + what
	used := 1 + 2 + 8 + 1 + text.Width(what) + 2
	old, now := changeValue(c, c.Old, revealed), changeValue(c, c.New, revealed)
	line := ""
	switch c.How {
	case taskdiff.Added:
		line = now
	case taskdiff.Removed:
		line = old
	case taskdiff.Changed:
		line = old + arrow(s.Theme) + now
		if old == now {
			line = old // two masks say no more than one
		}
	}
	if used+text.Width(line) < s.Width {
		s.Styled(strings.TrimRight(head+"  "+line, " "))
		return
	}
	s.Styled(head)
	if c.How != taskdiff.Added {
		writeSide(s, "- ", old, s.Theme.Dim)
	}
	if c.How != taskdiff.Removed {
		writeSide(s, "+ ", now, "")
	}
}

// writeSide writes a value that is too long for the line of its name.
func writeSide(s *screen.Sheet, sign, value string, look theme.Style) {
	const indent = "            "
	for _, row := range text.Wrap(value, max(1, s.Width-len(indent)-len(sign)-1)) {
		s.Styled(indent + look.Paint(sign+row))
		sign = strings.Repeat(" ", len(sign))
	}
}

// changeValue is a value for the screen: it may be a secret that somebody wrote in
// plain.
func changeValue(c taskdiff.Change, value string, revealed bool) string {
	switch {
	case c.Masked && value == "":
		return "(empty)"
	case value != "" && !revealed && c.Shown(value) != value:
		return text.Clean(c.Shown(value))
	case c.Group == taskdiff.Image && c.What == "digest" && len(value) > 30:
		return text.Clean(strings.TrimPrefix(value, "sha256:"))[:16]
	}
	return text.Clean(or(value))
}

// changeLook tells what came, went and changed apart, by glyph, word and colour.
func changeLook(t *theme.Theme, how taskdiff.How) (glyph string, style theme.Style) {
	switch how {
	case taskdiff.Added:
		return "+", t.Accent
	case taskdiff.Removed:
		return "-", t.Error
	case taskdiff.Changed:
	}
	return "~", t.Severity(model.Moving)
}
