package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// busy is the api service with 70 % CPU as its target and traffic that needs
// about six tasks at its height.
func busy(t *testing.T, tr *Traffic) box {
	b := newBox(t)
	b.must(SetImage{"api", Behaviour{Size: 40, Boot: 2 * time.Second, IdleCPU: 5, CPUPerRequest: 20 * time.Millisecond, IdleMemory: 90, Voice: "orders"}})
	b.must(apiService())
	b.must(PutScaling{Cluster: "c", Name: "api", Min: 2, Max: 10, Policies: []Policy{{Name: "cpu70", Metric: "ECSServiceAverageCPUUtilization", Target: 70}}})
	b.must(SetTraffic{"c", "api", tr})
	return b
}

func TestPeakScalesOutAndBackIn(t *testing.T) {
	b := busy(t, &Traffic{Base: 10, Peaks: []Peak{{At: 13 * time.Hour, Width: time.Hour, Height: 50}}})
	b.Step(10 * time.Minute)
	if got := b.api().Desired; got != 2 {
		t.Fatalf("desired is %d before the peak, want 2", got)
	}
	most := 0
	for range 180 {
		b.Step(time.Minute)
		most = max(most, b.api().Desired)
	}
	// 60 requests per second of 20 ms each are 1229 units: 6.9 tasks at 70 %.
	if most < 6 || most > 8 {
		t.Errorf("the peak took the service to %d tasks, want 6 to 8", most)
	}
	b.Step(2 * time.Hour)
	if got := b.api().Desired; got != 2 {
		t.Errorf("desired is %d long after the peak, want 2", got)
	}
	acts := b.api().Scaling.Activities
	if len(acts) < 4 {
		t.Fatalf("%d activities, want one for each move", len(acts))
	}
	first := acts[len(acts)-1]
	high := b.api().Scaling.Policies[0].High
	if first.Cause != "monitor alarm "+high+" in state ALARM triggered policy cpu70" || first.Status != "Successful" {
		t.Errorf("first activity: %+v", first)
	}
	if !strings.HasPrefix(first.Description, "Setting desired count to ") || !strings.HasPrefix(first.StatusMessage, "Successfully set desired count to ") {
		t.Errorf("first activity: %+v", first)
	}
	a := b.View().Alarm(high)
	if a.Threshold != 70 || a.Periods != 3 || !strings.HasPrefix(a.Name, "TargetTracking-service/c/api-AlarmHigh-") {
		t.Errorf("high alarm: %+v", a)
	}
	if low := b.View().Alarm(b.api().Scaling.Policies[0].Low); low.Threshold != 63 || low.Periods != 15 {
		t.Errorf("low alarm: threshold %v over %d periods, want 63 over 15", low.Threshold, low.Periods)
	}
}

func TestRequestsAreSpreadEvenly(t *testing.T) {
	b := busy(t, &Traffic{Base: 12})
	b.Step(12 * time.Minute)
	for _, task := range b.live() {
		if task.Usage.Rate != 6 {
			t.Errorf("a task is given %v requests per second, want half of 12", task.Usage.Rate)
		}
	}
	minutes := b.View().Minutes(b.api(), noon, b.Now())
	last := minutes[len(minutes)-1]
	// 6 requests of 20 ms a second are 122.88 units and 5 idle: 49.95 % of 256.
	if last.Requests != 720 || last.Errors != 0 || last.CPU != 49.95 || last.Tasks != 2 {
		t.Errorf("last minute: %+v", last)
	}
}

func TestTooMuchTrafficFails(t *testing.T) {
	b := busy(t, &Traffic{Base: 30})
	b.must(PutScaling{Cluster: "c", Name: "api", Min: 2, Max: 2})
	b.Step(12 * time.Minute)
	minutes := b.View().Minutes(b.api(), noon, b.Now())
	last := minutes[len(minutes)-1]
	if last.CPU != 100 || last.Errors == 0 {
		t.Errorf("two tasks under 30 requests per second: %+v", last)
	}
	errors := 0
	b.must(CreateLogGroup{Name: "/ecs/api"})
	def := apiDef("api:1")
	def.ExecutionRole = "arn:aws:iam::123456789012:role/exec"
	def.Containers[0].Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/api", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}}
	b.must(RegisterTaskDef{def})
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api"})
	b.Step(10 * time.Minute)
	requests, frames := 0, 0
	for _, l := range b.View().Lines("/ecs/api", "", nil, b.Now().Add(-time.Minute), b.Now(), 0) {
		switch {
		case strings.HasPrefix(l.Message, "ERROR"):
			errors++
			requests++
		case strings.HasPrefix(l.Message, "INFO"), strings.HasPrefix(l.Message, "WARN"):
			requests++
		default:
			frames++
		}
	}
	if errors*6 < requests || frames < 3*errors {
		t.Errorf("%d of %d lines about requests are errors, with %d lines of stack traces, though a fifth of the requests fail", errors, requests, frames)
	}
}

