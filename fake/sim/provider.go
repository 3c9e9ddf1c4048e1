package sim

import "time"

// Provider is a capacity provider over an Auto Scaling group.
type Provider struct {
	Name           string
	Cluster        string
	Group          string // Auto Scaling group
	Type           string // instance type
	Min, Max       int
	Desired        int
	TargetCapacity int  // percent
	Launching      int  // instances on their way
	LowMinutes     int  // minutes in a row with the reservation below target
	Managed        bool // managed scaling: tasks without room wait for an instance
	Warm           time.Duration
}

// CreateProvider makes a capacity provider over an Auto Scaling group and
// attaches it to its cluster; the group's instances launch at once when
// Settled is set, as in a world that has been running.
type CreateProvider struct {
	Provider Provider
	Settled  bool
}
