package e2e_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// keyTimes moves the cursor down n rows of a list, at times that are not in
// phase with the frames, and waits for each new position.
func keyTimes(s *session, n int, of string) (p50, p99 float64) {
	var all []time.Duration
	for i := 2; i <= n+1; i++ {
		time.Sleep(time.Duration(31+i*17%59) * time.Millisecond)
		from := time.Now()
		s.press("j")
		all = append(all, s.shows(fmt.Sprintf(" %d/%s", i, of)).Sub(from))
	}
	slices.Sort(all)
	ms := func(p int) float64 { return float64(all[len(all)*p/100].Microseconds()) / 1000 }
	return ms(50), ms(99)
}

func measureKeys(t *testing.T) {
	e := newEndpoint(t, 1000, 0)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	defer s.close()
	s.shows("1/1,000")
	p50, p99 := keyTimes(s, 200, "1,000")
	figure("key_to_frame/1000_rows_p50", p50, "ms", 20)
	figure("key_to_frame/1000_rows_p99", p99, "ms", none)
}

// measureKeysWhileSlow types while a refresh is on its way that takes 2 s a call.
func measureKeysWhileSlow(t *testing.T) {
	e := newEndpoint(t, 60, 2*time.Second)
	s := start(t, columns, lines, e.env(), "--cluster", "big")
	defer s.close()
	s.shows("60 services", "1/60")
	s.press("ctrl+r")
	p50, p99 := keyTimes(s, 30, "60")
	figure("key_to_frame/2s_per_call_p50", p50, "ms", 20, peer{"e1s", 3600}, peer{"ecs9s", 3600})
	figure("key_to_frame/2s_per_call_p99", p99, "ms", none)
}

func measureSimulator(t *testing.T) {
	const days = 3
	var worlds [days]*sim.World
	for i := range worlds {
		s, err := scenario.Load(scenario.Default)
		if err != nil {
			t.Fatal(err)
		}
		if worlds[i], err = s.Build(uint64(i + 1)); err != nil {
			t.Fatal(err)
		}
	}
	i := 0
	allocs := testing.AllocsPerRun(1, func() { worlds[i].Step(24 * time.Hour); i++ })
	from := time.Now()
	worlds[days-1].Step(24 * time.Hour)
	figure("sim/food_delivery_speed", 86400/time.Since(from).Seconds(), "s/s", none)
	figure("sim/food_delivery_allocs", allocs/24, "/hour", none)
}
