package model

import "time"

// Instance is a container instance: an EC2 host registered in a cluster.
type Instance struct {
	Ref              InstanceRef
	EC2ID            string
	Status           InstanceStatus
	AgentConnected   bool
	Type             string // attribute ecs.instance-type
	Zone             string // attribute ecs.availability-zone
	CapacityProvider string
	CPU              Room // units
	Memory           Room // MiB
	GPUs             Room
	Ports            []int  // TCP ports that are taken
	PortsUDP         []int  // UDP ports that are taken
	AgentVersion     string // "" when not told
	Running          int
	Pending          int
	RegisteredAt     time.Time
	Attributes       map[string]string
}

// Room is how much of a resource an instance has and how much is left.
type Room struct{ Registered, Remaining int }

// Used is what tasks have reserved.
func (r Room) Used() int { return r.Registered - r.Remaining }

// Severity of the instance: one whose agent is gone cannot be trusted.
func (i Instance) Severity() Severity {
	if !i.AgentConnected && i.Status != InstanceInactive {
		return Broken
	}
	return i.Status.Severity()
}
