package query

import (
	"fmt"
	"strings"
)

// subject is the name by which a subject is read.
func subject(t token) (string, error) {
	if name, ok := strings.CutPrefix(t.text, "attribute:"); ok && name != "" {
		return t.text, nil
	}
	switch name := strings.ToLower(t.text); name {
	case AgentConnected, AgentVersion, EC2InstanceID, RegisteredAt, RunningTasksCount, TaskGroup:
		return name, nil
	}
	return "", fmt.Errorf("unknown subject %q at position %d: agentConnected, agentVersion, attribute:<name>, ec2InstanceId, registeredAt, runningTasksCount and task:group are known", t.text, t.at)
}

// Subjects beside attributes, whose names come after "attribute:".
const (
	AgentConnected    = "agentconnected"
	AgentVersion      = "agentversion"
	EC2InstanceID     = "ec2instanceid"
	RegisteredAt      = "registeredat" // RFC 3339
	RunningTasksCount = "runningtaskscount"
	TaskGroup         = "task:group"
)
