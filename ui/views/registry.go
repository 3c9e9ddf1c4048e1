package views

import (
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Make makes the screen of a route. A screen is added to the dashboard by
// a value of its own and a line here.
func Make(r screen.Route) screen.Screen {
	switch r.Kind {
	case services.ID:
		return kind.New(services, r.Ref)
	case tasks.ID:
		return kind.New(tasksOf(r.Ref), r.Ref)
	case instances.ID:
		return kind.New(instances, r.Ref)
	case service.ID:
		return kind.Describe(service, r.Ref)
	case task.ID:
		return kind.Describe(task, r.Ref)
	case definition.ID:
		return kind.Describe(definition, r.Ref)
	case calls.ID:
		return kind.New(calls, r.Ref)
	case permissions.ID:
		return kind.New(permissions, r.Ref)
	case policy.ID:
		return kind.Describe(policy, r.Ref)
	case KindContexts:
		return newContextScreen(r.Ref)
	case KindLogs:
		return newLogScreen(r.Ref)
	}
	return kind.New(clusters, r.Ref)
}
