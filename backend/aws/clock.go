package aws

import (
	"cmp"
	"context"
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

// As gives every ability that Backend has methods for, and the abilities of a
// clock once an answer has shown that there is a simulator behind the endpoint.
func (b *Backend) As(target any) bool {
	switch c := target.(type) {
	case *backend.Clock:
		if b.simulated() {
			*c = remoteClock{b}
		}
		return b.simulated()
	case *backend.Stepper:
		if b.simulated() {
			*c = remoteClock{b}
		}
		return b.simulated()
	}
	ability := reflect.ValueOf(target).Elem()
	if !reflect.TypeOf(b).AssignableTo(ability.Type()) {
		return false
	}
	ability.Set(reflect.ValueOf(b))
	return true
}

// remoteClock is the clock of a simulator behind an endpoint, read off its
// answers and carried on in between, and moved through its control endpoints.
type remoteClock struct{ b *Backend }

var (
	_ backend.Clock   = remoteClock{}
	_ backend.Stepper = remoteClock{}
)

func (c remoteClock) Now() time.Time { return c.b.clock.Load().at(time.Now()) }

func (c remoteClock) Speed() float64 { return c.b.clock.Load().speed }

// controlWait is how long a change of the speed may take.
const controlWait = 5 * time.Second

// SetSpeed asks the simulator. When it does not answer, Speed goes on telling
// what is: the next call shows what is wrong with the endpoint.
func (c remoteClock) SetSpeed(x float64) {
	ctx, cancel := context.WithTimeout(context.Background(), controlWait)
	defer cancel()
	_ = c.b.control(ctx, "speed", map[string]float64{"speed": x}, nil)
}

// Step lets d pass at once.
func (c remoteClock) Step(ctx context.Context, d time.Duration) error {
	return c.b.control(ctx, "step", map[string]string{"for": d.String()}, nil)
}

// Jump lets time pass until the simulator's journal has something new.
func (c remoteClock) Jump(ctx context.Context) (string, error) {
	var found struct {
		Entries []struct{ Cluster, Service, Entity, Text string }
	}
	if err := c.b.control(ctx, "jump", struct{}{}, &found); err != nil || len(found.Entries) == 0 {
		return "", err
	}
	e := found.Entries[0]
	where := e.Cluster
	if e.Service != "" {
		where += "/" + e.Service
	}
	return cmp.Or(where, e.Entity) + ": " + e.Text, nil
}
