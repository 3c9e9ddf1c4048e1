package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// deployment describes one service deployment: where it stands, what holds it
// up, what it changes.
var deployment = kind.Description{
	ID:    KindDeployment,
	What:  func(ref screen.Ref) string { return "the deployment of " + ref.Service },
	State: deploymentState,
	Thing: func(env screen.Env, ref screen.Ref) screen.Thing {
		if d, ok := findDeployment(env.Snap, ref); ok {
			return d.thing()
		}
		return screen.Thing{Ref: ref}
	},
	Scope: func(env screen.Env, ref screen.Ref) []feed.Want {
		about := screen.Ref{Cluster: ref.Cluster, Service: ref.Service}
		parts := []feed.Part{feed.Deployments, feed.ServiceRevisions}
		if CanAlarms(env) == "" {
			parts = append(parts, feed.Alarms)
		}
		parts = append(parts, feed.OwnTasks)
		if able[backend.TargetGrouper](env, "") == "" {
			parts = append(parts, feed.TargetGroups)
		}
		return wantsAbout(env, about, parts...)
	},
	Own: deploymentOwn,
	Summary: func(env screen.Env, ref screen.Ref) string {
		d, _ := findDeployment(env.Snap, ref)
		t, sev := env.Theme, d.severity()
		if _, waits := paused(d.ServiceDeployment); waits {
			sev = model.Warning
		}
		return " " + t.Severity(sev).Paint(t.Glyph(sev)+" "+text.Clean(deploymentSays(d, env.Now, t.ASCII)))
	},
	Write: func(sheet *screen.Sheet, env screen.Env, ref screen.Ref, _ bool) {
		d, _ := findDeployment(env.Snap, ref)
		p := deploymentPage{Sheet: sheet, env: env, d: d}
		p.track()
		p.revisionsInUse()
		p.hooks()
		if d.failures() > 0 || d.trouble.what != "" {
			p.Judged("FAILED", text.Cut(text.Clean(text.Plural(d.failures(), "task")+d.troubleWords()), p.Width-15), model.Worst(model.Warning, d.trouble.severity))
		}
		p.watch()
		p.times()
		p.differences()
	},
}

// deploymentOwn leads on to the service of the deployment.
var deploymentOwn = []kind.Own{
	{Binding: bindLogs, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindLogs, Ref: screen.Ref{Cluster: ref.Cluster, Service: ref.Service}}}
	}},
	{Binding: bindDescribe, Run: func(_ screen.Env, ref screen.Ref) screen.Effect {
		return screen.Go{To: screen.Route{Kind: KindService, Ref: screen.Ref{Cluster: ref.Cluster, Service: ref.Service}}}
	}},
}

func findDeployment(snap *model.Snapshot, ref screen.Ref) (deploymentRow, bool) {
	for _, d := range named(snap, ref.ServiceRef(), snap.Deployments[ref.ServiceRef()].Rows) {
		if strings.HasSuffix(d.ARN, "/"+ref.Item) {
			return d, true
		}
	}
	return deploymentRow{}, false
}

func deploymentState(env screen.Env, ref screen.Ref) screen.State {
	part := env.Snap.Deployments[ref.ServiceRef()]
	state := screen.StateOf(part)
	_, found := findDeployment(env.Snap, ref)
	if !found && part.Known() && part.Err == nil && !part.Asking {
		state.Err = &backend.Error{Kind: backend.KindNotFound, Target: "service deployment " + ref.Item, Message: "ECS does not remember this deployment"}
	}
	state.Known = found
	return state
}

type deploymentPage struct {
	*screen.Sheet
	env screen.Env
	d   deploymentRow
}

// track is the way of the traffic, with the present stage marked.
func (p deploymentPage) track() {
	steps := stageTrack(p.d.ServiceDeployment)
	if steps == nil {
		return
	}
	if p.env.Height < trackLeast {
		p.shortTrack(steps)
		return
	}
	p.Heading("STAGES")
	good, _, _ := marks(p.Theme)
	for _, s := range steps {
		mark, style := " ", p.Theme.Dim
		switch {
		case s.present:
			mark, style = strings.TrimSpace(pointer(p.Theme)), p.Theme.Severity(model.Moving)
		case s.done:
			mark, style = good, ""
		}
		words := text.Pad(stateWords(s.id), 30) + " "
		_, waits := paused(p.d.ServiceDeployment)
		switch left, bakes := bakeLeft(p.d.ServiceDeployment, p.env.Now); {
		case s.present && waits:
			words, style = words+"paused by a hook: ", p.Theme.Severity(model.Warning)
		case s.present && bakes:
			words += text.Age(left) + " left: "
		case len(s.hooks) > 0:
			words += "[" + text.Plural(len(s.hooks), "hook") + "] "
		}
		if p.Width >= 70 {
			words += s.says
		}
		p.Styled(" " + style.Paint(text.Cut(mark+" "+words, p.Width-2)))
	}
	p.Styled("")
}

// trackLeast is the height from which each stage has a line of its own.
const trackLeast = 16

