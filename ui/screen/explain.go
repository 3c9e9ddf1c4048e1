package screen

import (
	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Explained is a page about an error.
func Explained(err error) func(*theme.Theme, int) []string {
	return func(t *theme.Theme, w int) []string { return Explain(t, w, err) }
}

// Explain is an error in full: what, why, what next.
func Explain(t *theme.Theme, w int, err error) []string {
	if err == nil {
		return nil
	}
	lines := Paragraph(text.Clean(err.Error()), w, "", "")
	if advice := backend.Advice(err); advice != "" {
		lines = append(append(lines, ""), Paragraph(text.Clean(advice), w, "", t.Accent)...)
	}
	return lines
}
