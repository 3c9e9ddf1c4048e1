package views

import (
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// Screens about services and what keeps them up.
var serviceEntries = []screen.Entry{
	{Kind: KindServices, Also: []string{"svc"}, Letter: "s", Help: "the services of a cluster, worst first", Subject: screen.OfACluster, Make: list(services)},
	{Kind: KindService, Letter: "v", Help: "a service: rollout, scaling, targets, alarms, events", Subject: screen.OfOneService, Make: page(service)},
	{Kind: KindLogs, Letter: "o", Help: "log lines of a service or a task, all tasks merged", Subject: screen.OfOneService, Make: func(ref screen.Ref) screen.Screen { return newLogScreen(ref) }},
}

// tasksAny makes the list of tasks of a service or of a cluster.
func tasksAny(ref screen.Ref) screen.Screen { return kind.New(tasksOf(ref), ref) }
