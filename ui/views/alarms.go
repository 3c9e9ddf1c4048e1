package views

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/backend/feed"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/keymap"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// alarmRow is an alarm with what it does to the service that it watches.
type alarmRow struct {
	model.Alarm
	service model.ServiceRef
	policy  model.ScalingPolicy
	deed    string // scales out; "" when it does nothing that is known
	several bool   // whether the service has more policies than one
}

// alarmList lists the alarms that watch a service, or the services of a cluster.
var alarmList = kind.Kind[alarmRow]{
	ID: KindAlarms, Noun: "alarms",
	Rows: alarmRows,
	Key:  func(a alarmRow) string { return a.service.Name + " " + a.Name },
	Name: func(a alarmRow) string { return a.service.Name + " " + a.Name },
	Text: func(a alarmRow) string {
		return strings.Join([]string{a.Name, string(a.State), a.service.Name, a.deed, metricName(a.Metric), a.Reason}, " ")
	},
	Rank: func(a alarmRow) model.Severity { return alarmSeverity(a.Alarm) },
	Thing: func(a alarmRow) screen.Thing {
		return screen.Thing{Ref: screen.OfService(a.service), Name: a.Name, ID: a.Name, Text: a.Reason, Value: a.Alarm}
	},
	Columns: []table.Column[alarmRow]{
		{ID: "state", Title: "STATE", Width: 13, Min: 9, Cell: func(a alarmRow, _ table.Env) table.Cell { return alarmStateCell(a.Alarm) }},
		{ID: columnService, Title: "SERVICE", Width: 14, Min: 8, Tail: true, Drop: 3, Cell: func(a alarmRow, _ table.Env) table.Cell { return table.Text(a.service.Name) }},
		{ID: "alarm", Title: "ALARM", Width: 18, Min: 10, Tail: true, Cell: func(a alarmRow, _ table.Env) table.Cell { return table.Text(a.short()) }},
		{ID: "since", Title: "SINCE", Width: 6, Align: table.Right, Calm: true, Drop: 2, Less: func(x, y alarmRow) bool { return x.UpdatedAt.After(y.UpdatedAt) },
			Cell: func(a alarmRow, env table.Env) table.Cell { return table.Text(since(a.UpdatedAt, env.Now)) }},
		{ID: "deed", Title: "DOES", Width: 18, Min: 10, Drop: 1, Cell: func(a alarmRow, _ table.Env) table.Cell { return table.Text(or(a.deed)) }},
		{ID: "when", Title: "WHEN", Width: 26, Min: 14, Flex: true, Drop: 4, Cell: func(a alarmRow, _ table.Env) table.Cell { return table.Text(alarmCondition(a.Alarm)) }},
		{ID: "reason", Title: "REASON", Width: 30, Wide: true, Flex: true, Drop: 5, Cell: func(a alarmRow, _ table.Env) table.Cell { return table.Dim(or(a.Reason)) }},
	},
	Actions: []kind.Action[alarmRow]{{Binding: bindAlarm, Run: func(env screen.Env, a alarmRow) screen.Effect {
		now := env.Now
		return screen.Read{Title: "Alarm", Page: func(t *theme.Theme, w int) []string { return a.page(t, w, alarmStateWords(a.Alarm, now)) }}
	}}},
	Scope: func(env screen.Env, ref screen.Ref, _ []alarmRow) []feed.Want {
		parts := []feed.Part{feed.Alarms}
		if CanScaling(env) == "" && (ref.Service != "" || env.About.CheapCalls) {
			parts = append(parts, feed.Scaling)
		}
		return wantsAbout(env, ref, parts...)
	},
	Above: notAll(func(s *model.Snapshot) map[model.ServiceRef]model.Part[model.Alarm] { return s.Alarms }),
	Empty: func(_ screen.Env, ref screen.Ref) string {
		return "No alarm of CloudWatch watches " + whereOf(ref) + ": nobody is told when it goes wrong."
	},
	Summary: func(env screen.Env, rows []alarmRow) string {
		counts, worst := map[model.AlarmState]int{}, model.Idle
		for _, a := range rows {
			counts[a.State]++
			worst = model.Worst(worst, alarmSeverity(a.Alarm))
		}
		if len(rows) == 0 {
			return ""
		}
		t := env.Theme
		words := []string{t.Severity(worst).Paint(fmt.Sprintf("%s %d in ALARM", t.Glyph(worst), counts[model.AlarmAlarm]))}
		if n := counts[model.AlarmInsufficient]; n > 0 {
			words = append(words, t.Severity(model.Unknown).Paint(fmt.Sprintf("%s %d with too little data", t.Glyph(model.Unknown), n)))
		}
		return " " + Joined(append(words, text.Plural(len(rows), "alarm"))...)
	},
	Line: func(env screen.Env, a alarmRow) string {
		return pointer(env.Theme) + text.Clean(a.short()+": "+or(a.Reason))
	},
}

