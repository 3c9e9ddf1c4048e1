package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Types of a lifecycle hook, and what happens when one times out.
const (
	HookLambda   = "AWS_LAMBDA"
	HookPause    = "PAUSE"
	HookRollback = "ROLLBACK"
	HookContinue = "CONTINUE"
)

// Statuses of a hook (SDK ecs, DeploymentLifecycleHookStatus).
const (
	HookAwaiting   = "AWAITING_ACTION"
	HookInProgress = "IN_PROGRESS"
	HookSucceeded  = "SUCCEEDED"
	HookFailed     = "FAILED"
	HookTimedOut   = "TIMED_OUT"
)

// HookRun is a hook at one stage of one deployment.
type HookRun struct {
	ID        string // ecs-pause- or ecs-lambda- and 43 characters
	Type      string
	Target    string
	Stage     string
	Status    string
	ExpiresAt time.Time
	OnTime    string
	why       string // what makes the deployment roll back, as statusReason has it
	role      string // that may invoke the function
	asked     int    // times that the function has answered IN_PROGRESS
}

// hookTimeout is how long a hook may take by default (SDK ecs,
// DeploymentLifecycleHookTimeoutConfiguration).
const hookTimeout = 24 * time.Hour

// startHooks begins the hooks of a stage: functions are asked, pauses wait for
// somebody.
func (w *World) startHooks(s *Service, sd *ServiceDeployment, stage string) {
	ids := w.stream("id", "hooks/"+s.Cluster+"/"+s.Name)
	for _, h := range sd.Config.Shift.Hooks {
		if !slices.Contains(h.Stages, stage) {
			continue
		}
		r := &HookRun{Type: h.Type, Target: h.Target, Stage: stage, Status: HookInProgress, OnTime: h.OnTime, role: h.Role}
		kind := "lambda"
		if h.Type == HookPause {
			kind, r.Status = "pause", HookAwaiting
		}
		if r.OnTime == "" {
			r.OnTime = HookRollback
		}
		limit := h.Timeout
		if limit == 0 {
			limit = hookTimeout
		}
		r.ID, r.ExpiresAt = "ecs-"+kind+"-"+ids.Letters(43), w.now.Add(limit)
		sd.Hooks = append(sd.Hooks, r)
		w.tellHook(s, r)
		w.later(limit, hookExpires{s, sd, r}, "hook timeout")
		if h.Type != HookPause {
			w.later(w.hookAnswer(h.Target).After, hookAnswers{s, sd, r}, "lambda")
		}
	}
}

func (w *World) tellHook(s *Service, r *HookRun) {
	text := r.Stage + " " + r.Type + " " + r.Status
	w.note(Entry{Kind: "hook", Cluster: s.Cluster, Service: s.Name, Entity: r.ID, Text: text})
}

// running tells a hook that has not come to its end.
func (r *HookRun) running() bool { return r.Status == HookAwaiting || r.Status == HookInProgress }

// end is the one way in which a hook comes to its end. The scheduler sees it at
// its next turn.
func (w *World) endHook(s *Service, r *HookRun, status, why string) {
	r.Status, r.why = status, why
	w.tellHook(s, r)
	w.wakeDeploy(Key{s.Cluster, s.Name})
}

// closeHooks ends what still runs of a deployment that has left its stages.
func (w *World) closeHooks(s *Service, sd *ServiceDeployment) {
	for _, r := range sd.Hooks {
		if r.running() {
			r.Status = HookFailed
			w.tellHook(s, r)
		}
	}
}

// hooksRunning tells whether a hook holds the present stage.
func (x *shift) hooksRunning() bool {
	return slices.ContainsFunc(x.sd.Hooks, (*HookRun).running)
}

// hookTrouble is why a hook has the deployment roll back; "" for none.
func (x *shift) hookTrouble() string {
	for _, r := range x.sd.Hooks {
		if r.why != "" {
			return r.why
		}
	}
	return ""
}

// hookExpires is the end of the time that a hook has.
type hookExpires struct {
	Service    *Service
	Deployment *ServiceDeployment
	Hook       *HookRun
}

func (e hookExpires) apply(w *World, _ string) error {
	if !e.Hook.running() {
		return nil
	}
	why := ""
	if e.Hook.OnTime == HookRollback {
		kind := "lifecycle"
		if e.Hook.Type == HookPause {
			kind = "pause"
		}
		why = "Service deployment rolled back because " + e.Hook.Stage + " " + kind + " hook timed out."
	}
	w.endHook(e.Service, e.Hook, HookTimedOut, why)
	return nil
}

// hookAnswers is the answer of a hook's function.
type hookAnswers struct {
	Service    *Service
	Deployment *ServiceDeployment
	Hook       *HookRun
}

func (a hookAnswers) apply(w *World, _ string) error {
	r, answer := a.Hook, w.hookAnswer(a.Hook.Target)
	if !r.running() {
		return nil
	}
	if r.asked < answer.Pending {
		r.asked++
		w.later(callBackDelay+answer.After, a, "lambda called back")
		return nil
	}
	failed := "Service deployment rolled back because " + r.Stage + " lifecycle hook(s) failed. "
	switch answer.Result {
	case HookSucceeded:
		w.endHook(a.Service, r, HookSucceeded, "")
	case HookFailed:
		w.endHook(a.Service, r, HookFailed, failed+"Lifecycle hook target "+r.Target+" returned FAILED status.")
	case HookUnreadable:
		w.endHook(a.Service, r, HookFailed, failed+"ECS was unable to parse the response from "+r.Target+" due to HookStatus must not be null.")
	default:
		w.endHook(a.Service, r, HookFailed, failed+w.View().uninvokable(r))
	}
	return nil
}

// uninvokable is how ECS tells of a role that may not call a hook's function
// (developer guide, troubleshooting-blue-green).
func (v View) uninvokable(r *HookRun) string {
	c := v.w.cfg
	role := r.role[strings.LastIndex(r.role, "/")+1:]
	return fmt.Sprintf("ECS was unable to invoke hook target %s due to User: arn:%s:sts::%s:assumed-role/%s/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction on resource: %s because no identity-based policy allows the lambda:InvokeFunction action",
		r.Target, c.Partition, c.Account, role, r.Target)
}
