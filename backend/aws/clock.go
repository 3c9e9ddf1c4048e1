package aws

import (
	"math"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

// Headers with which the simulator tells its time in every answer. Any other
// endpoint sends none.
const (
	nowHeader   = "X-Ecsdeck-Now"   // RFC 3339 with nanoseconds
	speedHeader = "X-Ecsdeck-Speed" // simulated seconds per real second, 0 is paused
)

// reading is the simulator's time as an answer told it.
type reading struct {
	now   time.Time
	speed float64
	wall  time.Time
}

// at is the simulator's time when the wall clock shows wall.
func (r reading) at(wall time.Time) time.Time {
	return r.now.Add(time.Duration(float64(wall.Sub(r.wall)) * r.speed))
}

// readClock keeps what h tells of the simulator's time, if it does.
func (b *Backend) readClock(h http.Header, wall time.Time) {
	now, err := time.Parse(time.RFC3339Nano, h.Get(nowHeader))
	if err != nil {
		return
	}
	speed, err := strconv.ParseFloat(h.Get(speedHeader), 64)
	if err != nil || speed < 0 || math.IsNaN(speed) || math.IsInf(speed, 0) {
		return
	}
	b.clock.Store(&reading{now: now, speed: speed, wall: wall})
}

// simulated tells whether the endpoint has shown to be the simulator.
func (b *Backend) simulated() bool { return b.clock.Load() != nil }

// now is the time in the world that the endpoint shows.
func (b *Backend) now() time.Time { return backend.Now(b, time.Now()) }

// As gives every ability that Backend has methods for, and backend.Clock once
// an answer has shown that there is a simulator behind the endpoint.
func (b *Backend) As(target any) bool {
	if c, ok := target.(*backend.Clock); ok {
		if !b.simulated() {
			return false
		}
		*c = remoteClock{b}
		return true
	}
	ability := reflect.ValueOf(target).Elem()
	if !reflect.TypeOf(b).AssignableTo(ability.Type()) {
		return false
	}
	ability.Set(reflect.ValueOf(b))
	return true
}

// remoteClock is the clock of a simulator behind an endpoint, read off its
// answers and carried on in between.
type remoteClock struct{ b *Backend }

func (c remoteClock) Now() time.Time { return c.b.clock.Load().at(time.Now()) }

func (c remoteClock) Speed() float64 { return c.b.clock.Load().speed }

// SetSpeed does nothing: the AWS protocol has no request for it. The speed is
// set where the simulator runs; Speed shows it after the next answer.
func (c remoteClock) SetSpeed(float64) {}
