package sim

import "slices"

// fargateZones chooses the zone of Fargate tasks: the one with the fewest tasks
// of the group, among those of the request's subnets that have capacity.
type fargateZones struct {
	v      View
	names  []string
	counts map[string]int
	units  int    // CPU units of one task
	booked [2]int // CPU units of this round, on demand and Spot
}

func newFargateZones(v View, r placeRequest) *fargateZones {
	f := &fargateZones{v: v, counts: map[string]int{}}
	f.units, _ = r.Def.Reserved()
	for _, z := range v.Zones() {
		named := len(r.Zones) == 0 || slices.Contains(r.Zones, z)
		if named && (len(r.Subnets) == 0 || v.subnetOf(r, z) != "") {
			f.names = append(f.names, z)
		}
	}
	if c := v.Cluster(r.Cluster); c != nil {
		for _, t := range c.groups[r.Group] {
			if t.up() {
				f.counts[t.Zone]++
			}
		}
	}
	return f
}

// Reasons for which Fargate starts no task (developer guide,
// service-event-messages-list).
const (
	noFargateCapacity = "Capacity is unavailable at this time. Please try again later or in a different availability zone"
	noFargateUnits    = "You've reached the limit on the number of vCPUs you can run concurrently"
)

func fargateTrouble(service, reason string) string {
	return "(service " + service + ") was unable to place a task. Reason: " + reason + "." + troubleTail
}

// next is the zone of the next task, the first of those with the fewest, and
// counts one more there; or the reason why there is none.
func (f *fargateZones) next(provider string) (zone, reason string) {
	kind := fargateKind(provider)
	if limit := f.v.w.state.fargate.units[kind]; limit > 0 && f.v.w.state.fargate.used[kind]+f.booked[kind]+f.units > limit {
		return "", noFargateUnits
	}
	for _, z := range f.names {
		if f.v.fargateIn(z, kind) && (zone == "" || f.counts[z] < f.counts[zone]) {
			zone = z
		}
	}
	if zone == "" {
		return "", noFargateCapacity
	}
	f.counts[zone]++
	f.booked[kind] += f.units
	return zone, ""
}

// fargate is the capacity of Fargate in the region. Index 0 is on demand, 1 is
// Spot, for which AWS keeps separate quotas.
type fargate struct {
	gone  map[string]bool // zones without capacity, those of Spot with a mark
	units [2]int          // quotas, in CPU units; 0 is none
	used  [2]int          // CPU units of tasks that have not stopped
}

func fargateKind(provider string) int {
	if provider == "FARGATE_SPOT" {
		return 1
	}
	return 0
}

func fargateMark(zone string, kind int) string {
	if kind == 1 {
		return zone + " Spot"
	}
	return zone
}

// fargateIn tells whether Fargate has capacity in a zone.
func (v View) fargateIn(zone string, kind int) bool {
	return !v.w.state.down[zone] && !v.w.state.fargate.gone[fargateMark(zone, kind)]
}
