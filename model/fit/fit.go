// Package fit says which container instances of a cluster could take another task
// of a definition, what those lack that could not, and how many more fit: the
// rules are those of task placement in Amazon ECS (developer guide,
// task-placement). It is a function of what ECS tells and nothing else; what ECS
// does not tell is Unknown and refuses nothing.
package fit

import (
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/query"
)

// Check is one of the things that placement looks at, in the order in which it
// does.
type Check uint8

// The checks.
const (
	Status     Check = iota // the instance is ACTIVE
	Provider                // it is of the capacity provider that places the task
	Agent                   // its agent is connected
	Attributes              // it has what the definition requires, and is a member of what it asks for
	Zone                    // it is where the task's subnets are
	CPU
	GPU
	Memory
	Ports
	ENI
	Apart // no other task of the service is there

	checks = iota
)

var checkWords = [checks]string{"status", "capacity provider", "agent", "attributes", "zone", "CPU", "GPU", "memory", "ports", "network interfaces", "one task per instance"}

func (c Check) String() string { return checkWords[c] }

// Need is what a task takes from an instance, and what it asks of it.
type Need struct {
	CPU, Memory, GPUs int
	ENIs              int    // 1 for a task with an interface of its own
	Ports             []Port // of the host, that the definition names
	Dynamic           int    // host ports that are chosen for it
	Attributes        []string
	OS, Arch          string
	Members           []string // expressions
	Apart             bool     // distinctInstance
	Group             string   // whose tasks are kept apart
	Providers         []string // capacity providers whose instances are asked; none asks all
	Subnets           []string

	members []member
	unread  []string // expressions that cannot be read
}

// member is an expression that an instance must match.
type member struct {
	*query.Query
	text string
}

// Port is a port of a host: TCP and UDP have a space of their own.
type Port struct {
	Number int
	UDP    bool
}

// Of is what a task of a definition needs, as a service places it in a cluster
// with these defaults. The zero service places nothing: the definition alone
// counts.
func Of(d model.TaskDefinition, s model.Service, defaults []model.StrategyItem) Need {
	n := Need{CPU: d.CPU, Memory: d.Memory, GPUs: d.GPUs, OS: d.OS, Arch: d.Arch, Attributes: d.Attributes}
	cpu, memory := 0, 0
	for _, c := range d.Containers {
		cpu += c.CPU
		if c.SoftLimit > 0 {
			memory += c.SoftLimit
		} else {
			memory += c.Memory
		}
	}
	if n.CPU == 0 {
		n.CPU = cpu
	}
	if n.Memory == 0 {
		n.Memory = memory
	}
	if d.NetworkMode == "awsvpc" {
		n.ENIs, n.Subnets = 1, s.Subnets
	} else {
		for _, c := range d.Containers {
			for _, p := range c.Ports {
				if p.HostPort == 0 {
					n.Dynamic++
				} else {
					n.Ports = append(n.Ports, Port{p.HostPort, strings.EqualFold(p.Protocol, "udp")})
				}
			}
		}
	}
	for _, c := range slices.Concat(d.Constraints, s.Constraints) {
		kind, expression, _ := strings.Cut(c, " ")
		switch kind {
		case "distinctInstance":
			n.Apart = true
		case "memberOf":
			n.Members = append(n.Members, expression)
		}
	}
	if s.Ref.Name != "" {
		n.Group = "service:" + s.Ref.Name
	}
	n.Providers = providers(s, defaults)
	for _, m := range n.Members {
		if q, err := query.Parse(m); err == nil {
			n.members = append(n.members, member{q, m})
		} else {
			n.unread = append(n.unread, m)
		}
	}
	n.Apart = n.Apart || s.Daemon
	return n
}

// OnFargate tells whether a service's tasks run on Fargate, where there are no
// instances to fit on.
func OnFargate(s model.Service, defaults []model.StrategyItem) bool {
	if s.LaunchType == model.LaunchFargate {
		return true
	}
	return slices.ContainsFunc(providers(s, defaults), func(p string) bool { return strings.HasPrefix(p, "FARGATE") })
}

// providers are the capacity providers of a service: its own, or the cluster's
// where it has neither provider nor launch type.
func providers(s model.Service, defaults []model.StrategyItem) []string {
	if len(s.CapacityProviders) > 0 || s.LaunchType != "" || s.Ref.Name == "" {
		return s.CapacityProviders
	}
	var out []string
	for _, d := range defaults {
		out = append(out, d.Provider)
	}
	return out
}
