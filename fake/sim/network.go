package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// Dynamic host ports of bridge mode (docker's ephemeral range on Linux).
const (
	firstPort = 32768
	ports     = 28232
)

// address gives the task what it is reached by: with awsvpc a network interface
// of its own in its zone's subnet, else ports of its instance.
func (w *World) address(t *Task) {
	s := w.stream("net", t.ID)
	if t.Def.NetworkMode == "awsvpc" {
		t.IP = w.freeAddress(s, max(0, slices.Index(w.state.zones, t.Zone)))
		t.ENI = "eni-" + s.Hex(17)
		t.Subnet = "subnet-" + newStream(w.cfg.Seed, "net", t.Cluster+"/"+t.Zone).Hex(17)
		t.MAC = "0a:" + strings.Join([]string{s.Hex(2), s.Hex(2), s.Hex(2), s.Hex(2), s.Hex(2)}, ":")
	}
	taken := w.portsTaken(t)
	for i, d := range t.Def.Containers {
		for _, p := range d.Ports {
			host := p.HostPort
			switch {
			case t.Def.NetworkMode == "awsvpc":
				host = p.ContainerPort
			case host == 0:
				for host = firstPort + s.Intn(ports); taken[host]; {
					host = firstPort + s.Intn(ports)
				}
				taken[host] = true
			}
			t.Containers[i].Bindings = append(t.Containers[i].Bindings, model.Binding{ContainerPort: p.ContainerPort, HostPort: host, Protocol: p.Protocol})
		}
	}
}

// freeAddress draws an address that no task has: each zone's subnet is a /20,
// and a full one borrows from the next.
func (w *World) freeAddress(s *Stream, zone int) string {
	const blocks, hosts = 16, 250
	for try := 0; ; try++ {
		z := zone + try/(blocks*hosts)
		ip := fmt.Sprintf("10.%d.%d.%d", z/16, z%16*blocks+s.Intn(blocks), 4+s.Intn(hosts))
		if !w.state.addresses[ip] {
			w.state.addresses[ip] = true
			return ip
		}
	}
}

func (w *World) portsTaken(t *Task) map[int]bool {
	taken := map[int]bool{}
	if i := w.state.clusters[t.Cluster].Instances[t.Instance]; i != nil {
		for _, other := range i.tasks {
			for _, p := range other.hostPorts() {
				taken[p] = true
			}
		}
	}
	return taken
}

// AgentPorts are the TCP ports that SSH, docker and the agent hold on every
// instance (developer guide, ecs-agent-config).
func AgentPorts() []int { return []int{22, 2375, 2376, 51678, 51679} }

// PortsTaken are all host ports that are taken on an instance, ascending.
func (v View) PortsTaken(i *Instance) []int {
	out := AgentPorts()
	for _, t := range i.tasks {
		out = append(out, t.hostPorts()...)
	}
	slices.Sort(out)
	return out
}
