package overlay

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

const (
	// boxWide is as wide as a dialog gets: longer lines read badly.
	boxWide = 74
	// roomyFrom is the width from which the text keeps a distance from the
	// border.
	roomyFrom = 66
	// leastWide is the width below which facts turn into towers of words.
	leastWide = 40
)

// sheet is a dialog before it is fitted to a screen.
type sheet struct {
	title   string
	facts   []Fact
	form    *form
	blocked string // the dialog's own reason against the deed
}

// fit draws the sheet in at most w by h cells and notes with its form whether
// everything is there. It gives up blank lines first, then minor facts, and
// never the consequences: rather than those it shows nothing to be confirmed.
func (s sheet) fit(th *theme.Theme, w, h int) []string {
	s.form.whole = false
	if w < leastWide {
		return tooSmall(th, s.title, w, h, leastWide, 0)
	}
	wide, indent := min(w, boxWide), ""
	if wide >= roomyFrom {
		indent = "  "
	}
	inner := wide - frameWide - 2*len(indent)
	form := s.form.lines(th, inner, s.blocked)
	major := slices.DeleteFunc(slices.Clone(s.facts), func(f Fact) bool { return f.Minor })
	all, least := factLines(th, s.facts, inner), factLines(th, major, inner)
	for _, lines := range [][]string{
		slices.Concat([]string{""}, all, []string{""}, form, []string{""}),
		slices.Concat(all, []string{""}, form),
		slices.Concat(all, form),
		slices.Concat(least, []string{""}, form),
		slices.Concat(least, form),
	} {
		if len(lines)+2 > h {
			continue
		}
		lines = s.form.steady(lines, len(form), w, h)
		for i := range lines {
			lines[i] = indent + lines[i]
		}
		s.form.whole = true
		return Box(th, s.title, lines, wide)
	}
	return tooSmall(th, s.title, w, h, leastWide, len(least)+len(form)+2)
}

// tooSmall says, in at most w by h cells, that a dialog does not fit and how
// to leave it.
func tooSmall(th *theme.Theme, title string, w, h, needW, needH int) []string {
	needs := fmt.Sprintf("needs %d columns", needW)
	if needH > 0 && w >= needW {
		needs = fmt.Sprintf("needs %d lines", needH)
	}
	wide := min(max(w, 1), leastWide)
	rows := prose("esc cancels: this screen is too small, the dialog "+needs, wide)
	if len(rows)+1 <= h {
		rows = append([]string{title}, rows...)
	}
	rows = rows[:min(len(rows), max(h, 0))]
	for i, row := range rows {
		rows[i] = th.Severity(model.Warning).Paint(text.Pad(row, wide))
	}
	return rows
}

// titled puts the world into a title: Scale order, PRODUCTION 1234-5678-9012.
func titled(what string, o Opening) string {
	if o.World == "" {
		return text.Clean(what)
	}
	return text.Clean(what + " - " + o.World)
}