func TestScaleInWaitsForADeployment(t *testing.T) {
	b := busy(t, &Traffic{Base: 5})
	six := 6
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &six})
	b.Step(30 * time.Second)
	// A rollout that never ends: its image does not answer.
	b.must(SetImage{"api:9", Behaviour{Boot: 24 * time.Hour}})
	b.must(RegisterTaskDef{apiDef("api:9")})
	off := false
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api", Breaker: &off})
	b.Step(time.Hour)
	if got := b.api().Desired; got != 6 {
		t.Errorf("desired went to %d during a deployment, want 6", got)
	}
}

func TestLinesAgreeWithWhatHappens(t *testing.T) {
	b := busy(t, &Traffic{Base: 4})
	b.must(CreateLogGroup{Name: "/ecs/api"})
	def := apiDef("api:1")
	def.ExecutionRole = "arn:aws:iam::123456789012:role/exec"
	def.Containers[0].Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/ecs/api", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}}
	b.must(RegisterTaskDef{def})
	b.must(UpdateService{Cluster: "c", Name: "api", Family: "api"})
	b.Step(20 * time.Minute)
	v := b.View()
	from, to := b.Now().Truncate(time.Minute).Add(-5*time.Minute), b.Now().Truncate(time.Minute)
	lines := v.Lines("/ecs/api", "", nil, from, to, 0)
	if want := 4 * 60 * 5; len(lines) != want {
		t.Errorf("%d lines for %d requests", len(lines), want)
	}
	seen := map[string]bool{}
	for i, l := range lines {
		if i > 0 && (l.At.Before(lines[i-1].At) || l.At.Equal(lines[i-1].At) && l.ID <= lines[i-1].ID) {
			t.Fatalf("line %d is out of order", i)
		}
		if seen[l.ID] {
			t.Fatalf("id %s twice", l.ID)
		}
		seen[l.ID] = true
	}
	// Reading in pieces gives the same lines as reading at once.
	var pieces []Line
	for at := from; at.Before(to); at = at.Add(7 * time.Second) {
		pieces = append(pieces, v.Lines("/ecs/api", "", nil, at, minTime(at.Add(7*time.Second), to), 0)...)
	}
	if fmt.Sprint(pieces) != fmt.Sprint(lines) {
		t.Error("reading in pieces gives other lines than reading at once")
	}
	// A task that stops says so, and says nothing afterwards.
	victim := b.live()[0]
	b.must(StopTask{Cluster: "c", ID: victim.ID})
	b.Step(5 * time.Minute)
	own := v.Lines("/ecs/api", "ecs/app/"+victim.ID, nil, noon, b.Now(), 0)
	if last := own[len(own)-1]; last.Message != "INFO  shut down cleanly, exit 0" {
		t.Errorf("the last word of a stopped task is %q", last.Message)
	}
	if first := own[0]; !strings.HasPrefix(first.Message, "INFO  order service starting rev=api:2") {
		t.Errorf("its first is %q", first.Message)
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func TestLeakEndsOutOfMemory(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"api", Behaviour{Size: 40, Boot: time.Second, IdleMemory: 300, LeakPerHour: 250}})
	b.must(apiService())
	b.Step(55 * time.Minute)
	dead := 0
	for _, task := range b.View().ServiceTasks(Key{"c", "api"}) {
		if c := task.Containers[0]; c.Exited {
			dead++
			if c.ExitCode != 137 || c.Reason != "OutOfMemoryError: Container killed due to memory usage" || task.StopCode != model.StopEssentialExited {
				t.Errorf("dead task: exit %d, %q, %s", c.ExitCode, c.Reason, task.StopCode)
			}
		}
	}
	if dead != 2 {
		t.Errorf("%d tasks died of memory, want both", dead)
	}
}

