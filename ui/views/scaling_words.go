package views

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// Causes of activities name alarms, and those of target tracking are long.
var (
	causeAlarm  = regexp.MustCompile(`monitor alarm (\S+) in state (\S+) triggered policy (\S+)`)
	desiredTold = regexp.MustCompile(`desired count to (\d+)`)
)

// activityWords is 4→8 by AlarmHigh of cpu: and why it failed, if so. older are
// the activities before it.
func activityWords(a model.Activity, older []model.Activity) string {
	words := strings.TrimSuffix(a.Description, ".")
	if m := desiredTold.FindStringSubmatch(a.Description); m != nil {
		words = "to " + m[1]
		for _, o := range older {
			if was := desiredTold.FindStringSubmatch(o.Description); was != nil {
				words = was[1] + " to " + m[1]
				break
			}
		}
	}
	if a.Cause != "" {
		words += ", " + causeWords(a.Cause)
	}
	if a.Status != "" && a.Status != "Successful" {
		words += ": " + strings.ToLower(a.Status)
		if a.StatusMessage != "" {
			words += ", " + a.StatusMessage
		}
	}
	return words
}

// causeWords is the cause of an activity with short names.
func causeWords(cause string) string {
	if m := causeAlarm.FindStringSubmatch(cause); m != nil {
		alarm, _, _ := strings.Cut(alarmName(m[1]), ",")
		return fmt.Sprintf("%s in %s, policy %s", alarm, m[2], m[3])
	}
	return strings.TrimSuffix(cause, ".")
}

func activitySeverity(a model.Activity) model.Severity {
	switch a.Status {
	case "Successful":
		return model.Good
	case "Pending", "InProgress":
		return model.Moving
	case "Overridden":
		return model.Idle
	case "Unfulfilled", "Failed":
		return model.Broken
	}
	return model.Unknown
}

// stepWords is +2 tasks from 70 on to 90.
func stepWords(p model.ScalingPolicy, s model.ScalingStep, threshold float64) string {
	by := fmt.Sprintf("%+d tasks", s.By)
	switch p.Adjustment {
	case "ExactCapacity":
		by = fmt.Sprintf("exactly %d tasks", s.By)
	case "PercentChangeInCapacity":
		by = fmt.Sprintf("%+d %%", s.By)
	}
	edge := func(offset float64) string {
		if math.IsNaN(threshold) {
			return fmt.Sprintf("%+g", offset)
		}
		return fmt.Sprintf("%g", threshold+offset)
	}
	if !math.IsNaN(s.Lower) {
		by += " from " + edge(s.Lower)
	}
	if !math.IsNaN(s.Upper) {
		by += " to " + edge(s.Upper)
	}
	return by
}

// alarmCondition is CPU above 70 % for 3 of 1m.
func alarmCondition(a model.Alarm) string {
	if math.IsNaN(a.Threshold) {
		if a.Metric == "" {
			return "a rule about other alarms holds"
		}
		return metricName(a.Metric) + " is not as expected"
	}
	name, verb := metricName(a.Metric), a.Comparison
	switch a.Comparison {
	case "GreaterThanThreshold":
		verb = "above"
	case "GreaterThanOrEqualToThreshold":
		verb = "at or above"
	case "LessThanThreshold":
		verb = "below"
	case "LessThanOrEqualToThreshold":
		verb = "at or below"
	}
	words := fmt.Sprintf("%s %s %s", name, or(verb), amount(name, a.Threshold))
	if a.Periods > 0 && a.Period > 0 {
		words += " for " + text.Age(time.Duration(a.Periods)*a.Period)
	}
	return words
}

// alarmDeed is what an alarm of a policy does: scales out.
func alarmDeed(p model.ScalingPolicy, a model.Alarm) string {
	if scalesIn(p, a) {
		return "scales in"
	}
	return "scales out"
}

// alarmStateWords is ALARM for 2m; too little data is a state of its own.
func alarmStateWords(a model.Alarm, now time.Time) string {
	words := or(string(a.State))
	if a.State == model.AlarmInsufficient {
		words = "INSUFFICIENT DATA"
	}
	if !a.UpdatedAt.IsZero() {
		words += " for " + text.Age(max(0, now.Sub(a.UpdatedAt)))
	}
	return words
}
