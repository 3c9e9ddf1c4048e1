package sim

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/query"
)

// books are a cluster's instances as one request for places sees them. Nothing
// is placed before a round of decisions ends, so it keeps its own accounts.
type books struct {
	req     placeRequest
	rooms   []*room
	by      map[string]*room // by instance
	rules   []Strategy
	tallies []map[string]int // for each rule that spreads: tasks by value of its field
	members []*query.Query   // memberOf expressions
	apart   bool             // distinctInstance
	needs   need
	salt    int // of what is drawn at random
	v       View
	full    map[string]bool // providers without room, for who asks again and again
}

// room is what is left on an instance.
type room struct {
	i      *Instance
	left   need
	booked []hostPort // ports beyond those that the instance already holds
	values []string   // of each rule's field
	tasks  int        // of the group
}

// need is what a task takes from an instance, or what an instance has.
type need struct{ cpu, memory, gpus, enis int }

// open begins the books of a request.
func (v View) open(r placeRequest) *books {
	b := &books{req: r, v: v, by: map[string]*room{}, full: map[string]bool{}, rules: r.Strategies, needs: r.Def.need()}
	if len(b.rules) == 0 {
		b.rules = taskDefault
		if r.Service != nil {
			b.rules = serviceDefault
		}
	}
	b.apart = r.apart()
	for _, c := range slices.Concat(r.Def.Constraints, r.Constraints) {
		if c.Type == DistinctInstance {
			continue
		}
		if q, err := parseQuery(c.Expression); err == nil {
			b.members = append(b.members, q)
		}
	}
	c := v.Cluster(r.Cluster)
	if c == nil {
		return b
	}
	b.salt = c.made
	for _, i := range c.instances {
		room := &room{i: i, left: i.left()}
		for _, s := range b.rules {
			room.values = append(room.values, fieldOf(i, s.Field))
		}
		b.rooms = append(b.rooms, room)
		b.by[i.ID] = room
	}
	for range b.rules {
		b.tallies = append(b.tallies, map[string]int{})
	}
	for _, t := range c.groups[r.Group] {
		if room := b.by[t.Instance]; room != nil && t.up() {
			b.count(room)
		}
	}
	return b
}

// count books one more task of the group in the tallies that rules look at.
func (b *books) count(r *room) {
	r.tasks++
	for k, value := range r.values {
		b.tallies[k][value]++
	}
}

// take books a task of the request.
func (b *books) take(r *room) {
	b.reserve(r.i, b.req.Def)
	b.count(r)
	b.salt++
}

// reserve books what a task takes, whosever it is.
func (b *books) reserve(i *Instance, def *TaskDef) {
	r := b.by[i.ID]
	if r == nil {
		return
	}
	n := def.need()
	r.left = r.left.minus(n)
	r.booked = append(r.booked, def.hostPorts()...)
}

func (n need) minus(o need) need {
	return need{n.cpu - o.cpu, n.memory - o.memory, n.gpus - o.gpus, n.enis - o.enis}
}

func (n need) plus(o need) need {
	return need{n.cpu + o.cpu, n.memory + o.memory, n.gpus + o.gpus, n.enis + o.enis}
}

// refuses says why an instance cannot take a task of the request; "" when it
// can. See refuseOrder.
func (b *books) refuses(r *room, provider string) string {
	def := b.req.Def
	switch {
	case r.i.Status != model.InstanceActive:
		return RefuseInactive
	case provider != "" && r.i.Provider != provider:
		return RefuseInactive
	case !r.i.Agent:
		return RefuseAgent
	case !r.i.offers(def):
		return RefuseAttribute
	case !b.located(r.i):
		return RefuseLocation
	case r.left.cpu < b.needs.cpu:
		return RefuseCPU
	case r.left.gpus < b.needs.gpus:
		return RefuseGPU
	case r.left.memory < b.needs.memory:
		return RefuseMemory
	case !r.free(def):
		return RefusePorts
	case r.left.enis < b.needs.enis:
		return RefuseENI
	}
	for _, q := range b.members {
		if !q.Matches(r.i.subject) {
			return RefuseMember
		}
	}
	if b.apart && r.tasks > 0 {
		return RefuseDistinct
	}
	return ""
}

// located tells whether the instance is in one of the zones that will do, and,
// for a task with an interface of its own, in one of the subnets.
func (b *books) located(i *Instance) bool {
	if len(b.req.Zones) > 0 && !slices.Contains(b.req.Zones, i.Zone) {
		return false
	}
	return len(b.req.Subnets) == 0 || b.req.Def.NetworkMode != "awsvpc" || b.v.subnetOf(b.req, i.Zone) != ""
}

// free tells whether the host ports that a definition names are to be had, and
// the instance stays within the ports that may be in use on it.
func (r *room) free(def *TaskDef) bool {
	if def.NetworkMode == "awsvpc" {
		return true
	}
	for _, p := range def.hostPorts() {
		if r.i.ports[p] || slices.Contains(AgentPorts(), p.Port) && p.Protocol == "tcp" || slices.Contains(r.booked, p) {
			return false
		}
	}
	return len(AgentPorts())+len(r.i.ports)+len(r.booked)+def.portCount() <= portsPerInstance
}

// portsPerInstance is how many host ports may be in use on an instance,
// reserved ones included (developer guide, service-event-messages-list).
const portsPerInstance = 100

// pick chooses among the rooms that fit by the rules, then the emptiest, then
// by id. refusals tell why the others do not fit.
func (b *books) pick(provider string) (best *room, refusals []Refusal) {
	for _, r := range b.rooms {
		if why := b.refuses(r, provider); why != "" {
			refusals = append(refusals, Refusal{r.i.ID, why})
			continue
		}
		if best == nil || b.compare(r, best) < 0 {
			best = r
		}
	}
	return best, refusals
}

// compare says which of two rooms the rules like better.
func (b *books) compare(x, y *room) int {
	for k, s := range b.rules {
		c := 0
		switch s.Type {
		case PlaceSpread:
			c = cmp.Compare(b.tallies[k][x.values[k]], b.tallies[k][y.values[k]])
		case PlaceBinpack:
			// Where the least is left afterwards.
			if s.Field == fieldCPU {
				c = cmp.Compare(x.left.cpu, y.left.cpu)
			} else {
				c = cmp.Compare(x.left.memory, y.left.memory)
			}
		case PlaceRandom:
			c = cmp.Compare(b.draw(x.i), b.draw(y.i))
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(y.left.memory, x.left.memory), cmp.Compare(x.i.ID, y.i.ID))
}

// draw is an instance's lot in the random strategy: another one for each task.
func (b *books) draw(i *Instance) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.Join([]string{i.ID, b.req.Group, strconv.Itoa(b.salt)}, "/")))
	return h.Sum64()
}

// need is what a task of the definition takes: with awsvpc an interface too.
func (d *TaskDef) need() need {
	cpu, memory := d.Reserved()
	n := need{cpu: cpu, memory: memory, gpus: d.GPUs}
	if d.NetworkMode == "awsvpc" {
		n.enis = 1
	}
	return n
}

// refuses says why an instance cannot take a task of a request now.
func (v View) refuses(r placeRequest, i *Instance, provider string) string {
	b := v.open(r)
	room := b.by[i.ID]
	if room == nil {
		return RefuseInactive
	}
	return b.refuses(room, provider)
}

// apart tells whether each task must have an instance of its own.
func (r placeRequest) apart() bool {
	return slices.ContainsFunc(r.Constraints, func(c Constraint) bool { return c.Type == DistinctInstance })
}
