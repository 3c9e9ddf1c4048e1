package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// From when on things that may well go on by themselves need a look.
const (
	slowRollout = 30 * time.Minute // a rollout that has not come to its end
	slowDrain   = 15 * time.Minute // a deleted service that has told nothing new
	loopOf      = 3                // failed tasks that make a crash loop
	loopFresh   = 10 * time.Minute // how long ago the newest of them may have died
)

// runFinding says what is wrong with the tasks of a service or with its rollout,
// the gravest only: one follows from the other.
func runFinding(snap *model.Snapshot, s serviceRow, tasks []model.Task) (f finding, ok bool) {
	now := snap.At
	loop := crashesOf(tasks, s.Service, now)
	f = finding{severity: model.Worst(model.Warning, s.severity), why: s.why, more: s.rolloutWords() + loop.words(now)}
	if last, ok := lastFailure(tasks, s.Service, now); ok {
		f.why = last
	}
	stage, paused := pausedAt(snap.Deployments[s.Ref].Rows)
	d, _ := s.Primary()
	switch {
	case s.Status == model.ServiceDraining && s.Running > 0 && quietFor(s.Service, now) >= slowDrain:
		f.what, f.why = "still draining", "deleted, and "+text.Plural(s.Running, "task")+" still there"
		f.severity, f.more = model.Warning, ""
	case s.Status != model.ServiceActive:
		return f, false
	case paused:
		f.what, f.since, f.severity, f.why, f.more = "paused", d.CreatedAt, model.Warning, "waits for a decision", stage
	case f.ofRollout(s, loop):
	case loop.running():
		f.what, f.since, f.severity = "crash loop", loop.first, model.Broken
	case s.severity >= model.Warning:
		f.what = "below desired"
		if s.Running == 0 {
			f.what = "nothing runs"
		}
		f.ofTrouble(s)
	case s.Rolling() && !d.CreatedAt.IsZero() && now.Sub(d.CreatedAt) >= slowRollout:
		f.what, f.since = "slow rollout", d.CreatedAt
	default:
		return rolledBack(snap, s, tasks)
	}
	if f.why == "" {
		f.why = s.says(now)
		f.more = loop.words(now)
	}
	return f, true
}

// ofRollout fills in what is wrong with the newest deployment.
func (f *finding) ofRollout(s serviceRow, loop crashes) bool {
	d, known := s.Primary()
	blocked, at := hindrance(s.Service, d.CreatedAt)
	switch {
	case !known:
		return false
	case d.Rollout == model.RolloutFailed:
		f.what, f.since = "rollout failed", d.UpdatedAt
	case s.Rolling() && rollingBack(d):
		f.what, f.since = "rolling back", d.UpdatedAt
	case s.Rolling() && (d.Failed > 0 || loop.running()):
		f.what, f.since, f.severity = "rollout failing", d.CreatedAt, model.Broken
	case s.Rolling() && blocked != "":
		f.what, f.why, f.since = "stuck rollout", blocked, at
	default:
		return false
	}
	return true
}

// ofTrouble says why a service has too few tasks: what keeps ECS from starting
// others, else of what they died, else what it told.
func (f *finding) ofTrouble(s serviceRow) {
	if blocked, at := hindrance(s.Service, time.Time{}); blocked != "" {
		f.why, f.since = blocked, at
		return
	}
	f.why, f.since = lastTrouble(s.Service, f.why)
}

// rolledBack is a rollback that has come to its end lately: all is well again, and
// whoever rolled out should know.
func rolledBack(snap *model.Snapshot, s serviceRow, tasks []model.Task) (f finding, ok bool) {
	d, known := s.Primary()
	if !known || !d.Done() || s.Rolling() {
		return f, false
	}
	at := time.Time{}
	if rows := snap.Deployments[s.Ref].Rows; len(rows) > 0 && rows[0].Status == model.ServiceDeploymentRollbackSuccessful {
		at = rows[0].Ended()
	}
	for _, e := range s.Events {
		if d.ID != "" && strings.Contains(e.Message, "rolling back to deployment "+d.ID) {
			at = model.Latest(at, e.At)
			break
		}
	}
	if at.IsZero() || snap.At.Sub(at) > failureFresh {
		return f, false
	}
	f = finding{severity: model.Warning, what: "rolled back", why: fmt.Sprintf("rolled back to :%d", d.TaskDef.Revision), since: at}
	var left []model.Task
	for _, t := range tasks {
		if !ofPresent(t, s.Service) {
			left = append(left, t)
		}
	}
	if died, ok := newestFailure(left, snap.At.Add(-failureFresh)); ok {
		f.why += ": " + died
	}
	return f, true
}

// pausedAt tells a deployment that waits at a lifecycle hook for a person, and
// where.
func pausedAt(newestFirst []model.ServiceDeployment) (stage string, is bool) {
	if len(newestFirst) == 0 || newestFirst[0].Status.Done() {
		return "", false
	}
	if _, waits := paused(newestFirst[0]); waits {
		return " at " + stateWords(or(newestFirst[0].Stage)), true
	}
	return "", false
}

// crashes are the tasks of a service that died lately.
type crashes struct {
	n           int
	first, last time.Time
	fresh       bool // the newest has only just died
}

func crashesOf(tasks []model.Task, s model.Service, now time.Time) (c crashes) {
	for _, t := range tasks {
		at := t.Since()
		if !t.Failed() || now.Sub(at) > failureFresh || !ofPresent(t, s) {
			continue
		}
		if c.n++; c.first.IsZero() || at.Before(c.first) {
			c.first = at
		}
		c.last = model.Latest(c.last, at)
	}
	c.fresh = c.n > 0 && now.Sub(c.last) <= loopFresh
	return c
}

// ofPresent tells whether the end of a task says something of what the service
// runs now: not so of another revision's, once the newest deployment is complete,
// or when it ended before that began.
func ofPresent(t model.Task, s model.Service) bool {
	d, ok := s.Primary()
	switch {
	case !ok || t.TaskDef == d.TaskDef || t.TaskDef.Family == "":
		return true
	case d.Done():
		return false
	case rollingBack(d):
		return true
	}
	return !t.Since().Before(d.CreatedAt)
}

// running tells a loop from single accidents.
func (c crashes) running() bool { return c.n >= loopOf && c.fresh }

func (c crashes) words(now time.Time) string {
	if c.n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s died in %s, the last %s ago", text.Plural(c.n, "task"), roughly(now.Sub(c.first)), roughly(now.Sub(c.last)))
}

// quietFor is how long a service has told nothing.
func quietFor(s model.Service, now time.Time) time.Duration {
	if len(s.Events) == 0 {
		return 0
	}
	return now.Sub(s.Events[0].At)
}

// lastTrouble is what a service tells of trouble since it was steady last, and
// since when; why where it tells of none.
func lastTrouble(s model.Service, why string) (says string, since time.Time) {
	for _, e := range s.Events {
		if e.Steady() {
			break
		}
		if t := e.Trouble(); t != "" {
			since = e.At
			if says == "" {
				says = t
			}
		}
	}
	if says == "" {
		says = why
	}
	return says, since
}
