package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// breakerNumbers are how many tasks of a deployment have failed and how many may
// before the circuit breaker ends it.
type breakerNumbers struct {
	failed, threshold int
	// told tells that ECS said so; else the threshold is that of the default
	// setting.
	told     bool
	rollback bool
}

// breakerThreshold is the default of ECS, BOUNDED_PERCENT of 50: half of the
// desired count, at least 3 and at most 200 (developer guide,
// deployment-circuit-breaker).
func breakerThreshold(desired int) int { return min(200, max(3, (desired+1)/2)) }

// breakerOf counts what the service deployment that is under way tells, else
// what the newest deployment does. on is false where there is no breaker.
func breakerOf(s model.Service, history []model.ServiceDeployment) (n breakerNumbers, on bool) {
	if !s.Breaker {
		return n, false
	}
	n.rollback, n.threshold = s.BreakerRollback, breakerThreshold(s.Desired)
	if d, ok := s.Primary(); ok {
		n.failed = d.Failed
	}
	for _, d := range s.Deployments {
		if d.Rollout == model.RolloutFailed {
			n.failed = max(n.failed, d.Failed) // that which is rolled back
		}
	}
	if len(history) > 0 && history[0].BreakerThreshold > 0 && (!history[0].Status.Done() || s.Rolling()) {
		n.failed, n.threshold, n.told = history[0].BreakerFailures, history[0].BreakerThreshold, true
	}
	return n, true
}

// words is breaker 2 of 3, rolls back; while nothing is rolled out, what it would
// do.
func (n breakerNumbers) words(rolling bool) string {
	does := "no rollback"
	if n.rollback {
		does = "rolls back"
	}
	by := ""
	if !n.told {
		by = " by default"
	}
	switch {
	case rolling || n.failed > 0:
		return fmt.Sprintf("breaker %d of %d%s, %s", n.failed, n.threshold, by, does)
	case n.rollback:
		return fmt.Sprintf("breaker rolls back at %d failed%s", n.threshold, by)
	}
	return fmt.Sprintf("breaker stops at %d failed%s, no rollback", n.threshold, by)
}

func (n breakerNumbers) severity() model.Severity {
	switch {
	case n.failed >= n.threshold:
		return model.Broken
	case n.failed > 0:
		return model.Warning
	}
	return model.Good
}

// stateWords is a status of AWS as people write it: in progress.
func stateWords(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", " ")) }
