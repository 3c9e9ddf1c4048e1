package sim

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// What died while a deployment was at rest does not fail it when it is rolled
// back to: failures count from the beginning of a run.
func TestRollbackForgetsEarlierDeaths(t *testing.T) {
	b := newBox(t)
	c := apiService()
	c.Desired = 4
	b.must(c)
	b.Step(5 * time.Minute)
	for range 3 {
		b.must(KillTask{Cluster: "c", ID: b.live()[0].ID, ExitCode: 1})
		b.Step(2 * time.Minute)
	}
	def := apiDef("api:2")
	b.must(RegisterTaskDef{def})
	b.must(SetImage{"api:2", Behaviour{Boot: time.Second, ExitAfter: 5 * time.Second, ExitCode: 1}})
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api"})
	b.Step(20 * time.Minute)
	d := b.api().Deployments
	if len(d) != 1 || d[0].Def.Revision != 1 || d[0].Rollout != model.RolloutCompleted || len(b.live()) != 4 {
		t.Errorf("after the rollback: %d deployments, the first of revision %d %s, %d tasks", len(d), d[0].Def.Revision, d[0].Rollout, len(b.live()))
	}
}

// The alarm goes off within the last seconds of the bake, before the scheduler
// has polled it: the deployment waits for that.
func TestAlarmAtTheEndOfTheBake(t *testing.T) {
	b := newBox(t)
	c := apiService()
	c.Alarms = AlarmWatch{Enable: true, Rollback: true, Names: []string{"late"}}
	b.must(PutMetricAlarm{Alarm: Alarm{Name: "late", Namespace: "shop", Metric: "errors", Comparison: "GreaterThanThreshold", Threshold: 1, Periods: 1, Period: time.Minute, Statistic: "Sum"}})
	b.must(c)
	b.Step(15 * time.Minute)
	b.must(UpdateService{Cluster: "c", Name: "api", Force: true})
	for b.api().Deployments[0].BakeUntil.IsZero() {
		b.Step(time.Second)
	}
	b.StepTo(b.api().Deployments[0].BakeUntil.Add(-3 * time.Second))
	failed := b.api().Deployments[0].ID
	b.must(SetAlarmState{Name: "late", State: model.AlarmAlarm, Reason: "test"})
	b.Step(30 * time.Second)
	if d := b.api().Deployments; d[0].ID == failed || d[0].Rollout != model.RolloutInProgress {
		t.Errorf("the deployment %s is %s, although its alarm went off in its bake", d[0].ID, d[0].Rollout)
	}
}
