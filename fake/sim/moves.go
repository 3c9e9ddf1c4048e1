package sim

import (
	"fmt"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// startMoved starts tasks in a zone, each for one that is to go from another.
type startMoved struct {
	Service    *Service
	Deployment *Deployment
	Places     []placement
	Zone       string
	From       []string
}

func (m startMoved) apply(w *World, cause string) error {
	s := m.Service
	s.rebalancing, s.SteadyAnnounced = true, time.Time{}
	ids := make([]string, 0, len(m.Places))
	for i, p := range m.Places {
		t := w.newServiceTask(w.state.clusters[s.Cluster], s, m.Deployment, p)
		t.relieves = m.From[i]
		ids = append(ids, "(task "+t.ID+")")
	}
	w.event(s, fmt.Sprintf("(service %s) has started %d tasks in %s to AZ Rebalance: %s.", s.Name, len(ids), m.Zone, strings.Join(ids, " ")), cause)
	return nil
}

// stopMoved stops tasks for which others in another zone stand in.
type stopMoved struct {
	Service    *Service
	Tasks      []*Task
	Zone       string
	Deployment *Deployment
}

func (m stopMoved) apply(w *World, cause string) error {
	s := m.Service
	ids := make([]string, 0, len(m.Tasks))
	for _, t := range m.Tasks {
		w.stop(t, model.StopScheduler, "Scaling activity initiated by (deployment "+m.Deployment.ID+")")
		ids = append(ids, "(task "+t.ID+")")
	}
	w.event(s, fmt.Sprintf("(service %s) has stopped %d running tasks in %s due to AZ rebalancing: %s.", s.Name, len(ids), m.Zone, strings.Join(ids, " ")), cause)
	w.wakeDeploy(Key{s.Cluster, s.Name})
	return nil
}

// settleMoved makes tasks that have taken another's place ordinary ones.
type settleMoved struct{ Tasks []*Task }

func (m settleMoved) apply(*World, string) error {
	for _, t := range m.Tasks {
		t.relieves = ""
	}
	return nil
}

// balanced ends a rebalancing.
type balanced struct {
	Service *Service
	Event   string
}

func (b balanced) apply(w *World, cause string) error {
	b.Service.rebalancing = false
	w.event(b.Service, b.Event, cause)
	w.wakeDeploy(Key{b.Service.Cluster, b.Service.Name})
	return nil
}

// stopRebalancing ends one that something else has overtaken: a new deployment
// or another desired count.
func (w *World) stopRebalancing(s *Service, cause string) {
	for _, t := range s.tasks {
		t.relieves = ""
	}
	if s.rebalancing {
		s.rebalancing = false
		w.event(s, "(service "+s.Name+") stopped AZ Rebalancing.", cause)
	}
}
