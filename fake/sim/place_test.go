package sim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// spreadOf runs tasks by rules and tells how many are on each of the instances.
func spreadOf(b box, n int, rules []Strategy, constraints ...Constraint) string {
	b.must(CreateService{Cluster: "c", Name: "s", Family: "small", Desired: n, Launch: "EC2", MinPercent: -1, MaxPercent: -1, Placement: rules, Constraints: constraints, Rebalance: "DISABLED"})
	b.Step(3 * time.Minute)
	var out []string
	for _, id := range []string{"i-1", "i-2", "i-3", "i-4"} {
		out = append(out, fmt.Sprint(len(slices.DeleteFunc(slices.Clone(b.View().InstanceTasks(b.in(id))), func(t *Task) bool { return t.Service == "" }))))
	}
	return strings.Join(out, " ")
}

func TestStrategies(t *testing.T) {
	for name, c := range map[string]struct {
		rules []Strategy
		n     int
		want  string
	}{
		// Zone a has two instances: they share what the zone gets.
		"by default over zones, then instances": {nil, 6, "1 2 2 1"},
		"spread over zones":                     {[]Strategy{{PlaceSpread, attributeZone}}, 3, "1 1 1 0"},
		"spread over instances":                 {[]Strategy{{PlaceSpread, "instanceId"}}, 8, "2 2 2 2"},
		"host is the instance":                  {[]Strategy{{PlaceSpread, "host"}}, 4, "1 1 1 1"},
		"spread over a custom attribute":        {[]Strategy{{PlaceSpread, "attribute:stack"}, {PlaceSpread, "instanceId"}}, 6, "2 2 1 1"},
		// The smallest memory is filled first: 1868 MiB take 18 tasks of 100.
		"binpack memory": {[]Strategy{{PlaceBinpack, "memory"}}, 10, "0 0 0 10"},
		// All have 2048 units, of which the task of the fleet has taken 100 on i-3.
		"binpack CPU":            {[]Strategy{{PlaceBinpack, "cpu"}}, 10, "0 0 10 0"},
		"spread, then binpack":   {[]Strategy{{PlaceSpread, attributeZone}, {PlaceBinpack, "memory"}}, 6, "0 2 2 2"},
		"random takes them all ": {[]Strategy{{Type: PlaceRandom}}, 4, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := spreadOf(fleet(t), c.n, c.rules)
			if c.want != "" && got != c.want {
				t.Errorf("tasks per instance are %s, want %s", got, c.want)
			}
			if other := spreadOf(fleet(t), c.n, c.rules); other != got {
				t.Errorf("the same seed places %s and %s", got, other)
			}
		})
	}
}

func TestConstraints(t *testing.T) {
	if got := spreadOf(fleet(t), 6, nil, Constraint{Type: DistinctInstance}); got != "1 1 1 1" {
		t.Errorf("distinctInstance places %s", got)
	}
	b := fleet(t)
	if got := spreadOf(b, 4, nil, Constraint{MemberOf, "attribute:stack exists"}); got != "2 2 0 0" {
		t.Errorf("memberOf places %s", got)
	}
	b = fleet(t)
	spreadOf(b, 5, nil, Constraint{Type: DistinctInstance})
	b.tells("s", `encountered error "DistinctInstance placement constraint unsatisfied.".`)
	for _, r := range b.View().Explain(Key{"c", "s"}) {
		if r.Reason != RefuseDistinct {
			t.Errorf("%s refuses for %s", r.Instance, r.Reason)
		}
	}
	b = fleet(t)
	spreadOf(b, 1, nil, Constraint{MemberOf, "attribute:stack == none"})
	b.tells("s", `encountered error "MemberOf placement constraint unsatisfied.".`)
}

