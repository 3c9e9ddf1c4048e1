package sim

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// crew is a world whose tasks have several containers: what each does is in
// the test. run starts one of the family "crew".
func crew(t *testing.T, containers ...ContainerDef) box {
	t.Helper()
	b := newBox(t)
	b.must(RegisterTaskDef{TaskDef{
		Family: "crew", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, Containers: containers,
	}})
	return b
}

func (b box) run() *Task {
	b.t.Helper()
	r := b.must(RunTask{Cluster: "c", Family: "crew", Count: 1, Launch: model.LaunchFargate})
	return b.View().Task("c", r.IDs[0])
}

func part(name string, essential bool, on ...string) ContainerDef {
	d := ContainerDef{Name: name, Image: name + ":1", Essential: essential}
	for _, o := range on {
		who, condition, _ := strings.Cut(o, " ")
		d.DependsOn = append(d.DependsOn, model.Dependency{Container: who, Condition: condition})
	}
	return d
}

func (b box) exits(t *Task, want string) {
	b.t.Helper()
	var got []string
	for i := range t.Containers {
		c := &t.Containers[i]
		code := "-"
		if c.Exited {
			code = strconv.Itoa(c.ExitCode)
		}
		got = append(got, c.Name+" "+string(c.Status)+" "+code)
	}
	if s := strings.Join(got, ", "); s != want {
		b.t.Errorf("containers: %s, want %s", s, want)
	}
}

func TestCrashGoesThroughEveryState(t *testing.T) {
	b := crew(t, part("app", true), part("side", false))
	task := b.run()
	b.Step(time.Minute)
	b.must(KillTask{Cluster: "c", ID: task.ID, ExitCode: 139})
	b.Step(2 * time.Minute)
	b.expect(b.story(0, "task"), `
PROVISIONING
PENDING
ACTIVATING
RUNNING
DEACTIVATING
STOPPING
DEPROVISIONING
STOPPED EssentialContainerExited: Essential container in task exited`)
	b.exits(task, "app STOPPED 139, side STOPPED 0")
	x := task.Times
	for i, at := range []time.Time{x.Created, x.Connected, x.PullStarted, x.PullStopped, x.Started, x.Stopping, x.ExecutionStopped, x.Stopped} {
		if at.IsZero() {
			t.Errorf("time %d is missing", i)
		}
	}
	if x.ExecutionStopped.Before(x.Stopping) || x.Stopped.Before(x.ExecutionStopped) {
		t.Errorf("times out of order: %+v", x)
	}
}

func TestOnlyEssentialContainersTakeTheTaskWithThem(t *testing.T) {
	b := crew(t, part("app", true), part("side", false))
	b.must(SetImage{"side", Behaviour{ExitAfter: time.Minute, ExitCode: 3}})
	task := b.run()
	b.Step(10 * time.Minute)
	if task.Status != model.TaskRunning {
		t.Fatalf("the task is %s after its sidecar left", task.Status)
	}
	b.exits(task, "app RUNNING -, side STOPPED 3")
	b.must(SetImage{"app", Behaviour{ExitAfter: 20 * time.Minute}})
	b.Step(30 * time.Minute)
	if task.Status != model.TaskStopped || task.StopCode != model.StopEssentialExited {
		t.Errorf("the task is %s %s", task.Status, task.StopCode)
	}
	b.exits(task, "app STOPPED 0, side STOPPED 3")
}

func TestContainersStartInTheOrderOfTheirDependencies(t *testing.T) {
	db := part("db", true)
	db.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", "pg_isready"}, Interval: 10 * time.Second, Retries: 3}
	b := crew(t, part("app", true, "db HEALTHY", "migrate SUCCESS"), db, part("migrate", false, "db HEALTHY"))
	b.must(SetImage{"migrate", Behaviour{ExitAfter: 20 * time.Second}})
	task := b.run()
	b.Step(3 * time.Minute)
	b.must(StopTask{Cluster: "c", ID: task.ID})
	b.Step(3 * time.Minute)
	b.expect(b.story(0, "container", "task"), `
PROVISIONING
PENDING
ACTIVATING
db RUNNING
migrate RUNNING
migrate STOPPED exit 0
app RUNNING
RUNNING
DEACTIVATING
STOPPING
app STOPPED exit 0
db STOPPED exit 0
DEPROVISIONING
STOPPED UserInitiated: Task stopped by user`)
}

