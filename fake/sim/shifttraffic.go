package sim

import (
	"fmt"
	"slices"
)

// all is all of the traffic, in percent.
const all = 100

// shiftStep moves the next part of the production traffic to green: all of it
// at once, or a step of a linear deployment, or first what the canary gets. A
// first deployment has all of it from the beginning.
func shiftStep(w *World, x *shift) {
	c, percent := x.sd.Config.Shift, float64(all)
	switch {
	case x.blue == nil:
	case c.Strategy == StrategyLinear:
		percent = min(all, hundredth(x.green.Production+c.StepPercent))
	case c.Strategy == StrategyCanary && x.green.Production == 0:
		percent = c.CanaryPercent
	}
	w.sendProduction(x.s, x.green, x.blue, percent)
}

// testGreen sends the test listener's traffic to green.
func testGreen(w *World, x *shift) {
	if !x.green.testable() {
		return
	}
	x.green.Test = all
	if x.blue != nil {
		x.blue.Test = 0
	}
	w.note(Entry{Kind: "shift", Cluster: x.s.Cluster, Service: x.s.Name, Entity: x.green.ID, Text: "test traffic 100 %"})
	w.weigh(x.s, x.green, all, testRule)
}

// giveBack sends all traffic to blue, which is the primary deployment again.
func giveBack(w *World, x *shift) {
	w.returnTraffic(x.s, x.s.Deployments[0])
}

// returnTraffic sends all traffic of a service to one of its deployments.
func (w *World) returnTraffic(s *Service, to *Deployment) {
	if s.onlyCarrier(to) {
		return
	}
	for _, d := range s.Deployments {
		if d == to {
			continue
		}
		if d.Test > 0 {
			d.Test, to.Test = 0, all
			w.weigh(s, to, all, testRule)
		}
		if d.Production > 0 {
			w.sendProduction(s, to, d, all)
		}
	}
}

// onlyCarrier tells whether no other deployment is sent any traffic.
func (s *Service) onlyCarrier(d *Deployment) bool {
	return !slices.ContainsFunc(s.Deployments, func(o *Deployment) bool { return o != d && (o.Production > 0 || o.Test > 0) })
}

// sendProduction gives one deployment so many percent of the production
// traffic and another the rest.
func (w *World) sendProduction(s *Service, to, from *Deployment, percent float64) {
	to.Production, to.UpdatedAt = percent, w.now
	if from != nil {
		from.Production, from.UpdatedAt = hundredth(all-percent), w.now
	}
	w.note(Entry{Kind: "shift", Cluster: s.Cluster, Service: s.Name, Entity: to.ID, Text: fmt.Sprintf("production traffic %v %%", percent)})
	w.weigh(s, to, percent, productionRule)
}

// weigh sets the weights of the listener rules that rule names, so that a
// deployment's target groups get percent and their counterparts the rest. The
// groups stand in a rule in the order in which the service names them.
func (w *World) weigh(s *Service, to *Deployment, percent float64, rule func(Balancer) string) {
	mine, rest := weights(percent)
	for i, b := range to.Balancers {
		if rule(b) == "" {
			continue
		}
		pair := []Weight{{b.Group, mine}, {b.Alternate, rest}}
		if i < len(s.Balancers) && s.Balancers[i].Group == b.Alternate {
			slices.Reverse(pair)
		}
		if err := w.setWeights(rule(b), pair); err != nil {
			w.note(Entry{Kind: "refused", Cluster: s.Cluster, Service: s.Name, Entity: to.ID, Text: err.Error(), Cause: "shift"})
		}
	}
}

// weights are the whole numbers that stand for a percentage and the rest: of a
// hundred, or of a thousand where tenths of a percent are asked for.
func weights(percent float64) (part, rest int) {
	tenths := int(percent*10 + 0.5)
	if tenths%10 == 0 {
		return tenths / 10, all - tenths/10
	}
	return tenths, 10*all - tenths
}

func productionRule(b Balancer) string { return b.ProductionRule }

func testRule(b Balancer) string { return b.TestRule }

// testable tells whether a deployment can be sent test traffic.
func (d *Deployment) testable() bool {
	return slices.ContainsFunc(d.Balancers, func(b Balancer) bool { return b.TestRule != "" })
}

// carrier is the deployment that a new one takes the traffic over from: the
// last that completed, if it runs, else the one that is sent most; nil when
// none is there.
func (s *Service) carrier(fresh *Deployment) (best *Deployment) {
	for _, d := range s.Deployments {
		switch {
		case d == fresh || d.Off:
		case d == s.Completed:
			return d
		case best == nil || d.Production > best.Production:
			best = d
		}
	}
	if best != nil && best.Production == 0 && s.Completed != nil {
		return nil
	}
	return best
}

// takeSide has the tasks that a deployment starts registered in the right one
// of each pair of target groups: beside another deployment's, or with them.
func takeSide(fresh, other *Deployment, beside bool) {
	fresh.Balancers = slices.Clone(fresh.Balancers)
	for i := range fresh.Balancers {
		b := &fresh.Balancers[i]
		if other == nil || b.Alternate == "" {
			continue
		}
		taken := slices.ContainsFunc(other.Balancers, func(o Balancer) bool { return o.Group == b.Group })
		if taken == beside {
			b.Group, b.Alternate = b.Alternate, b.Group
		}
	}
}

// pairUp tells a deployment from before its service had two target groups of
// the second, and of the rules by which it would be given its traffic back.
func (d *Deployment) pairUp(fresh *Deployment) {
	d.Balancers = slices.Clone(d.Balancers)
	for i := range d.Balancers {
		b := &d.Balancers[i]
		for _, o := range fresh.Balancers {
			if b.Alternate == "" && b.Group == o.Alternate {
				b.Alternate, b.ProductionRule, b.TestRule, b.Role = o.Group, o.ProductionRule, o.TestRule, o.Role
			}
		}
	}
}

// rejoin brings back a deployment that has handed over, where tasks are
// replaced and no traffic is shifted: to the target groups that have it now.
func (s *Service) rejoin(back *Deployment) {
	if back.Production > 0 {
		return
	}
	for _, d := range s.Deployments {
		if d != back && d.Production > 0 {
			back.Off = false
			takeSide(back, d, false)
		}
	}
}

// inherit has a deployment that joins another in its target groups stand for
// what traffic those get: the other may be forgotten before it.
func (d *Deployment) inherit(other *Deployment) {
	if other != nil && d.paired() {
		d.Production, d.Test = other.Production, other.Test
		other.Production, other.Test = 0, 0
	}
}

// paired tells whether a deployment has the choice between two target groups.
func (d *Deployment) paired() bool {
	return slices.ContainsFunc(d.Balancers, func(b Balancer) bool { return b.Alternate != "" })
}

// settleTraffic sends a deployment that has come to its end all of the traffic,
// should the rules still say something else.
func (w *World) settleTraffic(s *Service, d *Deployment) {
	if d.paired() {
		w.returnTraffic(s, d)
	}
	d.Off, d.Production = false, all
}
