package views

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/chart"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// autoscaling describes what Application Auto Scaling may do to a service, what
// it is about to do and what it has done.
var autoscaling = kind.Description{
	ID:   KindAutoscaling,
	What: func(ref screen.Ref) string { return "the scaling of service " + ref.Service },
	State: func(env screen.Env, ref screen.Ref) screen.State {
		return screen.StateOf(env.Snap.Scaling[ref.ServiceRef()])
	},
	Thing: service.Thing,
	Scope: func(env screen.Env, ref screen.Ref) []feed.Want { return scalingWants(env, ref, true) },
	Own:   onThisService,
	Summary: func(env screen.Env, ref screen.Ref) string {
		s, _ := FindService(env.Snap, ref)
		t := env.Theme
		words, sev := scalingWords(env, s, env.Snap.Scaling[ref.ServiceRef()])
		return " " + t.Severity(sev).Paint(t.Glyph(sev)+" "+words)
	},
	Write: func(sheet *screen.Sheet, env screen.Env, ref screen.Ref, _ bool) {
		s, _ := FindService(env.Snap, ref)
		p := scalingPage{Sheet: sheet, env: env, s: s, ref: ref.ServiceRef()}
		part := env.Snap.Scaling[ref.ServiceRef()]
		if len(part.Rows) == 0 {
			sheet.Styled(env.Theme.Dim.Paint(" Application Auto Scaling does not know this service: its desired count changes by hand only."))
			return
		}
		p.facts = factsOf(env.Snap, s, part.Rows[0])
		p.bounds()
		p.policies()
		p.scheduled()
		p.moves()
	},
}

// scalingWants asks for what the screens about scaling show; whole also for the
// scheduled actions.
func scalingWants(env screen.Env, ref screen.Ref, whole bool) []feed.Want {
	parts := []feed.Part{feed.Scaling, feed.Activities, feed.Metrics}
	if CanAlarms(env) == "" {
		parts = append(parts, feed.Alarms)
	}
	if whole && able[backend.Scheduler](env, "") == "" {
		parts = append(parts, feed.Schedules)
	}
	return wantsAbout(env, ref, parts...)
}

// factsOf are what the snapshot knows of a service's scaling.
func factsOf(snap *model.Snapshot, s serviceRow, target model.ScalableTarget) scalingFacts {
	return scalingFacts{
		target: target, desired: s.Desired, rolling: s.Rolling(), alarms: snap.Alarms[s.Ref].Rows,
		series: []model.Series{s.cpu, s.memory}, activities: snap.Activities[s.Ref].Rows, now: snap.At,
	}
}

// scalingWords is a service's scaling in a sentence.
func scalingWords(env screen.Env, s serviceRow, part model.Part[model.ScalableTarget]) (string, model.Severity) {
	if len(part.Rows) == 0 {
		return "no autoscaling: the desired count changes by hand only", model.Idle
	}
	words, m := factsOf(env.Snap, s, part.Rows[0]).sentence()
	return text.Clean(words), moveSeverity(m)
}

func moveSeverity(m move) model.Severity {
	switch m {
	case outNow, outSoon, inNow, inSoon:
		return model.Moving
	case unknownMove:
		return model.Unknown
	case stays:
	}
	return model.Good
}

type scalingPage struct {
	*screen.Sheet
	env   screen.Env
	s     serviceRow
	ref   model.ServiceRef
	facts scalingFacts
}

func (p scalingPage) bounds() {
	t := p.facts.target
	words, sev := fmt.Sprintf("%d desired of %d..%d", p.s.Desired, t.Min, t.Max), model.Good
	switch {
	case p.s.Desired > t.Max || p.s.Desired < t.Min:
		words, sev = words+": outside, the next move brings it back", model.Warning
	case p.s.Desired == t.Max && t.Min == t.Max:
		words += ": fixed"
	case p.s.Desired == t.Max:
		words, sev = words+": at the most", model.Warning
	case p.s.Desired == t.Min:
		words += ": at the least"
	}
	p.Judged("BOUNDS", words, sev)
	var off []string
	for name, is := range map[string]bool{"scaling out": t.OutSuspended, "scaling in": t.InSuspended, "scheduled actions": t.ScheduledSuspended} {
		if is {
			off = append(off, name)
		}
	}
	model.Sort(off, strings.Compare)
	if len(off) > 0 {
		p.Judged("SUSPENDED", strings.Join(off, ", "), model.Warning)
	}
	if part := p.env.Snap.Alarms[p.ref]; part.Err != nil && !part.Known() {
		servicePage{Sheet: p.Sheet, env: p.env}.unreadAs("ALARMS", "next step unknown", part.Err)
	}
}

func (p scalingPage) policies() {
	p.Heading("POLICIES")
	if len(p.facts.target.Policies) == 0 {
		p.Styled(p.Theme.Dim.Paint(" none: nothing but scheduled actions moves it"))
	}
	for _, f := range p.facts.foresee() {
		p.policy(f)
	}
}

