package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// ecsSays is what ECS says of a service in one sentence: of what it tells of the
// rollout, of the deployment's stages and of its newest events, what matters
// most. It is plain text and may hold what AWS said.
func ecsSays(s serviceRow, history []deploymentRow, now time.Time) string {
	d, ok := s.Primary()
	if s.unread != nil || !ok {
		return s.says(now)
	}
	var going deploymentRow
	if len(history) > 0 && !history[0].Status.Done() {
		going = history[0]
	}
	revision := fmt.Sprintf(":%d", d.TaskDef.Revision)
	h, waits := paused(going.ServiceDeployment)
	switch {
	case waits:
		words := revision + " waits for a decision"
		if going.Stage != "" {
			words += " at " + stateWords(going.Stage)
		}
		words += " until " + momentOf(h.ExpiresAt, now)
		if h.OnTimeout != "" {
			words += ", then " + onTimeout(h.OnTimeout)
		}
		return words
	case d.Rollout == model.RolloutFailed:
		return "the deployment of " + revision + " failed: " + firstOf(s.why, reasonWords(d.RolloutReason), "ECS does not say why")
	case s.Rolling() && rollingBack(d):
		return "rolling back to " + revision + failedBefore(s)
	case s.Rolling() && going.Strategy != "" && going.Strategy != "ROLLING" && going.Stage != "":
		return shiftWords(going, revision, now) + because(s.why)
	case s.Rolling():
		return rollingWords(s, d) + because(s.why)
	case s.why != "" && s.Running < s.Desired:
		return fmt.Sprintf("%d of %d running: %s", s.Running, s.Desired, s.why)
	case s.findings != nil:
		return s.findings[0].sentence()
	}
	return s.says(now)
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return ": " + why
}

// failedBefore is why the deployment that is rolled back failed.
func failedBefore(s serviceRow) string {
	for _, o := range s.Deployments {
		if o.Rollout != model.RolloutFailed {
			continue
		}
		why := firstOf(reasonWords(o.RolloutReason), s.why)
		if s.why != "" && s.why != "deployment failed" && !strings.Contains(o.RolloutReason, "alarm") {
			why = s.why
		}
		return fmt.Sprintf(" from :%d", o.TaskDef.Revision) + because(why)
	}
	return because(s.why)
}

// shiftWords is where a deployment that shifts traffic stands.
func shiftWords(d deploymentRow, revision string, now time.Time) string {
	words := fmt.Sprintf("%s of %s: %s", strings.ReplaceAll(strings.ToLower(d.Strategy), "_", "/"), revision, stateWords(d.Stage))
	if left, ok := bakeLeft(d.ServiceDeployment, now); ok {
		words += " for " + text.Age(left) + " more"
	}
	if share := trafficWords(d.Target); share != "" {
		words += ", " + share + " of production traffic on it"
	}
	return words
}

// rollingWords is how far a rolling update has come, and what it still waits for.
func rollingWords(s serviceRow, d model.Deployment) string {
	words := fmt.Sprintf("rolling out :%d, %d of %d running", d.TaskDef.Revision, d.Running, d.Desired)
	if d.Pending > 0 {
		words += fmt.Sprintf(", %d pending", d.Pending)
	}
	if d.Failed > 0 {
		words += fmt.Sprintf(", %d failed", d.Failed)
	}
	if from, ok := older(s.Service); ok && d.Running >= d.Desired && from.Running > 0 {
		words += fmt.Sprintf(", waits for %s of :%d to stop", text.Plural(from.Running, "old task"), from.TaskDef.Revision)
	}
	return words
}

// reasonWords is a rolloutStateReason without ids, "" when it says no more than
// the state does (see the literals of API_Deployment).
func reasonWords(reason string) string {
	switch {
	case strings.Contains(reason, "tasks failed to start"), strings.Contains(reason, "task failed to start"):
		return "its tasks failed to start"
	case strings.Contains(reason, "alarm detected"):
		return "an alarm fired"
	case strings.Contains(reason, "rolling back"), strings.HasSuffix(reason, " in progress."), strings.HasSuffix(reason, " completed."):
		return ""
	}
	return strings.TrimSuffix(reason, ".")
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
