package model

import (
	"math"
	"slices"
	"testing"
	"time"
)

// TestUnknownStatus: a value this program has never heard of is unknown, never
// good, and never lost.
func TestUnknownStatus(t *testing.T) {
	for name, s := range map[string]Severity{
		"cluster": ClusterStatus("NEW").Severity(), "service": ServiceStatus("NEW").Severity(), "rollout": RolloutState("NEW").Severity(),
		"task": TaskStatus("NEW").Severity(), "health": HealthStatus("NEW").Severity(), "stop code": StopCode("NEW").Severity(),
		"instance": InstanceStatus("NEW").Severity(), "target": TargetState("NEW").Severity(), "alarm": AlarmState("NEW").Severity(),
		"no cluster status": ClusterStatus("").Severity(), "no service status": ServiceStatus("").Severity(), "no health": HealthStatus("").Severity(),
		"health not checked": HealthUnknown.Severity(), "target not answered for": TargetUnavailable.Severity(), "alarm without data": AlarmInsufficient.Severity(),
	} {
		if s != Unknown {
			t.Errorf("%s: %v, want unknown", name, s)
		}
	}
	if n := TaskStatus("NEW").Order(); n != 0 {
		t.Errorf("an unknown task status has the place %d in a task's life", n)
	}
}

func TestSeverities(t *testing.T) {
	for _, c := range []struct {
		name string
		got  Severity
		want Severity
	}{
		{"cluster ACTIVE", ClusterActive.Severity(), Good},
		{"cluster FAILED", ClusterFailed.Severity(), Broken},
		{"cluster PROVISIONING", ClusterProvisioning.Severity(), Moving},
		{"cluster INACTIVE", ClusterInactive.Severity(), Idle},
		{"rollout FAILED", RolloutFailed.Severity(), Broken},
		{"rollout IN_PROGRESS", RolloutInProgress.Severity(), Moving},
		{"rollout COMPLETED", RolloutCompleted.Severity(), Good},
		{"UNHEALTHY", Unhealthy.Severity(), Broken},
		{"HEALTHY", Healthy.Severity(), Good},
		{"essential exited", StopEssentialExited.Severity(), Broken},
		{"spot", StopSpot.Severity(), Warning},
		{"user", StopUser.Severity(), Idle},
		{"instance ACTIVE", InstanceActive.Severity(), Good},
		{"instance DRAINING", InstanceDraining.Severity(), Moving},
		{"instance REGISTRATION_FAILED", InstanceRegistrationFailed.Severity(), Broken},
		{"instance INACTIVE", InstanceInactive.Severity(), Idle},
		{"target healthy", TargetHealthy.Severity(), Good},
		{"target unhealthy", TargetUnhealthy.Severity(), Broken},
		{"target draining", TargetDraining.Severity(), Moving},
		{"target unused", TargetUnused.Severity(), Idle},
		{"alarm ALARM", AlarmAlarm.Severity(), Warning},
		{"alarm OK", AlarmOK.Severity(), Good},
		{"an instance that is connected", Instance{Status: InstanceActive, AgentConnected: true}.Severity(), Good},
		{"an instance whose agent is gone", Instance{Status: InstanceActive}.Severity(), Broken},
		{"an instance that is gone", Instance{Status: InstanceInactive}.Severity(), Idle},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if got := Worst(Worst(Good, Broken), Warning); got != Broken {
		t.Errorf("the worst of good, broken and warning is %v", got)
	}
	if got := Severity(99).String(); got != "unknown" {
		t.Errorf("a severity that does not exist is called %q", got)
	}
}

func TestTaskOrder(t *testing.T) {
	life := []TaskStatus{TaskProvisioning, TaskPending, TaskActivating, TaskRunning, TaskDeactivating, TaskStopping, TaskDeprovisioning, TaskStopped, TaskDeleted}
	for i, s := range life {
		if s.Order() != i+1 {
			t.Errorf("%s has the place %d in a task's life, want %d", s, s.Order(), i+1)
		}
	}
}

func TestPart(t *testing.T) {
	var p Part[int]
	if p.Known() || p.Age(noon) != 0 {
		t.Errorf("a part that never came is known: %t, age %s", p.Known(), p.Age(noon))
	}
	p.At = noon
	if !p.Known() || p.Age(noon.Add(time.Minute)) != time.Minute || p.Age(noon.Add(-time.Minute)) != 0 {
		t.Errorf("a part of noon is known: %t, a minute later %s old, a minute before %s", p.Known(), p.Age(noon.Add(time.Minute)), p.Age(noon.Add(-time.Minute)))
	}
}

func TestSnapshotFinds(t *testing.T) {
	c := ClusterRef{"aws", "eu-west-1", "123456789012", "prod"}
	api, web := c.Service("api"), c.Service("web")
	s := Snapshot{
		Clusters: Part[Cluster]{Rows: []Cluster{{Ref: c, Running: 7}}},
		Services: map[ClusterRef]Part[Service]{c: {Rows: []Service{{Ref: api, Desired: 3}}}},
		Tasks:    map[ClusterRef]Part[Task]{c: {Rows: []Task{{Ref: c.Task("1"), Version: 4}, {Ref: c.Task("2"), Version: 9}}}},
		OwnTasks: map[ServiceRef]Part[Task]{api: {Rows: []Task{{Ref: c.Task("1"), Version: 5}, {Ref: c.Task("2"), Version: 8}}}},
	}
	if got, ok := s.Cluster(c); !ok || got.Running != 7 {
		t.Errorf("the cluster is %+v, %t", got, ok)
	}
	if got, ok := s.Service(api); !ok || got.Desired != 3 {
		t.Errorf("the service is %+v, %t", got, ok)
	}
	if _, ok := s.Service(web); ok {
		t.Error("a service that is not there is found")
	}
	for id, want := range map[string]int64{"1": 5, "2": 9} {
		if got, ok := s.Task(c.Task(id)); !ok || got.Version != want {
			t.Errorf("task %s has version %d, %t; want the newer answer, %d", id, got.Version, ok, want)
		}
	}
	if _, ok := s.Task(c.Task("3")); ok {
		t.Error("a task that is not there is found")
	}
}

func TestSeries(t *testing.T) {
	nan := math.NaN()
	s := Series{Start: noon, Period: time.Minute, Values: []float64{1, 2, nan}}
	if v, ok := s.Last(); !ok || v != 2 {
		t.Errorf("the last value is %v, %t; want 2", v, ok)
	}
	if got := s.End(); got != noon.Add(3*time.Minute) {
		t.Errorf("the series ends at %v", got)
	}
	s.Values = []float64{nan}
	if v, ok := s.Last(); ok {
		t.Errorf("a series without values ends with %v", v)
	}
}

func TestLogSources(t *testing.T) {
	awslogs := func(options ...string) LogConfig {
		c := LogConfig{Driver: "awslogs", Options: map[string]string{}}
		for i := 0; i < len(options); i += 2 {
			c.Options[options[i]] = options[i+1]
		}
		return c
	}
	d := TaskDefinition{Containers: []ContainerDef{
		{Name: "app", Image: "registry/shop/api:3", Log: awslogs("awslogs-group", "/ecs/api", "awslogs-region", "eu-west-1", "awslogs-stream-prefix", "ecs")},
		{Name: "proxy", Image: "envoy", Log: awslogs("awslogs-group", "/ecs/proxy")},
		{Name: "quiet"},
		{Name: "spread", Log: LogConfig{Driver: "awsfirelens", Options: map[string]string{"awslogs-group": "no"}}},
		{Name: "nowhere", Log: awslogs()},
	}}
	want := []LogSource{{"app", "/ecs/api", "eu-west-1", "ecs"}, {Container: "proxy", Group: "/ecs/proxy"}}
	got := d.LogSources()
	if !slices.Equal(got, want) {
		t.Fatalf("log sources are %+v, want %+v", got, want)
	}
	task := TaskRef{ID: "1dc5"}
	if a, b := got[0].Stream(task), got[1].Stream(task); a != "ecs/app/1dc5" || b != "" {
		t.Errorf("streams are %q and %q, want ecs/app/1dc5 and none", a, b)
	}
	if id := (LogEvent{Stream: "ecs/app/1dc5"}).TaskID(); id != "1dc5" {
		t.Errorf("the line is by task %q", id)
	}
	if id := (LogEvent{Stream: "1dc5"}).TaskID(); id != "" {
		t.Errorf("a line of a stream without a prefix is by task %q, want unknown", id)
	}
	if got := d.Images()[0]; ShortImage(got) != "api:3" || ShortImage("envoy") != "envoy" {
		t.Errorf("the short image of %q is %q", got, ShortImage(got))
	}
}

func TestTargetGroupName(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/50dc6c495c0c9188": "api",
		"api": "api", "": "",
	} {
		if got := TargetGroupName(arn); got != want {
			t.Errorf("the target group of %q is %q, want %q", arn, got, want)
		}
	}
}
