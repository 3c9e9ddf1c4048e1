package model

// Cluster is a group of services, tasks and capacity.
type Cluster struct {
	Ref       ClusterRef
	Status    ClusterStatus
	Services  int // active services
	Running   int // tasks in RUNNING
	Pending   int // tasks on their way to RUNNING
	Instances int // registered container instances
	// CapacityProviders are the names of those attached.
	CapacityProviders []string
	// Default is the capacity provider strategy of tasks that name none.
	Default []StrategyItem
	// Insights is the setting containerInsights: disabled, enabled, enhanced;
	// "" when not told.
	Insights string
}

// Observed tells whether Container Insights records the cluster.
func (c Cluster) Observed() bool { return c.Insights == "enabled" || c.Insights == "enhanced" }
