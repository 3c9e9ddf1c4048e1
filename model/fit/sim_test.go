package fit_test

import (
	"context"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake"
	"github.com/ecsdeck/ecsdeck/fake/scenario"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model/fit"
)

// The simulator's own placement refuses the same instances for every service that
// runs on instances, in worlds that are short of everything.
func TestAsTheSimulatorPlaces(t *testing.T) {
	for _, name := range []string{"no-capacity", "az-outage", "noisy-neighbour", "thousand"} {
		t.Run(name, func(t *testing.T) {
			s, err := scenario.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			world, err := s.Build(1)
			if err != nil {
				t.Fatal(err)
			}
			compared := 0
			steps := 3
			if name == "thousand" {
				steps = 1 // it is large
			}
			for range steps {
				world.Step(10 * time.Minute)
				compared += compare(t, world)
			}
			if compared == 0 {
				t.Error("no service of this world runs on instances")
			}
		})
	}
}

func compare(t *testing.T, world *sim.World) (compared int) {
	t.Helper()
	ctx := context.Background()
	f := fake.New(fake.Options{World: world})
	clusters, err := f.Clusters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clusters {
		instances, err := f.Instances(ctx, c.Ref)
		if err != nil {
			t.Fatal(err)
		}
		tasks, err := f.Tasks(ctx, c.Ref, backend.TaskQuery{})
		if err != nil {
			t.Fatal(err)
		}
		hosts := fit.Hosts(instances, tasks, true)
		services, err := f.Services(ctx, c.Ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range services[:min(len(services), 40)] {
			if fit.OnFargate(s, c.Default) {
				continue
			}
			d, err := f.TaskDefinition(ctx, s.TaskDef)
			if err != nil {
				t.Fatal(err)
			}
			compared++
			need := fit.Of(d, s, c.Default)
			need.Providers = nil // Explain asks all instances
			verdicts, _ := fit.Judge(need, hosts)
			refused := map[string]string{}
			for _, r := range world.View().Explain(sim.Key{Cluster: c.Ref.Name, Name: s.Ref.Name}) {
				refused[r.Instance] = r.Reason
			}
			for _, v := range verdicts {
				check, is := v.Refused()
				if reason, was := refused[v.Host.Ref.ID]; is != was {
					t.Errorf("%s on %s: refused %t (%s), by the simulator %t (%s)", s.Ref, v.Host.EC2ID, is, check, was, reason)
				}
			}
		}
	}
	return compared
}
