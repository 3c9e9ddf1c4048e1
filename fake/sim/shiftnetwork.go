package sim

import (
	"fmt"
	"slices"
)

// badNetwork begins what is said of load balancers that cannot be shifted
// (developer guide, troubleshooting-blue-green).
const badNetwork = "Service deployment rolled back because of invalid networking configuration."

// networkTrouble is what is wrong with the listener rules of a service before
// its traffic can be shifted; "" for nothing.
func (x *shift) networkTrouble() string {
	for _, b := range x.s.Balancers {
		if why := x.rulesTrouble(b); why != "" {
			return badNetwork + " " + why
		}
	}
	return ""
}

func (x *shift) rulesTrouble(b Balancer) string {
	var known, serving []string
	for _, arn := range []string{b.ProductionRule, b.TestRule} {
		if arn == "" {
			continue
		}
		r := x.v.Rule(arn)
		if r == nil {
			return "One or more rules not found"
		}
		for _, f := range r.Forward {
			known = append(known, f.Group)
			if arn == b.ProductionRule && f.Weight > 0 {
				serving = append(serving, f.Group)
			}
		}
	}
	switch {
	case len(serving) > 1:
		return fmt.Sprintf("productionListenerRule %s should have exactly one target group serving traffic but found %d target groups which are serving traffic", b.ProductionRule, len(serving))
	case len(serving) == 1 && serving[0] != b.Group && serving[0] != b.Alternate:
		return fmt.Sprintf("Production listener rule is forwarding traffic to unexpected target group %s. Expected traffic to be forwarded to either targetGroupArn: %s or alternateTargetGroupArn: %s",
			x.v.groupARN(serving[0]), x.v.groupARN(b.Group), x.v.groupARN(b.Alternate))
	case !slices.Contains(known, b.Group) || !slices.Contains(known, b.Alternate):
		return "Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule."
	}
	return ""
}

func (v View) groupARN(name string) string {
	if g := v.TargetGroup(name); g != nil {
		return v.TargetGroupARN(g)
	}
	return name
}

// rulesGone is what a shift says whose listener rule has been deleted.
func (x *shift) rulesGone() string {
	for _, b := range x.s.Balancers {
		if b.ProductionRule != "" && x.v.Rule(b.ProductionRule) == nil || b.TestRule != "" && x.v.Rule(b.TestRule) == nil {
			return badNetwork + " One or more rules not found"
		}
	}
	return ""
}
