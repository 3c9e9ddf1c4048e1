package sim

import (
	"testing"
	"time"
)

// TestStepsRound is the rounding of the Application Auto Scaling guide,
// step-scaling-policy-overview.
func TestStepsRound(t *testing.T) {
	for _, c := range []struct {
		adjustment      string
		base, by, least int
		want            int
	}{
		{changeInCapacity, 4, 3, 0, 7},
		{changeInCapacity, 4, -6, 0, 0},
		{exactCapacity, 4, 9, 0, 9},
		{percentChangeInCapacity, 10, 127, 0, 22}, // 12.7 becomes 12
		{percentChangeInCapacity, 10, 6, 0, 11},   // 0.6 becomes 1
		{percentChangeInCapacity, 10, -6, 0, 9},   // -0.6 becomes -1
		{percentChangeInCapacity, 10, -66, 0, 4},  // -6.6 becomes -6
		{percentChangeInCapacity, 4, 25, 2, 6},    // 1 is below the least magnitude
		{percentChangeInCapacity, 4, -25, 3, 1},
	} {
		got := StepConfig{Adjustment: c.adjustment, MinMagnitude: c.least}.to(c.base, c.by)
		if got != c.want {
			t.Errorf("%s by %d of %d, at least %d: %d, want %d", c.adjustment, c.by, c.base, c.least, got, c.want)
		}
	}
}

// steps makes steps of bounds and adjustments; 999 is no bound.
func steps(bounds ...float64) StepConfig {
	c := StepConfig{Adjustment: changeInCapacity}
	for i := 0; i < len(bounds); i += 3 {
		st := Step{By: int(bounds[i+2])}
		if lo := bounds[i]; lo != 999 {
			st.Lower = &lo
		}
		if hi := bounds[i+1]; hi != 999 {
			st.Upper = &hi
		}
		c.Steps = append(c.Steps, st)
	}
	return c
}

func TestStepBounds(t *testing.T) {
	c := steps(999, -10, -2, -10, 0, -1, 0, 10, 1, 10, 999, 3)
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	// Above the threshold the lower bound belongs to a step, below it the upper.
	for off, want := range map[float64]int{0: 1, 9.9: 1, 10: 3, 50: 3, -0.1: -1, -10: -2, -9.9: -1, -50: -2} {
		if got, ok := c.by(off); !ok || got != want {
			t.Errorf("%v from the threshold: %d %v, want %d", off, got, ok, want)
		}
	}
	for text, c := range map[string]StepConfig{
		"ValidationException: There is a gap between step adjustment intervals.":                                                                           steps(0, 10, 1, 20, 999, 2),
		"ValidationException: Step adjustment intervals can't overlap.":                                                                                    steps(0, 20, 1, 10, 999, 2),
		"ValidationException: At most one step adjustment may have an unspecified lower bound.":                                                            steps(999, 0, 1, 999, 10, 2),
		"ValidationException: At least one step adjustment must be specified.":                                                                             steps(),
		"ValidationException: The lower bound of a step adjustment must be less than its upper bound.":                                                     steps(10, 10, 1),
		"ValidationException: If there is a step adjustment with a positive upper bound, there must be a step adjustment with an unspecified upper bound.": steps(0, 10, 1),
		"ValidationException: If there is a step adjustment with a negative lower bound, there must be a step adjustment with an unspecified lower bound.": steps(-10, 0, 1),
	} {
		if err := c.check(); err == nil || err.Error() != text {
			t.Errorf("got %v, want %s", err, text)
		}
	}
}

func TestScheduledActionExpressions(t *testing.T) {
	berlin := time.FixedZone("Berlin", 3600)
	for text, want := range map[string]string{
		"at(2026-11-23T18:00:00)": "2026-11-23T17:00:00Z",
		"rate(5 minutes)":         "2026-11-23T12:05:00Z",
		"rate(1 day)":             "2026-11-24T12:00:00Z",
		"cron(30 17 * * ? *)":     "2026-11-23T16:30:00Z",
		"cron(0 0 ? * SAT *)":     "2026-11-27T23:00:00Z",
		"at(2020-01-01T00:00:00)": "",
	} {
		when, err := parseScaleSchedule(text, berlin)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := ""
		if at, ok := when.next(noon, noon); ok {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s after noon: %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "at(tomorrow)", "rate(1 minutes)", "rate(0 days)", "cron(* * *)", "cron(0 0 * * * *)"} {
		if _, err := parseScaleSchedule(text, berlin); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