func TestMissingLogGroupFailsTheStart(t *testing.T) {
	b := newBox(t)
	def := apiDef("api:1")
	def.ExecutionRole = "arn:aws:iam::123456789012:role/exec"
	def.Containers[0].Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": "/nowhere", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "ecs"}}
	b.must(RegisterTaskDef{def})
	b.must(apiService())
	b.Step(5 * time.Minute)
	task := b.View().ServiceTasks(Key{"c", "api"})[0]
	if task.StopCode != model.StopFailedToStart || !strings.Contains(task.StoppedReason, "The specified log group does not exist.") {
		t.Errorf("%s: %s", task.StopCode, task.StoppedReason)
	}
}

func TestScheduleRunsDaily(t *testing.T) {
	b := newBox(t)
	b.must(SetImage{"job", Behaviour{ExitAfter: 10 * time.Minute, Voice: "batch"}})
	b.must(RegisterTaskDef{TaskDef{Family: "job", CPU: 256, Memory: 512, NetworkMode: "awsvpc", Requires: []string{"FARGATE"}, Containers: []ContainerDef{{Name: "job", Image: "job:1", Essential: true}}}})
	b.must(PutSchedule{Name: "nightly", At: 2 * time.Hour, Run: RunTask{Cluster: "c", Family: "job", Count: 1, Launch: model.LaunchFargate}})
	b.Step(14*time.Hour + 5*time.Minute)
	tasks := b.View().Tasks("c")
	if len(tasks) != 1 || tasks[0].Status != model.TaskRunning || tasks[0].StartedBy != "events-rule/nightly" || tasks[0].Group != "family:job" {
		t.Fatalf("at 02:05: %d tasks, %+v", len(tasks), tasks)
	}
	b.Step(20 * time.Minute)
	if x := tasks[0]; x.Status != model.TaskStopped || x.Containers[0].ExitCode != 0 {
		t.Errorf("at 02:25 the job is %s, exit %d", x.Status, x.Containers[0].ExitCode)
	}
}

// onEC2 is a service of a capacity provider whose instances take two tasks.
func onEC2(t *testing.T) box {
	b := newBox(t)
	b.must(CreateProvider{Provider: ProviderSpec{Name: "asg", Cluster: "c", Type: "t3.small", Min: 1, Max: 6, Desired: 1}, Settled: true})
	b.must(RegisterTaskDef{TaskDef{Family: "worker", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "w", Image: "w:1", Essential: true, CPU: 900, Memory: 700}}}})
	b.must(CreateService{Cluster: "c", Name: "api", Family: "worker", Desired: 2, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: -1, MaxPercent: -1})
	b.Step(10 * time.Minute)
	return b
}

func TestInstancesComeAndGoWithTheTasks(t *testing.T) {
	b := onEC2(t)
	if got := len(b.View().Instances("c")); got != 1 || len(b.live()) != 2 {
		t.Fatalf("%d instances for %d tasks, want 1 for 2", got, len(b.live()))
	}
	eight := 8
	mark := b.lastSeq()
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &eight})
	b.Step(20 * time.Second)
	waiting := 0
	for _, task := range b.live() {
		if task.waiting() {
			waiting++
		}
	}
	if waiting != 6 {
		t.Errorf("%d tasks wait for an instance in PROVISIONING, want 6", waiting)
	}
	b.Step(8 * time.Minute)
	if got := len(b.View().Instances("c")); got != 4 {
		t.Errorf("%d instances for 8 tasks of half an instance, want 4\n%s", got, b.story(mark, "capacity", "instance"))
	}
	if n, _ := b.View().Counts(b.api(), nil); n != 8 {
		t.Errorf("%d tasks run, want 8", n)
	}
	two := 2
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &two})
	b.Step(10 * time.Minute)
	if got := len(b.View().Instances("c")); got != 4 {
		t.Errorf("%d instances ten minutes after the tasks left, want still 4", got)
	}
	b.Step(20 * time.Minute)
	if got := len(b.View().Instances("c")); got > 2 {
		t.Errorf("%d instances half an hour after the tasks left, want at most 2\n%s", got, b.story(mark, "capacity", "instance"))
	}
	if n, _ := b.View().Counts(b.api(), nil); n != 2 {
		t.Errorf("%d tasks run, want 2", n)
	}
}