func TestDependencyThatCannotBeMetFailsTheTask(t *testing.T) {
	b := crew(t, part("init", false), part("app", true, "init SUCCESS"))
	b.must(SetImage{"init", Behaviour{ExitAfter: 5 * time.Second, ExitCode: 2}})
	task := b.run()
	b.Step(3 * time.Minute)
	if task.StopCode != model.StopFailedToStart || task.StoppedReason != "Task failed to start" || !task.Times.Started.IsZero() {
		t.Errorf("%s %q, started %v", task.StopCode, task.StoppedReason, task.Times.Started)
	}
	b.exits(task, "init STOPPED 2, app STOPPED 143")
	want := "CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [init(init:1) (STOPPED->RUNNING) - Exit: 2] for target [app(app:1) (PULLED->RUNNING)] as dependency did not exit successfully."
	if got := task.Containers[1].Reason; got != want {
		t.Errorf("reason %q", got)
	}
}

func TestStartTimeoutEndsTheWaiting(t *testing.T) {
	db := part("db", true)
	db.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", "pg_isready"}, Interval: 10 * time.Second, Retries: 10}
	db.StartTimeout = 60 * time.Second
	b := crew(t, db, part("app", true, "db HEALTHY"))
	b.must(SetImage{"db", Behaviour{Boot: time.Hour}})
	task := b.run()
	b.Step(5 * time.Minute)
	if task.Status != model.TaskStopped || task.StopCode != model.StopFailedToStart {
		t.Fatalf("%s %s", task.Status, task.StopCode)
	}
	if r := task.Containers[1].Reason; !strings.HasSuffix(r, "for target [app(app:1) (PULLED->RUNNING)] has timed out.") {
		t.Errorf("reason %q", r)
	}
	if waited := task.Times.Stopping.Sub(task.Containers[0].StartedAt); waited != 60*time.Second {
		t.Errorf("waited %s", waited)
	}
}

func TestRestartPolicy(t *testing.T) {
	app := part("app", true)
	app.Restart = model.RestartPolicy{Enabled: true, IgnoredExitCodes: []int{7}, AttemptPeriod: 60 * time.Second}
	b := crew(t, app)
	b.must(SetImage{"app", Behaviour{ExitAfter: 2 * time.Minute, ExitCode: 1}})
	task := b.run()
	b.Step(7 * time.Minute)
	if task.Status != model.TaskRunning || task.Containers[0].Restarts < 2 {
		t.Fatalf("%s after %d restarts", task.Status, task.Containers[0].Restarts)
	}
	b.must(SetImage{"app", Behaviour{ExitAfter: 2 * time.Minute, ExitCode: 7}})
	b.Step(7 * time.Minute)
	b.exits(task, "app STOPPED 7")

	b.must(SetImage{"app", Behaviour{ExitAfter: 20 * time.Second, ExitCode: 1}})
	task = b.run()
	b.Step(5 * time.Minute)
	if task.Containers[0].Restarts != 0 || task.Status != model.TaskStopped {
		t.Errorf("left within its attempt period, and yet %d restarts, %s", task.Containers[0].Restarts, task.Status)
	}
}

func TestStopTimeoutEndsInSIGKILL(t *testing.T) {
	app := part("app", true)
	app.StopTimeout = 45 * time.Second
	b := crew(t, app, part("quick", false))
	b.must(SetImage{"app", Behaviour{StopTakes: 5 * time.Minute}})
	b.must(SetImage{"quick", Behaviour{StopCode: 143}})
	task := b.run()
	b.Step(2 * time.Minute)
	b.must(StopTask{Cluster: "c", ID: task.ID})
	b.Step(2 * time.Minute)
	b.exits(task, "app STOPPED 137, quick STOPPED 143")
	if r := task.Containers[0].Reason; r != "" {
		t.Errorf("a stop that took too long is no OutOfMemoryError: %q", r)
	}
}

