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
	switch e.Kind {
	case "refused", "notscaled":
		return Warning
	case "command":
		return Moving
	case "container", "task":
		return e.ofTask(has)
	case "health", "target":
		if has("UNHEALTHY", "unhealthy") {
			return Broken
		}
	case "alarm":
		if has("-> ALARM") {
			return Broken
		}
	case "deployment", "release", "shift", "hook":
		switch {
		case has("FAILED", "ROLLBACK", "ROLLED"):
			return Broken
		case has("IN_PROGRESS", "PENDING"):
			return Moving
		}
	case "instance":
		if has("terminated", "disconnected", "lost") {
			return Broken
		}
	case "event":
		if (Event{Message: e.Text}).Trouble() != "" {
			return Broken
		}
	}
	return Good
}

// ofTask judges how a task, or a container of one, came to its end.
func (e JournalEntry) ofTask(has func(...string) bool) Severity {
	switch {
	case has("OutOfMemory", "TaskFailedToStart", "EssentialContainerExited", "TerminationNotice", "SpotInterruption"):
		return Broken
	case strings.Contains(e.Text, "exit ") && !strings.Contains(e.Text, "exit 0"):
		return Broken
	case has("STOPPED", "DELETED"):
		return Idle
	case has("RUNNING", "HEALTHY"):
		return Good
	}
	return Moving
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
