package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// KillZone takes an availability zone down: what runs there is lost, and
// nothing can start there until RestoreZone.
type KillZone struct{ Zone string }

// RestoreZone brings a zone back. What has moved away does not return by
// itself.
type RestoreZone struct{ Zone string }

// SetFargateCapacity says whether Fargate, or Fargate Spot, has capacity in a
// zone. Without it no new task starts there; those that run go on.
type SetFargateCapacity struct {
	Zone      string // "" is every zone
	Spot      bool
	Available bool
}

// SetFargateQuota limits the vCPUs that may run on Fargate at a time; 0 lifts
// the limit. AWS keeps one for on-demand tasks and one for Spot.
type SetFargateQuota struct {
	Spot  bool
	VCPUs int
}

func (w *World) checkZone(zone string) error {
	if !slices.Contains(w.state.zones, zone) {
		return &Error{ErrInvalid, fmt.Sprintf("there is no availability zone %q in this world: %s", zone, strings.Join(w.state.zones, ", "))}
	}
	return nil
}

func (c KillZone) do(w *World) (Reply, error) {
	if err := w.checkZone(c.Zone); err != nil {
		return Reply{}, err
	}
	if w.state.down[c.Zone] {
		return Reply{}, &Error{ErrInvalid, "availability zone " + c.Zone + " is out already"}
	}
	w.state.down[c.Zone] = true
	w.note(Entry{Kind: "command", Entity: c.Zone, Text: "availability zone is out"})
	for _, cl := range sorted(w.state.clusters) {
		for _, i := range slices.Clone(cl.instances) {
			if i.Zone == c.Zone {
				w.apply(vanish{i}, "zone lost")
			}
		}
		for _, t := range slices.Clone(cl.tasks) {
			if t.Zone == c.Zone && !t.stopped() {
				// What AWS says of such a task is not known (ecs-facts, appendix B).
				w.loseTask(t, model.StopInfrastructure, "The availability zone "+c.Zone+" is impaired.")
			}
		}
	}
	for _, g := range sorted(w.state.asgs) {
		for _, i := range slices.Clone(g.members) {
			if i.Zone == c.Zone {
				w.apply(vanish{i}, "zone lost") // those that are no container instances
			}
		}
	}
	return Reply{}, nil
}

func (c RestoreZone) do(w *World) (Reply, error) {
	if err := w.checkZone(c.Zone); err != nil {
		return Reply{}, err
	}
	if !w.state.down[c.Zone] {
		return Reply{}, &Error{ErrInvalid, "availability zone " + c.Zone + " is not out"}
	}
	delete(w.state.down, c.Zone)
	w.note(Entry{Kind: "command", Entity: c.Zone, Text: "availability zone is back"})
	w.wakeAll()
	return Reply{}, nil
}

func (c SetFargateCapacity) do(w *World) (Reply, error) {
	zones := w.state.zones
	if c.Zone != "" {
		if err := w.checkZone(c.Zone); err != nil {
			return Reply{}, err
		}
		zones = []string{c.Zone}
	}
	kind, provider := 0, "FARGATE"
	if c.Spot {
		kind, provider = 1, "FARGATE_SPOT"
	}
	text := provider + " has no capacity"
	if c.Available {
		text = provider + " has capacity"
	}
	for _, z := range zones {
		if c.Available {
			delete(w.state.fargate.gone, fargateMark(z, kind))
		} else {
			w.state.fargate.gone[fargateMark(z, kind)] = true
		}
		w.note(Entry{Kind: "command", Entity: z, Text: text})
	}
	if c.Available {
		w.wakeAll()
	}
	return Reply{}, nil
}

func (c SetFargateQuota) do(w *World) (Reply, error) {
	if c.VCPUs < 0 {
		return Reply{}, &Error{ErrInvalid, "a quota of vCPUs cannot be negative"}
	}
	kind, provider := 0, "FARGATE"
	if c.Spot {
		kind, provider = 1, "FARGATE_SPOT"
	}
	w.state.fargate.units[kind] = c.VCPUs * 1024
	w.note(Entry{Kind: "command", Entity: provider, Text: fmt.Sprintf("quota %d vCPUs", c.VCPUs)})
	w.wakeAll()
	return Reply{}, nil
}

// wakeAll has every service look for room again.
func (w *World) wakeAll() {
	for _, cl := range sorted(w.state.clusters) {
		w.wake(0, placeController, Key{cl.Name, ""})
		for _, s := range sorted(cl.Services) {
			w.wakeDeploy(Key{s.Cluster, s.Name})
		}
	}
}
