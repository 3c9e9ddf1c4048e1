package sim

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// failing is the part of a service's requests that fail because what they need
// does not answer, and the name of that.
func (v View) failing(s *Service) (part float64, what string) {
	if name := v.lacks(s.Cluster, v.does(s.Def.Containers[0].Image)); name != "" {
		return 1, name
	}
	for _, c := range s.callees {
		if c.Traffic == nil || v.available(c) {
			continue
		}
		if p := min(1, c.Traffic.Ratio); p > part {
			part, what = p, c.Name
		}
	}
	return part, what
}

// passes is the part of a service's requests that come so far as to call
// another: none while no task of it answers or something else that it needs is
// down, and not those that it was too busy for in the minute before.
func (v View) passes(from, to *Service, t time.Time) float64 {
	if !v.available(from) {
		return 0
	}
	for _, name := range v.does(from.Def.Containers[0].Image).Needs {
		if name != to.Name && v.down(from.Cluster, name) {
			return 0
		}
	}
	kept, before := from.History.kept, minuteOf(t)-1
	i := from.History.since(before)
	if i == len(kept) || kept[i].minute != before || kept[i].requests == 0 {
		return 1
	}
	return float64(kept[i].requests-kept[i].timedOut) / float64(kept[i].requests)
}

// lacks is something that an application cannot work without and that is down,
// "" for nothing.
func (v View) lacks(cluster string, b *Behaviour) string {
	for _, name := range b.Needs {
		if v.down(cluster, name) {
			return name
		}
	}
	return ""
}

// down tells whether something that an application needs does not answer: an
// outside system with an outage, or a service of its cluster without a task
// that does.
func (v View) down(cluster, name string) bool {
	if v.w.state.outages[name] {
		return true
	}
	s := v.Service(Key{cluster, name})
	return s != nil && !v.available(s)
}

// available tells whether any task of a service can be reached and answers.
func (v View) available(s *Service) bool {
	for _, t := range s.tasks {
		if t.Status != model.TaskRunning || v.answers(t) == answerNone {
			continue
		}
		if len(t.balancers) == 0 {
			return true
		}
		for _, b := range t.targets {
			if b.target.State == model.TargetHealthy || b.target.State == model.TargetUnhealthy {
				return true
			}
		}
	}
	return false
}
