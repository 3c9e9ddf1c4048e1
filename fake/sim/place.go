package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// placement is where a task is going to run. Without an instance, a task of a
// capacity provider waits in PROVISIONING until the group has grown.
type placement struct {
	Launch   model.LaunchType
	Provider string
	Instance string
	Zone     string
	Subnet   string // "" lets the zone decide
}

// placeRequest is what placement needs to know of tasks: those of a service and
// those of RunTask ask for a place in the same way.
type placeRequest struct {
	Cluster     string
	Def         *TaskDef
	Launch      model.LaunchType // "" when Strategy decides
	Strategy    []StrategyItem   // of capacity providers
	Strategies  []Strategy       // of instances
	Constraints []Constraint
	Group       string   // whose tasks are spread and kept apart
	Service     *Service // nil for standalone tasks
	Subnets     []string // given by the caller; none lets any zone do
	Zones       []string // of which the subnets are; none lets any zone do
}

// request is a service's wish for places.
func (v View) request(s *Service) placeRequest {
	return placeRequest{
		Cluster: s.Cluster, Def: s.Def, Launch: s.Launch, Strategy: s.Strategy, Strategies: s.Placement, Constraints: s.Constraints,
		Group: "service:" + s.Name, Service: s, Subnets: s.Subnets,
	}
}

// name is what a service event calls the one who asked.
func (r placeRequest) name() string {
	if r.Service != nil {
		return r.Service.Name
	}
	return r.Group
}

// placed is the answer to a request: places for some of the tasks, and why
// there are none for the others.
type placed struct {
	Places   []placement
	Refusals []Refusal // of each instance, when the last task found none
	Reason   string    // of Fargate, when it has no capacity
	Trouble  string    // the service event about it
}

// placeMany decides where n tasks of a service go. It returns fewer when there
// is no room, with the event that ECS writes about it.
func placeMany(v View, s *Service, n int) (out []placement, trouble string) {
	if text := v.Unassumable(s.Def, Overrides{}); text != "" {
		return nil, "(service " + s.Name + ") failed to launch a task with (error " + text + ")."
	}
	p := v.choose(v.request(s), n)
	return p.Places, p.Trouble
}

// choose decides where n tasks of a request go. A capacity provider that has no
// room does not hand its share to another (developer guide,
// fargate-capacity-providers).
func (v View) choose(r placeRequest, n int) (out placed) {
	var books *books
	shares := newShares(v, r)
	fargate := newFargateZones(v, r)
	waiting := 0
	if c := v.Cluster(r.Cluster); c != nil {
		waiting = len(c.waiting)
	}
	for range n {
		launch, provider := r.Launch, ""
		if len(r.Strategy) > 0 {
			launch, provider = "", shares.next()
		}
		if onFargate(launch, provider) {
			zone, reason := fargate.next(provider)
			if reason != "" {
				out.Reason, out.Trouble = reason, fargateTrouble(r.name(), reason)
				continue
			}
			out.Places = append(out.Places, placement{Launch: model.LaunchFargate, Provider: provider, Zone: zone, Subnet: v.subnetOf(r, zone)})
			continue
		}
		if books == nil {
			books = v.open(r)
		}
		best, refusals := books.pick(provider)
		switch p := v.Provider(provider); {
		case best != nil:
			books.take(best)
			out.Places = append(out.Places, placement{Launch: model.LaunchEC2, Provider: best.i.Provider, Instance: best.i.ID, Zone: best.i.Zone, Subnet: v.subnetOf(r, best.i.Zone)})
		case p == nil || !p.Managed:
			out.Refusals, out.Trouble = refusals, placementTrouble(r.name(), refusals, provider)
			if provider == "" {
				return out
			}
		case waiting >= provisioningPerCluster:
			out.Refusals = refusals
			out.Trouble = "(service " + r.name() + ") was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded."
			return out
		default:
			waiting++
			out.Places = append(out.Places, placement{Launch: model.LaunchEC2, Provider: provider})
		}
	}
	return out
}

