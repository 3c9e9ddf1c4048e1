package views

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Screens about clusters and what runs them.
var clusterEntries = []screen.Entry{
	{Kind: KindHome, Also: []string{"start", "attention"}, Letter: "h", Help: "what needs attention, the worst first, and every cluster", Subject: screen.OfAll, Make: list(home)},
	{Kind: KindClusters, Letter: "c", Help: "every cluster, with its totals", Subject: screen.OfAll, Make: list(clusters)},
	{Kind: KindInstances, Also: []string{"container instances"}, Letter: "i", Help: "the container instances of a cluster and the room on them", Subject: screen.OfACluster, Gate: CanInstances, Make: list(instances)},
	{Kind: KindInstance, Help: "a container instance: its tasks, the room on it, what a drain would move", Subject: screen.OfAnInstance, Gate: CanInstances, Make: instanceOf},
	{Kind: KindPlacement, Also: []string{"fit"}, Letter: "P", Help: "which instances could take another task and what the others lack; how many more fit", Subject: screen.OfAService, Gate: CanInstances, Make: placementOf},
	{Kind: KindCapacity, Also: []string{"capacity providers"}, Letter: "k", Help: "where the tasks of a cluster may run: providers, their scaling, who uses them", Subject: screen.OfACluster, Gate: CanCapacity, Make: list(capacity)},
	{Kind: KindTree, Letter: "r", Help: "a cluster as a tree: services, deployments, tasks, containers", Subject: screen.OfAService, Make: newTreeScreen},
	{Kind: KindEvents, Letter: "e", Help: "what the services of a cluster told, the newest first", Subject: screen.OfAService, Make: newEventScreen},
}
