package sim

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

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