func TestLostInstanceIsReplaced(t *testing.T) {
	b := onEC2(t)
	i := b.View().Instances("c")[0]
	lost := b.live()
	b.must(KillInstance{"c", i.ID})
	for _, task := range lost {
		if task.StopCode != model.StopTermination || task.StoppedReason != "Host EC2 (instance "+i.EC2ID+") terminated." || task.Containers[0].Exited {
			t.Errorf("lost task: %s %q", task.StopCode, task.StoppedReason)
		}
	}
	b.Step(8 * time.Minute)
	if n, _ := b.View().Counts(b.api(), nil); n != 2 || len(b.View().Instances("c")) < 1 {
		t.Errorf("%d tasks on %d instances eight minutes later", n, len(b.View().Instances("c")))
	}
}

func TestEveryInstanceSaysWhyNot(t *testing.T) {
	b := onEC2(t)
	b.must(RegisterTaskDef{TaskDef{Family: "ports", NetworkMode: "host", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "p", Image: "p:1", Essential: true, CPU: 10, Memory: 10, Ports: []model.Port{{ContainerPort: 80, HostPort: 80}}}}}})
	b.must(RegisterTaskDef{TaskDef{Family: "fat", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "f", Image: "f:1", Essential: true, CPU: 10, Memory: 1500}}}})
	run := func(family string) Reply {
		return b.must(RunTask{Cluster: "c", Family: family, Count: 1, Launch: model.LaunchEC2})
	}
	if r := run("ports"); len(r.IDs) != 1 {
		t.Fatalf("the first task on port 80 found no place: %+v", r)
	}
	b.Step(30 * time.Second)
	for family, want := range map[string]string{"ports": RefusePorts, "fat": RefuseMemory, "worker": RefuseCPU} {
		if r := run(family); len(r.Failures) != 1 || r.Failures[0].Reason != want {
			t.Errorf("%s: %+v, want %s", family, r.Failures, want)
		}
	}
}

// A task that no instance of the group can ever take calls for none.
func TestTaskTooBigForItsGroupGrowsNothing(t *testing.T) {
	b := onEC2(t)
	b.must(RegisterTaskDef{TaskDef{Family: "huge", NetworkMode: "bridge", Requires: []string{"EC2"}, Containers: []ContainerDef{{Name: "h", Image: "h:1", Essential: true, CPU: 10, Memory: 64000}}}})
	b.must(CreateService{Cluster: "c", Name: "huge", Family: "huge", Desired: 1, Strategy: []StrategyItem{{"asg", 0, 1}}, MinPercent: -1, MaxPercent: -1})
	b.Step(30 * time.Minute)
	if n := len(b.View().Instances("c")); n != 1 {
		t.Errorf("the group grew to %d instances for a task that fits none", n)
	}
	b.tells("huge", "has insufficient memory available. For more information, see the Troubleshooting section")
}

// A group at its maximum leaves tasks without a place, and ECS says why.
func TestFullGroupIsTold(t *testing.T) {
	b := onEC2(t)
	thirty := 30
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &thirty})
	b.Step(40 * time.Minute)
	if n := len(b.View().Instances("c")); n != 6 {
		t.Fatalf("%d instances, want the maximum of 6", n)
	}
	b.tells("api", "The closest matching (container-instance ")
}

// tells wants exactly one event of a service with a text.
func (b box) tells(service, text string) {
	b.t.Helper()
	n := 0
	for _, e := range b.View().Service(Key{"c", service}).Events {
		if strings.Contains(e.Message, text) {
			n++
		}
	}
	if n != 1 {
		b.t.Errorf("%d events of %s say %q, want one", n, service, text)
	}
}

// A load balancer without a healthy target does not turn requests away: it
// gives them to all that are registered.
func TestLoadBalancerFailsOpen(t *testing.T) {
	b := busy(t, &Traffic{Base: 6})
	b.Step(10 * time.Minute)
	b.must(SetImage{"api", Behaviour{Boot: time.Second, IdleCPU: 5, CPUPerRequest: time.Millisecond, FailsAfter: time.Second}})
	open := false
	for range 8 {
		b.Step(time.Minute)
		minutes := b.View().Minutes(b.api(), b.Now().Add(-2*time.Minute), b.Now())
		m := minutes[len(minutes)-1]
		healthy := 0
		for _, tg := range b.View().ServiceTargets(b.api()) {
			if tg.State == model.TargetHealthy {
				healthy++
			}
		}
		open = open || healthy == 0 && m.Takers > 0 && m.Errors < m.Requests
	}
	if !open {
		t.Error("with every target unhealthy nobody was given a request")
	}
}

