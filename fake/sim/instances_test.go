package sim

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func TestAgentWithoutConnectionFreezes(t *testing.T) {
	b := fleet(t)
	spreadOf(b, 4, nil)
	i := b.in("i-2")
	task := b.View().InstanceTasks(i)[0]
	b.must(SetAgent{"c", i.ID, false})
	b.must(StopTask{Cluster: "c", ID: task.ID})
	b.Step(30 * time.Minute)
	if task.stopped() || !task.Times.ExecutionStopped.IsZero() {
		t.Fatalf("without its agent the task became %s", task.Status)
	}
	b.must(SetAgent{"c", i.ID, true})
	b.Step(time.Minute)
	if task.Status != model.TaskStopped || len(b.View().InstanceTasks(i)) != 0 {
		t.Errorf("a minute after the agent came back the task is %s, %d tasks on its instance", task.Status, len(b.View().InstanceTasks(i)))
	}
}

func TestDraining(t *testing.T) {
	b := fleet(t)
	spreadOf(b, 4, nil)
	i := b.in("i-3") // with the standalone task of the fleet
	b.must(SetInstanceState{"c", i.ID, model.InstanceDraining})
	b.Step(10 * time.Minute)
	left := b.View().InstanceTasks(i)
	if len(left) != 1 || left[0].Service != "" {
		t.Errorf("the drained instance has %d tasks left, want the standalone one", len(left))
	}
	if n, _ := b.View().Counts(b.View().Service(Key{"c", "s"}), nil); n != 4 {
		t.Errorf("%d tasks run", n)
	}
	b.must(SetInstanceState{"c", i.ID, model.InstanceActive})
	if r := b.must(RunTask{Cluster: "c", Family: "small", Count: 1, Launch: "EC2", Constraints: []Constraint{{MemberOf, "ec2InstanceId == i-3"}}}); len(r.IDs) != 1 {
		t.Errorf("active again it takes no task: %+v", r)
	}
}

func TestDeregistering(t *testing.T) {
	b := fleet(t)
	spreadOf(b, 4, nil)
	i := b.in("i-3")
	if _, err := b.Do(DeregisterInstance{Cluster: "c", ID: i.ID}); err == nil || !strings.Contains(err.Error(), "Found running tasks on the instance.") {
		t.Fatal(err)
	}
	tasks := slices.Clone(b.View().InstanceTasks(i))
	b.must(DeregisterInstance{Cluster: "c", ID: i.ID, Force: true})
	for _, task := range tasks {
		if task.StopCode != model.StopUser || task.StoppedReason != "Container instance deregistration forced by user" {
			t.Errorf("%s: %s", task.StopCode, task.StoppedReason)
		}
	}
	b.Step(5 * time.Minute)
	if n, _ := b.View().Counts(b.View().Service(Key{"c", "s"}), nil); n != 4 || len(b.View().Instances("c")) != 3 {
		t.Errorf("%d tasks run on %d instances", n, len(b.View().Instances("c")))
	}
}

