package sim

import (
	"slices"
	"strings"
)

// groupHealthChecks are what can find an instance of a group unhealthy
// (autoscaling, CreateAutoScalingGroup).
var groupHealthChecks = []string{"EC2", "ELB"}

// terminationPolicies are those of EC2 Auto Scaling (autoscaling,
// CreateAutoScalingGroup).
var terminationPolicies = []string{
	"Default", "AllocationStrategy", "ClosestToNextInstanceHour", "NewestInstance", "OldestInstance", "OldestLaunchConfiguration", "OldestLaunchTemplate",
}

// complete checks what is given and fills in what is not.
func (o *GroupOptions) complete() error {
	if o.HealthCheckType == "" {
		o.HealthCheckType = groupHealthChecks[0]
	}
	if len(o.TerminationPolicies) == 0 {
		o.TerminationPolicies = terminationPolicies[:1:1]
	}
	switch {
	case !slices.Contains(groupHealthChecks, o.HealthCheckType):
		return invalidGroup("Invalid HealthCheckType %q: %s are allowed.", o.HealthCheckType, strings.Join(groupHealthChecks, " and "))
	case o.HealthCheckGrace < 0:
		return invalidGroup("The health check grace period of a group cannot be negative.")
	case o.Cooldown < 0:
		return invalidGroup("The default cooldown of a group cannot be negative.")
	}
	for _, p := range o.TerminationPolicies {
		if !slices.Contains(terminationPolicies, p) {
			return invalidGroup("Invalid termination policy %q: these are known: %s.", p, strings.Join(terminationPolicies, ", "))
		}
	}
	for _, id := range o.Subnets {
		if rest, ok := strings.CutPrefix(id, "subnet-"); !ok || rest == "" {
			return invalidGroup("The subnet ID '%s' is not valid: it must begin with subnet-.", id)
		}
	}
	return nil
}

// subnetIn is which of a group's subnets an instance in the zone is in: the one
// that is of the zone, else the zone's turn of them; "" when it was given none.
func (g *AutoScalingGroup) subnetIn(w *World, zone string) string {
	if len(g.Subnets) == 0 {
		return ""
	}
	for _, s := range g.Subnets {
		if w.View().zoneOf(g.Cluster, s) == zone {
			return s
		}
	}
	return g.Subnets[slices.Index(w.state.zones, zone)%len(g.Subnets)]
}
