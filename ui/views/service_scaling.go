package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
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
	words, sev := scalingWords(p.env, p.s, part)
	target := part.Rows[0]
	if bounds := fmt.Sprintf("(%d..%d)", target.Min, target.Max); !strings.Contains(words, bounds) {
		words += " " + bounds
	}
	if target.OutSuspended || target.InSuspended || target.ScheduledSuspended {
		words += ", partly suspended"
	}
	last := ""
	if a := p.env.Snap.Activities[p.s.Ref].Rows; len(a) > 0 {
		last = "last: " + momentOf(a[0].StartAt, p.env.Now) + " " + text.Clean(activityWords(a[0], a[1:]))
	}
	if !p.twice("SCALING", words, sev, last, model.Idle) {
		p.Muted("", text.Cut(last, p.Width-labelled-1))
	}
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
	label := "TARGETS"
	for _, g := range groupsOf(p.s.Service, part.Rows, p.env.Snap.TargetGroups[p.s.Ref].Rows) {
		p.Judged(label, text.Cut(text.Clean(g.words()), p.Width-15), g.severity)
		label = ""
	}
	for _, t := range part.Rows {
		if t.State.Severity() >= model.Warning {
			p.Muted("", text.Clean(fmt.Sprintf("%s:%d %s: %s. %s", t.ID, t.Port, t.State, targetReason(t), t.Description)))
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
	rows := part.Rows
	// Those that ring, and those that are not known, come first.
	rows = append([]model.Alarm(nil), rows...)
	model.Sort(rows, func(a, b model.Alarm) int { return int(alarmSeverity(b)) - int(alarmSeverity(a)) })
	for i, a := range rows {
		if i == alarmsShown {
			p.Muted("", fmt.Sprintf("and %s more", text.Plural(len(rows)-i, "alarm")))
			break
		}
		p.oneLine(label, alarmStateWords(a, p.env.Now)+"  "+alarmName(a.Name), alarmSeverity(a))
		label = ""
	}
}

// alarmsShown is how many alarms the page of a service has lines for.
const alarmsShown = 4

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
	if sev == model.Warning && strings.HasPrefix(a.Name, "TargetTracking-") && strings.HasPrefix(a.Comparison, "LessThan") {
		return model.Idle
	}
	return sev
}
