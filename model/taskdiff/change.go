package taskdiff

import (
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/secret"
)

// Group is what a change is about.
type Group uint8

// The groups, in the order in which they are told: what breaks a rollout most
// often comes first.
const (
	Image Group = iota
	Size
	Environment
	Secrets
	Ports
	Command
	Health
	Logging
	Roles
	Volumes // and the network
	Other

	groupCount = iota
)

var groupWords = [groupCount]string{"image", "CPU/memory", "environment", "secrets", "ports", "command", "health check", "logging", "roles", "volumes/network", "other"}

func (g Group) String() string {
	if int(g) < len(groupWords) {
		return groupWords[g]
	}
	return "other"
}

// How something differs.
type How uint8

// Ways to differ.
const (
	Changed How = iota
	Added
	Removed
)

func (h How) String() string { return [...]string{"changed", "added", "removed"}[h] }

// Change is one difference that matters.
type Change struct {
	Group     Group
	Container string // "" of the task itself
	What      string // tag, memory, the name of a variable
	How       How
	// Old and New are what it was and is, in words; "" for what is not there.
	Old, New string
	// Masked tells that Old and New are values of environment variables, which may
	// be secrets that somebody wrote in plain.
	Masked bool
}

// Shown is Old or New as it is shown to whoever did not ask for secrets: values of
// variables are masked as a whole, in all else what says or looks like a secret.
func (c Change) Shown(value string) string {
	switch {
	case value == "":
		return ""
	case c.Masked:
		return secret.Mask
	case c.Group == Secrets:
		return value // where they are
	}
	return secret.Of(c.What, value)
}

// Side is one of two revisions.
type Side struct {
	model.TaskDefinition
	// Digests are those that the images have where they run, or in the registry, by
	// container; what is not known has no entry. A tag may be moved to another image.
	Digests map[string]string
}

// Groups are the groups that changes are in, each once, in order.
func Groups(changes []Change) []Group {
	var out []Group
	for _, c := range changes {
		if len(out) == 0 || out[len(out)-1] != c.Group {
			out = append(out, c.Group)
		}
	}
	return out
}
