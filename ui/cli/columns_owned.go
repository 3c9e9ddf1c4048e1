package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func deploymentColumns(now time.Time) []column[owned[model.Deployment]] {
	type row = owned[model.Deployment]
	rollout := func(d row) model.Severity { return d.row.Rollout.Severity() }
	return append(ownerColumns[model.Deployment](), []column[row]{
		{name: "id", title: "DEPLOYMENT", value: func(d row) any { return d.row.ID }},
		{name: "status", title: "STATUS", value: func(d row) any { return string(d.row.Status) }},
		{name: "taskDefinition", title: "TASKDEF", value: func(d row) any { return arn(d.row.TaskDef) }, show: func(d row) string { return d.row.TaskDef.String() }},
		{name: "desired", title: "DESIRED", right: true, value: func(d row) any { return d.row.Desired }},
		{name: "running", title: "RUNNING", right: true, value: func(d row) any { return d.row.Running }},
		{name: "pending", title: "PENDING", right: true, value: func(d row) any { return d.row.Pending }},
		{name: "failed", title: "FAILED", right: true, value: func(d row) any { return d.row.Failed }},
		{name: "rollout", title: "ROLLOUT", value: func(d row) any { return string(d.row.Rollout) }, severity: rollout},
		{name: "createdAt", title: "AGE", right: true, value: func(d row) any { return d.row.CreatedAt }, show: func(d row) string { return age(now, d.row.CreatedAt) }},
		{name: "updatedAt", value: func(d row) any { return d.row.UpdatedAt }},
		{name: "rolloutReason", title: "REASON", value: func(d row) any { return d.row.RolloutReason }, severity: rollout},
	}...)
}

// ownerColumns say whose a row is.
func ownerColumns[R any]() []column[owned[R]] {
	return []column[owned[R]]{
		{name: "service", title: "SERVICE", value: func(o owned[R]) any { return arn(o.service) }, show: func(o owned[R]) string { return o.service.String() }},
	}
}

func eventColumns() []column[owned[model.Event]] {
	type row = owned[model.Event]
	return append([]column[row]{
		{name: "at", title: "AT", value: func(e row) any { return e.row.At }},
	}, append(ownerColumns[model.Event](), []column[row]{
		{name: "message", title: "MESSAGE", value: func(e row) any { return e.row.Message }, severity: func(e row) model.Severity {
			if e.row.Trouble() != "" {
				return model.Broken
			}
			return model.Good
		}},
		{name: "trouble", value: func(e row) any { return e.row.Trouble() }},
		{name: "id", value: func(e row) any { return e.row.ID }},
	}...)...)
}

func targetColumns() []column[owned[model.Target]] {
	type row = owned[model.Target]
	return append(ownerColumns[model.Target](), []column[row]{
		{name: "targetGroup", title: "GROUP", value: func(t row) any { return t.row.TargetGroupARN }, show: func(t row) string { return model.TargetGroupName(t.row.TargetGroupARN) }},
		{name: "id", title: "TARGET", value: func(t row) any { return t.row.ID }},
		{name: "port", title: "PORT", right: true, value: func(t row) any { return t.row.Port }},
		{name: "zone", title: "ZONE", value: func(t row) any { return t.row.Zone }},
		{name: "state", title: "STATE", value: func(t row) any { return string(t.row.State) }, severity: func(t row) model.Severity { return t.row.State.Severity() }},
		{name: "reason", title: "REASON", value: func(t row) any { return t.row.Reason }},
		{name: "description", title: "DESCRIPTION", value: func(t row) any { return t.row.Description }},
	}...)
}

func alarmColumns(now time.Time) []column[owned[model.Alarm]] {
	type row = owned[model.Alarm]
	severity := func(a row) model.Severity { return a.row.State.Severity() }
	return append(ownerColumns[model.Alarm](), []column[row]{
		{name: "name", title: "ALARM", value: func(a row) any { return a.row.Name }, severity: severity},
		{name: "state", title: "STATE", value: func(a row) any { return string(a.row.State) }, severity: severity},
		{name: "namespace", value: func(a row) any { return a.row.Namespace }},
		{name: "metric", title: "METRIC", value: func(a row) any { return a.row.Metric }},
		{name: "comparison", title: "COMPARISON", value: func(a row) any { return a.row.Comparison }},
		{name: "threshold", title: "THRESHOLD", right: true, value: func(a row) any { return a.row.Threshold }},
		{name: "periodSeconds", value: func(a row) any { return set(int(a.row.Period / time.Second)) }},
		{name: "periods", value: func(a row) any { return set(a.row.Periods) }},
		{name: "updatedAt", title: "SINCE", right: true, value: func(a row) any { return a.row.UpdatedAt }, show: func(a row) string { return age(now, a.row.UpdatedAt) }},
		{name: "reason", title: "REASON", value: func(a row) any { return a.row.Reason }},
	}...)
}

func scalingColumns(now time.Time) []column[owned[scaled]] {
	type row = owned[scaled]
	return append(ownerColumns[scaled](), []column[row]{
		{name: "min", title: "MIN", right: true, value: func(s row) any { return s.row.Min }},
		{name: "max", title: "MAX", right: true, value: func(s row) any { return s.row.Max }},
		{name: "inSuspended", value: func(s row) any { return s.row.InSuspended }},
		{name: "outSuspended", value: func(s row) any { return s.row.OutSuspended }},
		{name: "policies", title: "POLICIES", value: func(s row) any { return policies(s.row.Policies) }, show: func(s row) string { return strings.Join(policies(s.row.Policies), ", ") }},
		{name: "activityAt", title: "LAST", right: true, value: func(s row) any { return s.row.last.StartAt }, show: func(s row) string { return age(now, s.row.last.StartAt) }},
		{name: "activityStatus", value: func(s row) any { return s.row.last.Status }},
		{name: "activity", title: "ACTIVITY", value: func(s row) any { return s.row.last.Description }},
		{name: "activityCause", value: func(s row) any { return s.row.last.Cause }},
	}...)
}

// policies say each policy in a few words: its name, metric and target.
func policies(all []model.ScalingPolicy) []string {
	out := make([]string, 0, len(all))
	for _, p := range all {
		say := p.Name
		if p.Metric != "" {
			say = fmt.Sprintf("%s (%s at %s)", p.Name, p.Metric, strconv.FormatFloat(p.Target, 'f', -1, 64))
		}
		out = append(out, say)
	}
	return out
}
