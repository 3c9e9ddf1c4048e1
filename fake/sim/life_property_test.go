package sim

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestTasksLiveInOrder runs tasks of several containers under random
// definitions, commands and facts: whatever happens, a task only moves forward
// through its states, its version grows with every change, its times are in
// order, and in the end it has stopped with a reason and is forgotten.
func TestTasksLiveInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := New(Config{Seed: rapid.Uint64().Draw(t, "seed"), Start: noon, Partition: "aws", Region: "eu-west-1", Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b"}})
		must := func(c Command) Reply {
			r, err := w.Do(c)
			if err != nil {
				t.Fatalf("%T: %v", c, err)
			}
			return r
		}
		must(CreateCluster{Name: "c"})
		must(RegisterTaskDef{randomDef(t)})
		lives := map[string]*lived{}
		for range rapid.IntRange(1, 15).Draw(t, "deeds") {
			c := randomDeed(t, w)
			_, _ = w.Do(c) // it may be refused
			for range rapid.IntRange(1, 8).Draw(t, "steps") {
				w.Step(time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second)
				watch(t, w, lives)
			}
		}
		for _, task := range w.View().Tasks("c") {
			if _, err := w.Do(StopTask{Cluster: "c", ID: task.ID}); err != nil {
				t.Fatal(err)
			}
		}
		for range 40 {
			w.Step(10 * time.Second)
			watch(t, w, lives)
		}
		for _, task := range w.View().Tasks("c") {
			if !task.stopped() {
				t.Fatalf("a stopped task never ends: %s", task.Status)
			}
		}
		w.Step(2 * time.Hour)
		if n := len(w.View().Tasks("c")); n != 0 {
			t.Fatalf("%d tasks are not forgotten", n)
		}
	})
}

func randomDef(t *rapid.T) TaskDef {
	d := TaskDef{Family: "f", CPU: 512, Memory: 1024, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}}
	for i := range rapid.IntRange(1, 4).Draw(t, "containers") {
		c := ContainerDef{Name: fmt.Sprint("k", i), Image: fmt.Sprint("k", i, ":1"), Essential: i == 0 || rapid.Bool().Draw(t, "essential")}
		if rapid.Bool().Draw(t, "checked") {
			c.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", "curl -f localhost"}, Interval: 10 * time.Second, Retries: 2}
		}
		if rapid.Bool().Draw(t, "timed") {
			c.StartTimeout, c.StopTimeout = 30*time.Second, 5*time.Second
		}
		c.Restart = model.RestartPolicy{Enabled: rapid.Bool().Draw(t, "restarts"), AttemptPeriod: time.Minute}
		for _, on := range d.Containers {
			conditions := []string{"", dependsStart}
			if len(on.HealthCheck.Command) > 0 {
				conditions = append(conditions, dependsHealthy)
			}
			if !on.Essential {
				conditions = append(conditions, dependsComplete, dependsSuccess)
			}
			if how := rapid.SampledFrom(conditions).Draw(t, "condition"); how != "" {
				c.DependsOn = append(c.DependsOn, model.Dependency{Container: on.Name, Condition: how})
			}
		}
		d.Containers = append(d.Containers, c)
	}
	return d
}

func randomDeed(t *rapid.T, w *World) Command {
	n := rapid.IntRange(0, 9).Draw(t, "n")
	tasks := w.View().Tasks("c")
	switch rapid.SampledFrom([]string{"run", "run", "image", "stop", "kill", "route", "subnet", "stuck", "retire"}).Draw(t, "deed") {
	case "image":
		return SetImage{fmt.Sprint("k", n%4), Behaviour{
			Boot: time.Duration(n) * 3 * time.Second, IdleMemory: float64(n * 60), ExitAfter: time.Duration(n%4) * 30 * time.Second, ExitCode: n % 3,
			StopSlow: n == 7, StopTakes: time.Duration(n%5) * 3 * time.Second, FailsAfter: time.Duration(n%3) * 50 * time.Second,
			Start: []StartResult{StartOK, StartOK, StartNotFound, StartTimeout}[n%4],
		}}
	case "stop":
		if len(tasks) > 0 {
			return StopTask{Cluster: "c", ID: tasks[n%len(tasks)].ID}
		}
	case "kill":
		if len(tasks) > 0 {
			return KillTask{Cluster: "c", ID: tasks[n%len(tasks)].ID, ExitCode: n, Container: fmt.Sprint("k", n%3)}
		}
	case "retire":
		if len(tasks) > 0 {
			return RetireTask{Cluster: "c", ID: tasks[n%len(tasks)].ID}
		}
	case "route":
		return SetRoute{To: RouteRegistry, Up: n%2 == 0}
	case "subnet":
		return SetSubnet{Zone: "eu-west-1a", Free: n%4 - 1}
	case "stuck":
		return SetProvisioning{Of: ProvisionInterface, Works: n > 2}
	}
	return RunTask{Cluster: "c", Family: "f", Count: 1 + n%3, Launch: model.LaunchFargate}
}

// lived is what was last seen of a task.
type lived struct {
	status  model.TaskStatus
	version int64
}

func watch(t *rapid.T, w *World, lives map[string]*lived) {
	for _, task := range w.View().Tasks("c") {
		was := lives[task.ID]
		if was == nil {
			was = &lived{}
			lives[task.ID] = was
		}
		if task.Status.Order() < was.status.Order() || task.Version < was.version || task.Status != was.status && task.Version == was.version {
			t.Fatalf("task went from %s, version %d, to %s, version %d", was.status, was.version, task.Status, task.Version)
		}
		was.status, was.version = task.Status, task.Version
		if problem := oddities(task); problem != "" {
			t.Fatalf("%s: %s", task.Status, problem)
		}
	}
}

// oddities is what is wrong about a task.
func oddities(task *Task) string {
	x := task.Times
	last := x.Created
	for i, at := range []time.Time{x.Connected, x.PullStarted, x.PullStopped, x.Started, x.Stopping, x.ExecutionStopped, x.Stopped} {
		if at.IsZero() {
			continue
		}
		if at.Before(last) {
			return fmt.Sprintf("time %d is %v, before %v", i, at, last)
		}
		last = at
	}
	running := 0
	for i := range task.Containers {
		if task.Containers[i].Status == model.TaskRunning {
			running++
		}
	}
	main := task.main()
	switch {
	case (task.Desired == model.TaskStopped) == (task.StopCode == "" || task.StoppedReason == ""):
		return fmt.Sprintf("desired %s with the code %q and the reason %q", task.Desired, task.StopCode, task.StoppedReason)
	case task.Status == model.TaskRunning && (main.Status != model.TaskRunning || !task.up()):
		return "runs without its main container: " + string(main.Status)
	case running > 0 && (task.Status.Order() < model.TaskActivating.Order() || task.Status.Order() > model.TaskStopping.Order()):
		return fmt.Sprintf("%d containers run", running)
	case task.Status == model.TaskStopped && x.Stopped.IsZero():
		return "no time of its end"
	}
	return ""
}
