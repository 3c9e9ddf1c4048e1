package sim

import "slices"

// hostPort is a port of an instance: TCP and UDP have a space of their own.
type hostPort struct {
	Port     int
	Protocol string
}

// hostPorts are the ports of the instance that a definition names. A task with
// an interface of its own needs none.
func (d *TaskDef) hostPorts() (out []hostPort) {
	if d.NetworkMode == "awsvpc" {
		return nil
	}
	for _, c := range d.Containers {
		for _, p := range c.Ports {
			if p.HostPort != 0 {
				out = append(out, hostPort{p.HostPort, protocolOf(p.Protocol)})
			}
		}
	}
	return out
}

// portCount is how many host ports a task takes, dynamic ones included.
func (d *TaskDef) portCount() (n int) {
	if d.NetworkMode == "awsvpc" {
		return 0
	}
	for _, c := range d.Containers {
		n += len(c.Ports)
	}
	return n
}

func protocolOf(p string) string {
	if p == "" {
		return "tcp"
	}
	return p
}

// hold takes a port of the task's instance for it.
func (i *Instance) hold(t *Task, p hostPort) {
	if i.ports == nil {
		i.ports = map[hostPort]bool{}
	}
	i.ports[p] = true
	t.ports = append(t.ports, p)
}

// AgentPorts are the TCP ports that SSH, docker and the agent hold on every
// instance (developer guide, ecs-agent-config).
func AgentPorts() []int { return []int{22, 2375, 2376, 51678, 51679} }

// PortsTaken are all TCP ports that are taken on an instance, ascending.
func (v View) PortsTaken(i *Instance) []int {
	out := append(AgentPorts(), i.taken("tcp")...)
	slices.Sort(out)
	return out
}

// PortsTakenUDP are all UDP ports that are taken on an instance, ascending.
func (v View) PortsTakenUDP(i *Instance) []int { return i.taken("udp") }

func (i *Instance) taken(protocol string) (out []int) {
	for _, t := range i.tasks {
		for _, p := range t.ports {
			if p.Protocol == protocol {
				out = append(out, p.Port)
			}
		}
	}
	slices.Sort(out)
	return out
}
