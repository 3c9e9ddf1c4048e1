package wire

import (
	"net/http"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// done is what came of a fault: what the journal says of it.
type done struct {
	Seq     uint64      `json:"seq"`
	Entries []sim.Entry `json:"entries"`
	IDs     []string    `json:"ids,omitempty"` // of tasks that were started
}

// fault carries out one step of a scenario's vocabulary.
func (s *server) fault(_ *http.Request, body []byte) (any, error) {
	step, err := scenario.ParseStep(body)
	if err != nil {
		return nil, badControl("%v", err)
	}
	var out done
	s.world.With(func(w *sim.World) {
		before := w.Seq()
		var command sim.Command
		if command, err = step.Command(w.View()); err != nil {
			return
		}
		var reply sim.Reply
		if reply, err = w.Do(command); err != nil {
			return
		}
		out = done{w.Seq(), w.Journal(before), reply.IDs}
	})
	if err != nil {
		return nil, refusedByWorld(err)
	}
	if out.Entries == nil {
		out.Entries = []sim.Entry{}
	}
	return out, nil
}

// faultList is the vocabulary of fault, and what is wrong now.
type faultList struct {
	Actions []scenario.Action `json:"actions"`
	Active  activeFaults      `json:"active"`
}

type activeFaults struct {
	Images []imageFault `json:"images"`
	Zones  []string     `json:"zones"` // that are out
	API    []apiFault   `json:"api"`
}

// imageFault is what is wrong with an image.
type imageFault struct {
	Image       string  `json:"image"`
	Pull        string  `json:"pull,omitempty"`        // why it cannot be pulled
	ExitsAfter  string  `json:"exitsAfter,omitempty"`  // how long after its start it leaves by itself
	FailsAfter  string  `json:"failsAfter,omitempty"`  // how long after its start its health checks fail
	LeakPerHour float64 `json:"leakPerHour,omitempty"` // MiB
}

func (s *server) faults(*http.Request, []byte) (any, error) {
	out := faultList{Actions: scenario.Actions(), Active: activeFaults{Images: []imageFault{}, Zones: []string{}}}
	s.world.With(func(w *sim.World) {
		v := w.View()
		for _, im := range v.Images() {
			f := imageFault{Image: im.Name, Pull: string(im.Does.Pull), LeakPerHour: im.Does.LeakPerHour}
			if d := im.Does.ExitAfter; d > 0 {
				f.ExitsAfter = d.String()
			}
			if d := im.Does.FailsAfter; d > 0 {
				f.FailsAfter = d.String()
			}
			if f != (imageFault{Image: im.Name}) {
				out.Active.Images = append(out.Active.Images, f)
			}
		}
		out.Active.Zones = append(out.Active.Zones, v.ZonesOut()...)
		out.Active.API = each(v.APIFaults(), shootAPIFault)
	})
	return out, nil
}

// apiFault is what is wrong with the API.
type apiFault struct {
	Name    string     `json:"name"`
	Actions []string   `json:"actions"` // empty is all
	Error   string     `json:"error,omitempty"`
	Share   float64    `json:"share,omitempty"` // 0 is all
	Next    int        `json:"next,omitempty"`  // so many more calls
	Latency string     `json:"latency,omitempty"`
	Lag     string     `json:"lag,omitempty"` // of reads, in simulated time
	Until   *time.Time `json:"until,omitempty"`
}

func shootAPIFault(f sim.APIFault) apiFault {
	out := apiFault{Name: f.Name, Actions: append([]string{}, f.Actions...), Error: f.Code, Share: f.Share, Next: f.Next, Until: moment(f.Until)}
	if f.Latency > 0 {
		out.Latency = f.Latency.String()
	}
	if f.Lag > 0 {
		out.Lag = f.Lag.String()
	}
	return out
}
