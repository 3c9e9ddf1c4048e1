package kind

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// Summary implements screen.Screen. While a filter is set it stands here, with
// how much it lets through and what is wrong with it; so do marks.
func (l *List) Summary(env screen.Env) string {
	t := env.Theme
	wrong, marks := "", l.markWords(env)
	if says := l.table.Wrong(); says != "" {
		wrong = "   " + t.Severity(model.Warning).Paint(t.Glyph(model.Warning)+" "+text.Clean(says))
	}
	if marks != "" {
		marks = t.Accent.Paint(marks) + "   "
	}
	switch {
	case l.open && wrong != "":
		return " " + t.Accent.Paint("/") + l.field.View(t) + wrong
	case l.open:
		return " " + t.Accent.Paint("/") + l.field.View(t) + t.Dim.Paint(l.through()+"   enter keeps  esc clears")
	case wrong != "":
		return " " + marks + t.Accent.Paint("/"+text.Clean(l.table.Filter())) + wrong
	case l.table.Filter() != "":
		return " " + marks + t.Accent.Paint("/"+text.Clean(l.table.Filter())) + t.Dim.Paint(l.through()+"   esc clears")
	case marks != "":
		return " " + marks + t.Dim.Paint(l.forMarks()+"   esc unmarks")
	case !l.part.Known() || l.kind.Summary == nil:
		return ""
	}
	if of := (summed{l.turn, env.Now, env.Wall, env.Width, t}); of != l.summed {
		l.summed, l.summary = of, l.kind.Summary(env, l.part.Rows)
	}
	return l.summary
}

// summed is what a summary depends on: it looks at all rows, and a key changes
// none of them.
type summed struct {
	turn      int
	now, wall time.Time
	width     int
	theme     *theme.Theme
}

// Narrowed tells that a filter is set, or that rows are marked.
func (l *List) Narrowed() bool { return l.table.Filter() != "" || l.table.Marks() > 0 }

func (l *List) through() string {
	return fmt.Sprintf("   %s of %s", text.Count(l.table.Len()), text.Count(l.table.Total()))
}
