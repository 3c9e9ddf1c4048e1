package ui_test

import (
	"flag"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

// wander is how many keys TestWander presses: make walk presses 200,000.
var wander = flag.Int("wander", 2_000, "keys of the random walk over a living world")

// scenarios that a walk wanders through, one after the other.
var wandered = []string{"food-delivery", "oom", "canary", "held", "no-capacity", "spot-storm", "five-mistakes", "blue-green", "batch-night", "exit-at-boot"}

// keysAtOnce is how many keys are typed before the program is let come to
// rest: who is in a hurry does not wait for frames.
const keysAtOnce = 20

// pressed are the keys of a walk, those of moving about more often than those
// that change something. Not among them is what leaves the program's own
// terminal: ctrl+c, ctrl+z, the pager, the editor and the browser.
func pressed(r *rand.Rand) string {
	moving := []string{"enter", "esc", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "j", "k", "g", "G", "space"}
	if r.IntN(2) == 0 {
		return moving[r.IntN(len(moving))]
	}
	for {
		c := rune('!' + r.IntN('~'-'!'+1))
		switch {
		case c == '|' || c == 'E' || c == 'O':
		case r.IntN(6) == 0 && c >= 'a' && c <= 'z' && c != 'c' && c != 'z':
			return "ctrl+" + string(c)
		default:
			return string(c)
		}
	}
}

// A random walk: whatever is pressed, wherever one is, while the world goes on
// behind it, every frame fits the screen and nothing panics. Scales, redeploys
// and stops are among it, the simulator's clock as well.
func TestWander(t *testing.T) {
	t.Chdir(t.TempDir()) // what is saved on the way
	for part, name := range wandered {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { wanderIn(t, name, uint64(part), *wander/len(wandered)) })
		})
	}
}

func wanderIn(t *testing.T, scenario string, seed uint64, keys int) {
	r := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // the same walk each time
	at := living{scenario: scenario, at: 15 * time.Minute, w: 80, h: 24, speed: 20}
	d, _ := at.begin(t)
	for done := 0; done < keys; done += keysAtOnce {
		if d.Ended() { // q on the first screen
			d.Quit()
			d, _ = at.begin(t)
		}
		if r.IntN(20) == 0 {
			d.Resize(40+r.IntN(160), 10+r.IntN(50))
		}
		keys := make([]string, keysAtOnce)
		for i := range keys {
			keys[i] = pressed(r)
		}
		d.Hurry(keys...)
	}
}
