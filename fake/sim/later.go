package sim

import (
	"fmt"
	"time"
)

// Later carries out another command at a time to come, as when a scenario has
// somebody ship a release at noon. A refusal then goes to the journal.
type Later struct {
	At      time.Time
	Command Command
}

func (c Later) do(w *World) (Reply, error) {
	if c.At.Before(w.now) {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("%s is over: it is %s", c.At.Format(time.RFC3339), w.now.Format(time.RFC3339))}
	}
	w.later(c.At.Sub(w.now), commanded{c.Command}, "planned")
	return Reply{}, nil
}

// commanded is a command whose time has come.
type commanded struct{ Command Command }

func (c commanded) apply(w *World, _ string) error {
	_, err := c.Command.do(w)
	return err
}