var bindAlarm = keymap.Binding{Action: "open", Keys: []string{"enter", "right"}, Title: "in full", Help: "the alarm's reason, condition and name in full", Weight: 100}

// alarmsAny is the list for ref.
func alarmsAny(ref screen.Ref) screen.Screen {
	k := alarmList
	k.Columns = ofOne(ref, k.Columns)
	return kind.New(k, ref)
}

func alarmRows(env screen.Env, ref screen.Ref) model.Part[alarmRow] {
	return gather(env, ref, env.Snap.Alarms, func(s model.ServiceRef, rows []model.Alarm) []alarmRow {
		svc, _ := env.Snap.Service(s)
		if ref.Service != "" {
			found, _ := FindService(env.Snap, ref)
			svc = found.Service
		}
		var target model.ScalableTarget
		if t := env.Snap.Scaling[s].Rows; len(t) > 0 {
			target = t[0]
		}
		out := make([]alarmRow, 0, len(rows))
		for _, a := range rows {
			row := alarmRow{Alarm: a, service: s, several: len(target.Policies) > 1}
			row.policy, row.deed = deedOf(a, svc, target)
			out = append(out, row)
		}
		return out
	})
}

// deedOf is what an alarm does: it scales by a policy, or ends a deployment.
func deedOf(a model.Alarm, s model.Service, target model.ScalableTarget) (model.ScalingPolicy, string) {
	for _, p := range target.Policies {
		if slices.Contains(p.Alarms, a.Name) {
			return p, alarmDeed(p, a)
		}
	}
	if _, deed, ok := strings.Cut(alarmName(a.Name), ", "); ok {
		return model.ScalingPolicy{}, deed // by its name, where policies cannot be read
	}
	switch {
	case !slices.Contains(s.Alarms, a.Name):
		return model.ScalingPolicy{}, ""
	case s.AlarmsOn:
		return model.ScalingPolicy{}, "stops a deployment"
	}
	return model.ScalingPolicy{}, "would stop a deployment, is off"
}

// short is the alarm's name as far as it tells it apart.
func (a alarmRow) short() string {
	name, _, _ := strings.Cut(alarmName(a.Name), ",")
	if name != a.Name && a.policy.Name != "" && a.several {
		return name + " of " + a.policy.Name
	}
	return name
}

// alarmStateCell sets a state that is not known apart from one that is well.
func alarmStateCell(a model.Alarm) table.Cell {
	word := string(a.State)
	if a.State == model.AlarmInsufficient {
		word = "NO DATA"
	}
	return table.Marked(alarmSeverity(a), or(word))
}

// page is all that is known of an alarm.
func (a alarmRow) page(t *theme.Theme, w int, state string) []string {
	s := &screen.Sheet{Theme: t, Width: w}
	s.Judged("STATE", state, alarmSeverity(a.Alarm))
	s.Fact("NAME", text.Clean(a.Name))
	s.Fact("WHEN", text.Clean(alarmCondition(a.Alarm)))
	s.Fact("DOES", text.Clean(or(a.deed)))
	s.Fact("REASON", text.Clean(or(a.Reason)))
	s.Fact("METRIC", text.Clean(strings.Trim(a.Namespace+" "+a.Metric, " ")))
	names := make([]string, 0, len(a.Dimensions))
	for k, v := range a.Dimensions {
		names = append(names, k+"="+v)
	}
	model.Sort(names, strings.Compare)
	s.Fact("OF", text.Clean(strings.Join(names, " ")))
	if !math.IsNaN(a.Threshold) {
		s.Fact("THRESHOLD", fmt.Sprintf("%s %g", text.Clean(a.Comparison), a.Threshold))
	}
	return s.Lines
}
