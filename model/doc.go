// Package model is the vocabulary of ecsdeck: the nouns of Amazon ECS as plain
// values, with the facts that follow from them. It does no I/O, reads no clock
// and starts no goroutine; it imports the standard library only.
//
// # How the nouns nest
//
// A Cluster holds Services, standalone Tasks and, for EC2 capacity, Instances
// (AWS: container instances). A Service keeps a desired count of Tasks of one
// TaskDefinition alive. Changing the definition, or forcing it, makes a new
// Deployment; the newest is PRIMARY, older ones are ACTIVE until their tasks
// are gone. A Task is one placed copy of a TaskDefinition and holds Containers.
// A Target is a task's address as a load balancer sees it. A ScalableTarget
// moves the desired count of a service between bounds, by ScalingPolicies
// whose Alarms watch metrics; each move leaves an Activity. A service writes
// Events, its containers write LogEvents.
//
// # Conventions
//
// Zero time means unknown. Status fields are strings that keep values this
// program has never heard of; each has a Severity, from which all colour
// follows. Unknown is never the same value as zero or healthy: where zero is a
// legal reading, a second field says whether it was read at all.
//
// A Snapshot is all that is known at one instant. It is immutable once
// published: nobody writes to its maps or slices.
package model
