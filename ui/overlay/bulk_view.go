package overlay

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

const (
	// bulkWide is as wide as the dialog gets: its rows have a name in front.
	bulkWide = 110
	// bulkName is as wide as a name gets in front of what becomes of its row.
	bulkName = 26
	// bulkRows is how many lines about rows there must be room for.
	bulkRows = 3
	// roomyHigh is the height from which there are blank lines between the parts.
	roomyHigh = 20
)

// View implements Dialog. The rows scroll; everything else is there or nothing.
func (d *Bulk) View(th *theme.Theme, w, h int) []string {
	d.form.whole = false
	title := d.title()
	if w < leastWide {
		return tooSmall(th, title, w, h, leastWide, 0)
	}
	wide := min(w, bulkWide)
	inner := wide - frameWide
	rows := d.rowLines(th, inner)
	d.total = len(rows)
	roomy := h >= roomyHigh
	head, foot := d.head(th, roomy), d.foot(th, inner, roomy)
	d.high = min(d.total, h-2-len(head)-len(foot))
	if d.high < min(bulkRows, d.total) {
		return tooSmall(th, title, w, h, leastWide, len(head)+len(foot)+2+min(bulkRows, d.total))
	}
	d.Wheel(0)
	d.seen = max(d.seen, d.top+d.high)
	if d.stage == deciding {
		foot = d.foot(th, inner, roomy) // what was just seen may have been the last of it
	}
	if over := len(head) + d.high + len(foot) + 2 - h; over > 0 {
		d.high -= over
	}
	d.form.whole = true
	return Box(th, title, slices.Concat(head, rows[d.top:d.top+d.high], foot), wide)
}

func (d *Bulk) title() string {
	return titled(fmt.Sprintf("%s %s", d.of.Deed.verb(), text.Plural(len(d.of.Rows), d.of.Deed.noun())), d.of.Opening)
}

// head is the number of tasks, where one is asked for.
func (d *Bulk) head(th *theme.Theme, roomy bool) []string {
	if d.of.Deed != BulkScale || d.stage != deciding {
		return nil
	}
	lines := []string{th.Dim.Paint(text.Pad("to", labelWide)) + input(th, d.entry, maxDigits, d.form.focus == field) + th.Dim.Paint("  a number for all, or +1, -1, x2")}
	if roomy {
		lines = append(lines, "")
	}
	return lines
}

// foot is what all comes to and the buttons, or how far it has come.
func (d *Bulk) foot(th *theme.Theme, w int, roomy bool) []string {
	lines := []string{d.more(th)}
	switch d.stage {
	case deciding:
		lines = append(lines, factLines(th, []Fact{d.sum(), d.sends()}, w)...)
		if roomy {
			lines = append(lines, "")
		}
		return append(lines, d.form.lines(th, w, d.blocked())...)
	case running:
		says := "esc: no more are sent"
		if d.stopped {
			says = "no more are sent; waiting for the answer to the last one"
		}
		return append(lines, factLines(th, []Fact{{Label: "so far", Text: d.outcome()}}, w)[0], th.Dim.Paint(says))
	case ended:
	}
	lines = append(lines, factLines(th, []Fact{{Label: "result", Text: d.outcome()}}, w)...)
	buttons, n := "", 0
	for i, b := range d.buttons() {
		buttons += button(th, b, i == d.focus, true) + "  "
		n += buttonWide(b) + 2
	}
	return append(lines, "", strings.Repeat(" ", max(0, w-n))+buttons)
}

// more tells that there are rows out of sight.
func (d *Bulk) more(th *theme.Theme) string {
	if d.high >= d.total {
		return ""
	}
	return th.Dim.Paint(fmt.Sprintf("lines %s-%s of %s   pgup/pgdown", text.Count(d.top+1), text.Count(d.top+d.high), text.Count(d.total)))
}

// outcome counts what became of the rows.
func (d *Bulk) outcome() string {
	says := []string{text.Count(d.tally(done)) + " done"}
	for _, of := range []struct {
		fate fate
		word string
	}{{failed, "failed"}, {sending, "on its way"}, {waiting, "waiting"}, {unsent, "not sent"}} {
		if n := d.tally(of.fate); n > 0 {
			says = append(says, text.Count(n)+" "+of.word)
		}
	}
	return strings.Join(says, ", ")
}

// rowLines are the rows with what follows, or with what became of them.
func (d *Bulk) rowLines(th *theme.Theme, w int) []string {
	name := 0
	for _, r := range d.of.Rows {
		name = max(name, text.Width(text.Clean(r.Name)))
	}
	name = min(name, bulkName, w/3)
	var lines []string
	for i, r := range d.of.Rows {
		label := text.Pad(text.CutMiddle(text.Clean(r.Name), name), name)
		if d.fates[i] == sending && d.stage == running {
			d.follow(len(lines))
		}
		for j, f := range d.says(i) {
			style, glyph := th.Severity(f.Severity), th.Glyph(f.Severity)
			if f.Severity == model.Good && !th.ASCII {
				glyph = "✓"
			}
			if f.Severity == model.Idle && d.stage == deciding && d.plans[i].why == "" {
				style, glyph = "", " "
			}
			if j > 0 && f.Severity < model.Warning {
				glyph = " "
			}
			for k, row := range prose(text.Clean(f.Text), w-name-4) {
				if k > 0 {
					glyph = " "
				}
				lines = append(lines, label+"  "+style.Paint(glyph+" "+row))
				label = strings.Repeat(" ", name)
			}
		}
	}
	return lines
}

// follow keeps the row that is being sent in sight.
func (d *Bulk) follow(line int) {
	if line < d.top || line >= d.top+d.high {
		d.top = max(0, line-d.high/2)
	}
}

// says is what a row's lines say.
func (d *Bulk) says(i int) []Fact {
	p := d.plans[i]
	if p.deed == nil && p.why != "" {
		return []Fact{{Text: "not sent: " + p.why}}
	}
	if d.stage == deciding {
		return p.facts
	}
	switch d.fates[i] {
	case sending:
		return []Fact{{Text: "on its way", Severity: model.Moving}}
	case done:
		return []Fact{{Text: "done", Severity: model.Good}}
	case failed:
		says := d.errs[i].Error()
		if backend.MaybeDone(d.errs[i]) {
			says = "not known whether it was done: " + says
		}
		return []Fact{{Text: says, Severity: model.Broken}}
	case unsent:
		return []Fact{{Text: "not sent"}}
	case waiting:
	}
	return []Fact{{Text: "waiting"}}
}
