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
		if t.Subnet == "" {
			t.Subnet = w.subnetID(t.Cluster, t.Zone)
		}
		t.MAC = "0a:" + strings.Join([]string{s.Hex(2), s.Hex(2), s.Hex(2), s.Hex(2), s.Hex(2)}, ":")
	}
	instance := w.state.clusters[t.Cluster].Instances[t.Instance]
	for i, d := range t.Def.Containers {
		for _, p := range d.Ports {
			host := p.HostPort
			switch {
			case t.Def.NetworkMode == "awsvpc":
				host = p.ContainerPort
			case host == 0:
				host = w.freePort(s, t, instance, protocolOf(p.Protocol))
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

// freePort draws a dynamic port of an instance and holds it for the task.
func (w *World) freePort(s *Stream, t *Task, i *Instance, protocol string) int {
	for {
		p := hostPort{firstPort + s.Intn(ports), protocol}
		if i == nil {
			return p.Port
		}
		if !i.ports[p] && !slices.Contains(AgentPorts(), p.Port) {
			i.hold(t, p)
			return p.Port
		}
	}
}

// subnetID is the world's own subnet of a cluster in a zone.
func (w *World) subnetID(cluster, zone string) string {
	return "subnet-" + newStream(w.cfg.Seed, "net", cluster+"/"+zone).Hex(17)
}