func TestMemoryLimitsOfContainersAndTasks(t *testing.T) {
	app := part("app", true)
	app.Memory = 128
	b := crew(t, app, part("side", false))
	b.must(SetImage{"app", Behaviour{IdleMemory: 200}})
	task := b.run()
	b.Step(5 * time.Minute)
	b.exits(task, "app STOPPED 137, side STOPPED 0")
	if r := task.Containers[0].Reason; r != "OutOfMemoryError: Container killed due to memory usage" {
		t.Errorf("reason %q", r)
	}
	b.must(SetImage{"app", Behaviour{IdleMemory: 100}})
	b.must(SetImage{"side", Behaviour{IdleMemory: 600}}) // more than the task's 512
	task = b.run()
	b.Step(5 * time.Minute)
	b.exits(task, "app RUNNING -, side STOPPED 137")
}

func TestDefinitionsWithImpossibleDependencies(t *testing.T) {
	b := newBox(t)
	reg := func(cs ...ContainerDef) RegisterTaskDef {
		return RegisterTaskDef{TaskDef{Family: "x", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, Containers: cs}}
	}
	b.refuses(reg(part("a", true, "b START"), part("b", false, "a START")), ErrClient, "Container dependencies should not have a cycle: a -> b -> a")
	b.refuses(reg(part("a", true, "z START")), ErrClient, "Cannot depend on container + 'z' because it does not exist")
	b.refuses(reg(part("a", true, "b SUCCESS"), part("b", true)), ErrClient, "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container")
	b.refuses(reg(part("a", true, "b HEALTHY"), part("b", true)), ErrClient, "A dependency container with HEALTHY condition must have a health check: container 'b' has none")
}

