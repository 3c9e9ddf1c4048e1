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

// ECS does not know what an agent without a connection has not told: the task
// stays as it was, and is replaced after the agent is back.
func TestCrashIsNotKnownWithoutAnAgent(t *testing.T) {
	b := newBox(t)
	b.must(RegisterTaskDef{small("web", 100, 100)})
	b.must(CreateProvider{Provider: ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 1, Desired: 1}, Settled: true})
	b.must(CreateService{Cluster: "c", Name: "api", Family: "web", Desired: 1, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: -1, MaxPercent: -1})
	b.Step(5 * time.Minute)
	task, instance := b.live()[0], b.View().Instances("c")[0]
	b.must(SetAgent{"c", instance.ID, false})
	b.must(KillTask{Cluster: "c", ID: task.ID, ExitCode: 3})
	b.Step(5 * time.Minute)
	if task.Status != model.TaskRunning || task.Containers[0].Exited || len(b.live()) != 1 {
		t.Fatalf("without its agent the task is %s, %d live", task.Status, len(b.live()))
	}
	b.must(SetAgent{"c", instance.ID, true})
	b.Step(2 * time.Minute)
	if task.Status != model.TaskStopped || task.Containers[0].ExitCode != 3 || len(b.live()) != 1 || b.live()[0] == task {
		t.Errorf("with its agent back the task is %s, exit %d, %d live", task.Status, task.Containers[0].ExitCode, len(b.live()))
	}
}
