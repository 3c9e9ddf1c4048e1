package sim

import "time"

// Provider is a capacity provider over an Auto Scaling group. FARGATE and
// FARGATE_SPOT are AWS's own and are not among them.
type Provider struct {
	Name           string
	Cluster        string // in which the group's instances register
	Group          string // Auto Scaling group
	GroupARN       string // and its ARN, also when it is gone
	Managed        bool   // managed scaling: tasks without room wait for an instance
	TargetCapacity int    // percent
	MinStep        int    // instances in one scaling activity
	MaxStep        int
	Warmup         time.Duration // a new instance takes no part in scaling in
	Protection     bool          // managed termination protection
	Draining       bool          // managed draining
	Tags           map[string]string
	CreatedAt      time.Time
	LowMinutes     int                 // minutes in a row with the reservation below target
	Minutes        []ReservationMinute // oldest first, only while it can differ
}

// ReservationMinute is one reading of CapacityProviderReservation.
type ReservationMinute struct {
	At      time.Time
	Percent int
}

// reservationKept is how many readings are kept.
const reservationKept = 24 * 60

// ProviderSpec is a capacity provider and its Auto Scaling group in one, as a
// scenario declares them.
type ProviderSpec struct {
	Name           string
	Cluster        string
	Group          string // "" is the name with -asg
	Type           string // instance type
	Min, Max       int
	Desired        int
	TargetCapacity int // percent; 0 is 100
	Unmanaged      bool
	Unprotected    bool // without managed termination protection
}

// CreateProvider makes a capacity provider over a new Auto Scaling group and
// associates it with its cluster; the group's instances are there at once when
// Settled is set, as in a world that has been running.
type CreateProvider struct {
	Provider ProviderSpec
	Settled  bool
}

// CreateCapacityProvider makes a capacity provider over a group that exists.
type CreateCapacityProvider struct{ Provider Provider }

// UpdateCapacityProvider changes what is not nil.
type UpdateCapacityProvider struct {
	Name                 string
	Managed              *bool
	TargetCapacity       *int
	MinStep, MaxStep     *int
	Warmup               *time.Duration
	Protection, Draining *bool
}

// DeleteCapacityProvider deletes one that no cluster is associated with.
type DeleteCapacityProvider struct{ Name string }

// PutClusterCapacityProviders says which capacity providers a cluster may use,
// and what its services and tasks use that name none.
type PutClusterCapacityProviders struct {
	Cluster   string
	Providers []string
	Strategy  []StrategyItem
}
