package sim

import (
	"fmt"
	"time"
)

// Ask is a command that is made when it is carried out, from the world as it
// is then: a plan that says "the oldest task" means the oldest at that time.
// Make must be a pure function of the view.
type Ask struct{ Make func(View) (Command, error) }

func (c Ask) do(w *World) (Reply, error) {
	made, err := c.Make(View{w})
	if err != nil {
		return Reply{}, err
	}
	return made.do(w)
}

// Repeat carries out another command again and again, the first time at once.
// A refusal goes to the journal and ends nothing.
type Repeat struct {
	Every   time.Duration
	Command Command
}

func (c Repeat) do(w *World) (Reply, error) {
	if c.Every < time.Second {
		return Reply{}, &Error{"ValidationException", fmt.Sprintf("a command is repeated every second at most, not every %v", c.Every)}
	}
	w.later(0, repeated{c}, "planned")
	return Reply{}, nil
}

// repeated is one turn of a command that repeats.
type repeated struct{ Repeat Repeat }

func (r repeated) apply(w *World, cause string) error {
	w.later(r.Repeat.Every, r, cause)
	_, err := r.Repeat.Command.do(w)
	return err
}
