package views

import "github.com/ecsdeck/ecsdeck/ui/screen"

// Screens about clusters and what runs them.
var clusterEntries = []screen.Entry{
	{Kind: KindClusters, Letter: "c", Help: "every cluster, with its totals", Subject: screen.OfAll, Make: list(clusters)},
	{Kind: KindInstances, Also: []string{"container instances"}, Letter: "i", Help: "the container instances of a cluster and the room on them", Subject: screen.OfACluster, Gate: CanInstances, Make: list(instances)},
}
