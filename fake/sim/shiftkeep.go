package sim

import (
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

// side is the live tasks of one deployment while traffic is shifted, and how
// many there are to be.
type side struct {
	x    *shift
	d    *Deployment
	want int
	live []*Task
	sick []*Task // of live: unhealthy, or on an instance that drains
	well []*Task
}

// keep holds a deployment to its number of tasks. What is unhealthy is
// replaced by its own revision, the replacement first where there is room for
// it (developer guide, ecs_services).
func (x *shift) keep(d *Deployment) []Intent {
	c := side{x: x, d: d, want: d.wanted(x.s.Desired)}
	var out []Intent
	for _, t := range x.s.tasks {
		if t.Deployment != d.ID || !t.up() {
			continue
		}
		c.live = append(c.live, t)
		event, reason := x.v.sickness(x.s, t)
		if reason == "" {
			c.well = append(c.well, t)
			continue
		}
		c.sick = append(c.sick, t)
		if event != "" {
			out = append(out, tell{x.s, event})
		}
	}
	out = append(out, c.surplus()...)
	out = append(out, c.replaced()...)
	return append(out, c.lack()...)
}

// surplus stops what is beyond the number; a task under protection stays, and
// is told of when nothing else is in the way.
func (c side) surplus() []Intent {
	from := c.well
	if c.want == 0 {
		from = c.live
	}
	extra := len(from) - c.want
	if extra <= 0 {
		return nil
	}
	free := slices.DeleteFunc(slices.Clone(from), func(t *Task) bool { return t.protected(c.x.v.Now()) })
	leaving := scaleInOrder(c.x.v, free)[:min(extra, len(free))]
	if len(leaving) == 0 {
		return []Intent{underProtection(c.x.s, c.d, extra)}
	}
	return []Intent{stopTasks{c.x.s, leaving, "Scaling activity initiated by (deployment " + c.x.s.Deployments[0].ID + ")"}}
}

// replaced stops unhealthy tasks: all when others stand in for them, else one
// if there is no room for its replacement.
func (c side) replaced() (out []Intent) {
	if c.want == 0 || len(c.sick) == 0 {
		return nil
	}
	gone := c.sick
	if healthyOf(c.well) < c.want {
		if len(c.live) < c.most() {
			return nil
		}
		gone = c.sick[:1]
	}
	for _, t := range gone {
		_, reason := c.x.v.sickness(c.x.s, t)
		out = append(out, stopTasks{c.x.s, []*Task{t}, reason})
	}
	return out
}

// most is how many tasks of the deployment may live at once: each revision has
// the service's maximum to itself.
func (c side) most() int {
	_, upper := bounds(c.want, c.x.s.MinPercent, c.x.s.MaxPercent)
	return max(c.want, upper)
}

// lack starts what is missing, unless the deployment has failed or its
// launches are backing off.
func (c side) lack() []Intent {
	s, v := c.x.s, c.x.v
	n := min(c.want-len(c.well), c.most()-len(c.live))
	if n <= 0 || c.d.Rollout == model.RolloutFailed {
		return nil
	}
	k := Key{s.Cluster, s.Name}
	if c.d == s.Deployments[0] && v.Now().Before(s.BackoffUntil) {
		return []Intent{wakeLater{deployController, k, s.BackoffUntil}}
	}
	places, trouble := placeMany(v, s.as(c.d), n)
	var out []Intent
	if len(places) > 0 {
		out = append(out, startTasks{s, c.d, places, min(len(c.sick), len(places))})
	}
	if trouble != "" {
		out = append(out, tell{s, trouble}, wakeLater{deployController, k, v.Now().Add(placeAgain)})
	}
	return out
}

// as is the service with the settings of one of its deployments, for placing
// its tasks.
func (s *Service) as(d *Deployment) *Service {
	out := *s
	out.Settings = d.Settings
	return &out
}
