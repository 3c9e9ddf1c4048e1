package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// runNeeds says what is wrong with the tasks of a service or with its rollout,
// the gravest only: one follows from the other.
func runNeeds(snap *model.Snapshot, s serviceRow, tasks []model.Task) (r homeRow, ok bool) {
	now := snap.At
	loop := crashesOf(tasks, now)
	r = homeRow{severity: model.Worst(model.Warning, s.severity), why: s.why, more: s.rolloutWords() + loop.words(now)}
	if last, ok := lastFailure(tasks, s.Service, now); ok {
		r.why = last
	}
	stage, paused := pausedAt(snap.Deployments[s.Ref].Rows)
	d, _ := s.Primary()
	switch {
	case s.Status == model.ServiceDraining && s.Running > 0 && quietFor(s.Service, now) >= slowDrain:
		r.what, r.why = "still draining", "deleted, and "+text.Plural(s.Running, "task")+" still there"
		r.severity, r.more = model.Warning, ""
	case s.Status != model.ServiceActive:
		return r, false
	case paused:
		r.what, r.since, r.severity, r.why, r.more = "paused", d.CreatedAt, model.Warning, "waits for a decision", stage
	case rolloutNeeds(&r, s, loop.running()):
	case loop.running():
		r.what, r.since, r.severity = "crash loop", loop.first, model.Broken
	case s.severity >= model.Warning && s.Running == 0:
		r.what = "nothing runs"
		r.why, r.since = lastTrouble(s.Service, r.why)
	case s.severity >= model.Warning:
		r.what = "below desired"
		r.why, r.since = lastTrouble(s.Service, r.why)
	case s.Rolling() && !d.CreatedAt.IsZero() && now.Sub(d.CreatedAt) >= slowRollout:
		r.what, r.since = "slow rollout", d.CreatedAt
	default:
		return r, false
	}
	if r.why == "" {
		r.why = s.says(now)
		r.more = loop.words(now)
	}
	return r, true
}

// rolloutNeeds fills in what is wrong with the newest deployment; dying tells that
// tasks keep doing so.
func rolloutNeeds(r *homeRow, s serviceRow, dying bool) bool {
	d, known := s.Primary()
	switch {
	case !known:
		return false
	case d.Rollout == model.RolloutFailed:
		r.what, r.since = "rollout failed", d.UpdatedAt
	case s.Rolling() && rollingBack(d):
		r.what, r.since = "rolling back", d.UpdatedAt
	case s.Rolling() && (d.Failed > 0 || dying):
		r.what, r.since, r.severity = "rollout failing", d.CreatedAt, model.Broken
	default:
		return false
	}
	return true
}

// pausedAt tells a deployment that waits at a lifecycle hook for a person, and
// where.
func pausedAt(newestFirst []model.ServiceDeployment) (stage string, is bool) {
	if len(newestFirst) == 0 || newestFirst[0].Status.Done() {
		return "", false
	}
	for _, h := range newestFirst[0].Hooks {
		if h.Status == model.HookAwaiting {
			return " at " + strings.ToLower(strings.ReplaceAll(or(newestFirst[0].Stage), "_", " ")), true
		}
	}
	return "", false
}

// crashes are the tasks of a service that died lately.
type crashes struct {
	n           int
	first, last time.Time
	fresh       bool // the newest has only just died
}

func crashesOf(tasks []model.Task, now time.Time) (c crashes) {
	for _, t := range tasks {
		at := t.Since()
		if !t.Failed() || now.Sub(at) > failureFresh {
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
