// Package report makes what is on screen into something to send: a report in
// Markdown, a table in CSV or Markdown, and the name of the file it is kept in.
package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/ecsdeck/ecsdeck/model/secret"
	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Report is what a report says, from its title on. All text is plain.
type Report struct {
	Title   string
	Where   []string // account, region, cluster: what it is of
	At      time.Time
	Summary string
	// Warnings say what is wrong with the data.
	Warnings []string
	// Titles and Rows are the table of a list, Text is a page that is none.
	Titles []string
	Rows   [][]string
	Text   string
	// Selected is the thing that is selected and what is known of it.
	Selected string
	Facts    *document.Node
}

// Markdown is the report. Secrets are masked.
func (r Report) Markdown() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s\n", inline(r.Title))
	facts := append([]string(nil), r.Where...)
	if !r.At.IsZero() {
		facts = append(facts, r.At.UTC().Format("2006-01-02 15:04:05")+" UTC")
	}
	line("%s\n", inline(strings.Join(facts, ", ")))
	if s := strings.Join(strings.Fields(r.Summary), " "); s != "" {
		line("%s\n", inline(s))
	}
	for _, w := range r.Warnings {
		line("> **Warning:** %s\n", inline(w))
	}
	if len(r.Titles) > 0 {
		line("%s", Table(r.Titles, r.Rows))
	}
	if r.Text != "" {
		line("%s\n", fenced("", secret.Masked(r.Text)))
	}
	if r.Facts != nil {
		line("## %s\n", inline(r.Selected))
		line("%s", fenced("yaml", document.Text(r.Facts, document.YAML, false)))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// fenced is text as it is, between fences longer than any in it.
func fenced(language, s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimRight(s, "\n") + "\n" + fence
}

var markdown = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "[", `\[`, "\n", " ")

// inline is text that Markdown shows as it is.
func inline(s string) string { return markdown.Replace(secret.Masked(text.Clean(s))) }

// Table is a table in Markdown; columns that nobody filled are left out.
func Table(titles []string, rows [][]string) string {
	keep := filled(titles, rows)
	var b strings.Builder
	row := func(cells []string) {
		b.WriteString("|")
		for _, i := range keep {
			b.WriteString(" " + inline(strings.TrimSpace(at(cells, i))) + " |")
		}
		b.WriteString("\n")
	}
	row(titles)
	b.WriteString("|" + strings.Repeat(" --- |", len(keep)) + "\n")
	for _, r := range rows {
		row(r)
	}
	return b.String()
}

// filled are the columns with a title or with anything in them.
func filled(titles []string, rows [][]string) (keep []int) {
	for i := range titles {
		some := len(rows) == 0
		for _, r := range rows {
			some = some || strings.TrimSpace(at(r, i)) != ""
		}
		if some {
			keep = append(keep, i)
		}
	}
	return keep
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return cells[i]
	}
	return ""
}

// CSV is a table as RFC 4180 has it. A cell that a spreadsheet would take for a
// formula is kept from being one.
func CSV(titles []string, rows [][]string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(titles) // a buffer takes everything
	for _, r := range rows {
		cells := make([]string, len(titles))
		for i := range cells {
			cells[i] = harmless(secret.Masked(strings.TrimSpace(at(r, i))))
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return b.String()
}

// harmless has no cell begin as a formula does; numbers and dashes may.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=@+-\t", rune(cell[0])) {
		return cell
	}
	if rest := cell[1:]; cell[0] == '-' || cell[0] == '+' {
		if strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != '%' }) < 0 {
			return cell
		}
	}
	return "'" + cell
}

// Grid is a table as aligned plain text.
func Grid(titles []string, rows [][]string) string {
	widths := make([]int, len(titles))
	all := append([][]string{titles}, rows...)
	for _, r := range all {
		for i := range widths {
			widths[i] = max(widths[i], text.Width(strings.TrimSpace(at(r, i))))
		}
	}
	var b strings.Builder
	for _, r := range all {
		line := ""
		for i, w := range widths {
			if w > 0 {
				line += text.Pad(strings.TrimSpace(at(r, i)), w) + "  "
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return secret.Masked(b.String())
}

// FileName is the name of the file that something is kept in:
// ecsdeck-services-prod-20261123-120000.md. It is good on every file system.
func FileName(kind, name string, at time.Time, ext string) string {
	parts := []string{"ecsdeck", clean(kind)}
	if name = clean(name); name != "" {
		parts = append(parts, name)
	}
	return strings.Join(append(parts, at.UTC().Format("20060102-150405")), "-") + "." + ext
}

// clean keeps letters, digits, dots and dashes of a name, and at most 60 of them.
func clean(s string) string {
	var b strings.Builder
	for _, r := range s {
		if b.Len() >= 60 {
			break
		}
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '-'):
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-.")
}