// reasons are the codes of the activities that moved nothing.
func (b box) reasons() (out []string) {
	for _, a := range b.api().Scaling.Activities {
		for _, n := range a.Not {
			out = append(out, n.Code)
		}
	}
	return out
}

func TestFewerTasksWouldFlap(t *testing.T) {
	// Three tasks at 55 % are below 90 % of the target of 70. Two would be at 83.
	b := busy(t, &Traffic{Base: 20})
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: ptr(3)})
	b.Step(40 * time.Minute)
	if got := b.api().Desired; got != 3 {
		t.Errorf("desired is %d, want 3", got)
	}
	if got := b.reasons(); !slices.Equal(got, []string{"AutoScalingAnticipatedFlapping"}) {
		t.Errorf("reasons are %v", got)
	}
}

func TestStepsThatMoveNothingSayWhy(t *testing.T) {
	b := newBox(t)
	b.must(apiService())
	b.must(RegisterTarget{Cluster: "c", Name: "api", Min: ptr(2), Max: ptr(4)})
	b.must(PutPolicy{"c", "api", Policy{Name: "stay", Type: StepScaling, Step: StepConfig{Adjustment: "ExactCapacity", Steps: []Step{{Lower: ptr(0.0), By: 2}}}}})
	b.must(PutPolicy{"c", "api", Policy{Name: "less", Type: StepScaling, Step: StepConfig{Adjustment: "ChangeInCapacity", Steps: []Step{{Lower: ptr(0.0), By: -1}}}}})
	for _, p := range b.api().Scaling.Policies {
		b.must(PutMetricAlarm{Alarm{
			Name: p.Name, Namespace: "Shop", Metric: "Queue", Statistic: "Maximum", Comparison: "GreaterThanThreshold", Threshold: 10, Period: time.Minute, Periods: 1,
			AlarmActions: []string{b.View().PolicyARN(b.api(), p)},
		}})
	}
	b.must(PutMetricData{[]Datum{{Metric: MetricID{"Shop", "Queue", nil}, Parts: []Part{{50, 1}}}}})
	b.Step(3 * time.Minute)
	got := b.reasons()
	slices.Sort(got)
	if !slices.Equal(got, []string{"AlreadyAtDesiredCapacity", "AlreadyAtMinCapacity"}) {
		t.Errorf("reasons are %v", got)
	}
}

func TestOneTimeActionsStay(t *testing.T) {
	b := busy(t, &Traffic{Base: 10})
	_, err := b.Do(PutScheduledAction{"c", "api", ScheduledAction{Name: "past", Schedule: "at(" + b.Now().Add(-time.Hour).Format("2006-01-02T15:04:05") + ")", Min: ptr(4)}})
	if err == nil || !strings.Contains(err.Error(), "is in the past") {
		t.Errorf("a scheduled action in the past: %v", err)
	}
	b.must(PutScheduledAction{"c", "api", ScheduledAction{Name: "once", Schedule: "at(" + b.Now().Add(time.Hour).Format("2006-01-02T15:04:05") + ")", Min: ptr(4)}})
	b.Step(2 * time.Hour)
	if s := b.api(); s.Scaling.Min != 4 || len(s.Scaling.Scheduled) != 1 {
		t.Errorf("the minimum is %d, with %d actions", s.Scaling.Min, len(s.Scaling.Scheduled))
	}
}

func TestHistoryOutlivesItsAlarm(t *testing.T) {
	b := newBox(t)
	watch := Alarm{Name: "queue", Namespace: "Shop", Metric: "Queue", Statistic: "Sum", Comparison: "GreaterThanThreshold", Threshold: 10, Period: time.Minute, Periods: 1}
	b.must(PutMetricAlarm{watch})
	b.must(DeleteAlarms{[]string{"queue"}})
	b.Step(13 * day)
	if all := b.View().AlarmHistories(); len(all) != 1 || len(all[0].Events) != 2 || all[0].Events[0].Summary != `Alarm "queue" deleted` {
		t.Fatalf("after 13 days there is %v", all)
	}
	b.must(PutMetricAlarm{watch})
	if all := b.View().AlarmHistories(); len(all) != 1 || len(all[0].Events) != 3 {
		t.Errorf("an alarm made again has %v", all)
	}
	b.must(DeleteAlarms{[]string{"queue"}})
	b.Step(15 * day)
	if all := b.View().AlarmHistories(); len(all) != 0 {
		t.Errorf("after 15 days there is %v", all)
	}
}

func ptr[T any](x T) *T { return &x }
