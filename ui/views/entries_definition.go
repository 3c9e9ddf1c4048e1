package views

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Screens about tasks and their definitions.
var definitionEntries = []screen.Entry{
	{Kind: KindTasks, Letter: "t", Help: "the tasks of a service or a cluster, running and stopped", Subject: screen.OfAService, Make: tasksAny},
	{Kind: KindTask, Help: "a task: containers, life, network", Subject: screen.OfATask, Make: page(task)},
	{Kind: KindDefinition, Also: []string{"taskdef"}, Help: "a revision of a task definition", Subject: screen.OfADefinition, Make: page(definition)},
}
