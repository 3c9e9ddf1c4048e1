package sim

import (
	"fmt"
	"slices"
)

// Outage takes something down that applications need, or brings it back: a
// database, a payment provider, any name that images give as a need.
type Outage struct {
	Name string
	Down bool
}

func (c Outage) do(w *World) (Reply, error) {
	if c.Name == "" {
		return Reply{}, &Error{ErrInvalid, "an outage needs the name of what is down"}
	}
	if w.state.outages[c.Name] == c.Down {
		return Reply{}, &Error{ErrInvalid, fmt.Sprintf("%s is %s already", c.Name, upOrDown(c.Down))}
	}
	if c.Down {
		w.state.outages[c.Name] = true
	} else {
		delete(w.state.outages, c.Name)
	}
	w.note(Entry{Kind: "command", Entity: c.Name, Text: "is " + upOrDown(c.Down)})
	for _, cl := range sorted(w.state.clusters) {
		for _, t := range slices.Clone(cl.tasks) {
			if b := w.View().Behaviour(t.main().Image); t.up() && b.NeedsForHealth && slices.Contains(b.Needs, c.Name) {
				w.recheck(t)
			}
		}
	}
	return Reply{}, nil
}

func upOrDown(down bool) string {
	if down {
		return "down"
	}
	return "up"
}