func TestPlacementIsHeldToItsLimits(t *testing.T) {
	b := fleet(t)
	service := func(s []Strategy, c []Constraint) CreateService {
		return CreateService{Cluster: "c", Name: "s", Family: "small", Desired: 1, Launch: "EC2", MinPercent: -1, MaxPercent: -1, Placement: s, Constraints: c}
	}
	of := func(n int) (out []Constraint) {
		for range n {
			out = append(out, Constraint{MemberOf, "attribute:stack exists"})
		}
		return out
	}
	onFargate := service(nil, of(1))
	onFargate.Family, onFargate.Launch = "api", model.LaunchFargate
	for want, c := range map[string]Command{
		"Too many placement strategies":                                     service(slices.Repeat([]Strategy{{PlaceRandom, ""}}, 6), nil),
		"Too many placement constraints":                                    service(nil, of(11)),
		"Invalid field \"disk\" for the binpack":                            service([]Strategy{{PlaceBinpack, "disk"}}, nil),
		"Invalid field \"zone\" for the spread":                             service([]Strategy{{PlaceSpread, "zone"}}, nil),
		"spread placement strategy requires a field":                        service([]Strategy{{PlaceSpread, ""}}, nil),
		"Placement strategy type \"pack\" is not valid":                     service([]Strategy{{"pack", ""}}, nil),
		"distinctInstance expression should not be specified.":              service(nil, []Constraint{{DistinctInstance, "x"}}),
		"Placement constraint type \"apart\" is not valid":                  service(nil, []Constraint{{"apart", ""}}),
		"Invalid expression \"attribute:x\"":                                service(nil, []Constraint{{MemberOf, "attribute:x"}}),
		"Placement constraints are not supported with FARGATE launch type.": onFargate,
		"constraint.type 'distinctInstance' is not supported.":              RegisterTaskDef{TaskDef{Family: "x", Containers: small("x", 1, 10).Containers, Constraints: []Constraint{{Type: DistinctInstance}}}},
	} {
		before := b.Hash()
		if _, err := b.Do(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		if b.Hash() != before {
			t.Errorf("%s: the world has changed", want)
		}
	}
}

// Every reason for which an instance refuses a task, one definition each.
func TestEveryRefusal(t *testing.T) {
	port := func(d TaskDef, p ...model.Port) TaskDef {
		d.Containers = slices.Clone(d.Containers)
		d.Containers[0].Ports = p
		return d
	}
	dynamic := make([]model.Port, 96)
	for i := range dynamic {
		dynamic[i] = model.Port{ContainerPort: 1000 + i, Protocol: "tcp"}
	}
	awsvpc := small("x", 1, 10)
	awsvpc.NetworkMode = "awsvpc"
	gpu, arm, windows, driver := small("x", 1, 10), small("x", 1, 10), small("x", 1, 10), small("x", 1, 10)
	gpu.GPUs, arm.Arch, windows.OS = 1, "ARM64", "WINDOWS_SERVER_2022_CORE"
	driver.Containers = slices.Clone(driver.Containers)
	driver.Containers[0].Log = model.LogConfig{Driver: "gelf"}
	for want, c := range map[string]struct {
		def  TaskDef
		prep func(b box)
		nets []string
	}{
		RefuseCPU:                        {small("x", 4000, 10), nil, nil},
		RefuseMemory:                     {small("x", 10, 64000), nil, nil},
		RefuseGPU:                        {gpu, nil, nil},
		RefusePorts + " reserved":        {port(small("x", 1, 10), model.Port{ContainerPort: 22, HostPort: 22, Protocol: "tcp"}), nil, nil},
		RefusePorts + " above a hundred": {port(small("x", 1, 10), dynamic...), nil, nil},
		RefuseAttribute + " arch":        {arm, nil, nil},
		RefuseAttribute + " os":          {windows, nil, nil},
		RefuseAttribute + " driver":      {driver, nil, nil},
		RefuseLocation:                   {awsvpc, nil, []string{"subnet-c"}},
		RefuseENI: {awsvpc, func(b box) {
			b.must(RunTask{Cluster: "c", Family: "x", Count: 2, Launch: "EC2", Subnets: []string{"subnet-a"}})
		}, []string{"subnet-a"}},
		RefuseAgent: {small("x", 1, 10), func(b box) { b.must(SetAgent{"c", b.in("i-1").ID, false}) }, nil},
		RefuseInactive: {small("x", 1, 10), func(b box) {
			b.must(SetInstanceState{"c", b.in("i-1").ID, model.InstanceDraining})
		}, nil},
	} {
		t.Run(want, func(t *testing.T) {
			b := newBox(t)
			b.must(RegisterInstance{Cluster: "c", EC2ID: "i-1", Type: "t3.small", Zone: "eu-west-1a"})
			b.must(RegisterTaskDef{c.def})
			if c.prep != nil {
				c.prep(b)
			}
			r := b.must(RunTask{Cluster: "c", Family: "x", Count: 1, Launch: "EC2", Subnets: c.nets})
			reason, _, _ := strings.Cut(want, " ")
			if len(r.Failures) != 1 || r.Failures[0] != (Failed{b.in("i-1").ID, reason}) {
				t.Errorf("failures are %+v", r.Failures)
			}
		})
	}
}

// A TCP and a UDP port of the same number do not meet.
func TestPortsOfTwoProtocols(t *testing.T) {
	b := newBox(t)
	b.must(RegisterInstance{Cluster: "c", Type: "t3.small"})
	for _, protocol := range []string{"tcp", "udp", "tcp", "udp"} {
		d := small("dns", 1, 10)
		d.Containers[0].Ports = []model.Port{{ContainerPort: 53, HostPort: 53, Protocol: protocol}}
		b.must(RegisterTaskDef{d})
	}
	for i, want := range []int{1, 1, 0, 0} {
		if r := b.must(RunTask{Cluster: "c", Family: "dns", Revision: i + 1, Count: 1, Launch: "EC2"}); len(r.IDs) != want {
			t.Errorf("dns:%d: %+v", i+1, r)
		}
	}
}
