package scenario

import (
	"errors"
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// APIFault is something that is wrong between clients and the API.
type APIFault struct {
	// Name sets it apart from others; a second one of a name takes the first one's place.
	Name string `yaml:"name" default:"api"`
	// Actions are what it concerns, as IAM writes them: ecs:Describe*, logs:*. All when empty.
	Actions []string `yaml:"actions"`
	// Error is the code that calls fail with, such as ServerException,
	// ThrottlingException, AccessDeniedException or ExpiredTokenException. Without one they pass.
	Error string `yaml:"error"`
	// Message is the error's text. AWS's own when empty.
	Message string `yaml:"message"`
	// Share is the part of the calls that fail, up to 1. 0 is all of them.
	Share float64 `yaml:"share"`
	// Next is how many calls fail before it is over. 0 is no end.
	Next int `yaml:"next"`
	// Latency is how much longer a call takes, in real time.
	Latency time.Duration `yaml:"latency"`
	// Lag is how far reads are behind writes, in simulated time: what is new is not known for up to so long, and what was read
	// lately may be read again as it was.
	Lag time.Duration `yaml:"lag"`
	// For is how long it lasts. 0s is until it is ended.
	For time.Duration `yaml:"for"`
}

func (f *APIFault) build(v sim.View) sim.Command {
	out := sim.APIFault{
		Name: f.Name, Actions: f.Actions, Code: f.Error, Message: f.Message, Share: f.Share, Next: f.Next, Latency: f.Latency, Lag: f.Lag,
	}
	if f.For > 0 {
		out.Until = v.Now().Add(f.For)
	}
	return sim.SetAPIFault{Fault: out}
}

// EndAPIFault is which API fault ends.
type EndAPIFault struct {
	// Name is which. All of them when empty.
	Name string `yaml:"name"`
}

// check refuses an action that is none, with what may have been meant.
func (f *APIFault) check(st *Step) error {
	for i, a := range f.Actions {
		if err := sim.CheckAction(a); err != nil {
			var e *sim.Error
			text := err.Error()
			if errors.As(err, &e) {
				text = e.Message
			}
			meant := hint(a, sim.Actions())
			if meant == "" {
				meant = "; docs/simulator-api.md lists all"
			}
			return st.file.fail(fmt.Sprintf("%s.apiFault.actions[%d]", st.path, i), "%s%s", text, meant)
		}
	}
	return nil
}

func apiFault(m maker, st *Step) (sim.Command, error) { return st.APIFault.build(m.v), nil }

func endAPIFault(_ maker, st *Step) (sim.Command, error) {
	return sim.EndAPIFault{Name: st.EndAPIFault.Name}, nil
}
