package views

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// decisive are the kinds of entries that bring others about, for as long as
// leadTime.
var decisive = []string{"command", "deployment", "desired", "scaling", "alarm"}

const leadTime = 10 * time.Minute

// journalPage is an entry in full, and what led to it.
func journalPage(t *theme.Theme, w int, e model.JournalEntry, chain []model.JournalEntry) []string {
	sev := e.Severity()
	lines := screen.Paragraph(text.Clean(e.Text), w, "", t.Severity(sev))
	lines = append(lines, "")
	fact := func(label, value string) {
		if value != "" {
			for i, row := range text.Wrap(text.Clean(value), max(10, w-11)) {
				if i > 0 {
					label = ""
				}
				lines = append(lines, t.Dim.Paint(text.Pad(label, 11))+row)
			}
		}
	}
	fact("at", e.At.UTC().Format("2006-01-02 15:04:05.000"))
	fact("kind", e.Kind)
	fact("cluster", e.Cluster)
	fact("service", e.Service)
	fact("of", e.Entity)
	fact("cause", e.Cause)
	if len(chain) == 0 {
		return append(lines, "", t.Dim.Paint("Nothing in the journal led to it."))
	}
	lines = append(lines, "", t.Title.Paint("WHAT LED TO IT"))
	for _, c := range chain {
		says := text.Clock(c.At) + " " + t.Glyph(c.Severity()) + " " + c.Kind
		if of := shortEntity(c.Entity); of != "" && c.Entity != e.Entity {
			says += " " + of
		}
		says += ": " + c.Text
		lines = append(lines, screen.Paragraph(text.Clean(says), w, "", t.Severity(c.Severity()))...)
	}
	return lines
}
