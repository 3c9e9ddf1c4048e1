package views

import (
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Lifecycle stages of deployments that shift traffic, in order (SDK ecs,
// ServiceDeploymentLifecycleStage). Hooks know one more, before production
// traffic is shifted: while those run the stage is PRODUCTION_TRAFFIC_SHIFT.
var lifecycleStages = []struct{ id, short, says string }{
	{"RECONCILE_SERVICE", "reconcile", "waits for what an earlier deployment left"},
	{"PRE_SCALE_UP", "pre scale", "before the new revision is started"},
	{"SCALE_UP", "scale up", "the new revision is started beside the old one"},
	{"POST_SCALE_UP", "post scale", "the new revision runs and gets no traffic yet"},
	{"TEST_TRAFFIC_SHIFT", "test shift", "test traffic goes to the new revision"},
	{"POST_TEST_TRAFFIC_SHIFT", "post test", "the new revision gets test traffic"},
	{"PRODUCTION_TRAFFIC_SHIFT", "prod shift", "production traffic goes to the new revision"},
	{"POST_PRODUCTION_TRAFFIC_SHIFT", "post prod", "the new revision gets production traffic"},
	{"BAKE_TIME", "bake", "both revisions stay up, in case it has to go back"},
	{"CLEAN_UP", "clean up", "the old revision is stopped"},
}

// stagePreProduction is the stage that only hooks know.
const stagePreProduction = "PRE_PRODUCTION_TRAFFIC_SHIFT"

// stageStep is a stage on the track.
type stageStep struct {
	id, short, says string
	done, present   bool
	hooks           []model.Hook // planned there
}

// stageTrack is the way of a deployment that shifts traffic, with what is behind
// it; nil for one that rolls. A rollback leaves the track: nothing is present.
func stageTrack(d model.ServiceDeployment) []stageStep {
	if d.Strategy == "" || d.Strategy == "ROLLING" {
		return nil
	}
	at := slices.IndexFunc(lifecycleStages, func(s struct{ id, short, says string }) bool { return s.id == d.Stage })
	over, back := d.Status == model.ServiceDeploymentSuccessful, strings.HasPrefix(string(d.Status), "ROLLBACK")
	track := make([]stageStep, 0, len(lifecycleStages))
	for i, s := range lifecycleStages {
		step := stageStep{id: s.id, short: s.short, says: s.says, done: over || i < at && !back, present: !over && !back && i == at}
		for _, h := range d.Planned {
			if slices.Contains(h.Stages, s.id) || s.id == "PRODUCTION_TRAFFIC_SHIFT" && slices.Contains(h.Stages, stagePreProduction) {
				step.hooks = append(step.hooks, h)
			}
		}
		track = append(track, step)
	}
	return track
}

// hookSince is when a hook began to wait, by when it expires and by how long one
// of its kind may take at the present stage; zero when that cannot be told.
func hookSince(d model.ServiceDeployment, h model.HookRun) time.Time {
	if h.ExpiresAt.IsZero() {
		return time.Time{}
	}
	timeout, found := time.Duration(0), false
	for _, p := range d.Planned {
		here := slices.Contains(p.Stages, d.Stage) || d.Stage == "PRODUCTION_TRAFFIC_SHIFT" && slices.Contains(p.Stages, stagePreProduction)
		if p.Type != h.Type || p.Target != h.Target || !here {
			continue
		}
		own := p.Timeout
		if own == 0 {
			own = model.DefaultHookTimeout
		}
		if found && own != timeout {
			return time.Time{} // it may be either
		}
		timeout, found = own, true
	}
	if !found {
		return time.Time{}
	}
	return h.ExpiresAt.Add(-timeout)
}

// paused is the hook that waits for a person, if any.
func paused(d model.ServiceDeployment) (model.HookRun, bool) {
	for _, h := range d.Hooks {
		if h.Status == model.HookAwaiting {
			return h, true
		}
	}
	return model.HookRun{}, false
}

// bakeLeft is how long the bake time still takes; false when that is not known.
// The stage began when the deployment changed last.
func bakeLeft(d model.ServiceDeployment, now time.Time) (time.Duration, bool) {
	if d.Stage != "BAKE_TIME" || !d.BakeKnown || d.UpdatedAt.IsZero() || d.Status.Done() {
		return 0, false
	}
	return max(0, d.UpdatedAt.Add(d.Bake).Sub(now)), true
}
