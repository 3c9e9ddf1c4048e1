package fake

import (
	"context"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
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

// maxSpeed is an hour a second: faster than anybody can follow.
const maxSpeed = 3600

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
	f.clock.speed = min(max(x, 0), maxSpeed)
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
	for f.world.Seq() == seq && f.world.Now().Before(limit) {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		due, ok := f.world.NextDue()
		if !ok || due.After(limit) {
			due = limit
		}
		f.world.StepTo(due)
	}
	f.clock.world = f.world.Now()
	if news := f.world.Journal(seq); len(news) > 0 {
		return tellEntry(news[0]), nil
	}
	return "", nil
}

// tellEntry is a journal entry in a few words.
func tellEntry(e sim.Entry) string {
	where := e.Cluster
	if e.Service != "" {
		where += "/" + e.Service
	}
	if where == "" {
		where = e.Entity
	}
	return where + ": " + e.Text
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
