package fit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/query"
)

// Host is a container instance with what runs on it.
type Host struct {
	model.Instance
	Tasks []model.Task // placed there and not yet stopped
	// Counted tells that Tasks are known: interfaces and neighbours are not
	// told by the instance itself.
	Counted bool
}

// Hosts joins the instances of a cluster with its tasks; counted tells whether
// those were read.
func Hosts(instances []model.Instance, tasks []model.Task, counted bool) []Host {
	at := map[model.InstanceRef][]model.Task{}
	for _, t := range tasks {
		if !t.Instance.IsZero() && !t.Stopped() {
			at[t.Instance] = append(at[t.Instance], t)
		}
	}
	hosts := make([]Host, len(instances))
	for i, instance := range instances {
		hosts[i] = Host{Instance: instance, Tasks: at[instance.Ref], Counted: counted}
	}
	return hosts
}

// Interfaces is how many network interfaces the instance's tasks have.
func (h Host) Interfaces() (n int) {
	for _, t := range h.Tasks {
		if t.IP != "" {
			n++
		}
	}
	return n
}

// interfacesBySize are the network interfaces that an instance may have, one of
// which is its own, by the size of the current general families (EC2 user guide,
// AvailableIpPerENI).
var interfacesBySize = map[string]int{
	"nano": 2, "micro": 2, "small": 3, "medium": 3, "large": 3, "xlarge": 4, "2xlarge": 4, "4xlarge": 8, "8xlarge": 8, "9xlarge": 8,
	"12xlarge": 8, "16xlarge": 15, "18xlarge": 15, "24xlarge": 15, "32xlarge": 15, "metal": 15,
}

// families are those whose sizes have these interfaces; a few sizes of theirs
// differ.
var (
	families = []string{"t3", "t4g", "c5", "c5d", "c6i", "c6a", "c6id", "c7i", "c7a", "m5", "m5a", "m5d", "m6i", "m6a", "m6id", "m7i", "m7a", "r5", "r5a", "r5d", "r6i", "r6a", "r7i", "r7a", "m6g", "m7g", "c6g", "c7g", "r6g", "r7g"}
	differ   = map[string]int{"g4dn.xlarge": 3, "g4dn.2xlarge": 3, "g4dn.4xlarge": 3, "m6g.medium": 2, "m7g.medium": 2, "c6g.medium": 2, "c7g.medium": 2, "r6g.medium": 2, "r7g.medium": 2, "m7a.medium": 2, "c7a.medium": 2, "r7a.medium": 2}
)

// InterfaceLimit is how many tasks with an interface of their own an instance can
// have. known is false for a type not in the list, and for an instance with a
// trunk, whose limit is higher and not told by ECS.
func InterfaceLimit(i model.Instance) (n int, known bool) {
	if i.Attributes["ecs.awsvpc-trunk-id"] != "" {
		return 0, false
	}
	if n, ok := differ[i.Type]; ok {
		return n - 1, true
	}
	family, size, _ := strings.Cut(i.Type, ".")
	if n, ok := interfacesBySize[size]; ok && slices.Contains(families, family) {
		return n - 1, true
	}
	return 0, false
}

// portsPerInstance is how many host ports may be in use on an instance, reserved
// ones included (developer guide, service-event-messages-list).
const portsPerInstance = 100

func (h Host) taken(p Port) bool {
	if p.UDP {
		return slices.Contains(h.PortsUDP, p.Number)
	}
	return slices.Contains(h.Ports, p.Number)
}

// subject is how the cluster query language reads the instance.
func (h Host) subject(name string) []string {
	if name, ok := strings.CutPrefix(name, "attribute:"); ok {
		if value, ok := h.Attributes[name]; ok {
			return []string{value}
		}
		return nil
	}
	switch name {
	case query.AgentConnected:
		return []string{strconv.FormatBool(h.AgentConnected)}
	case query.AgentVersion:
		return []string{h.AgentVersion}
	case query.EC2InstanceID:
		return []string{h.EC2ID}
	case query.RegisteredAt:
		return []string{h.RegisteredAt.UTC().Format(time.RFC3339)}
	case query.RunningTasksCount:
		return []string{strconv.Itoa(h.Running)}
	case query.TaskGroup:
		var groups []string
		for _, t := range h.Tasks {
			groups = append(groups, t.Group)
		}
		return groups
	}
	return nil
}