func TestShellCommands(t *testing.T) {
	for line, want := range map[string]string{
		"true": "0s 0 true", "false": "0s 1 true", "exit 3": "0s 3 true", "sleep 5": "5s 0 true", "node server.js": "0s 0 false",
		"sleep 1m; exit 4": "1m0s 4 true", "false && sleep 9": "0s 1 true", "false || exit 9": "0s 9 true", "echo hello; true": "0s 0 true",
	} {
		took, code, ok := shell([]string{"/bin/sh", "-c", line})
		if got := took.String() + " " + strconv.Itoa(code) + " " + strconv.FormatBool(ok); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

func TestStandaloneTaskLeaksUntilItIsKilled(t *testing.T) {
	b := crew(t, part("app", true))
	b.must(SetImage{"app", Behaviour{IdleMemory: 112, LeakPerHour: 200}}) // 512 after two hours
	task := b.run()
	b.Step(110 * time.Minute)
	if task.Status != model.TaskRunning {
		t.Fatalf("%s before it is full", task.Status)
	}
	b.Step(15 * time.Minute)
	b.exits(task, "app STOPPED 137")
	if r := task.Containers[0].Reason; !strings.HasPrefix(r, "OutOfMemoryError") {
		t.Errorf("reason %q", r)
	}
}

func TestKillANamedContainerAndRetireATask(t *testing.T) {
	b := crew(t, part("app", true), part("side", false))
	task := b.run()
	b.refuses(KillTask{Cluster: "c", ID: task.ID, ExitCode: 1}, ErrInvalid, "task "+task.ID+" of cluster c is not running: nothing to kill")
	b.Step(time.Minute)
	b.refuses(KillTask{Cluster: "c", ID: task.ID, Container: "nobody"}, ErrInvalid, "task "+task.ID+` has no container "nobody" that is running: nothing to kill`)
	b.must(KillTask{Cluster: "c", ID: task.ID, ExitCode: 9, Container: "side"})
	b.exits(task, "app RUNNING -, side STOPPED 9")
	b.must(RetireTask{"c", task.ID})
	b.Step(2 * time.Minute)
	if task.StopCode != model.StopScheduler || task.StoppedReason != "ECS is performing maintenance on the underlying infrastructure hosting the task" {
		t.Errorf("%s %q", task.StopCode, task.StoppedReason)
	}
	b.refuses(RetireTask{"c", task.ID}, ErrInvalid, "task "+task.ID+" of cluster c does not run on Fargate: nothing to retire")
}

func TestConnectivityIsThatOfTheAgent(t *testing.T) {
	b := onEC2(t)
	i := b.View().Instances("c")[0]
	task := b.View().InstanceTasks(i)[0]
	version := task.Version
	b.must(SetAgent{"c", i.ID, false})
	if task.Connectivity() != "DISCONNECTED" || !task.Times.Connected.Equal(b.Now()) || task.Version != version+1 {
		t.Errorf("%s since %v, version %d", task.Connectivity(), task.Times.Connected, task.Version)
	}
	b.must(SetAgent{"c", i.ID, true})
	if task.Connectivity() != "CONNECTED" {
		t.Error("still disconnected")
	}
}

// A task that is stopped before it runs passes only through the states that
// still have something to do.
func TestStopBeforeRunning(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		want  string
		text  string
	}{
		{2 * time.Second, "PROVISIONING\nDEPROVISIONING", ""},
		{12 * time.Second, "PROVISIONING\nPENDING\nDEPROVISIONING", "TaskStoppedBeforePullBeginError: Task stopped before image pull could begin for task: "},
		{45 * time.Second, "PROVISIONING\nPENDING\nACTIVATING\nSTOPPING\nDEPROVISIONING", ""},
	} {
		first := part("first", true)
		first.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", "curl -f localhost"}, Interval: 30 * time.Second}
		b := crew(t, part("app", true, "first HEALTHY"), first)
		task := b.run()
		b.Step(c.after)
		b.must(StopTask{Cluster: "c", ID: task.ID, Reason: "too late"})
		b.Step(2 * time.Minute)
		b.expect(b.story(0, "task"), c.want+"\nSTOPPED UserInitiated: too late")
		if task.Containers[0].Exited || !strings.HasPrefix(task.Containers[0].Reason, c.text) || !task.Times.Started.IsZero() {
			t.Errorf("after %s: exited %v, %q, started %v", c.after, task.Containers[0].Exited, task.Containers[0].Reason, task.Times.Started)
		}
	}
}

func TestHealthCheckThatAsksNoApplication(t *testing.T) {
	for command, want := range map[string]model.HealthStatus{"exit 1": model.Unhealthy, "true": model.Healthy, "sleep 10": model.Unhealthy, "curl -f localhost || exit 1": model.Healthy} {
		app := part("app", true)
		app.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", command}, Interval: 10 * time.Second, Retries: 3}
		b := crew(t, app)
		task := b.run()
		b.Step(2 * time.Minute)
		// A standalone task is left running, however sick (developer guide, healthcheck).
		if task.Health != want || task.Status != model.TaskRunning {
			t.Errorf("%q: %s, %s", command, task.Health, task.Status)
		}
	}
}

func TestContainerThatDoesNotStart(t *testing.T) {
	b := crew(t, part("app", true), part("side", false))
	b.must(SetImage{"side", Behaviour{Start: StartNotFound}})
	task := b.run()
	b.Step(time.Minute)
	b.exits(task, "app RUNNING -, side STOPPED 127")
	if task.Status != model.TaskRunning || !strings.HasPrefix(task.Containers[1].Reason, "CannotStartContainerError: ") {
		t.Errorf("%s without a container that is not essential: %q", task.Status, task.Containers[1].Reason)
	}
	b.must(SetImage{"side", Behaviour{Start: StartTimeout}})
	slow := b.run()
	b.Step(2 * time.Minute)
	if slow.Status != model.TaskActivating {
		t.Errorf("%s while docker is at it", slow.Status)
	}
	b.Step(3 * time.Minute)
	if slow.Status != model.TaskRunning || !strings.HasPrefix(slow.Containers[1].Reason, "DockerTimeoutError: ") {
		t.Errorf("%s: %q", slow.Status, slow.Containers[1].Reason)
	}

	b = crew(t, part("app", true, "side START"), part("side", false))
	b.must(SetImage{"side", Behaviour{Start: StartNotFound}})
	waiting := b.run()
	b.Step(3 * time.Minute)
	if waiting.StopCode != model.StopFailedToStart || !strings.HasSuffix(waiting.Containers[0].Reason, "because dependency will never start") {
		t.Errorf("%s: %q", waiting.StopCode, waiting.Containers[0].Reason)
	}
}
