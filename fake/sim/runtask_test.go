package sim

import (
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestRunTaskFollowsItsOverrides(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"api", Behaviour{Jobs: []Job{{Command: "migrate", Takes: 40 * time.Second, ExitCode: 4}}}})
	run := func(command ...string) *Task {
		t.Helper()
		r := b.must(RunTask{Cluster: "c", Family: "api", Count: 1, Launch: model.LaunchFargate, Overrides: Overrides{
			CPU: 512, Memory: 1024, Containers: []ContainerOverride{{Name: "app", Command: command}},
		}})
		return b.View().Task("c", r.IDs[0])
	}
	tasks := map[string]*Task{
		"exit 3": run("sh", "-c", "sleep 20; exit 3"), "job": run("migrate", "--all"), "app": run("node", "server.js"), "false": run("false"),
	}
	b.Step(5 * time.Minute)
	for name, want := range map[string]int{"exit 3": 3, "job": 4, "false": 1} {
		task := tasks[name]
		if c := task.Containers[0]; task.Status != model.TaskStopped || !c.Exited || c.ExitCode != want || task.StopCode != model.StopEssentialExited {
			t.Errorf("%s: %s %s, exit %d", name, task.Status, task.StopCode, c.ExitCode)
		}
	}
	if app := tasks["app"]; app.Status != model.TaskRunning || app.CPU != 512 || app.Memory != 1024 {
		t.Errorf("app: %s with %d units and %d MiB", app.Status, app.CPU, app.Memory)
	}
	b.must(StopTask{Cluster: "c", ID: tasks["app"].ID})
	sleeper := run("sleep", "3600")
	b.Step(2 * time.Minute)
	b.must(StopTask{Cluster: "c", ID: sleeper.ID})
	b.Step(2 * time.Minute)
	if c := sleeper.Containers[0]; c.ExitCode != exitKilled || c.Reason != "" {
		t.Errorf("sleep hears SIGTERM: exit %d %q", c.ExitCode, c.Reason)
	}
}

func TestRunTaskRefusals(t *testing.T) {
	b := newBox(t)
	run := RunTask{Cluster: "c", Family: "api", Count: 1, Launch: model.LaunchFargate}
	with := func(change func(r *RunTask)) RunTask {
		r := run
		change(&r)
		return r
	}
	b.refuses(with(func(r *RunTask) { r.Count = 11 }), ErrInvalid, "Count must be between 1 and 10.")
	b.refuses(with(func(r *RunTask) { r.Group = "service:api" }), ErrInvalid, "Invalid namespace for group.")
	b.refuses(with(func(r *RunTask) { r.StartedBy = strings.Repeat("x", 129) }), ErrInvalid, "startedBy must be 128 characters or less.")
	b.refuses(with(func(r *RunTask) { r.Overrides.CPU = 300 }), ErrClient, "No Fargate configuration exists for given values: 300 CPU, 512 memory. See the Amazon ECS documentation for the valid values.")
	b.refuses(with(func(r *RunTask) { r.Overrides.Containers = []ContainerOverride{{Name: "x"}} }), ErrInvalid, "Override for container named x is not a container in the TaskDefinition.")
	bridge := TaskDef{Family: "bridge", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "b", Image: "b:1", Essential: true, Memory: 64}}}
	b.must(RegisterTaskDef{bridge})
	b.refuses(with(func(r *RunTask) { r.Family = "bridge" }), ErrInvalid, "Task definition does not support launch_type FARGATE.")
	b.refuses(with(func(r *RunTask) { r.Family, r.Launch, r.Strategy = "bridge", "", []StrategyItem{{"FARGATE", 0, 1}} }), ErrInvalid,
		"The selected task definition is not compatible with the selected compute strategy.")
	b.refuses(with(func(r *RunTask) { r.Family = "none" }), ErrClient, "TaskDefinition not found.")
}

func TestSameTokenSameTasks(t *testing.T) {
	b := newBox(t)
	run := RunTask{Cluster: "c", Family: "api", Count: 2, Launch: model.LaunchFargate, Token: "once"}
	first := b.must(run)
	if again := b.must(run); len(again.IDs) != 2 || again.IDs[0] != first.IDs[0] || len(b.View().Tasks("c")) != 2 {
		t.Errorf("the same call started tasks again: %v after %v", again.IDs, first.IDs)
	}
	other := run
	other.Count = 1
	b.refuses(other, ErrConflict, "The RunTask request could not be processed due to conflicts. The provided clientToken is already in use with a different RunTask request.")
	b.Step(25 * time.Hour)
	if later := b.must(run); later.IDs[0] == first.IDs[0] {
		t.Error("a token is remembered for longer than a day")
	}
}

