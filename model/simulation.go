package model

import (
	"strings"
	"time"
)

// JournalEntry is something that happened in a simulated world, or was refused.
type JournalEntry struct {
	Seq     uint64 // grows by one with every entry
	At      time.Time
	Kind    string // task, event, alarm, command, refused, ...
	Cluster string
	Service string
	Entity  string // id of a task or an instance, name of an alarm, ...
	Text    string
	Cause   string // who or what brought it about
}

// Severity is how much an entry should catch the eye.
func (e JournalEntry) Severity() Severity {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(e.Text, w) {
				return true
			}
		}
		return false
	}
	switch {
	case e.Kind == "refused":
		return Warning
	case has("OutOfMemory", "ailed", "unhealthy", "UNHEALTHY", "unable", "-> ALARM", "to ALARM", "exit 1", "terminated", "is down", "DISCONNECTED", "disconnected"):
		return Broken
	case e.Kind == "command":
		return Moving
	case has("STOPPED", "DELETED", "MINUTES"):
		return Idle
	}
	return Good
}

// Fault is something that can be made to go wrong in a simulated world.
type Fault struct {
	ID    string // crash-loop
	Title string // crash loop
	Help  string // what happens then
	Group string // application, capacity, AWS
	// On is what it is done to: service, task, instance, zone, cluster, need,
	// action; "" to the world. Targets are those that there are now.
	On      string
	Targets []string
	// Once tells that it happens and is over, so that there is nothing to end.
	Once bool
}

// ActiveFault is a fault that lasts.
type ActiveFault struct {
	Fault  string // ID
	Title  string
	Target string
	Detail string
	Until  time.Time // when it ends by itself, zero when it does not
}

// Due is something that will happen in a simulated world by itself, if nothing
// comes in between.
type Due struct {
	At    time.Time
	Where string // cluster/service and what of it
	Text  string
}
