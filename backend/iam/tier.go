// Package iam holds what ecsdeck asks of AWS as data: every permission, what it
// is needed for, and how far IAM can narrow it. Policies are printed from it;
// a test holds it against the calls that backend/aws really makes.
//
// Which resources and condition keys an action has is from the Service
// Authorization Reference ("Actions, resources, and condition keys for ..." of
// each service).
package iam

import (
	"slices"
	"strings"
)

// Tier is how far somebody may go. Each tier includes those before it.
type Tier uint8

// Tiers.
const (
	Look     Tier = iota // see what there is and how it stands
	Diagnose             // log lines, load, health, who did what
	Operate              // change what runs
	Exec                 // a shell in a container
)

var tierNames = [...]string{"look", "diagnose", "operate", "exec"}

func (t Tier) String() string { return tierNames[min(int(t), len(tierNames)-1)] }

// TierNames are the names of all tiers, from the least to the most.
func TierNames() []string { return slices.Clone(tierNames[:]) }

// ParseTier finds a tier by its name.
func ParseTier(name string) (Tier, bool) {
	i := slices.Index(tierNames[:], name)
	return Tier(max(i, 0)), i >= 0
}

// Action is one permission.
type Action struct {
	Name string // as IAM writes it: ecs:ListServices
	Tier Tier
	For  string // what ecsdeck needs it for
	// Without is what ecsdeck does when it is denied; "" is that what For says
	// is missing, and the rest goes on.
	Without string
	kind    kind
}

// Meanwhile is what a person can do as long as it is denied, "" for nothing.
func (a Action) Meanwhile() string { return meanwhile[a.Name] }

// Whole tells an action that IAM cannot narrow: it is denied of everything, or
// of nothing.
func (a Action) Whole() bool { return a.kind == account }

// Service is the prefix of the action: ecs.
func (a Action) Service() string {
	service, _, _ := strings.Cut(a.Name, ":")
	return service
}

// Actions are the permissions of a tier alone, in the order in which they are
// printed.
func (t Tier) Actions() []Action {
	var out []Action
	for _, a := range catalogue {
		if a.Tier == t {
			out = append(out, a)
		}
	}
	return out
}

// All are the permissions of a tier and those before it.
func (t Tier) All() []Action {
	var out []Action
	for _, a := range catalogue {
		if a.Tier <= t {
			out = append(out, a)
		}
	}
	return out
}

// Find is the action of a name, as IAM writes it. ok is false for one that
// ecsdeck has no use for.
func Find(name string) (a Action, ok bool) {
	i := slices.IndexFunc(catalogue, func(a Action) bool { return a.Name == name })
	if i < 0 {
		return Action{}, false
	}
	return catalogue[i], true
}

// NeedsNone are calls that AWS answers whoever asks, whatever policies say:
// no policy has to name them.
func NeedsNone() []string { return []string{"sts:GetCallerIdentity"} }