func TestStartTaskOnNamedInstances(t *testing.T) {
	b := onEC2(t)
	b.must(RegisterTaskDef{TaskDef{Family: "tool", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "t", Image: "t:1", Essential: true, CPU: 10, Memory: 10}}}})
	id := b.View().Instances("c")[0].ID
	r := b.must(StartTask{Cluster: "c", Family: "tool", Instances: []string{id, "nobody"}, StartedBy: "me"})
	if len(r.IDs) != 1 || len(r.Failures) != 1 || r.Failures[0] != (Failed{"nobody", "MISSING"}) {
		t.Fatalf("%v, failures %v", r.IDs, r.Failures)
	}
	b.Step(time.Minute)
	if task := b.View().Task("c", r.IDs[0]); task.Status != model.TaskRunning || task.Instance != id || task.Group != "family:tool" || task.StartedBy != "me" {
		t.Errorf("%s on %s", task.Status, task.Instance)
	}
	if r := b.must(StartTask{Cluster: "c", Family: "worker", Instances: []string{id}}); len(r.Failures) != 1 || r.Failures[0].Reason != RefuseCPU {
		t.Errorf("a full instance: %v", r.Failures)
	}
	b.refuses(StartTask{Cluster: "c", Family: "tool"}, ErrInvalid, "Container instances cannot be empty.")
	b.refuses(StartTask{Cluster: "c", Family: "tool", Instances: make([]string, 11)}, ErrInvalid, "Container instances cannot have more than 10 elements.")
}

func TestTaskOfAFullProviderGivesUp(t *testing.T) {
	b := onEC2(t)
	b.must(RegisterTaskDef{TaskDef{Family: "huge", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "h", Image: "h:1", Essential: true, CPU: 10, Memory: 64000}}}})
	r := b.must(RunTask{Cluster: "c", Family: "huge", Count: 1, Strategy: []StrategyItem{{"asg", 0, 1}}})
	task := b.View().Task("c", r.IDs[0])
	b.Step(14 * time.Minute)
	if task.Status != model.TaskProvisioning {
		t.Fatalf("%s after 14 minutes", task.Status)
	}
	b.Step(2 * time.Minute)
	if task.Status != model.TaskStopped || task.StopCode != model.StopFailedToStart || task.StoppedReason != RefuseMemory {
		t.Errorf("%s %s %q", task.Status, task.StopCode, task.StoppedReason)
	}
}

func TestWhyATaskOfAProviderGivesUp(t *testing.T) {
	b := onEC2(t)
	tool := TaskDef{Family: "tool", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "t", Image: "t:1", Essential: true, CPU: 10, Memory: 10}}}
	b.must(RegisterTaskDef{tool})
	b.must(CreateProvider{Provider: ProviderSpec{Name: "none", Cluster: "c", Type: "t3.small", Min: 0, Max: 0, Desired: 0}, Settled: true})
	never := []Constraint{{Type: MemberOf, Expression: "attribute:ecs.instance-type == moon"}}
	runs := map[string]RunTask{
		"EMPTY CAPACITY PROVIDER":                   {Strategy: []StrategyItem{{"none", 0, 1}}},
		"MemberOf placement constraint unsatisfied": {Strategy: []StrategyItem{{"asg", 0, 1}}, Constraints: never},
	}
	for _, want := range keys(runs) {
		r := runs[want]
		r.Cluster, r.Family, r.Count = "c", "tool", 1
		id := b.must(r).IDs
		if len(id) == 0 {
			t.Errorf("%s: not accepted", want)
			continue
		}
		b.Step(16 * time.Minute)
		if task := b.View().Task("c", id[0]); task.StopCode != model.StopFailedToStart || task.StoppedReason != want {
			t.Errorf("%s %q, want %q", task.StopCode, task.StoppedReason, want)
		}
	}
}

