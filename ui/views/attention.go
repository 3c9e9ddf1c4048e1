package views

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// finding is something about a service that a person should look at.
type finding struct {
	severity model.Severity
	what     string // in a word or two: crash loop
	why      string // in a few words
	more     string // the rest of the sentence
	since    time.Time
	to       string // the screen that says more; "" for that of the service
}

// sentence is the finding in one, without what the words repeat.
func (f finding) sentence() string {
	switch f.what {
	case "below desired", "nothing runs", "rolled back", "alarm":
		return f.why + f.more
	}
	return f.what + ": " + f.why + f.more
}

// attention is how much a service needs a person, and why: by what ECS tells of
// it, by its tasks, its targets and its alarms, as far as they are known. It is the
// one verdict of every screen. ECS calls a service steady whose tasks die and are
// replaced for ever; whoever lists it must not.
func attention(snap *model.Snapshot, s model.Service, tasks []model.Task) (sev model.Severity, why string) {
	row := serviceRow{Service: s, health: answering(snap, s, tasks)}
	row.judge(snap, tasks)
	return row.severity, row.why
}

// judge fills in the findings about a service, the gravest first, and what
// follows from them.
func (s *serviceRow) judge(snap *model.Snapshot, tasks []model.Task) {
	s.severity, s.why = s.Attention(snap.At)
	if s.Status == model.ServiceActive || s.Status == model.ServiceDraining {
		s.findings = s.found(snap, tasks)
	}
	if len(s.findings) > 0 {
		s.why = s.findings[0].why
		s.severity = model.Worst(s.severity, s.findings[0].severity)
	}
}

// found are the findings: one about its tasks and its rollout, as one follows from
// the other, one about who answers, and one for each alarm that rings.
func (s serviceRow) found(snap *model.Snapshot, tasks []model.Task) []finding {
	var out []finding
	if f, ok := runFinding(snap, s, tasks); ok {
		out = append(out, f)
	}
	if f, ok := healthFinding(snap, s); ok {
		out = append(out, f)
	}
	for _, a := range snap.Alarms[s.Ref].Rows {
		if a.State == model.AlarmAlarm && !steersScaling(snap, s.Ref, a) && s.Status == model.ServiceActive {
			out = append(out, finding{severity: model.Warning, what: "alarm", why: a.Name, more: ": " + a.Reason, since: a.UpdatedAt, to: KindAlarms})
		}
	}
	model.Sort(out, func(a, b finding) int { return int(b.severity) - int(a.severity) })
	return out
}

// steersScaling tells the alarms of a service's scaling policies: being in ALARM
// is how they work, and half of them are so most of the time. Those of target
// tracking are known by their names also where the policies were not read.
func steersScaling(snap *model.Snapshot, ref model.ServiceRef, a model.Alarm) bool {
	if strings.HasPrefix(a.Name, "TargetTracking-") {
		return true
	}
	for _, target := range snap.Scaling[ref].Rows {
		for _, p := range target.Policies {
			if slices.ContainsFunc(p.Alarms, func(name string) bool { return name == a.Name || strings.HasSuffix(name, ":alarm:"+a.Name) }) {
				return true
			}
		}
	}
	return false
}

func healthFinding(snap *model.Snapshot, s serviceRow) (f finding, ok bool) {
	if s.health.bad == 0 || s.Status != model.ServiceActive {
		return f, false
	}
	f = finding{severity: model.Broken, what: "unhealthy tasks", why: s.health.words()}
	if targets := snap.Targets[s.Ref]; len(targets.Rows) > 0 && !s.health.blind {
		f.what, f.more, f.to = "unhealthy targets", "; "+unhealthyWhy(targets.Rows), KindTargets
	}
	if s.health.good > 0 {
		f.severity = model.Warning // somebody answers
	}
	for _, e := range s.Events {
		if e.Steady() {
			break
		}
		if strings.Contains(e.Message, "unhealthy") || strings.Contains(e.Message, "health checks") {
			f.since = e.At
		}
	}
	return f, true
}

// unhealthyWhy is why the first of the unhealthy targets is so.
func unhealthyWhy(targets []model.Target) string {
	for _, t := range targets {
		if t.State.Severity() >= model.Warning {
			return t.ID + ": " + or(strings.TrimSpace(t.Reason+" "+t.Description))
		}
	}
	return ""
}

// hindrances are what events tell of that keeps ECS from going on, as opposed to
// what became of tasks that it started.
var hindrances = []string{"unable to place", "failed to launch a task", "under protection", "because of the service deployment configuration", "being throttled"}

// hindrance is what keeps ECS from starting or stopping tasks of a service, and
// since when: the newest such event, unless it went on since.
func hindrance(s model.Service, after time.Time) (says string, at time.Time) {
	for _, e := range s.Events {
		if e.Steady() || e.At.Before(after) || strings.Contains(e.Message, "has started ") {
			break
		}
		for _, h := range hindrances {
			if strings.Contains(e.Message, h) {
				if says == "" {
					says = hindranceWords(e)
				}
				at = e.At
				break
			}
		}
	}
	return says, at
}

var (
	refusedRole  = regexp.MustCompile(`assume the role '[^']*/([^'/]+)'`)
	refusedError = regexp.MustCompile(`with \(error (.*?)(\. |\.?\)\.?$)`)
	protected    = regexp.MustCompile(`reason (\d+) tasks? under protection`)
)

// hindranceWords is an event that tells of one in a few words.
func hindranceWords(e model.Event) string {
	if m := protected.FindStringSubmatch(e.Message); m != nil {
		n := 0
		_, _ = fmt.Sscan(m[1], &n)
		return text.Plural(n, "old task") + " under protection"
	}
	says := e.Trouble()
	if says != "launch refused" {
		return firstOf(says, "cannot place a task")
	}
	if m := refusedRole.FindStringSubmatch(e.Message); m != nil {
		return "launch refused: cannot assume role " + m[1]
	}
	if m := refusedError.FindStringSubmatch(e.Message); m != nil {
		return "launch refused: " + m[1]
	}
	return says
}