func TestAttributesAreHeldToTheirLimits(t *testing.T) {
	b := fleet(t)
	id := b.in("i-4").ID
	b.must(PutAttributes{"c", []Attribute{{id, "disk", "ssd"}}})
	if found, err := b.View().Query("c", "attribute:disk == ssd"); err != nil || len(found) != 1 {
		t.Errorf("%d instances have a disk, %v", len(found), err)
	}
	b.must(DeleteAttributes{"c", []Attribute{{id, "disk", ""}}})
	if found, _ := b.View().Query("c", "attribute:disk exists"); len(found) != 0 {
		t.Error("the attribute is still there")
	}
	var many []Attribute
	for _, n := range strings.Split("abcdefghijk", "") {
		many = append(many, Attribute{id, n, ""})
	}
	for want, a := range map[string][]Attribute{
		"TargetNotFoundException":                {{"x", "a", "b"}},
		"AttributeLimitExceededException":        many,
		"Attribute name \"a b\" is not valid":    {{id, "a b", ""}},
		"Attribute value \" edge\" is not valid": {{id, "a", " edge"}},
	} {
		if _, err := b.Do(PutAttributes{"c", a}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestZoneOutageAndReturn(t *testing.T) {
	b := fleet(t)
	b.must(apiService())
	spreadOf(b, 4, nil)
	b.must(KillZone{"eu-west-1a"})
	b.Step(10 * time.Minute)
	for _, task := range b.View().Tasks("c") {
		if !task.stopped() && task.Zone == "eu-west-1a" {
			t.Errorf("task %s runs in the lost zone", task.ID)
		}
	}
	for _, name := range []string{"api", "s"} {
		s := b.View().Service(Key{"c", name})
		if n, _ := b.View().Counts(s, nil); n != s.Desired {
			t.Errorf("%s: %d of %d tasks run elsewhere", name, n, s.Desired)
		}
	}
	b.must(RestoreZone{"eu-west-1a"})
	four := 4
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &four})
	b.Step(5 * time.Minute)
	back := 0
	for _, task := range b.View().ServiceTasks(Key{"c", "api"}) {
		if task.up() && task.Zone == "eu-west-1a" {
			back++
		}
	}
	if back == 0 {
		t.Error("nothing runs in the zone that is back")
	}
}

func TestFargateWithoutCapacity(t *testing.T) {
	b := newBox(t)
	b.must(SetFargateCapacity{Zone: "eu-west-1a"})
	b.must(apiService())
	b.Step(3 * time.Minute)
	for _, task := range b.live() {
		if task.Zone == "eu-west-1a" {
			t.Error("a task was placed in the zone without capacity")
		}
	}
	b.must(SetFargateCapacity{})
	six := 6
	b.must(UpdateService{Cluster: "c", Name: "api", Desired: &six})
	b.Step(3 * time.Minute)
	b.tells("api", "(service api) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone. For more information,")
	if r := b.must(RunTask{Cluster: "c", Family: "api", Count: 1, Launch: model.LaunchFargate}); len(r.Failures) != 1 || r.Failures[0].Reason != noFargateCapacity {
		t.Errorf("RunTask: %+v", r)
	}
	b.must(SetFargateCapacity{Available: true})
	b.Step(5 * time.Minute)
	if len(b.live()) != 6 {
		t.Errorf("%d tasks run with capacity", len(b.live()))
	}
}

func TestFargateQuota(t *testing.T) {
	b := newBox(t)
	b.must(SetFargateQuota{VCPUs: 1}) // four tasks of a quarter
	c := apiService()
	c.Desired = 6
	b.must(c)
	b.Step(3 * time.Minute)
	b.tells("api", "Reason: You've reached the limit on the number of vCPUs you can run concurrently.")
	if len(b.live()) != 4 {
		t.Errorf("%d tasks run", len(b.live()))
	}
}

func TestSpotIsReclaimedWithANotice(t *testing.T) {
	for slow, want := range map[bool]int{false: 143, true: 137} {
		b := newBox(t)
		b.must(SetImage{"api", Behaviour{Boot: time.Second, StopSlow: slow}})
		c := apiService()
		c.Launch, c.Strategy = "", []StrategyItem{{"FARGATE", 1, 1}, {"FARGATE_SPOT", 0, 1}}
		c.Desired = 4
		b.must(c)
		b.Step(5 * time.Minute)
		var spot *Task
		for _, task := range b.live() {
			if task.Provider == "FARGATE_SPOT" {
				spot = task
			}
		}
		b.must(SetFargateCapacity{Spot: true})
		b.must(ReclaimSpot{Cluster: "c", Task: spot.ID})
		if spot.Status != model.TaskStopping || spot.Desired != model.TaskStopped || spot.StopCode != model.StopSpot || spot.StoppedReason != "Your Spot Task was interrupted." {
			t.Fatalf("at the notice the task is %s, %s: %s", spot.Status, spot.StopCode, spot.StoppedReason)
		}
		b.Step(3 * time.Minute)
		if spot.Status != model.TaskStopped || spot.Containers[0].ExitCode != want {
			t.Errorf("it ended %s with %d, want %d", spot.Status, spot.Containers[0].ExitCode, want)
		}
		b.Step(10 * time.Minute)
		demand := 0
		for _, task := range b.live() {
			if task.Provider == "FARGATE" {
				demand++
			}
		}
		if demand != 3 || len(b.live()) != 3 {
			t.Errorf("%d tasks live, %d of them on demand: nothing may fall back", len(b.live()), demand)
		}
		b.tells("api", "Reason: Capacity is unavailable at this time.")
		b.must(SetFargateCapacity{Spot: true, Available: true})
		b.Step(5 * time.Minute)
		if len(b.live()) != 4 {
			t.Errorf("%d tasks live with Spot back", len(b.live()))
		}
	}
}
