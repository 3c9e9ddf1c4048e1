package model

import "time"

// Daemon is an Amazon ECS daemon: one task on each managed instance of its
// capacity providers, apart from all services.
type Daemon struct {
	ARN       string
	Cluster   ClusterRef
	Name      string
	Status    string // ACTIVE, DELETE_IN_PROGRESS, or what is not known yet
	Providers []string
	Deploying string // status of the newest deployment, "" when not told
	Running   int    // instances that it runs on
	Without   int    // instances of its capacity providers that it does not run on
	CreatedAt time.Time
	UpdatedAt time.Time
}

// ExpressService is a service that Amazon ECS Express Mode looks after.
type ExpressService struct {
	Service   ServiceRef
	Status    string // ACTIVE, DRAINING, INACTIVE
	Reason    string
	Endpoints []string
	Image     string
	CPU       int
	Memory    int
	Min, Max  int
	CreatedAt time.Time
	UpdatedAt time.Time
}
