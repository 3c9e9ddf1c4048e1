package sim

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
)

// TestPlacementKeepsItsPromises places random services on random fleets: no
// instance is overbooked, no port is held twice, interfaces stay within the
// type's limit, and distinctInstance holds.
func TestPlacementKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := New(Config{Seed: rapid.Uint64().Draw(t, "seed"), Start: noon, Partition: "aws", Region: "eu-west-1", Account: "123456789012", Zones: []string{"eu-west-1a", "eu-west-1b"}})
		do := func(c Command) {
			if _, err := w.Do(c); err != nil {
				t.Fatalf("%T: %v", c, err)
			}
		}
		do(CreateCluster{Name: "c"})
		for range rapid.IntRange(1, 5).Draw(t, "instances") {
			do(RegisterInstance{Cluster: "c", Type: rapid.SampledFrom([]string{"t3.nano", "t3.small", "m5.large"}).Draw(t, "type"), Zone: rapid.SampledFrom(w.View().Zones()).Draw(t, "zone")})
		}
		for n := range rapid.IntRange(1, 5).Draw(t, "services") {
			d := small(fmt.Sprintf("f%d", n), rapid.IntRange(1, 900).Draw(t, "cpu"), rapid.IntRange(6, 900).Draw(t, "memory"))
			switch rapid.IntRange(0, 2).Draw(t, "network") {
			case 0:
				d.NetworkMode = "awsvpc"
			case 1:
				d.Containers[0].Ports = []model.Port{{ContainerPort: 80, HostPort: rapid.SampledFrom([]int{0, 80}).Draw(t, "port"), Protocol: rapid.SampledFrom([]string{"tcp", "udp"}).Draw(t, "protocol")}}
			}
			do(RegisterTaskDef{d})
			s := CreateService{Cluster: "c", Name: d.Family, Family: d.Family, Desired: rapid.IntRange(0, 12).Draw(t, "desired"), Launch: "EC2", MinPercent: -1, MaxPercent: -1,
				Placement: rapid.SampledFrom([][]Strategy{nil, {{PlaceBinpack, "cpu"}}, {{PlaceSpread, "instanceId"}}, {{Type: PlaceRandom}}}).Draw(t, "rules")}
			if rapid.Bool().Draw(t, "apart") {
				s.Constraints = []Constraint{{Type: DistinctInstance}}
			}
			do(s)
		}
		for range 4 {
			w.Step(time.Minute)
			holdsPlaces(t, w.View())
		}
	})
}

func holdsPlaces(t *rapid.T, v View) {
	for _, i := range v.Instances("c") {
		if left := i.left(); left.cpu < 0 || left.memory < 0 || left.enis < 0 || left.gpus < 0 {
			t.Fatalf("%s is overbooked: %+v", i.Type, left)
		}
		held, services := map[hostPort]bool{}, map[string]bool{}
		for _, task := range i.tasks {
			for _, p := range task.ports {
				if held[p] {
					t.Fatalf("port %v is held twice", p)
				}
				held[p] = true
			}
			if s := v.Service(task.key()); s != nil && task.up() && v.request(s).apart() {
				if services[s.Name] {
					t.Fatalf("two tasks of %s on one instance", s.Name)
				}
				services[s.Name] = true
			}
		}
		if len(held)+len(AgentPorts()) > portsPerInstance {
			t.Fatalf("%d ports are in use", len(held))
		}
	}
}

// TestStrategySharesAreExactWithinOne holds the tasks of each capacity provider
// to its share of those beyond the base.
func TestStrategySharesAreExactWithinOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.IntRange(1, 9).Draw(t, "a"), rapid.IntRange(0, 9).Draw(t, "b")
		base, n := rapid.IntRange(0, 10).Draw(t, "base"), rapid.IntRange(0, 80).Draw(t, "tasks")
		sh := &shares{items: []StrategyItem{{"FARGATE", base, a}, {"FARGATE_SPOT", 0, b}}, counts: map[string]int{}}
		for range n {
			sh.next()
		}
		beyond := max(0, n-base)
		exact := float64(beyond*b) / float64(a+b)
		if got := float64(sh.counts["FARGATE_SPOT"]); got < exact-1 || got > exact+1 {
			t.Fatalf("%v of %d tasks beyond the base are on Spot, the exact share is %.2f", got, beyond, exact)
		}
	})
}
