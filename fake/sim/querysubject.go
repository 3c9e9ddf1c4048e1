package sim

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// AgentVersion is that of the container agent on every instance.
const AgentVersion = "1.105.1"

// subject is how a subject of the cluster query language is read of an
// instance: no value at all for an attribute that it does not have, several for
// the groups of its tasks.
func subject(t queryToken) (func(View, *Instance) []string, error) {
	if name, ok := strings.CutPrefix(t.text, "attribute:"); ok && name != "" {
		return func(_ View, i *Instance) []string {
			if value, ok := i.attributes()[name]; ok {
				return []string{value}
			}
			return nil
		}, nil
	}
	one := func(read func(*Instance) string) func(View, *Instance) []string {
		return func(_ View, i *Instance) []string { return []string{read(i)} }
	}
	switch strings.ToLower(t.text) {
	case "agentconnected":
		return one(func(i *Instance) string { return strconv.FormatBool(i.Agent) }), nil
	case "agentversion":
		return one(func(*Instance) string { return AgentVersion }), nil
	case "ec2instanceid":
		return one(func(i *Instance) string { return i.EC2ID }), nil
	case "registeredat":
		return one(func(i *Instance) string { return i.RegisteredAt.UTC().Format(time.RFC3339) }), nil
	case "runningtaskscount":
		return one(func(i *Instance) string {
			n := 0
			for _, t := range i.tasks {
				if t.Status == model.TaskRunning {
					n++
				}
			}
			return strconv.Itoa(n)
		}), nil
	case "task:group":
		return func(_ View, i *Instance) (out []string) {
			for _, t := range i.tasks {
				if t.up() {
					out = append(out, t.Group)
				}
			}
			return out
		}, nil
	}
	return nil, fmt.Errorf("unknown subject %q at position %d: agentConnected, agentVersion, attribute:<name>, ec2InstanceId, registeredAt, runningTasksCount and task:group are known", t.text, t.at)
}
