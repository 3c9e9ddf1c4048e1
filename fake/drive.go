package fake

import "time"

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

// touch tells those who wait that something has happened. f.mu is held.
func (f *Fake) touch() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// touched is closed when something happens next.
func (f *Fake) touched() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}
