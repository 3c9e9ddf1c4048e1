package logs

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Status is what a header says about a pane, in pieces that the screen may
// colour, move or leave out; a piece with nothing to say is empty.
type Status struct {
	Tasks  string // 8 tasks
	Rate   string // 312 lines/min
	Errors string // errors 4/min
	Filter string // filter: !health  1,204 of 50,000
	Mode   string // follow; paused, 128 new; 37 below
	Lost   string // 1,204 dropped, 312 skipped
}

// Status at a moment.
func (p *Pane) Status(now time.Time) Status {
	s := Status{
		Tasks: text.Plural(p.store.Tasks(), "task"),
		Rate:  text.Plural(p.store.Rate(now), "line") + "/min",
		Mode:  p.mode(),
		Lost:  p.lost(),
	}
	if n := p.store.Errors(now); n > 0 {
		s.Errors = "errors " + text.Count(n) + "/min"
	}
	if len(p.filter.terms) > 0 {
		matching := p.shown.len() + p.waiting.len() - p.store.markers.len() // markers always match
		s.Filter = "filter: " + text.Clean(p.filter.expr) + "  " + text.Count(matching) + " of " + text.Count(p.store.written())
	}
	return s
}

func (s Status) String() string {
	var b strings.Builder
	for _, piece := range []string{s.Tasks, s.Rate, s.Errors, s.Filter, s.Mode, s.Lost} {
		if piece == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("  ")
		}
		b.WriteString(piece)
	}
	return b.String()
}

func (p *Pane) mode() string {
	switch {
	case p.paused:
		return "paused, " + text.Count(p.waiting.len()) + " new"
	case p.follow:
		return "follow"
	}
	below := p.shown.len() - p.below(p.top()).k
	if below == 0 {
		return "at the end"
	}
	return text.Count(below) + " below"
}

func (p *Pane) lost() string {
	var pieces []string
	if n := p.store.Dropped(); n > 0 {
		pieces = append(pieces, text.Count(n)+" dropped")
	}
	if n := p.store.Skipped(); n > 0 {
		pieces = append(pieces, text.Count(n)+" skipped")
	}
	return strings.Join(pieces, ", ")
}