func TestScheduleExpressions(t *testing.T) {
	from := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // a Monday
	for expression, want := range map[string]string{
		"rate(5 minutes)": "2026-11-23 12:05", "rate(1 hour)": "2026-11-23 13:00", "rate(7 days)": "2026-11-30 12:00",
		"cron(0 10 * * ? *)": "2026-11-24 10:00", "cron(15 12 * * ? *)": "2026-11-23 12:15", "cron(0 18 ? * MON-FRI *)": "2026-11-23 18:00",
		"cron(0 8 1 * ? *)": "2026-12-01 08:00", "cron(0/10 * ? * MON-FRI *)": "2026-11-23 12:10", "cron(0 9 L * ? *)": "2026-11-30 09:00",
		"cron(0 9 ? * 6L *)": "2026-11-27 09:00", "cron(0 9 ? * 3#1 *)": "2026-12-01 09:00", "cron(0 9 15W * ? *)": "2026-12-15 09:00",
		"cron(0 0 29 2 ? *)": "2028-02-29 00:00", "cron(0 9 ? * 2#5 2026)": "2026-11-30 09:00", "cron(0 0 1 1 ? 2020)": "never",
		"rate(1 minutes)": "bad", "rate(5 minute)": "bad", "rate(0 minutes)": "bad", "cron(0 10 * * * *)": "bad", "cron(0 10 ? * ? *)": "bad",
		"cron(60 10 * * ? *)": "bad", "cron(0 10 * * ?)": "bad", "every day": "bad", "cron(0 10 ? * MOO *)": "bad",
	} {
		got := "bad"
		if when, err := parseSchedule(expression); err == nil {
			got = "never"
			if at, ok := when.next(from, from); ok {
				got = at.Format("2006-01-02 15:04")
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", expression, got, want)
		}
	}
}

func TestScheduleIsSwitchedOffAndDeleted(t *testing.T) {
	b := crew(t, part("app", true))
	b.must(SetImage{"app", Behaviour{ExitAfter: 10 * time.Second}})
	put := PutSchedule{Name: "tick", Expression: "rate(10 minutes)", Run: RunTask{Cluster: "c", Family: "crew", Count: 1, Launch: model.LaunchFargate}}
	b.must(put)
	count := func(d time.Duration) int {
		seq := b.lastSeq()
		b.Step(d)
		return strings.Count("\n"+b.story(seq, "task"), "\nPROVISIONING")
	}
	if n := count(31 * time.Minute); n != 3 {
		t.Errorf("fired %d times in half an hour", n)
	}
	for _, task := range b.View().Tasks("c") {
		if task.StartedBy != "events-rule/tick" || task.Group != "family:crew" {
			t.Errorf("started by %s in %s", task.StartedBy, task.Group)
		}
	}
	b.must(EnableSchedule{"tick", false})
	if n := count(time.Hour); n != 0 {
		t.Errorf("fired %d times while disabled", n)
	}
	b.must(EnableSchedule{"tick", true})
	b.must(put)
	if n := count(31 * time.Minute); n != 3 {
		t.Errorf("fired %d times after it was replaced", n)
	}
	b.must(DeleteSchedule{"tick"})
	if n := count(time.Hour); n != 0 {
		t.Errorf("fired %d times after its end", n)
	}
	b.refuses(EnableSchedule{"tock", true}, ErrResourceNotFound, "Rule tock does not exist on EventBus default.")
	put.Expression = "rate(soon)"
	b.refuses(put, "ValidationException", "Parameter ScheduleExpression is not valid.")
}

func TestTasksOfServicesCarryTags(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1")
	def.Tags = map[string]string{"team": "definition"}
	b.must(RegisterTaskDef{def})
	for propagate, want := range map[string]string{"SERVICE": "service", "TASK_DEFINITION": "definition", "NONE": ""} {
		s := apiService()
		s.Name, s.PropagateTags, s.ManagedTags, s.Tags, s.Balancers = "api-"+want, propagate, true, map[string]string{"team": "service"}, nil
		b.must(s)
		b.Step(time.Minute)
		tags := b.View().ServiceTasks(Key{"c", s.Name})[0].Tags
		if tags["team"] != want || tags["aws:ecs:serviceName"] != s.Name || tags["aws:ecs:clusterName"] != "c" {
			t.Errorf("%s: %v", propagate, tags)
		}
	}
}
