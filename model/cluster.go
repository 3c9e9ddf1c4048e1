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
}