// shortTrack is the track on one line: how many stages are behind, and the one
// that is present.
func (p deploymentPage) shortTrack(steps []stageStep) {
	for i, s := range steps {
		if s.present {
			p.Judged("STAGE", text.Cut(fmt.Sprintf("%d of %d, %s: %s", i+1, len(steps), stateWords(s.id), s.says), p.Width-15), model.Moving)
		}
	}
}

// revisionsInUse are the tasks and the traffic of the new and the old revision.
func (p deploymentPage) revisionsInUse() {
	label := "TO"
	if len(p.d.Sources) == 0 {
		label = "TASKS"
	}
	p.use(label, p.d.to, p.d.Target)
	for _, r := range p.d.Sources {
		p.use("FROM", revisionName(p.env.Snap, p.d.Service, r.ARN), r)
	}
}

func (p deploymentPage) use(label, name string, r model.RevisionUse) {
	if name == "" {
		name = ":?"
	}
	if p.d.Status.Done() { // what runs now is of the service, not of what has ended
		p.Fact(label, name)
		return
	}
	words := fmt.Sprintf("%-5s %s %d/%d running", name, chart.Rollout(r.Running, r.Pending, r.Requested, 8, p.Theme.ASCII), r.Running, r.Requested)
	if r.Pending > 0 {
		words += fmt.Sprintf(", %d pending", r.Pending)
	}
	if r.WeightKnown {
		words += fmt.Sprintf(", %g%% of production", r.ProductionTraffic)
		if r.TestTraffic > 0 {
			words += fmt.Sprintf(", %g%% of test traffic", r.TestTraffic)
		}
	}
	p.Fact(label, words)
}

// hooks are those that were reached, and those still to come.
func (p deploymentPage) hooks() {
	label := "HOOKS"
	for _, h := range p.d.Hooks {
		words := strings.ToLower(or(h.Type))
		if h.Target != "" {
			words += " " + h.Target[strings.LastIndexByte(h.Target, ':')+1:]
		}
		words += " " + stateWords(or(h.Status))
		if h.Waiting() {
			if at := hookSince(p.d.ServiceDeployment, h); !at.IsZero() {
				words += fmt.Sprintf(" since %s, %s ago,", text.Clock(at), text.Age(max(0, p.env.Now.Sub(at))))
			}
			if !h.ExpiresAt.IsZero() {
				words += fmt.Sprintf(" until %s %s", h.ExpiresAt.Format("2006-01-02"), text.Clock(h.ExpiresAt))
				if h.OnTimeout != "" {
					words += ", then " + onTimeout(h.OnTimeout)
				}
			}
		}
		p.Judged(label, text.Clean(words), h.Severity())
		label = ""
	}
}

func onTimeout(action string) string {
	switch action {
	case "ROLLBACK":
		return "it rolls back"
	case "CONTINUE":
		return "it goes on"
	}
	return stateWords(action)
}

// watch is what may end the deployment: circuit breaker and alarms.
func (p deploymentPage) watch() {
	d := p.d
	switch {
	case d.Breaker == "" || d.Breaker == "DISABLED":
		p.Muted("BREAKER", "off: nothing is rolled back for tasks that fail")
	default:
		n := breakerNumbers{failed: d.BreakerFailures, threshold: d.BreakerThreshold}
		sev := n.severity()
		if d.Breaker != "TRIGGERED" && sev == model.Broken {
			sev = model.Warning
		}
		p.Judged("BREAKER", fmt.Sprintf("%d of %s have failed, %s", n.failed, text.Plural(n.threshold, "task"), stateWords(d.Breaker)), sev)
	}
	label := "ALARMS"
	for _, name := range d.AlarmNames {
		p.Judged(label, text.Clean(name)+" "+p.alarm(name), p.alarmSeverity(name))
		label = ""
	}
	if len(d.AlarmNames) > 0 && d.Alarms != "" {
		p.Muted("", stateWords(d.Alarms))
	}
	if d.RollbackTo != "" || d.RollbackReason != "" {
		words := "to " + or(revisionName(p.env.Snap, d.Service, d.RollbackTo))
		if !d.RollbackAt.IsZero() {
			words += ", begun " + text.Clock(d.RollbackAt)
		}
		if d.RollbackReason != "" {
			words += ": " + d.RollbackReason
		}
		p.Judged("ROLLBACK", text.Clean(words), model.Warning)
	}
}

// alarm is what an alarm that is watched says now.
func (p deploymentPage) alarm(name string) string {
	words := "state unknown"
	for _, a := range p.env.Snap.Alarms[p.d.Service].Rows {
		if a.Name == name {
			words = string(a.State)
		}
	}
	if slices.Contains(p.d.FiredAlarms, name) {
		words += ", has ended the deployment"
	}
	return words
}

func (p deploymentPage) alarmSeverity(name string) model.Severity {
	if slices.Contains(p.d.FiredAlarms, name) {
		return model.Broken
	}
	for _, a := range p.env.Snap.Alarms[p.d.Service].Rows {
		if a.Name == name {
			return a.State.Severity()
		}
	}
	return model.Unknown
}
