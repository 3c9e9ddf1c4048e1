package views

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// phase is a stretch of a task's life between two of its times.
type phase struct {
	name     string
	from, to time.Time
	now      bool // it goes on
	failed   bool // it is where the start failed
}

func (p phase) lasted() time.Duration { return max(0, p.to.Sub(p.from)) }

// Names of the phases: AWS's states, and the pull of images, which is part of
// PENDING and where the time of a slow start goes.
const (
	phasePull = "pull"
	stopping  = 5 // the first phase of the way down
)

// lifeOf is the life of a task as its times tell it, up to now. A time that was
// not told, or that contradicts the others, lets the phases before and after it
// become one.
func lifeOf(t model.Task, now time.Time) []phase {
	if t.CreatedAt.IsZero() {
		return nil
	}
	ends := []struct {
		phase string
		at    time.Time
	}{
		{"PROVISIONING", t.ConnectivityAt}, {"PENDING", t.PullStartedAt}, {phasePull, t.PullStoppedAt}, {"ACTIVATING", t.StartedAt},
		{"RUNNING", t.StoppingAt}, {"STOPPING", t.ExecutionStoppedAt}, {"DEPROVISIONING", t.StoppedAt},
	}
	var out []phase
	var names []string
	from, started := t.CreatedAt, !t.StartedAt.IsZero()
	for i, end := range ends {
		// When it was connected is also when it was last again: that says nothing of
		// the start.
		late := i == 0 && (!t.PullStartedAt.IsZero() && end.at.After(t.PullStartedAt) || started && end.at.After(t.StartedAt))
		names = append(names, end.phase)
		if end.at.IsZero() || end.at.Before(from) || late {
			continue
		}
		p := phase{name: strings.Join(names, ", "), from: from, to: end.at}
		if i+1 == stopping && !started {
			p.name, p.failed = names[0], true // it never came to run: the first that did not end is where it was
		}
		if i+1 > stopping && !started {
			p.name = strings.Join(down(names), ", ")
		}
		out, names, from = append(out, p), nil, end.at
	}
	if t.Stopped() {
		return out
	}
	last := phase{name: string(t.Status), from: from, to: model.Latest(now, from), now: true}
	if !t.PullStartedAt.IsZero() && t.PullStoppedAt.IsZero() && !started && t.StoppingAt.IsZero() {
		last.name = phasePull
	}
	return append(out, last)
}

// down are the phases of the way down among names.
func down(names []string) []string {
	for i, name := range names {
		if name == "STOPPING" {
			return names[i:]
		}
	}
	return names
}

// phaseCells draw phases side by side, those next to each other differing; that in
// which it ran is solid.
var (
	phaseCells = []chart.Part{{Cell: '░', ASCII: '-'}, {Cell: '▒', ASCII: '='}}
	solidCell  = chart.Part{Cell: '█', ASCII: '#'}
)

// writeLife writes the life of a task: a bar in which each phase has its share of
// the time, and how long each took. That is where the time of a slow start went.
func writeLife(s *screen.Sheet, t model.Task, now time.Time) {
	phases := lifeOf(t, now)
	if len(phases) == 0 {
		return
	}
	s.Heading("LIFE")
	th := s.Theme
	counts := make([]int, 0, len(phases))
	for _, p := range phases {
		counts = append(counts, int(max(1, p.lasted()/time.Millisecond)))
	}
	bar := " "
	cells := chart.Cells(counts, max(len(phases), min(s.Width-2, 100)))
	for i, p := range phases {
		bar += th.Severity(p.severity(t)).Paint(strings.Repeat(p.cell(i, th.ASCII), cells[i]))
	}
	s.Styled(bar)
	for i, p := range phases {
		style := th.Severity(p.severity(t))
		line := " " + style.Paint(p.cell(i, th.ASCII)) + " " + text.Clock(p.from) + "  " + style.Paint(text.Pad(p.name, 24)) + text.PadLeft(lastedWords(p.lasted()), 8)
		switch {
		case p.failed:
			line += "  " + style.Paint(th.Glyph(model.Broken)+" its start failed here")
		case p.now:
			line += "  " + th.Dim.Paint("so far")
		}
		s.Styled(line)
	}
	if t.Stopped() && !t.StoppedAt.IsZero() {
		s.Styled("   " + text.Clock(t.StoppedAt) + "  " + th.Dim.Paint(string(t.Status)+", "+text.Age(now.Sub(t.StoppedAt))+" ago"))
	}
}

func (p phase) severity(t model.Task) model.Severity {
	switch {
	case p.failed:
		return model.Broken
	case p.name == string(model.TaskRunning) && p.now:
		return t.Severity()
	case p.now:
		return model.Moving
	case p.name == string(model.TaskRunning):
		return model.Good
	}
	return model.Idle
}

func (p phase) cell(i int, ascii bool) string {
	part := phaseCells[i%len(phaseCells)]
	if p.name == string(model.TaskRunning) {
		part = solidCell
	}
	if ascii {
		return string(part.ASCII)
	}
	return string(part.Cell)
}

// lastedWords is an age that tells halves of a second too: many phases are short.
func lastedWords(d time.Duration) string {
	if d < 10*time.Second {
		return d.Round(100 * time.Millisecond).String()
	}
	return text.Age(d)
}
