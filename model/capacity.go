package model

// CapacityProvider is where tasks of a cluster may be placed.
type CapacityProvider struct {
	ARN     string
	Name    string
	Cluster ClusterRef
	Type    string // EC2_AUTOSCALING, MANAGED_INSTANCES, FARGATE, FARGATE_SPOT
	Status  string // ACTIVE, PROVISIONING, DEPROVISIONING, INACTIVE
	// UpdateStatus and UpdateReason are of its newest change.
	UpdateStatus, UpdateReason string
	GroupARN                   string // of the Auto Scaling group, "" for Fargate
	ManagedScaling             bool
	TargetCapacity             int // percent
	MinStep, MaxStep           int
	WarmupSeconds              int
	TerminationProtection      bool
	ManagedDraining            bool
	// Default is the cluster's default strategy for it; InDefault tells whether
	// it is a part of that.
	Default   StrategyItem
	InDefault bool
}

// StrategyItem is one line of a capacity provider strategy.
type StrategyItem struct {
	Provider     string
	Weight, Base int
}