// provisioningPerCluster is how many tasks may wait for a capacity provider
// (endpoints and quotas).
const provisioningPerCluster = 500

func onFargate(launch model.LaunchType, provider string) bool {
	return launch == model.LaunchFargate || provider == "FARGATE" || provider == "FARGATE_SPOT"
}

// The head and the tail of the service event about a task without a place.
const (
	troubleTail = " For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
	troubleHead = ") was unable to place a task because no container instance met all of its requirements. "
)

// placementTrouble is the service event about a task without a place. The
// closest instance is the one whose refusal comes last in the order of checks.
func placementTrouble(service string, refusals []Refusal, provider string) string {
	best, id, reason := -1, "", ""
	for _, r := range refusals {
		if i := slices.Index(refuseOrder, r.Reason); i > best {
			best, id, reason = i, r.Instance, r.Reason
		}
	}
	head := "(service " + service + troubleHead
	if best <= 0 {
		where := "cluster"
		if provider != "" {
			where = "capacity provider"
		}
		return head + "Reason: No Container Instances were found in your " + where + "." + troubleTail
	}
	return head + "The closest matching (container-instance " + id + ")" + refuseText(reason) + troubleTail
}

// decidePlace gives waiting tasks of capacity providers an instance, oldest
// first, when one has come or something has left.
func decidePlace(v View, k Key, _ *Stream) []Intent {
	c := v.Cluster(k.Cluster)
	if c == nil || len(c.waiting) == 0 {
		return nil
	}
	var out []Intent
	all := map[string]*books{}
	var open []*books
	for _, t := range c.waiting {
		key := fmt.Sprint(t.Group, t.Def.Name(), t.Def.need())
		b := all[key]
		if b == nil {
			b = v.open(v.requestOf(t))
			all[key] = b
			open = append(open, b)
		}
		if b.full[t.Provider] {
			continue // an equal task has just found no room
		}
		r, _ := b.pick(t.Provider)
		if r == nil {
			b.full[t.Provider] = true
			continue
		}
		b.take(r)
		for _, other := range open {
			if other != b {
				other.reserve(r.i, t.Def)
			}
		}
		out = append(out, assign{t.Cluster, t.ID, r.i.ID})
	}
	return out
}

// requestOf is the wish that a waiting task stands for.
func (v View) requestOf(t *Task) placeRequest {
	if s := v.Service(t.key()); s != nil && t.Service != "" {
		r := v.request(s)
		r.Def = t.Def
		return r
	}
	r := t.asked
	r.Cluster, r.Def, r.Group = t.Cluster, t.Def, t.Group
	return r
}

// Explain says for each instance of the cluster why it could not take one more
// task of the service now; an instance that could is not listed.
func (v View) Explain(k Key) []Refusal {
	s := v.Service(k)
	if s == nil {
		return nil
	}
	_, refusals := v.open(v.request(s)).pick("")
	return refusals
}

// placeAgain is how soon a task that found no place is tried again.
const placeAgain = time.Minute

// subnetOf is the subnet among the given ones in which a task of a zone gets
// its interface; "" when none was given.
func (v View) subnetOf(r placeRequest, zone string) string {
	for _, s := range r.Subnets {
		if z := v.zoneOf(r.Cluster, s); z == zone || z == "" {
			return s
		}
	}
	return ""
}

// zoneOf is the zone of a subnet: of the world's own subnets, and of one whose
// name ends in the zone or in its letter. Subnets are not simulated, so of any
// other it is not known and "", which lets every zone do.
func (v View) zoneOf(cluster, subnet string) string {
	last := subnet[strings.LastIndexByte(subnet, '-')+1:]
	for _, z := range v.Zones() {
		if subnet == v.w.subnetID(cluster, z) || strings.HasSuffix(subnet, z) || last == z[len(z)-1:] {
			return z
		}
	}
	return ""
}