func (p scalingPage) policy(f foresight) {
	t := p.Theme
	sev := moveSeverity(f.move)
	head := t.Severity(sev).Paint(t.Glyph(sev)) + " " + text.Clean(f.policy.Name) + " " + t.Dim.Paint(policyType(f.policy.Type))
	p.Styled(" " + text.CutStyled(head, p.Width-2))
	p.Fact("  now", text.Clean(f.reading()))
	p.Judged("  next", text.Clean(f.next), sev)
	if series := p.facts.seriesOf(f.metric); len(series.Values) > 0 && p.Width >= 50 {
		p.Muted("  course", chart.Spark(series.Values, 0, 100, min(60, p.Width-16), t.ASCII))
	}
	high, low := p.facts.alarmsOf(f.policy)
	for _, a := range []*model.Alarm{high, low} {
		if a != nil {
			p.Judged("  alarm", alarmDeed(f.policy, *a)+" when "+text.Clean(alarmCondition(*a))+": "+alarmStateWords(*a, p.env.Now), alarmSeverity(*a))
		}
	}
	if words := p.cooldowns(f.policy); words != "" {
		p.Muted("  cooldown", words)
	}
	for _, s := range f.policy.Steps {
		p.Muted("  step", stepWords(f.policy, s, f.goal))
	}
}

// policyType is the type in lower words: target tracking.
func policyType(t string) string {
	switch t {
	case "TargetTrackingScaling":
		return "target tracking"
	case "StepScaling":
		return "step scaling"
	case "PredictiveScaling":
		return "predictive scaling"
	}
	return or(text.Clean(t))
}

// cooldowns are how long a policy waits after a move, and how much is left.
func (p scalingPage) cooldowns(policy model.ScalingPolicy) string {
	high, low := p.facts.alarmsOf(policy)
	say := func(verb string, d time.Duration, alarm *model.Alarm) string {
		words := strings.TrimSpace(fmt.Sprintf("%s %s", verb, text.Age(d)))
		if alarm == nil {
			return words
		}
		if left := p.facts.cooling(alarm.Name, d); left > 0 {
			words += fmt.Sprintf(" (%s left)", text.Age(left))
		}
		return words
	}
	switch {
	case len(policy.Steps) > 0:
		return say("", policy.Cooldown, cmp.Or(high, low))
	case policy.OutCooldown == 0 && policy.InCooldown == 0:
		return ""
	}
	words := say("out", policy.OutCooldown, high) + ", " + say("in", policy.InCooldown, low)
	if policy.NoScaleIn {
		words += ", never scales in"
	}
	return words
}

func (p scalingPage) scheduled() {
	part := p.env.Snap.Schedules[p.ref]
	p.Heading("SCHEDULED")
	switch {
	case part.Err != nil && !part.Known():
		servicePage{Sheet: p.Sheet, env: p.env}.unread("", part.Err)
		return
	case !part.Known():
		p.Styled(p.Theme.Dim.Paint(" not read yet"))
		return
	case len(part.Rows) == 0:
		p.Styled(p.Theme.Dim.Paint(" none"))
		return
	}
	for _, a := range part.Rows {
		p.Fact("", text.Clean(scheduleWords(a, p.env.Now)))
	}
}

// scheduleWords is night: 1..2 by cron(0 22 * * ? *), next 22:00:00 in 3h.
func scheduleWords(a model.ScheduledAction, now time.Time) string {
	bounds := ""
	switch {
	case a.Min >= 0 && a.Max >= 0:
		bounds = fmt.Sprintf("%d..%d", a.Min, a.Max)
	case a.Min >= 0:
		bounds = fmt.Sprintf("at least %d", a.Min)
	case a.Max >= 0:
		bounds = fmt.Sprintf("at most %d", a.Max)
	}
	words := a.Name + ": " + or(bounds) + " by " + a.Schedule
	if a.Timezone != "" {
		words += " " + a.Timezone
	}
	if at, ok := nextRun(a, now); ok {
		return words + fmt.Sprintf(", next %s in %s", at.In(now.Location()).Format("Mon 15:04"), text.Age(at.Sub(now)))
	}
	return words + ", no next run known"
}

// moves are what was done, the newest first.
func (p scalingPage) moves() {
	part := p.env.Snap.Activities[p.ref]
	p.Heading("ACTIVITIES")
	switch {
	case part.Err != nil && !part.Known():
		servicePage{Sheet: p.Sheet, env: p.env}.unread("", part.Err)
		return
	case len(part.Rows) == 0:
		p.Styled(p.Theme.Dim.Paint(" none in the six weeks that are kept"))
		return
	}
	for i, a := range part.Rows {
		if i == 50 {
			p.Styled(p.Theme.Dim.Paint(fmt.Sprintf(" and %d older", len(part.Rows)-i)))
			break
		}
		sev := activitySeverity(a)
		words := fmt.Sprintf("%s %s", p.Theme.Glyph(sev), text.Clean(activityWords(a, part.Rows[i+1:])))
		lines := screen.Paragraph(words, p.Width, "                ", p.Theme.Severity(sev))
		lines[0] = " " + a.StartAt.Format("01-02 15:04:05") + " " + strings.TrimPrefix(lines[0], "                ")
		p.Lines = append(p.Lines, lines...)
	}
}
