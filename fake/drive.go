package fake

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// clock turns wall time into simulated time. It is anchored anew whenever the
// speed changes, so that the past stays where it was.
type clock struct {
	wall  time.Time
	world time.Time
	speed float64
}

// at is the simulated time when the wall clock shows wall.
func (c clock) at(wall time.Time) time.Time {
	passed := max(0, wall.Sub(c.wall))
	return c.world.Add(time.Duration(float64(passed) * c.speed))
}

// anchored is the clock with its anchor moved to wall.
func (c clock) anchored(wall time.Time) clock {
	return clock{wall: wall, world: c.at(wall), speed: c.speed}
}

// MaxSpeed is the fastest that time can be told to pass.
const MaxSpeed = backend.MaxSpeed

// Now is the simulated time.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clock.at(f.wall())
}

// Speed is simulated seconds per real second; 0 is paused.
func (f *Fake) Speed() float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clock.speed
}

// SetSpeed changes how fast time passes from now on; 0 pauses it. What is
// negative counts as 0, and there is a limit of an hour a second.
func (f *Fake) SetSpeed(x float64) {
	f.mu.Lock()
	f.clock = f.clock.anchored(f.wall())
	f.clock.speed = min(max(x, 0), MaxSpeed)
	f.touch()
	f.mu.Unlock()
}

// Advance lets d of simulated time pass at once.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	f.clock = f.clock.anchored(f.wall())
	f.clock.world = f.clock.world.Add(max(0, d))
	f.world.StepTo(f.clock.world)
	f.touch()
	f.mu.Unlock()
}

// Step lets d of simulated time pass at once, in pieces, so that ctx can end it.
func (f *Fake) Step(ctx context.Context, d time.Duration) error {
	for ; d > 0; d -= time.Hour {
		if err := ctx.Err(); err != nil {
			return err
		}
		f.Advance(min(d, time.Hour))
	}
	return nil
}

// jumpAtMost is how far a jump looks for something to happen.
const jumpAtMost = 24 * time.Hour

// Jump lets time pass until the journal has something new, and tells it.
func (f *Fake) Jump(ctx context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clock = f.clock.anchored(f.wall())
	f.world.StepTo(f.clock.world)
	defer f.touch()
	seq, limit := f.world.Seq(), f.world.Now().Add(jumpAtMost)
	what := ""
	for what == "" && f.world.Now().Before(limit) {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		due, ok := f.world.NextDue()
		if !ok || due.After(limit) {
			due = limit
		}
		f.world.StepTo(due)
		if i := slices.IndexFunc(f.world.Journal(seq), watched); i >= 0 {
			what = tellEntry(f.world.Journal(seq)[i])
		}
		seq = f.world.Seq()
	}
	f.clock.world = f.world.Now()
	return what, nil
}

// watched tells what somebody may wait for from what nobody does: that a task
// which ended long ago is forgotten, or that a step of the simulator came to
// nothing.
func watched(e sim.Entry) bool {
	return e.Kind != "refused" && (e.Kind != "task" || e.Text != string(model.TaskDeleted))
}

// tellEntry is a journal entry in a few words. What is said of one of many, such
// as a task of a service, names that as well, by the beginning of its id.
func tellEntry(e sim.Entry) string {
	where := e.Cluster
	if e.Service != "" {
		where += "/" + e.Service
	}
	what := e.Text
	switch {
	case where == "":
		where = e.Entity
	case e.Entity != "" && e.Kind != "command" && !strings.Contains(e.Text, e.Entity):
		what = e.Kind + " " + shortID(e.Entity) + " " + what
	}
	return where + ": " + what
}

// shortID is as much of an id, which is made of hexadecimal digits, as tells it
// from its neighbours. A name stays whole.
func shortID(id string) string {
	if len(id) >= 16 && strings.Trim(id, "0123456789abcdef") == "" {
		return id[:8]
	}
	return id
}

// touch tells those who wait that something has happened. f.mu is held.
func (f *Fake) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// Changed is closed when a command comes next, or somebody moves the time.
func (f *Fake) Changed() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}
