package sim

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// Adjustment types of step scaling.
const (
	changeInCapacity        = "ChangeInCapacity"
	exactCapacity           = "ExactCapacity"
	percentChangeInCapacity = "PercentChangeInCapacity"
)

// stepsAtMost is the quota of step adjustments per policy (Application Auto
// Scaling guide, quotas).
const stepsAtMost = 20

// boundless stands for a bound that is not there.
const boundless = 1e300

// stepped is what a step scaling policy makes of an alarm that names it.
func (v View) stepped(s *Service, p *Policy, a *Alarm, d evaluation) Intent {
	at := d.decisive[0].at
	read := v.Statistics(a.MetricID(), at, at.Add(a.Period), a.Period)
	if len(read) == 0 {
		return nil
	}
	metric, ok := read[0].Value(cmp.Or(p.Step.Aggregation, "Average"))
	if a.Statistic == "Sum" || a.Statistic == "SampleCount" {
		metric, ok = read[0].Value(a.Statistic)
	}
	by, found := p.Step.by(metric - a.Threshold)
	if !ok || !found {
		return nil
	}
	base := s.Desired
	if v.coolingOut(p) {
		base = p.outBase
	}
	switch n := p.Step.to(base, by); {
	case n > s.Desired:
		return v.out(s, p, a, n, base)
	case p.Step.to(s.Desired, by) < s.Desired:
		return v.in(s, p, a, p.Step.to(s.Desired, by))
	case by > 0 && s.Desired >= s.Scaling.Max:
		return v.not(s, p, a, "AlreadyAtMaxCapacity")
	case by < 0 && s.Desired <= s.Scaling.Min:
		return v.not(s, p, a, "AlreadyAtMinCapacity")
	case !v.coolingOut(p):
		return v.not(s, p, a, "AlreadyAtDesiredCapacity")
	}
	return nil
}

// by is the adjustment for a distance from the threshold. Above it the lower
// bound belongs to a step, below it the upper one (Application Auto Scaling
// guide, step-scaling-policy-overview).
func (c StepConfig) by(off float64) (by int, ok bool) {
	for _, st := range c.Steps {
		lo, hi := -boundless, boundless
		if st.Lower != nil {
			lo = *st.Lower
		}
		if st.Upper != nil {
			hi = *st.Upper
		}
		if off >= 0 && off >= lo && off < hi || off < 0 && off > lo && off <= hi {
			return st.By, true
		}
	}
	return 0, false
}

// to is the count to which an adjustment moves another.
func (c StepConfig) to(base, by int) int {
	switch c.Adjustment {
	case exactCapacity:
		return by
	case percentChangeInCapacity:
		return max(0, base+c.percent(base, by))
	}
	return max(0, base+by)
}

// percent is so many percent of a count as whole tasks: truncated toward zero,
// but at least one, and at least the minimum magnitude.
func (c StepConfig) percent(base, by int) int {
	n := base * by / 100
	if n == 0 && base > 0 {
		n = cmp.Compare(by, 0)
	}
	if size := max(n, -n); n != 0 && size < c.MinMagnitude {
		n = n / size * c.MinMagnitude
	}
	return n
}

func (c StepConfig) check() error {
	bad := func(format string, args ...any) error {
		return &Error{"ValidationException", fmt.Sprintf(format, args...)}
	}
	switch {
	case !slices.Contains([]string{changeInCapacity, exactCapacity, percentChangeInCapacity}, c.Adjustment):
		return bad("Adjustment type %q must be one of %s, %s, %s.", c.Adjustment, changeInCapacity, exactCapacity, percentChangeInCapacity)
	case !slices.Contains([]string{"", "Average", "Minimum", "Maximum"}, c.Aggregation):
		return bad("Metric aggregation type %q must be one of Average, Minimum, Maximum.", c.Aggregation)
	case c.MinMagnitude != 0 && c.Adjustment != percentChangeInCapacity:
		return bad("MinAdjustmentMagnitude is supported for the adjustment type %s only.", percentChangeInCapacity)
	case len(c.Steps) == 0:
		return bad("At least one step adjustment must be specified.")
	case len(c.Steps) > stepsAtMost:
		return bad("A policy can have at most %d step adjustments.", stepsAtMost)
	}
	return c.checkIntervals(bad)
}

// checkIntervals wants steps that neither overlap nor leave a gap, and that
// reach without a bound as far as they go on either side.
func (c StepConfig) checkIntervals(bad func(string, ...any) error) error {
	steps := slices.Clone(c.Steps)
	bound := func(p *float64, none float64) float64 {
		if p == nil {
			return none
		}
		return *p
	}
	model.Sort(steps, func(a, b Step) int {
		return cmp.Compare(bound(a.Lower, -boundless), bound(b.Lower, -boundless))
	})
	for i, st := range steps {
		lo, hi := bound(st.Lower, -boundless), bound(st.Upper, boundless)
		switch {
		case c.Adjustment == exactCapacity && st.By < 0:
			return bad("An ExactCapacity adjustment must not be negative.")
		case st.Lower == nil && st.Upper == nil && len(steps) > 1, i > 0 && st.Lower == nil:
			return bad("At most one step adjustment may have an unspecified lower bound.")
		case i < len(steps)-1 && st.Upper == nil:
			return bad("At most one step adjustment may have an unspecified upper bound, and it must be the last one.")
		case lo >= hi:
			return bad("The lower bound of a step adjustment must be less than its upper bound.")
		case i > 0 && lo < bound(steps[i-1].Upper, 0):
			return bad("Step adjustment intervals can't overlap.")
		case i > 0 && lo > bound(steps[i-1].Upper, 0):
			return bad("There is a gap between step adjustment intervals.")
		}
	}
	if first := steps[0].Lower; first != nil && *first < 0 {
		return bad("If there is a step adjustment with a negative lower bound, there must be a step adjustment with an unspecified lower bound.")
	}
	if last := steps[len(steps)-1].Upper; last != nil && *last > 0 {
		return bad("If there is a step adjustment with a positive upper bound, there must be a step adjustment with an unspecified upper bound.")
	}
	return nil
}
