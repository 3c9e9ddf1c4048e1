package model

import (
	"strings"
	"time"
)

// Event is one line of a service's own account of itself. AWS keeps the newest
// hundred of each service. Message is untrusted text.
type Event struct {
	ID      string
	At      time.Time
	Message string
}

// Steady tells the event that says nothing happened: AWS repeats it about
// every six hours, and most events are this one.
func (e Event) Steady() bool { return strings.HasSuffix(e.Message, "has reached a steady state.") }

// Trouble says in short words what goes wrong, when the event tells of a
// failure, else "". The phrases are those of ECS's service event messages.
func (e Event) Trouble() string {
	for _, t := range troubles {
		if strings.Contains(e.Message, t.has) {
			return t.say
		}
	}
	return ""
}

var troubles = []struct{ has, say string }{
	{"insufficient CPU units", "no instance with enough CPU"},
	{"insufficient memory", "no instance with enough memory"},
	{"already using a port", "port in use on every instance"},
	{"No Container Instances were found", "no instances"},
	{"unable to place a task", "cannot place a task"},
	{"unable to consistently start", "tasks keep failing to start"},
	{"deployment failed", "deployment failed"},
	{"failed container health checks", "container health check fails"},
	{"is unhealthy in (target-group", "target health check fails"},
	{"because of the service deployment configuration", "min/max percent allow no step"},
	{"failed to launch a task", "launch refused"},
	{"being throttled", "throttled by AWS"},
}
