package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// rebalance brings a service at rest back to balance over the zones: where the
// counts of two zones differ by more than one it starts tasks where there are
// few; the tasks they stand in for are stopped when they are healthy (developer
// guide, service-rebalancing). nil when there is nothing to do.
func (r *rollout) rebalance() []Intent {
	if !r.s.Rebalance || r.s.Desired == 0 {
		return nil
	}
	zones := r.v.zonesFor(r.s)
	counts := map[string]int{}
	for _, t := range r.fresh {
		counts[t.Zone]++
	}
	moves := zoneMoves(zones, counts, r.upper-len(r.fresh))
	if len(moves) == 0 {
		if r.s.rebalancing {
			return []Intent{balanced{r.s, "(service " + r.s.Name + ") is AZ balanced with " + tellZones(zones, counts) + "."}}
		}
		return nil
	}
	out := []Intent{tell{r.s, "(service " + r.s.Name + ") is not AZ balanced with " + tellZones(zones, counts) + ". AZ Rebalancing in progress."}}
	started := false
	for _, zone := range zones {
		var from []string
		for _, m := range moves {
			if m.to == zone {
				from = append(from, m.from)
			}
		}
		if len(from) == 0 {
			continue
		}
		places := r.v.placeIn(r.s, zone, len(from))
		if len(places) > 0 {
			out = append(out, startMoved{r.s, r.primary, places, zone, from[:len(places)]})
			started = true
		}
		if len(places) < len(from) {
			out = append(out, tell{r.s, r.v.unplacedIn(r.s, zone)})
		}
	}
	if !started {
		out = append(out, wakeLater{deployController, Key{r.s.Cluster, r.s.Name}, r.v.Now().Add(placeAgain)})
	}
	return out
}

// move is a task to be started in one zone for one to be stopped in another.
type move struct{ from, to string }

// zoneMoves are the moves, at most limit, that bring counts to differ by one at
// most.
func zoneMoves(zones []string, counts map[string]int, limit int) (out []move) {
	if len(zones) < 2 {
		return nil
	}
	n := map[string]int{}
	for _, z := range zones {
		n[z] = counts[z]
	}
	by := func(a, b string) int { return cmp.Or(cmp.Compare(n[a], n[b]), cmp.Compare(a, b)) }
	for len(out) < limit {
		least, most := slices.MinFunc(zones, by), slices.MaxFunc(zones, by)
		if n[most]-n[least] <= 1 {
			break
		}
		n[most]--
		n[least]++
		out = append(out, move{most, least})
	}
	return out
}

// tellZones is how ECS writes the tasks of each zone, the fullest first.
func tellZones(zones []string, counts map[string]int) string {
	order := slices.SortedStableFunc(slices.Values(zones), func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	var parts []string
	for _, z := range order {
		parts = append(parts, fmt.Sprintf("%d tasks in %s", counts[z], z))
	}
	return strings.Join(parts, ", ")
}

// zonesFor are the zones in which a service's tasks could run now: those where
// Fargate has capacity, else those with an instance that takes tasks; of
// subnets only theirs.
func (v View) zonesFor(s *Service) (out []string) {
	r := v.request(s)
	kinds := map[int]bool{}
	if onFargate(s.Launch, "") {
		kinds[0] = true
	}
	for _, it := range s.Strategy {
		if onFargate("", it.Provider) {
			kinds[fargateKind(it.Provider)] = true
		}
	}
	there := map[string]bool{}
	if c := v.Cluster(s.Cluster); c != nil && len(kinds) == 0 {
		for _, i := range c.instances {
			there[i.Zone] = there[i.Zone] || i.Status == model.InstanceActive && i.Agent
		}
	}
	for _, z := range v.Zones() {
		ours := len(s.Subnets) == 0 || v.subnetOf(r, z) != ""
		if ours && (there[z] || kinds[0] && v.fargateIn(z, 0) || kinds[1] && v.fargateIn(z, 1)) {
			out = append(out, z)
		}
	}
	return out
}

// placeIn finds places for n tasks of a service in one zone, maybe fewer.
func (v View) placeIn(s *Service, zone string, n int) (out []placement) {
	r := v.request(s)
	r.Zones = []string{zone}
	for _, p := range v.choose(r, n).Places {
		// One that would wait for an instance might get it in any zone.
		if p.Zone == zone {
			out = append(out, p)
		}
	}
	return out
}

func (v View) unplacedIn(s *Service, zone string) string {
	text := "(service " + s.Name + ") is unable to place a task in " + zone
	if onFargate(s.Launch, "") {
		return text + "."
	}
	return text + " because no container instance met all of its requirements."
}

// relieve stops, for each task that was started to balance the zones and has
// become healthy, one in the zone that it relieves.
func (r *rollout) relieve() (out []Intent) {
	var zones []string
	come := map[string][]*Task{}
	for _, t := range r.moving {
		if !t.HealthySince.IsZero() {
			if come[t.relieves] == nil {
				zones = append(zones, t.relieves)
			}
			come[t.relieves] = append(come[t.relieves], t)
		}
	}
	for _, zone := range zones {
		there := slices.DeleteFunc(r.left(r.fresh), func(t *Task) bool {
			return t.Zone != zone || r.isSick(t) || slices.Contains(r.moving, t)
		})
		free := slices.DeleteFunc(scaleInOrder(r.v, there), func(t *Task) bool { return t.protected(r.v.Now()) })
		n := min(len(free), len(come[zone]))
		if n < len(come[zone]) && len(there) > len(free) {
			out = append(out, tell{r.s, fmt.Sprintf("(service %s) was unable to AZ Rebalance because (taskSet %s) was unable to scale in due to (reason %d tasks under protection).",
				r.s.Name, r.primary.ID, len(there)-len(free))})
		}
		if n == 0 {
			if len(there) == 0 {
				out = append(out, settleMoved{come[zone]})
			}
			continue
		}
		for _, t := range free[:n] {
			r.gone[t] = true
		}
		out = append(out, stopMoved{r.s, free[:n], zone, r.primary}, settleMoved{come[zone][:n]})
		r.moving = slices.DeleteFunc(r.moving, func(t *Task) bool { return slices.Contains(come[zone][:n], t) })
	}
	return out
}
