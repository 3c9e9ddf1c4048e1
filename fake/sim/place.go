package sim

import (
	"cmp"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// placement is where a task is going to run. Without an instance, a task of a
// capacity provider waits in PROVISIONING until the group has grown.
type placement struct {
	Launch   model.LaunchType
	Provider string
	Instance string
	Zone     string
}

// Refusal is why an instance cannot take a task, in the words of RunTask's
// failures[] (developer guide, api_failures_messages).
type Refusal struct{ Instance, Reason string }

// Reasons for refusing a task.
const (
	RefuseCPU      = "RESOURCE:CPU"
	RefuseMemory   = "RESOURCE:MEMORY"
	RefusePorts    = "RESOURCE:PORTS"
	RefuseAgent    = "AGENT"
	RefuseInactive = "INACTIVE"
)

// room is what is left on an instance while a round of placements is being
// decided: nothing is placed before the round ends, so it keeps its own books.
type room struct {
	i       *Instance
	cpu     int
	memory  int
	ports   map[int]bool
	service int // tasks of the service being placed
}

// rooms opens the books of a cluster's instances for one service.
func rooms(v View, k Key) []*room {
	instances := v.Instances(k.Cluster)
	out := make([]*room, 0, len(instances))
	for _, i := range instances {
		r := &room{i: i, ports: map[int]bool{}}
		r.cpu, r.memory = v.Free(i)
		for _, t := range i.tasks {
			for _, p := range t.hostPorts() {
				r.ports[p] = true
			}
			if t.Service == k.Name && t.Desired == model.TaskRunning {
				r.service++
			}
		}
		out = append(out, r)
	}
	return out
}

// Free is what an instance has left: units and MiB.
func (v View) Free(i *Instance) (cpu, memory int) {
	cpu, memory = i.CPU, i.Memory
	for _, t := range i.tasks {
		cpu -= t.CPU
		memory -= t.Memory
	}
	return cpu, memory
}

// refuses says why the instance cannot take a task of def; "" when it can. The
// order is that of ECS: is it there at all, then CPU, memory, ports.
func (r *room) refuses(def *TaskDef, provider string) string {
	cpu, memory := def.Reserved()
	switch {
	case r.i.Status != model.InstanceActive:
		return RefuseInactive
	case provider != "" && r.i.Provider != provider:
		return RefuseInactive
	case !r.i.Agent:
		return RefuseAgent
	case r.cpu < cpu:
		return RefuseCPU
	case r.memory < memory:
		return RefuseMemory
	}
	for _, c := range def.Containers {
		for _, p := range c.Ports {
			if p.HostPort != 0 && def.NetworkMode != "awsvpc" && r.ports[p.HostPort] {
				return RefusePorts
			}
		}
	}
	return ""
}

// take books a task of the service that the books were opened for.
func (r *room) take(def *TaskDef) {
	r.reserve(def)
	r.service++
}

// reserve books what a task takes, whosever it is.
func (r *room) reserve(def *TaskDef) {
	cpu, memory := def.Reserved()
	r.cpu -= cpu
	r.memory -= memory
	for _, c := range def.Containers {
		for _, p := range c.Ports {
			if p.HostPort != 0 {
				r.ports[p.HostPort] = true
			}
		}
	}
}

// pick chooses among the rooms that fit: the zone with the fewest tasks of the
// service, then the instance with the fewest (SDK ecs, UpdateService), then the
// emptiest, then by id. refusals tell why the others do not fit.
func pick(all []*room, def *TaskDef, provider string) (best *room, refusals []Refusal) {
	perZone := map[string]int{}
	for _, r := range all {
		perZone[r.i.Zone] += r.service
	}
	better := func(a, b *room) int {
		return cmp.Or(
			cmp.Compare(perZone[a.i.Zone], perZone[b.i.Zone]),
			cmp.Compare(a.service, b.service),
			cmp.Compare(b.memory, a.memory),
			cmp.Compare(a.i.ID, b.i.ID))
	}
	for _, r := range all {
		if why := r.refuses(def, provider); why != "" {
			refusals = append(refusals, Refusal{r.i.ID, why})
			continue
		}
		if best == nil || better(r, best) < 0 {
			best = r
		}
	}
	return best, refusals
}

// Explain says for each instance of the cluster why it could not take one more
// task of the service now; an instance that could is not listed.
func (v View) Explain(k Key) []Refusal {
	s := v.Service(k)
	if s == nil {
		return nil
	}
	_, refusals := pick(rooms(v, k), s.Def, "")
	return refusals
}

// placeMany decides where n tasks of a service go. It returns fewer when there
// is no room, with the event that ECS writes about it.
func placeMany(v View, s *Service, n int) (out []placement, trouble string) {
	k := Key{s.Cluster, s.Name}
	var books []*room
	shares := newShares(v, s)
	zones := zoneCounts(v, s)
	for range n {
		launch, provider := s.Launch, ""
		if len(s.Strategy) > 0 {
			launch, provider = "", shares.next()
		}
		if onFargate(launch, provider) {
			zone := zones.fewest()
			out = append(out, placement{Launch: model.LaunchFargate, Provider: provider, Zone: zone})
			continue
		}
		if books == nil {
			books = rooms(v, k)
		}
		r, refusals := pick(books, s.Def, provider)
		switch {
		case r != nil:
			r.take(s.Def)
			out = append(out, placement{Launch: model.LaunchEC2, Provider: provider, Instance: r.i.ID, Zone: r.i.Zone})
		case provider != "":
			out = append(out, placement{Launch: model.LaunchEC2, Provider: provider})
		default:
			return out, placementTrouble(s.Name, refusals)
		}
	}
	return out, ""
}

func onFargate(launch model.LaunchType, provider string) bool {
	return launch == model.LaunchFargate || provider == "FARGATE" || provider == "FARGATE_SPOT"
}

// placementTrouble is the service event about a task without a place. The
// closest instance is the one whose refusal comes last in the order of checks.
func placementTrouble(service string, refusals []Refusal) string {
	head := "(service " + service + ") was unable to place a task because no container instance met all of its requirements. "
	tail := " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
	rank := []string{RefuseInactive, RefuseAgent, RefuseCPU, RefuseMemory, RefusePorts}
	texts := []string{"", ` encountered error "AGENT".`, " has insufficient CPU units available.", " has insufficient memory available.", " is already using a port required by your task."}
	best := -1
	id := ""
	for _, r := range refusals {
		if i := slices.Index(rank, r.Reason); i > best {
			best, id = i, r.Instance
		}
	}
	if best <= 0 {
		return head + "Reason: No Container Instances were found in your cluster." + tail
	}
	return head + "The closest matching (container-instance " + id + ")" + texts[best] + tail
}

// decidePlace gives waiting tasks of capacity providers an instance, oldest
// first, when one has come or something has left.
func decidePlace(v View, k Key, _ *Stream) []Intent {
	var out []Intent
	books := map[string][]*room{}
	for _, t := range v.Tasks(k.Cluster) {
		if !t.waiting() {
			continue
		}
		if books[t.Group] == nil {
			books[t.Group] = rooms(v, Key{k.Cluster, t.Service})
		}
		r, _ := pick(books[t.Group], t.Def, t.Provider)
		if r == nil {
			continue
		}
		for _, g := range keys(books) {
			for _, other := range books[g] {
				if other.i == r.i && other != r {
					other.reserve(t.Def)
				}
			}
		}
		r.take(t.Def)
		out = append(out, assign{t.Cluster, t.ID, r.i.ID})
	}
	return out
}

// zoneTally counts live tasks by zone.
type zoneTally struct {
	names  []string
	counts map[string]int
}

func zoneCounts(v View, s *Service) *zoneTally {
	z := &zoneTally{v.Zones(), map[string]int{}}
	for _, t := range s.tasks {
		if t.Desired == model.TaskRunning {
			z.counts[t.Zone]++
		}
	}
	return z
}

// fewest is the zone with the fewest tasks, the first of those, and counts one
// more there.
func (z *zoneTally) fewest() string {
	best := ""
	for _, n := range z.names {
		if best == "" || z.counts[n] < z.counts[best] {
			best = n
		}
	}
	z.counts[best]++
	return best
}

// shares hands out capacity providers by base and weight: base first, then to
// the provider that is furthest below its share. AWS does not publish its
// rounding; this reproduces its documented examples.
type shares struct {
	items  []StrategyItem
	counts map[string]int
}

func newShares(v View, s *Service) *shares {
	sh := &shares{items: s.Strategy, counts: map[string]int{}}
	for _, t := range s.tasks {
		if t.Desired == model.TaskRunning {
			sh.counts[t.Provider]++
		}
	}
	return sh
}

func (sh *shares) next() string {
	best := ""
	for _, it := range sh.items {
		if sh.counts[it.Provider] < it.Base {
			best = it.Provider
		}
	}
	if best == "" {
		bestDeficit, total := 0.0, 0
		weights := 0
		for _, it := range sh.items {
			total += max(0, sh.counts[it.Provider]-it.Base)
			weights += it.Weight
		}
		for _, it := range sh.items {
			if weights == 0 || it.Weight == 0 {
				continue
			}
			want := float64((total+1)*it.Weight) / float64(weights)
			deficit := want - float64(sh.counts[it.Provider]-it.Base)
			if best == "" || deficit > bestDeficit {
				best, bestDeficit = it.Provider, deficit
			}
		}
	}
	if best == "" && len(sh.items) > 0 {
		best = sh.items[0].Provider
	}
	sh.counts[best]++
	return best
}
