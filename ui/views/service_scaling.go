package views

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// scaling says what Application Auto Scaling may do and what it did last.
func (p servicePage) scaling() {
	part := p.env.Snap.Scaling[p.s.Ref]
	switch {
	case part.Err != nil && !part.Known():
		p.unreadAs("SCALING", "bounds", part.Err)
		return
	case !part.Known():
		return
	case len(part.Rows) == 0:
		p.Muted("SCALING", "none: the desired count changes by hand only")
		return
	}
	target := part.Rows[0]
	facts := []string{fmt.Sprintf("%d desired of %d..%d", p.s.Desired, target.Min, target.Max)}
	for _, policy := range target.Policies {
		facts = append(facts, policyWords(policy, p.s.cpu, p.s.memory))
	}
	if target.OutSuspended {
		facts = append(facts, "scaling out is suspended")
	}
	if target.InSuspended {
		facts = append(facts, "scaling in is suspended")
	}
	p.Fact("SCALING", strings.Join(facts, "; "))
	if a := p.env.Snap.Activities[p.s.Ref].Rows; len(a) > 0 {
		p.Muted("", fmt.Sprintf("last: %s %s", text.Clock(a[0].StartAt), text.Clean(a[0].Description)))
	}
}

// policyWords sets a target-tracking policy beside what its metric says now.
func policyWords(policy model.ScalingPolicy, cpu, memory model.Series) string {
	name, now := text.Clean(policy.Metric), ""
	series := model.Series{}
	switch policy.Metric {
	case "ECSServiceAverageCPUUtilization":
		name, series = "CPU", cpu
	case "ECSServiceAverageMemoryUtilization":
		name, series = "memory", memory
	}
	if v, ok := series.Last(); ok {
		now = fmt.Sprintf(" %.0f%%", v)
	}
	if policy.Target > 0 {
		return fmt.Sprintf("%s%s of target %g", name, now, policy.Target)
	}
	return text.Clean(policy.Name) + " on " + or(name)
}

// targets says how many addresses of each target group answer, and why others
// do not.
func (p servicePage) targets() {
	part := p.env.Snap.Targets[p.s.Ref]
	switch {
	case part.Err != nil && !part.Known():
		p.unreadAs("TARGETS", "elb", part.Err)
		return
	case !part.Known():
		return
	case len(part.Rows) == 0:
		if len(p.s.LoadBalancers) > 0 {
			p.Judged("TARGETS", "none registered", model.Warning)
		}
		return
	}
	h := healthOf(part, nil)
	sev := model.Good
	switch {
	case h.bad > 0:
		sev = model.Broken
	case h.moving > 0:
		sev = model.Moving
	}
	words := h.words()
	for _, lb := range p.s.LoadBalancers {
		words += fmt.Sprintf("  %s :%d", text.Clean(model.TargetGroupName(lb.TargetGroupARN)), lb.Port)
	}
	p.Judged("TARGETS", words, sev)
	for _, t := range part.Rows {
		if t.State.Severity() >= model.Warning {
			p.Muted("", text.Clean(fmt.Sprintf("%s:%d %s %s %s", t.ID, t.Port, t.State, t.Reason, t.Description)))
		}
	}
}

func (p servicePage) alarms() {
	part := p.env.Snap.Alarms[p.s.Ref]
	if part.Err != nil && !part.Known() {
		p.unread("ALARMS", part.Err)
		return
	}
	label := "ALARMS"
	for _, a := range part.Rows {
		words := fmt.Sprintf("%s %s", or(string(a.State)), text.Clean(alarmName(a.Name)))
		if !a.UpdatedAt.IsZero() {
			words += " for " + text.Age(p.env.Now.Sub(a.UpdatedAt))
		}
		p.Judged(label, words, alarmSeverity(a))
		label = ""
	}
}

// alarmName is short for the alarms that Application Auto Scaling makes, whose
// names repeat the service and end in a UUID: the high one of a target-tracking
// policy scales out, the low one in.
func alarmName(name string) string {
	if rest, ok := strings.CutPrefix(name, "TargetTracking-"); ok {
		switch {
		case strings.Contains(rest, "-AlarmHigh-"):
			return "AlarmHigh, scales out"
		case strings.Contains(rest, "-AlarmLow-"):
			return "AlarmLow, scales in"
		}
	}
	return name
}

// alarmSeverity knows that the low alarm of a target-tracking policy rings all
// day long: it asks for fewer tasks.
func alarmSeverity(a model.Alarm) model.Severity {
	sev := a.State.Severity()
	if sev == model.Warning && strings.HasPrefix(a.Comparison, "LessThan") {
		return model.Idle
	}
	return sev
}

// eventStyle lets trouble stand out while it is fresh, and steadiness recede.
func (p servicePage) eventStyle(e model.Event) theme.Style {
	switch {
	case e.Steady():
		return p.Theme.Dim
	case e.Trouble() != "" && p.env.Now.Sub(e.At) < 10*time.Minute:
		return p.Theme.Severity(model.Broken)
	}
	return ""
}
