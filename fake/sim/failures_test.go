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
