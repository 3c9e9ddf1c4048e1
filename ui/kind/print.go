package kind

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// printWide is how wide a page is printed: wider than most screens, and what
// still fits a mail.
const printWide = 120

// Print implements screen.Printer: the whole page as plain text. What is masked
// stays so.
func (p *Page) Print(env screen.Env) (string, string) {
	env.Width = printWide
	if !p.State(env).Known {
		return "", "txt"
	}
	sheet := screen.NewSheet(env)
	p.is.Write(sheet, env, p.ref, false)
	return plain(append(head(p.Summary(env)), sheet.Lines...)), "txt"
}

// head is the line above a page, with room below it.
func head(summary string) []string {
	if summary == "" {
		return nil
	}
	return []string{summary, ""}
}

// plain is styled lines as text, without blanks at their ends.
func plain(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(strings.TrimRight(ansi.Strip(l), " ") + "\n")
	}
	return b.String()
}
