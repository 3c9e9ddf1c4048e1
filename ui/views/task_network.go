package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// writeNetwork writes where a task is reached, and what its load balancers think
// of it.
func writeNetwork(s *screen.Sheet, env screen.Env, t model.Task) {
	s.Heading("NETWORK")
	s.Beside("IP", text.Clean(or(t.IP)), "ZONE", text.Clean(or(t.Zone)))
	if i := t.Interface; i != (model.Interface{}) {
		s.Beside("INTERFACE", strings.TrimSpace(text.Clean(or(i.ID))+" "+strings.ToLower(text.Clean(i.Status))), "SUBNET", text.Clean(or(i.Subnet)))
	}
	s.Fact("PORTS", taskPorts(env, t))
	if t.Stopped() {
		return // nothing reaches it any more
	}
	if t.Connectivity != "" {
		sev := model.Good
		if t.Connectivity != "CONNECTED" {
			sev = model.Warning
		}
		s.Judged("AGENT", strings.ToLower(text.Clean(t.Connectivity)), sev)
	}
	writeRegistrations(s, env, t)
}

// taskPorts are the ports of the task's containers: where it has an interface of
// its own those of its definition, else where they are bound.
func taskPorts(env screen.Env, t model.Task) string {
	var ports []string
	for _, c := range t.Containers {
		if b := bindings(c.Bindings); b != "" {
			ports = append(ports, text.Clean(c.Name)+" "+b)
		}
	}
	if len(ports) > 0 {
		return strings.Join(ports, ", ")
	}
	for _, d := range env.Snap.TaskDefs[t.TaskDef].Rows {
		for _, c := range d.Containers {
			if p := portList(c.Ports); p != "" {
				ports = append(ports, text.Clean(c.Name)+" "+p)
			}
		}
	}
	return strings.Join(ports, ", ")
}

// writeRegistrations writes the targets that the task is, group by group.
func writeRegistrations(s *screen.Sheet, env screen.Env, t model.Task) {
	service, ok := FindService(env.Snap, screen.Ref{Cluster: t.Ref.Cluster, Service: t.Service()})
	if !ok || len(service.LoadBalancers) == 0 {
		return
	}
	part := env.Snap.Targets[service.Ref]
	switch {
	case part.Err != nil && !part.Known():
		s.Judged("TARGET", "of its target groups nothing may be read: "+text.Clean(inALine(part.Err)), model.Unknown)
		return
	case !part.Known():
		s.Muted("TARGET", "asking its load balancer ...")
		return
	}
	machine := machineOf(env.Snap, t)
	if t.IP == "" && machine == "" {
		s.Muted("TARGET", "not known: which EC2 instance it runs on is not read")
		return
	}
	label := "TARGET"
	for _, target := range targetsOf(t, machine, part.Rows) {
		says := string(target.State)
		if target.Reason != "" {
			says += ", " + target.Reason
		}
		says += fmt.Sprintf(", :%d in %s", target.Port, model.TargetGroupName(target.TargetGroupARN))
		if target.Description != "" {
			says += ": " + target.Description
		}
		s.Judged(label, text.Clean(says), target.State.Severity())
		label = ""
	}
	if label != "" {
		s.Muted(label, "not registered in "+text.Plural(len(service.TargetGroups()), "target group")+" of its service")
	}
}

// machineOf is the EC2 instance that a task runs on, "" when it is not known.
func machineOf(snap *model.Snapshot, t model.Task) string {
	for _, i := range snap.Instances[t.Ref.Cluster].Rows {
		if i.Ref == t.Instance {
			return i.EC2ID
		}
	}
	return ""
}

// targetsOf are the targets that a task is: by its address, or by its machine and
// one of its ports there.
func targetsOf(t model.Task, machine string, targets []model.Target) []model.Target {
	var out []model.Target
	for _, target := range targets {
		if t.IP != "" && target.ID == t.IP || machine != "" && target.ID == machine && binds(t, target.Port) {
			out = append(out, target)
		}
	}
	return out
}

func binds(t model.Task, port int) bool {
	for _, c := range t.Containers {
		for _, b := range c.Bindings {
			if b.HostPort == port {
				return true
			}
		}
	}
	return false
}
