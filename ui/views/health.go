package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// health counts who answers: the targets of a service as its load balancer sees
// them, or its tasks by their container health checks.
type health struct {
	known             bool // somebody checks, and was asked
	good, bad, moving int
	// blind tells that a load balancer checks and may not be asked: what is known
	// is the word of the containers alone.
	blind bool
}

// healthOf prefers the load balancer's verdict, which is that of the users.
func healthOf(targets model.Part[model.Target], tasks []model.Task) health {
	if targets.Known() && len(targets.Rows) > 0 {
		h := health{known: true}
		for _, t := range targets.Rows {
			h.add(t.State.Severity())
		}
		return h
	}
	var h health
	for _, t := range tasks {
		if t.Status == model.TaskRunning && t.Health != model.HealthUnknown && t.Health != "" {
			h.known = true
			h.add(t.Health.Severity())
		}
	}
	return h
}

func (h *health) add(sev model.Severity) {
	switch {
	case sev >= model.Warning:
		h.bad++
	case sev == model.Good:
		h.good++
	case sev == model.Moving:
		h.moving++
	}
}

// marks of the theme for passed and failed checks, one cell each.
func marks(t *theme.Theme) (good, bad, moving string) {
	if t.ASCII {
		return "+", "x", "o"
	}
	return "✓", "✗", "◌"
}

// cell is 3✓ 1✗; unknown is a dash, never a zero.
func (h health) cell(t *theme.Theme) table.Cell {
	switch {
	case !h.known && h.blind:
		return table.Dim("elb ?")
	case !h.known:
		return table.Dim("-")
	}
	good, bad, moving := marks(t)
	parts := []string{fmt.Sprintf("%d%s", h.good, good)}
	sev := model.Good
	if h.moving > 0 {
		parts, sev = append(parts, fmt.Sprintf("%d%s", h.moving, moving)), model.Moving
	}
	if h.bad > 0 {
		parts, sev = append(parts, fmt.Sprintf("%d%s", h.bad, bad)), model.Broken
	}
	if h.good == 0 && len(parts) > 1 {
		parts = parts[1:]
	}
	if h.blind {
		parts, sev = append(parts, "?"), model.Worst(sev, model.Unknown)
	}
	return table.State(sev, strings.Join(parts, " "))
}

// words is the same in words: 3 healthy, 1 unhealthy.
func (h health) words() string {
	if !h.known {
		return ""
	}
	words := fmt.Sprintf("%d healthy", h.good)
	if h.moving > 0 {
		words += fmt.Sprintf(", %d changing", h.moving)
	}
	if h.bad > 0 {
		words += fmt.Sprintf(", %d unhealthy", h.bad)
	}
	if h.blind {
		words += " by the containers' own checks"
	}
	return words
}

// Answering tells how many of a service's targets or tasks are healthy; "" when
// nobody checks.
func Answering(snap *model.Snapshot, ref model.ServiceRef) (words string, sev model.Severity) {
	h := healthOf(snap.Targets[ref], tasksOfService(snap, ref))
	if h.bad > 0 {
		return h.words(), model.Warning
	}
	return h.words(), model.Good
}
