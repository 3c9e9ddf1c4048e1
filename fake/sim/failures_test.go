package sim

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestSubnetRunsOutOfAddresses(t *testing.T) {
	b := crew(t, part("app", true))
	for _, z := range b.View().Zones() {
		b.must(SetSubnet{z, 1})
	}
	r := b.must(RunTask{Cluster: "c", Family: "crew", Count: 6, Launch: model.LaunchFargate})
	b.Step(3 * time.Minute)
	running := 0
	for _, id := range r.IDs {
		switch task := b.View().Task("c", id); {
		case task.Status == model.TaskRunning:
			running++
			b.must(StopTask{Cluster: "c", ID: id})
		case !strings.HasPrefix(task.StoppedReason, "Unexpected EC2 error while attempting to Create Network Interface") || !task.Times.PullStarted.IsZero():
			t.Errorf("%s %q", task.StopCode, task.StoppedReason)
		}
	}
	if running != 3 {
		t.Errorf("%d tasks got one of three addresses", running)
	}
	b.Step(3 * time.Minute)
	if task := b.run(); task != nil {
		if b.Step(3 * time.Minute); task.Status != model.TaskRunning {
			t.Errorf("an address that came back was not given out: %s", task.StoppedReason)
		}
	}
}

func TestRouteOfOneZone(t *testing.T) {
	b := crew(t, part("app", true))
	b.must(SetRoute{To: RouteRegistry, Zone: "eu-west-1b"})
	r := b.must(RunTask{Cluster: "c", Family: "crew", Count: 3, Launch: model.LaunchFargate})
	b.Step(5 * time.Minute)
	for _, id := range r.IDs {
		task := b.View().Task("c", id)
		if ran := !task.Times.Started.IsZero(); ran != (task.Zone != "eu-west-1b") {
			t.Errorf("the task in %s: %s %s", task.Zone, task.Status, task.StoppedReason)
		}
	}
	b.refuses(SetRoute{To: "moon"}, ErrInvalid, `there is no route to "moon": it is one of registry, secrets, logs, s3`)
	b.refuses(SetRoute{To: RouteLogs, Zone: "mars-1a"}, ErrInvalid, `there is no zone "mars-1a": the zones are eu-west-1a, eu-west-1b, eu-west-1c`)
	b.refuses(SetSubnet{Free: 3}, ErrInvalid, "a subnet needs its zone")
	b.refuses(SetRepository{Name: "web:1"}, ErrInvalid, `"web:1" is no name of a repository: it has no tag`)
	b.refuses(SetProvisioning{Of: "luck"}, ErrInvalid, `there is nothing "luck" to provision: it is interface or storage`)
}

func TestRoleThatCannotBeAssumed(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1")
	def.Family, def.TaskRole = "roled", "arn:aws:iam::123456789012:role/app"
	b.must(RegisterTaskDef{def})
	b.must(SetRole{Name: "app"})
	text := "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/app' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role."
	run := RunTask{Cluster: "c", Family: "roled", Count: 1, Launch: model.LaunchFargate}
	b.refuses(run, ErrClient, text)
	run.Overrides.TaskRole = "arn:aws:iam::123456789012:role/other"
	b.must(run)
	b.must(SetRole{Name: "app", Exists: true, Denies: []string{"s3:*"}})
	b.must(RunTask{Cluster: "c", Family: "roled", Count: 1, Launch: model.LaunchFargate})
	if v := b.View(); v.may("app", "s3:GetObject") || !v.may("app", "ecr:BatchGetImage") || !v.may("unknown", "s3:GetObject") {
		t.Error("what a role denies is not what it may not do")
	}
}

func TestServiceWhoseRoleIsGoneSaysSo(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1")
	def.TaskRole = "arn:aws:iam::123456789012:role/app"
	b.must(RegisterTaskDef{def})
	b.must(apiService())
	b.Step(5 * time.Minute)
	b.must(SetRole{Name: "app"})
	b.must(StopTask{Cluster: "c", ID: b.live()[0].ID})
	seq := b.lastSeq()
	b.Step(5 * time.Minute)
	if got := b.story(seq, "event"); !strings.Contains(got, "(service api) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/app' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).") || len(b.live()) != 1 {
		t.Errorf("%d tasks, events\n%s", len(b.live()), got)
	}
	b.must(SetRole{Name: "app", Exists: true})
	b.Step(5 * time.Minute)
	if len(b.live()) != 2 {
		t.Error("no task was started when the role was back")
	}
}

func TestStoppedTaskIsShownForAnHourAndItsLogLonger(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1")
	def.Family, def.ExecutionRole = "logged", "arn:aws:iam::123456789012:role/exec"
	def.Containers[0].Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/x", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"}}
	b.must(CreateLogGroup{Name: "/x"})
	b.must(RegisterTaskDef{def})
	id := b.must(RunTask{Cluster: "c", Family: "logged", Count: 1, Launch: model.LaunchFargate}).IDs[0]
	b.Step(2 * time.Minute)
	b.must(StopTask{Cluster: "c", ID: id})
	b.Step(time.Minute)
	task := b.View().Task("c", id)
	b.StepTo(task.Times.Stopped.Add(59 * time.Minute))
	if task.Status != model.TaskStopped || b.View().Task("c", id) == nil {
		t.Errorf("%s after 59 minutes", task.Status)
	}
	b.StepTo(task.Times.Stopped.Add(time.Hour + time.Second))
	if task.Status != model.TaskDeleted {
		t.Errorf("%s after an hour", task.Status)
	}
	b.Step(time.Minute)
	if b.View().Task("c", id) != nil {
		t.Error("not forgotten")
	}
	if n := len(b.View().Lines("/x", "p/app/"+id, nil, noon, b.Now(), 0)); n < 3 {
		t.Errorf("%d lines are left of its log", n)
	}
}

func TestLogDriverOnAnInstanceFailsWhenTheContainerStarts(t *testing.T) {
	b := onEC2(t)
	b.must(RegisterTaskDef{TaskDef{Family: "tool", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{
		Name: "t", Image: "t:1", Essential: true, CPU: 10, Memory: 10, Log: model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/tool", "awslogs-region": "eu-west-1"}},
	}}}})
	run := func() *Task {
		id := b.must(RunTask{Cluster: "c", Family: "tool", Count: 1, Launch: model.LaunchEC2}).IDs[0]
		b.Step(time.Minute)
		return b.View().Task("c", id)
	}
	missing := run()
	if missing.StoppedReason != "Task failed to start" || missing.Times.PullStopped.IsZero() || !strings.Contains(missing.Containers[0].Reason, "The specified log group does not exist.") {
		t.Errorf("%q: %q", missing.StoppedReason, missing.Containers[0].Reason)
	}
	b.must(CreateLogGroup{Name: "/tool"})
	b.must(SetRoute{To: RouteLogs})
	if cut := run(); !strings.HasPrefix(cut.Containers[0].Reason, "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: ") {
		t.Errorf("%q", cut.Containers[0].Reason)
	}
	b.must(SetRoute{To: RouteLogs, Up: true})
	if fine := run(); fine.Status != model.TaskRunning {
		t.Errorf("%s %q", fine.Status, fine.Containers[0].Reason)
	}
}
