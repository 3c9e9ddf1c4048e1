package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// What lies around a service: each is an ability of its own and may be denied
// on its own.

// aroundWants asks for it, as far as the backend can tell.
func aroundWants(env screen.Env, ref screen.Ref) []feed.Want {
	var wants []feed.Want
	add := func(why string, w feed.Want) {
		if why == "" {
			w.Cluster = ref.Cluster
			wants = append(wants, w)
		}
	}
	add(CanDeployments(env), feed.Want{Part: feed.Deployments, Service: ref.Service})
	add(CanDeployments(env), feed.Want{Part: feed.ServiceRevisions, Service: ref.Service})
	add(able[backend.TargetGrouper](env, "tell of target groups"), feed.Want{Part: feed.TargetGroups, Service: ref.Service})
	add(able[backend.CapacityLister](env, "tell of capacity"), feed.Want{Part: feed.Capacity})
	add(able[backend.ChangeReader](env, "tell of changes"), feed.Want{Part: feed.Changes})
	if s, ok := FindService(env.Snap, ref); ok && able[backend.ImageReader](env, "tell of images") == "" {
		add("", feed.Want{Part: feed.TaskDef, TaskDef: s.TaskDef})
		add("", feed.Want{Part: feed.Images, TaskDef: s.TaskDef})
	}
	return wants
}

// few is how many lines of history a page has room for beside what is now.
func (p servicePage) few() int {
	if p.env.Height < 30 {
		return 2
	}
	return 5
}

// oneLine is a fact that stays within its line: what it tells first says most.
func (p servicePage) oneLine(label, words string, sev model.Severity) {
	p.Judged(label, text.Cut(text.Clean(words), p.Width-15), sev)
}

// history is the deployments that ECS remembers beside those it works on.
func (p servicePage) history() {
	part := p.env.Snap.Deployments[p.s.Ref]
	if part.Err != nil && !part.Known() {
		if told, is := screen.DeniedBy(part.Err); is {
			p.Muted("HISTORY", "limited to current deployments: "+text.Clean(told.Op)+" is denied")
			return
		}
		p.unread("HISTORY", part.Err)
		return
	}
	label := "HISTORY"
	for _, d := range part.Rows[:min(len(part.Rows), p.few())] {
		p.oneLine(label, serviceDeploymentWords(d, p.env.Now), d.Status.Severity())
		label = ""
	}
}

// serviceDeploymentWords is successful after 3m12s, 2h ago: and why.
func serviceDeploymentWords(d model.ServiceDeployment, now time.Time) string {
	words := or(strings.ToLower(strings.ReplaceAll(string(d.Status), "_", " ")))
	end := d.FinishedAt
	if end.IsZero() {
		end = d.StoppedAt
	}
	begin := d.StartedAt
	if begin.IsZero() {
		begin = d.CreatedAt
	}
	switch {
	case begin.IsZero():
	case end.IsZero():
		words += " for " + text.Age(max(0, now.Sub(begin)))
	default:
		words += " after " + text.Age(max(0, end.Sub(begin))) + ", " + text.Age(max(0, now.Sub(end))) + " ago"
	}
	if n := d.BreakerFailures; n > 0 {
		words += fmt.Sprintf(", breaker %d of %d", n, d.BreakerThreshold)
	}
	if len(d.FiredAlarms) > 0 {
		words += ", alarm " + strings.Join(d.FiredAlarms, " ")
	}
	for _, why := range []string{d.RollbackReason, d.StatusReason} {
		if why != "" {
			return words + ": " + why
		}
	}
	return words
}

// changes is who did what to the service, as CloudTrail recorded it.
func (p servicePage) changes() {
	part := p.env.Snap.Changes[p.s.Ref.Cluster]
	if part.Err != nil && !part.Known() {
		p.unreadAs("CHANGED BY", "who", part.Err)
		return
	}
	label, left := "CHANGED BY", p.few()
	for _, c := range part.Rows {
		if c.Service != p.s.Ref.Name || left == 0 || byAutoscaler(c) {
			continue
		}
		left--
		sev := model.Idle
		words := or(c.User) + " " + c.Action
		if len(c.Asked) > 0 {
			words += " " + strings.Join(c.Asked, " ")
		}
		words += ", " + text.Age(max(0, p.env.Now.Sub(c.At))) + " ago"
		if c.ErrorCode != "" {
			sev, words = model.Warning, words+": "+c.ErrorCode
		}
		p.oneLine(label, words, sev)
		label = ""
	}
}

// images is what the registry knows of what runs.
func (p servicePage) images() {
	part := p.env.Snap.Images[p.s.TaskDef]
	label, rows := "IMAGE", part.Rows
	if len(rows) == 0 {
		rows = imagesOf(tasksOfService(p.env.Snap, p.s.Ref), p.s.TaskDef)
	}
	for _, i := range rows {
		words := model.ShortImage(i.Ref)
		if digest := strings.TrimPrefix(i.Digest, "sha256:"); digest != "" {
			words += " @" + digest[:min(len(digest), 12)]
		}
		if !i.PushedAt.IsZero() {
			words += ", pushed " + text.Age(max(0, p.env.Now.Sub(i.PushedAt))) + " ago"
		}
		p.Fact(label, text.Cut(text.Clean(words), p.Width-13))
		label = ""
	}
	if part.Err != nil && !part.Known() {
		p.unreadAs(label, "pushed", part.Err)
	}
}

// imagesOf are the images that the tasks of a revision run, as they tell: where
// neither the definition nor the registry can be asked.
func imagesOf(tasks []model.Task, def model.TaskDefRef) (out []model.Image) {
	for _, t := range tasks {
		if t.TaskDef != def || t.Stopped() {
			continue
		}
		for _, c := range t.Containers {
			out = append(out, model.Image{Ref: c.Image, Digest: c.Digest})
		}
		return out
	}
	return nil
}

// checks is how the target groups check their targets, under what they found.
func (p servicePage) checks() {
	label := "CHECKS"
	for _, g := range p.env.Snap.TargetGroups[p.s.Ref].Rows {
		p.Muted(label, text.Cut(text.Clean(checkWords(g, false)), p.Width-labelled-1))
		label = ""
	}
}

// capacity is the providers that the service is placed by, when it is.
func (p servicePage) capacity() {
	part := p.env.Snap.Capacity[p.s.Ref.Cluster]
	if part.Err != nil && !part.Known() {
		if len(p.s.CapacityProviders) > 0 {
			p.unreadAs("CAPACITY", "providers", part.Err)
		}
		return
	}
	label := "CAPACITY"
	for _, c := range part.Rows {
		if !uses(p.s.Service, c) {
			continue
		}
		words := c.Name + " " + strings.ToLower(or(c.Status))
		if c.InDefault {
			words += fmt.Sprintf(", default weight %d base %d", c.Default.Weight, c.Default.Base)
		}
		if c.ManagedScaling {
			words += fmt.Sprintf(", scales to %d%%", c.TargetCapacity)
		}
		sev := model.Good
		if c.Status != "ACTIVE" {
			sev = model.Warning
		}
		if strings.HasSuffix(c.UpdateStatus, "FAILED") {
			sev, words = model.Warning, words+": "+c.UpdateReason
		}
		p.oneLine(label, words, sev)
		label = ""
	}
}

// uses tells whether a service is placed by a provider: by one of its own, or by
// the cluster's default where it has neither provider nor launch type.
func uses(s model.Service, c model.CapacityProvider) bool {
	for _, name := range s.CapacityProviders {
		if name == c.Name {
			return true
		}
	}
	return len(s.CapacityProviders) == 0 && s.LaunchType == "" && c.InDefault
}
