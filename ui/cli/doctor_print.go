package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/iam"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// gradeMarks are the glyphs of grades, by themselves and in ASCII; gradeWords
// stand beside them, so that nothing is told by a glyph or a colour alone.
var (
	gradeMarks  = [...]string{"✓", "?", "?", "⚠", "✗"}
	gradeASCII  = [...]string{"+", "?", "?", "!", "x"}
	gradeColour = [...]model.Severity{model.Good, model.Idle, model.Unknown, model.Warning, model.Broken}
)

// wordOf is a grade as a person reads it: of a permission that is wrong, that
// it is denied, or that the organization blocks it.
func wordOf(f checked) string {
	if f.Grade == backend.Wrong && strings.HasPrefix(f.group, groupPermissions) {
		if f.Blocked {
			return "blocked"
		}
		return "denied"
	}
	return f.Grade.String()
}

// How wide what is said may be: as much as the terminal has left, but not so
// wide that lines are hard to follow, nor so narrow that they are hard to read.
const mostFold, leastFold = 100, 30

func (d *diagnosis) room(indent int) int {
	if d.width == 0 {
		return mostFold
	}
	return max(leastFold, min(mostFold, d.width-indent))
}

// print writes what was found, group by group, then what to do.
func (d *diagnosis) print(w io.Writer, painted *theme.Theme, ascii bool) error {
	marks := gradeMarks
	if ascii {
		marks = gradeASCII
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", text.Clean(d.title()))
	for _, name := range groups() {
		findings := alike(d.of(name))
		if len(findings) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n%s\n", strings.ToUpper(name[:1])+name[1:])
		indent := 2 + 1 + 1 + len("not tried") + 2 + widest(findings) + 2
		for _, f := range findings {
			sign := marks[f.Grade] + " " + text.Pad(wordOf(f), len("not tried"))
			if painted != nil {
				sign = painted.Severity(gradeColour[f.Grade]).Paint(sign)
			}
			begin := "  " + sign + "  " + text.Pad(text.Clean(f.Check), widest(findings)) + "  "
			for _, line := range fold(text.Clean(says(f)), d.room(indent)) {
				out.WriteString(strings.TrimRight(begin+line, " ") + "\n")
				begin = strings.Repeat(" ", indent)
			}
		}
	}
	d.remedies(&out)
	_, err := io.WriteString(w, out.String())
	return err
}

// of are the findings of one group.
func (d *diagnosis) of(group string) (out []checked) {
	for _, f := range d.findings {
		if f.group == group {
			out = append(out, f)
		}
	}
	return out
}

// few is how many lines that say the same a reader bears.
const few = 3

// alike puts neighbours that were not tried, all for the same reason, into one
// line: it is one piece of news.
func alike(findings []checked) (out []checked) {
	for len(findings) > 0 {
		first := findings[0]
		n := 1
		for n < len(findings) && first.Grade == backend.Untried && findings[n].Grade == backend.Untried && findings[n].Says == first.Says {
			n++
		}
		if n > few {
			first.Check = fmt.Sprintf("%s and %d more", first.Check, n-1)
			out = append(out, first)
		} else {
			out = append(out, findings[:n]...)
		}
		findings = findings[n:]
	}
	return out
}

// says is what was found, with how long the answer took.
func says(f checked) string {
	if f.Took <= 0 || f.Grade != backend.Fine {
		return f.Says
	}
	return fmt.Sprintf("%s (%d ms)", f.Says, f.Took.Round(time.Millisecond).Milliseconds())
}

func (d *diagnosis) title() string {
	parts := []string{}
	for _, p := range []string{d.about.Profile, d.about.Region, d.about.Account, d.about.Endpoint, d.about.Scenario} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return "ecsdeck doctor"
	}
	return "ecsdeck doctor: " + strings.Join(parts, ", ")
}

func widest(findings []checked) (w int) {
	for _, f := range findings {
		w = max(w, text.Width(f.Check))
	}
	return w
}

// remedies writes what to do, the same advice once, and the policy.
func (d *diagnosis) remedies(out *strings.Builder) {
	var seen []string
	for _, f := range d.findings {
		if f.Do == "" {
			continue
		}
		at := -1
		for i, s := range seen {
			if strings.HasSuffix(s, ": "+f.Do) {
				at = i
			}
		}
		if at >= 0 {
			seen[at] = strings.TrimSuffix(seen[at], ": "+f.Do) + ", " + f.Check + ": " + f.Do
			continue
		}
		seen = append(seen, f.Check+": "+f.Do)
	}
	if len(seen) > 0 {
		out.WriteString("\nWhat to do\n")
		for _, s := range seen {
			for i, line := range fold(text.Clean(s), d.room(len("  - "))) {
				fmt.Fprintf(out, "  %s %s\n", mark(i), line)
			}
		}
	}
	if names := d.denied(); len(names) > 0 {
		fmt.Fprintf(out, "\nA policy of exactly what was denied, for the role or user that identity names\n%s", iam.PolicyFor(names, d.scope).JSON())
	}
	fmt.Fprintf(out, "\n%s: %s.\n", text.Plural(len(d.findings), "check"), d.tally())
}

// tally counts the findings by grade.
func (d *diagnosis) tally() string {
	var parts []string
	for g := backend.Fine; g <= backend.Wrong; g++ {
		if n := d.count(g); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, g))
		}
	}
	return strings.Join(parts, ", ")
}

// records are the findings as rows of JSON. What grants a denied permission
// stands beside it.
func (d *diagnosis) records() records {
	return record(d.findings, []column[checked]{
		{name: "group", value: func(f checked) any { return f.group }},
		{name: "check", value: func(f checked) any { return f.Check }},
		{name: "grade", value: func(f checked) any { return wordOf(f) }},
		{name: "says", value: func(f checked) any { return f.Says }},
		{name: "do", value: func(f checked) any { return f.Do }},
		{name: "milliseconds", value: func(f checked) any {
			if f.Took <= 0 {
				return nil
			}
			return int(f.Took.Round(time.Millisecond).Milliseconds())
		}},
		{name: "statement", value: func(f checked) any {
			if wordOf(f) != "denied" {
				return nil
			}
			return iam.PolicyFor([]string{lastWord(f.Check)}, d.scope).Statement[0]
		}},
	})
}
