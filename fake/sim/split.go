package sim

import (
	"slices"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// share is the part of a flow of requests that a task is given.
type share struct {
	task     *Task
	part     float64 // of 1
	requests int     // of the minute, in whole numbers
}

// flow is requests on their way to a service: through a target group, or
// straight to its tasks when group is nil. What the shares do not add up to
// goes to targets that are not the service's, unless there is no target at all.
type flow struct {
	group  *TargetGroup
	rate   float64 // per second
	shares []share
	failed bool // no target can be found: the load balancer answers 503
}

// enterBy finds the rules by which a service's clients come in: for each of its
// target groups the production rule that a shifting deployment moves, else the
// first one that forwards to the group.
func (w *World) enterBy(s *Service) {
	v := w.View()
	for _, r := range s.entries {
		r.owners = slices.DeleteFunc(r.owners, func(o *Service) bool { return o == s })
	}
	s.entries = nil
	if s.Traffic == nil {
		return
	}
	for _, b := range s.Balancers {
		r := v.Rule(b.ProductionRule)
		if g := v.TargetGroup(b.Group); r == nil && g != nil && len(g.rules) > 0 {
			r = g.rules[0]
		}
		if r != nil && !slices.Contains(s.entries, r) {
			s.entries = append(s.entries, r)
			r.owners = append(r.owners, s)
			w.armForwarded(r)
		}
	}
}

// armForwarded has everybody metered whom a rule's requests can reach: also the
// services that nobody calls by themselves.
func (w *World) armForwarded(r *Rule) {
	for _, f := range r.Forward {
		for _, c := range sorted(w.state.clusters) {
			for _, s := range sorted(c.Services) {
				if s.Traffic == nil && slices.ContainsFunc(s.Balancers, func(b Balancer) bool { return b.Group == f.Group }) {
					w.armMinute(s, 0)
				}
			}
		}
	}
}

// reached are the target groups that can bring a service requests.
func (v View) reached(s *Service) []*TargetGroup {
	var out []*TargetGroup
	add := func(balancers []Balancer) {
		for _, b := range balancers {
			for _, name := range []string{b.Group, b.Alternate} {
				if g := v.TargetGroup(name); g != nil && !slices.Contains(out, g) {
					out = append(out, g)
				}
			}
		}
	}
	add(s.Balancers)
	for _, d := range s.Deployments {
		add(d.Balancers)
	}
	return out
}

// called tells whether rules bring a service requests of other services'
// clients or its own.
func (v View) called(s *Service) bool {
	return slices.ContainsFunc(v.reached(s), func(g *TargetGroup) bool {
		return slices.ContainsFunc(g.rules, func(r *Rule) bool { return len(r.owners) > 0 })
	})
}

// split is the requests that come to a service in the minute that begins at t:
// over the rules' weights to target groups, and over the healthy targets of
// each to tasks.
func (v View) split(s *Service, t time.Time) []flow {
	if len(s.Balancers) == 0 {
		f := flow{rate: v.arrivals(s, t, 0), shares: make([]share, 0, len(s.tasks))}
		for _, task := range s.tasks {
			if task.Status == model.TaskRunning && v.answers(task) != answerNone {
				f.shares = append(f.shares, share{task: task, part: 1})
			}
		}
		f.level(0)
		return []flow{f}
	}
	var out []flow
	for _, g := range v.reached(s) {
		f := v.targets(s, g)
		for _, r := range g.rules {
			f.rate += v.forwarded(r, g, t)
		}
		f.rate = hundredth(f.rate)
		out = append(out, f)
	}
	if lost := v.unserved(s, t); lost > 0 {
		out = append(out, flow{rate: lost, failed: true})
	}
	return out
}

// forwarded is the requests per second that a rule gives a group.
func (v View) forwarded(r *Rule, g *TargetGroup, t time.Time) float64 {
	all, part := 0, 0
	for _, f := range r.Forward {
		all += f.Weight
		if f.Group == g.Name {
			part += f.Weight
		}
	}
	if part == 0 {
		return 0
	}
	rate := 0.0
	for _, s := range r.owners {
		if s.Status != model.ServiceInactive {
			rate += v.arrivals(s, t, 0) / float64(len(s.entries))
		}
	}
	return float64(rate * float64(part) / float64(all))
}

// unserved is the requests per second of a service's clients that no target
// group takes that anybody stands behind: there is no rule, its weights are all
// zero, or it forwards to a group without targets that is not the service's.
func (v View) unserved(s *Service, t time.Time) float64 {
	if s.Traffic == nil {
		return 0
	}
	rate := v.arrivals(s, t, 0)
	if len(s.entries) == 0 {
		return rate
	}
	lost := 0.0
	own := v.reached(s)
	for _, r := range s.entries {
		each := rate / float64(len(s.entries))
		all, dead := 0, 0
		for _, f := range r.Forward {
			all += f.Weight
			if g := v.TargetGroup(f.Group); g == nil || len(g.Targets) == 0 && !slices.Contains(own, g) && !v.backed(g) {
				dead += f.Weight
			}
		}
		switch {
		case all == 0:
			lost += each
		default:
			lost += float64(each * float64(dead) / float64(all))
		}
	}
	return hundredth(lost)
}

// backed tells whether a group is any service's, which then counts what comes
// to it.
func (v View) backed(g *TargetGroup) bool {
	for _, c := range v.Clusters() {
		for _, s := range sorted(c.Services) {
			if s.Status == model.ServiceActive && slices.Contains(v.reached(s), g) {
				return true
			}
		}
	}
	return false
}

// targets is how a target group shares requests out over a service's tasks:
// equally over the healthy targets. When none is healthy all unhealthy ones are
// asked (ELB, target-group-health-checks: fail-open), and those that have not
// passed a check yet are not.
func (v View) targets(s *Service, g *TargetGroup) flow {
	f := flow{group: g, shares: make([]share, 0, len(s.tasks))}
	state := model.TargetHealthy
	total := g.healthy()
	if total == 0 {
		state = model.TargetUnhealthy
		total = g.unhealthy()
	}
	if total == 0 {
		f.failed = true
		return f
	}
	for _, t := range s.tasks {
		tg := t.target(g)
		if tg == nil || tg.State != state {
			continue
		}
		total--
		if t.Status == model.TaskRunning {
			f.shares = append(f.shares, share{task: t, part: v.weight(g, tg)})
		}
	}
	f.level(float64(total))
	return f
}

// level makes parts of the shares, beside others that are worth so much.
func (f *flow) level(others float64) {
	if len(f.shares) == 0 && others == 0 {
		f.failed = true
		return
	}
	for _, sh := range f.shares {
		others += sh.part
	}
	for i := range f.shares {
		f.shares[i].part /= others
	}
}
