package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// inactiveShown is how long a deleted service can still be described: AWS
// promises no time, only that it cleans up some day (SDK ecs, DeleteService).
const inactiveShown = time.Hour

// drainService stops what a deleted service still runs; when all its tasks are
// STOPPING or have stopped the service is INACTIVE.
func drainService(s *Service) []Intent {
	var live []*Task
	left := false
	for _, t := range s.tasks {
		if t.up() {
			live = append(live, t)
		}
		left = left || t.Status.Order() < model.TaskStopping.Order()
	}
	if len(live) > 0 {
		return []Intent{stopTasks{s, live, "Scaling activity initiated by (deployment " + s.Deployments[0].ID + ")"}}
	}
	if !left {
		return []Intent{deactivate{s}}
	}
	return nil
}

// deactivate is the end of a service: it can be described for a while, and its
// name can be given to another.
type deactivate struct{ Service *Service }

func (d deactivate) apply(w *World, cause string) error {
	s := d.Service
	w.unwatchAlarms(s)
	used := s.Deployments
	s.Status, s.Deployments, s.Completed = model.ServiceInactive, nil, nil
	for _, o := range used {
		w.letGo(o.Def)
	}
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Text: "INACTIVE", Cause: cause})
	c := w.state.clusters[s.Cluster]
	c.daemons = slices.DeleteFunc(c.daemons, func(name string) bool { return name == s.Name })
	w.later(inactiveShown, purge{s}, "deleted an hour ago")
	return nil
}

// purge forgets a deleted service.
type purge struct{ Service *Service }

func (p purge) apply(w *World, _ string) error {
	if c := w.state.clusters[p.Service.Cluster]; c != nil && c.Services[p.Service.Name] == p.Service {
		delete(c.Services, p.Service.Name)
	}
	return nil
}
