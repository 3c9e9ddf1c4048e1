package sim

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// where is how many live tasks of a service each instance of the fleet has.
func where(b box, service string) (out [4]int) {
	for i, id := range []string{"i-1", "i-2", "i-3", "i-4"} {
		for _, in := range b.View().Instances("c") {
			if in.EC2ID != id {
				continue
			}
			for _, t := range in.tasks {
				if t.Service == service && t.up() {
					out[i]++
				}
			}
		}
	}
	return out
}

func agentService() CreateService {
	return CreateService{Cluster: "c", Name: "agent", Family: "small", Daemon: true, MinPercent: -1, MaxPercent: -1, Constraints: []Constraint{{MemberOf, "ec2InstanceId != i-2"}}}
}

func TestDaemonHasOneTaskOnEachMatchingInstance(t *testing.T) {
	b := fleet(t)
	b.must(agentService())
	s := b.View().Service(Key{"c", "agent"})
	b.Step(3 * time.Minute)
	if got := where(b, "agent"); got != [4]int{1, 0, 1, 1} || s.Desired != 3 || s.Deployments[0].Rollout != model.RolloutCompleted {
		t.Fatalf("tasks %v, desired %d, %s", got, s.Desired, s.Deployments[0].Rollout)
	}
	if s.MinPercent != 0 || s.MaxPercent != 100 || s.Rebalance {
		t.Errorf("percentages %d/%d, rebalancing %v", s.MinPercent, s.MaxPercent, s.Rebalance)
	}

	// An instance that comes gets its daemon at once.
	b.must(RegisterInstance{Cluster: "c", EC2ID: "i-5", Type: "t3.small", Zone: "eu-west-1b"})
	if i := b.in("i-5"); len(i.tasks) != 1 || i.tasks[0].Service != "agent" || s.Desired != 4 {
		t.Errorf("the new instance has %d tasks, desired %d", len(i.tasks), s.Desired)
	}
	b.Step(3 * time.Minute)

	// A deployment replaces each task in its place: never two on one instance.
	b.must(UpdateService{Cluster: "c", Name: "agent", Force: true})
	for range 300 {
		b.Step(time.Second)
		for _, n := range where(b, "agent") {
			if n > 1 {
				t.Fatal("two daemons on one instance")
			}
		}
	}
	if got := where(b, "agent"); got != [4]int{1, 0, 1, 1} || len(s.Deployments) != 1 || s.Deployments[0].Rollout != model.RolloutCompleted {
		t.Errorf("after the deployment: %v, %d deployments, %s\n%s", got, len(s.Deployments), s.Deployments[0].Rollout, b.story(0, "event", "deployment"))
	}
}

// On an instance that drains the daemon is the last to go.
func TestDaemonsGoLast(t *testing.T) {
	b := fleet(t)
	b.must(agentService())
	b.must(CreateService{Cluster: "c", Name: "s", Family: "small", Desired: 3, Launch: "EC2", MinPercent: -1, MaxPercent: -1, Constraints: []Constraint{{Type: DistinctInstance}}})
	b.Step(3 * time.Minute)
	i := b.in("i-1")
	b.must(SetInstanceState{"c", i.ID, model.InstanceDraining})
	others := true
	for range 600 {
		b.Step(time.Second)
		agent := false
		others = false
		for _, task := range i.tasks {
			agent = agent || task.Daemon && task.up()
			others = others || !task.Daemon
		}
		if others && !agent {
			t.Fatal("the daemon went before the others")
		}
	}
	if len(i.tasks) != 0 || b.View().Service(Key{"c", "agent"}).Desired != 2 {
		t.Errorf("%d tasks left (others: %v)", len(i.tasks), others)
	}
	b.must(SetInstanceState{"c", i.ID, model.InstanceActive})
	b.Step(2 * time.Minute)
	if got := where(b, "agent"); got[0] != 1 {
		t.Errorf("active again: %v", got)
	}
}

func TestDaemonRefusals(t *testing.T) {
	b := fleet(t)
	two := 2
	for _, c := range []struct {
		change func(*CreateService)
		text   string
	}{
		{func(c *CreateService) { c.Desired = 1 }, errDaemonDesired.Message},
		{func(c *CreateService) { c.MaxPercent = 200 }, "The daemon scheduling strategy does not support values other than 100 for maximumPercent. Change the value and try again"},
		{func(c *CreateService) { c.Placement = []Strategy{{PlaceSpread, fieldInstance}} }, "The daemon scheduling strategy does not support placement strategies. Remove them and try again"},
		{func(c *CreateService) { c.Family, c.Launch = "api", model.LaunchFargate }, "The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and try again"},
		{func(c *CreateService) { c.Rebalance = "ENABLED" }, "Availability Zone rebalancing is not supported with the DAEMON scheduling strategy."},
	} {
		in := agentService()
		c.change(&in)
		b.refuses(in, ErrInvalid, c.text)
	}
	b.must(agentService())
	b.refuses(UpdateService{Cluster: "c", Name: "agent", Desired: &two}, ErrInvalid, errDaemonDesired.Message)
	b.must(DeleteService{Cluster: "c", Name: "agent"})
}
