package wire

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// worldStatus is what GET status answers.
type worldStatus struct {
	Scenario  string     `json:"scenario"`
	Seed      uint64     `json:"seed"`
	Partition string     `json:"partition"`
	Region    string     `json:"region"`
	Account   string     `json:"account"`
	Now       time.Time  `json:"now"`
	Speed     float64    `json:"speed"` // simulated seconds per real second
	Paused    bool       `json:"paused"`
	Seq       uint64     `json:"seq"`               // of the journal's newest entry
	Hash      string     `json:"hash"`              // of the whole journal: equal for equal runs
	NextDue   *time.Time `json:"nextDue,omitempty"` // when something is looked at next
}

func (s *server) status(*http.Request, []byte) (any, error) {
	speed := s.world.Speed()
	out := worldStatus{Scenario: s.world.Scenario(), Speed: speed, Paused: speed == 0}
	s.world.With(func(w *sim.World) {
		c := w.Config()
		out.Seed, out.Partition, out.Region, out.Account = c.Seed, c.Partition, c.Region, c.Account
		out.Now, out.Seq, out.Hash = w.Now(), w.Seq(), w.Hash()
		if due, ok := w.NextDue(); ok {
			out.NextDue = &due
		}
	})
	return out, nil
}

// MaxSpeed is the fastest that time can be told to pass: an hour a second.
const MaxSpeed = fake.MaxSpeed

func (s *server) speed(r *http.Request, body []byte) (any, error) {
	var in struct {
		Speed json.RawMessage `json:"speed"`
	}
	if err := readControl(body, &in); err != nil {
		return nil, err
	}
	x, err := readSpeed(in.Speed)
	if err != nil {
		return nil, err
	}
	s.world.SetSpeed(x)
	return s.status(r, nil)
}

// readSpeed reads a number or "paused".
func readSpeed(raw json.RawMessage) (float64, error) {
	if string(raw) == `"paused"` {
		return 0, nil
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || x < 0 || x > MaxSpeed {
		return 0, badControl(`speed is simulated seconds per real second, from 0 to %d, or "paused".`, MaxSpeed)
	}
	return x, nil
}

// passage is what came of letting time pass.
type passage struct {
	From     time.Time      `json:"from"`
	Now      time.Time      `json:"now"`
	Passed   string         `json:"passed"`
	Happened uint64         `json:"happened"` // entries of the journal
	Kinds    map[string]int `json:"kinds"`    // the same by kind, as far as they are kept
	Seq      uint64         `json:"seq"`
}

// began is the world before time passes.
type began struct {
	at  time.Time
	seq uint64
}

func begin(w *sim.World) began { return began{w.Now(), w.Seq()} }

func (b began) passage(w *sim.World) passage {
	out := passage{
		From: b.at, Now: w.Now(), Passed: w.Now().Sub(b.at).String(), Happened: w.Seq() - b.seq, Kinds: map[string]int{}, Seq: w.Seq(),
	}
	for _, e := range w.Journal(b.seq) {
		out.Kinds[e.Kind]++
	}
	return out
}

// stepAtMost is how far one step goes: a year.
const stepAtMost = 366 * 24 * time.Hour

func (s *server) step(r *http.Request, body []byte) (any, error) {
	var in struct {
		For   string `json:"for"`
		Until string `json:"until"`
	}
	if err := readControl(body, &in); err != nil {
		return nil, err
	}
	if (in.For == "") == (in.Until == "") {
		return nil, badControl(`Say how far: {"for": "10m"}, {"until": "2026-11-23T13:00:00Z"} or {"until": "event"}.`)
	}
	if in.Until == "event" {
		return s.jump(r, nil)
	}
	var start began
	s.world.With(func(w *sim.World) { start = begin(w) })
	end, err := stepEnd(start.at, in.For, in.Until)
	if err != nil {
		return nil, err
	}
	return s.pass(r.Context(), start, end)
}

// stepEnd is when a step ends that begins at now.
func stepEnd(now time.Time, length, until string) (time.Time, error) {
	end, err := time.Parse(time.RFC3339Nano, until)
	if length != "" {
		d, notDuration := time.ParseDuration(length)
		if notDuration != nil || d <= 0 {
			return end, badControl("%q is not a length of time: write 90s, 10m or 1h30m.", length)
		}
		return within(now, now.Add(d))
	}
	if err != nil {
		return end, badControl(`%q is not a time: write 2026-11-23T13:00:00Z, or "event".`, until)
	}
	return within(now, end)
}

func within(now, end time.Time) (time.Time, error) {
	switch {
	case !end.After(now):
		return end, badControl("%s is in the past: it is %s.", end.Format(time.RFC3339), now.Format(time.RFC3339))
	case end.Sub(now) > stepAtMost:
		return end, badControl("A step goes no further than a year.")
	}
	return end, nil
}

// pass lets time pass until end, in pieces, so that others have their turn and
// a client that goes away ends it.
func (s *server) pass(ctx context.Context, start began, end time.Time) (any, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var out passage
		done := false
		s.world.With(func(w *sim.World) {
			next := w.Now().Add(time.Hour)
			if done = !next.Before(end); done {
				next = end
			}
			w.StepTo(next)
			out = start.passage(w)
		})
		if done {
			return out, nil
		}
	}
}

// jumpAtMost is how far a jump looks for something to happen.
const jumpAtMost = 24 * time.Hour

// leap is what a jump found.
type leap struct {
	passage
	Entries []sim.Entry `json:"entries"`
}

func (s *server) jump(r *http.Request, _ []byte) (any, error) {
	var out leap
	err := s.run(r.Context(), jumpAtMost, func(w *sim.World, start began) bool {
		out = leap{start.passage(w), w.Journal(start.seq)}
		return w.Seq() > start.seq
	})
	if out.Entries == nil {
		out.Entries = []sim.Entry{}
	}
	return out, err
}

// dueAtATime is how many due moments pass before others have their turn.
const dueAtATime = 500

// run lets time pass from one due moment to the next, for length at the most,
// until done says so. done is asked before anything passes and after each.
func (s *server) run(ctx context.Context, length time.Duration, done func(*sim.World, began) bool) error {
	var start began
	s.world.With(func(w *sim.World) { start = begin(w) })
	end, over := start.at.Add(length), false
	for !over {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.world.With(func(w *sim.World) {
			for range dueAtATime {
				if over = done(w, start); over {
					return
				}
				if over = !w.Now().Before(end); over {
					return
				}
				due, ok := w.NextDue()
				if !ok || due.After(end) {
					due = end
				}
				w.StepTo(due)
			}
		})
	}
	return nil
}
