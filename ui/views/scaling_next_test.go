package views

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func usageOf(metric string, values ...float64) model.Series {
	return model.Series{Metric: metric, Start: noon.Add(-time.Duration(len(values)) * time.Minute), Period: time.Minute, Values: values}
}

func scalingCase(high, low model.AlarmState, cpu ...float64) scalingFacts {
	return scalingFacts{
		target: model.ScalableTarget{Min: 2, Max: 10, Policies: []model.ScalingPolicy{{Name: "cpu", Type: "TargetTrackingScaling", Metric: "ECSServiceAverageCPUUtilization", Target: 70,
			OutCooldown: 5 * time.Minute, InCooldown: 5 * time.Minute, Alarms: []string{"high", "low"}}}},
		desired: 4, now: noon, series: []model.Series{usageOf(model.CPUUtilization, cpu...)},
		alarms: []model.Alarm{
			{Name: "high", State: high, Comparison: "GreaterThanThreshold", Threshold: 70, Period: time.Minute, Periods: 3},
			{Name: "low", State: low, Comparison: "LessThanThreshold", Threshold: 63, Period: time.Minute, Periods: 15},
		},
	}
}

func TestScalingSentence(t *testing.T) {
	const ok, rings, blank = model.AlarmOK, model.AlarmAlarm, model.AlarmInsufficient
	activity := func(alarm string, ago time.Duration) []model.Activity {
		return []model.Activity{{Status: "Successful", Cause: "monitor alarm " + alarm + " in state ALARM triggered policy cpu", EndAt: noon.Add(-ago)}}
	}
	for name, c := range map[string]struct {
		facts  scalingFacts
		change func(*scalingFacts)
		want   string
	}{
		"between":        {scalingCase(ok, ok, 60, 65, 66), nil, "CPU 66 % of 70 %: stays at 4 (2..10)"},
		"above":          {scalingCase(ok, ok, 60, 65, 80), nil, "CPU 80 % of 70 %: scales out when CPU stays above 70 % for 2 more minutes"},
		"nearly":         {scalingCase(ok, ok, 60, 75, 80), nil, "CPU 80 % of 70 %: scales out when CPU stays above 70 % for one more minute"},
		"not reported":   {scalingCase(ok, ok, 60, 80, math.NaN()), nil, "CPU 80 % of 70 %: scales out when CPU stays above 70 % for 2 more minutes"},
		"out":            {scalingCase(rings, ok, 80, 80, 80), nil, "CPU 80 % of 70 %: scales out now"},
		"out, cooling":   {scalingCase(rings, ok, 80, 80, 80), func(f *scalingFacts) { f.activities = activity("high", 2*time.Minute) }, "CPU 80 % of 70 %: scaled out, and does again in 3m if that is not enough"},
		"at the most":    {scalingCase(rings, ok, 80, 80, 80), func(f *scalingFacts) { f.desired = 10 }, "CPU 80 % of 70 %: stays at 10, the most it may have"},
		"suspended":      {scalingCase(rings, ok, 80, 80, 80), func(f *scalingFacts) { f.target.OutSuspended = true }, "CPU 80 % of 70 %: stays at 4: scaling out is suspended"},
		"below":          {scalingCase(ok, ok, 66, 40, 40), nil, "CPU 40 % of 70 %: scales in when CPU stays below 63 % for 13 more minutes"},
		"in":             {scalingCase(ok, rings, 40, 40, 40), nil, "CPU 40 % of 70 %: scales in now"},
		"in, cooling":    {scalingCase(ok, rings, 40, 40, 40), func(f *scalingFacts) { f.activities = activity("low", time.Minute) }, "CPU 40 % of 70 %: scales in in 4m, after the cooldown"},
		"at the least":   {scalingCase(ok, rings, 40, 40, 40), func(f *scalingFacts) { f.desired = 2 }, "CPU 40 % of 70 %: stays at 2, the least it may have"},
		"rolling":        {scalingCase(ok, rings, 40, 40, 40), func(f *scalingFacts) { f.rolling = true }, "CPU 40 % of 70 %: stays at 4: scaling in waits for the deployment to end"},
		"too little":     {scalingCase(ok, blank, 66), nil, "CPU 66 % of 70 %: stays at 4 (2..10) while its alarm has too little data"},
		"no alarms":      {scalingCase(ok, ok, 66), func(f *scalingFacts) { f.alarms = nil }, "CPU 66 % of 70 %: its alarms are not known, so its next step is not"},
		"no metric":      {scalingCase(ok, ok), nil, "CPU unknown of 70 %: stays at 4 (2..10)"},
		"no policy":      {scalingCase(ok, ok, 66), func(f *scalingFacts) { f.target.Policies = nil }, "between 2 and 10, by no policy"},
		"the other wins": {scalingCase(ok, rings, 40, 40, 40), withBusyMemory, "memory 90 % of 80 %: scales out now"},
	} {
		if c.change != nil {
			c.change(&c.facts)
		}
		if got, _ := c.facts.sentence(); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// withBusyMemory adds a policy that wants the opposite: out goes before in.
func withBusyMemory(f *scalingFacts) {
	f.target.Policies = append(f.target.Policies, model.ScalingPolicy{Name: "memory", Metric: "ECSServiceAverageMemoryUtilization", Target: 80, Alarms: []string{"full"}})
	f.alarms = append(f.alarms, model.Alarm{Name: "full", State: model.AlarmAlarm, Comparison: "GreaterThanThreshold", Threshold: 80})
	f.series = append(f.series, usageOf(model.MemoryUtilization, 90))
}

func TestNextRunOfASchedule(t *testing.T) {
	for schedule, want := range map[string]string{
		"at(2026-11-24T06:00:00)":       "Tue 06:00",
		"at(2026-11-22T06:00:00)":       "",
		"rate(30 minutes)":              "Mon 12:30",
		"cron(0 22 * * ? *)":            "Mon 22:00",
		"cron(15,45 6-8 ? * MON-FRI *)": "Tue 06:15",
		"cron(0/20 12 ? * 2 *)":         "Mon 12:20",
		"cron(0 8 1 JAN ? 2030)":        "Tue 08:00",
		"cron(0 8 L * ? *)":             "",
		"nonsense":                      "",
	} {
		got := ""
		if at, ok := nextRun(model.ScheduledAction{Schedule: schedule, CreatedAt: noon.Add(-2 * time.Hour)}, noon); ok {
			got = at.Format("Mon 15:04")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", schedule, got, want)
		}
	}
}

func TestChangesAreJoined(t *testing.T) {
	calls := []model.Change{
		{ID: "3", At: noon.Add(-time.Minute), Action: "ecs:UpdateService", User: "ann", Asked: []string{"desiredCount=6"}},
		{ID: "2", At: noon.Add(-10 * time.Minute), Action: "ecs:UpdateService", User: "ci", Asked: []string{"taskDefinition=pay:43"}},
		{ID: "1", At: noon.Add(-20 * time.Minute), Action: "ecs:UpdateService", Source: "ecs.application-autoscaling.amazonaws.com", Asked: []string{"desiredCount=4"}},
	}
	deployments := []deploymentRow{
		{ServiceDeployment: model.ServiceDeployment{ARN: "d2", CreatedAt: noon.Add(-10*time.Minute + 2*time.Second)}, to: ":43"},
		{ServiceDeployment: model.ServiceDeployment{ARN: "d1", CreatedAt: noon.Add(-20 * time.Minute)}, to: ":42"},
	}
	activities := []model.Activity{{ID: "a", StartAt: noon.Add(-20*time.Minute - 5*time.Second), Description: "Setting desired count to 4."}}
	var got []string
	for _, r := range joinChanges(model.ServiceRef{Name: "pay"}, calls, deployments, activities) {
		got = append(got, r.who()+" "+r.what)
	}
	if want := "ann scaled, ci deployed, ? deployed, autoscaling scaled"; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", strings.Join(got, ", "), want)
	}
}
