package sim

import (
	"fmt"
	"slices"

	"github.com/ecsdeck/ecsdeck/model"
)

func (c UpdateService) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if s.Daemon && c.Desired != nil {
		return Reply{}, errDaemonDesired
	}
	// A copy is changed and checked: a refused update changes nothing.
	next := *s
	if c.Family != "" {
		if next.Def = w.View().TaskDef(c.Family, c.Revision); next.Def == nil {
			return Reply{}, &Error{ErrClient, "TaskDefinition not found."}
		}
		if next.Def.Status != defActive {
			return Reply{}, errDefInactive
		}
	}
	c.change(&next)
	if c.Desired != nil {
		if *c.Desired < 0 {
			return Reply{}, &Error{ErrInvalid, "Task count can not be lesser than 0"}
		}
		next.Desired = *c.Desired
	}
	if err := w.checkService(&next); err != nil {
		return Reply{}, err
	}
	if c.Rebalance != nil && next.Rebalance {
		if err := rebalanceable(&next); err != nil {
			return Reply{}, err
		}
	}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: c.tell(next.Def)})
	begins := c.Force || !sameDeployment(s.Settings, next.Settings)
	def := next.Def
	next.Desired = s.Desired
	*s = next
	if c.Desired != nil {
		w.setDesired(s, *c.Desired, "UpdateService")
	}
	change := Change{Action: "UpdateService", Cluster: s.Cluster, Service: s.Name, Desired: c.Desired, Force: c.Force}
	if c.Family != "" {
		change.Definition = def.Name()
	}
	w.record(change)
	if begins {
		w.deploy(s, def)
	} else {
		w.wakeDeploy(Key{s.Cluster, s.Name})
	}
	return Reply{}, nil
}

// change makes the changes that are asked for, other than that of the
// definition and of the desired count.
func (c UpdateService) change(s *Service) {
	if n := c.Network; n != nil {
		s.Subnets, s.SecurityGroups, s.PublicIP = n.Subnets, n.SecurityGroups, n.PublicIP
	}
	if c.Strategy != nil {
		s.Strategy, s.Launch = *c.Strategy, ""
		if len(s.Strategy) == 0 {
			s.Strategy, s.Launch = nil, launchFor(s.Def)
		}
	}
	setIf(&s.Balancers, c.Balancers)
	setIf(&s.Platform, c.Platform)
	setIf(&s.Placement, c.Placement)
	setIf(&s.Constraints, c.Constraints)
	setIf(&s.MinPercent, c.MinPercent)
	setIf(&s.MaxPercent, c.MaxPercent)
	setIf(&s.Breaker, c.Breaker)
	setIf(&s.BreakerRollback, c.BreakerRollback)
	setIf(&s.Threshold, c.Threshold)
	setIf(&s.KeepFailures, c.KeepFailures)
	setIf(&s.Early, c.Early)
	if len(s.Balancers) == 0 {
		s.Grace = 0 // it went with the load balancers
	}
	setIf(&s.Grace, c.Grace)
	setIf(&s.Shift, c.Shift)
	if c.Bake != nil {
		s.Shift.Bake, s.Shift.BakeGiven = *c.Bake, true
	}
	setIf(&s.Alarms, c.Alarms)
	setIf(&s.ExecEnabled, c.ExecEnabled)
	if c.Rebalance != nil {
		s.Rebalance = *c.Rebalance == "ENABLED"
	}
	setIf(&s.PropagateTags, c.PropagateTags)
	setIf(&s.ManagedTags, c.ManagedTags)
}

// launchFor is the launch type of a service that gives up its capacity
// providers.
func launchFor(def *TaskDef) model.LaunchType {
	if def.Fargate() {
		return model.LaunchFargate
	}
	return model.LaunchEC2
}

// sameDeployment tells settings that need no new deployment to come from one to
// the other. Capacity providers do not: tasks that start later go by them (SDK
// ecs, UpdateService).
func sameDeployment(a, b Settings) bool {
	return a.Def == b.Def && a.PublicIP == b.PublicIP && a.Platform == b.Platform && slices.Equal(a.Subnets, b.Subnets) &&
		slices.Equal(a.SecurityGroups, b.SecurityGroups) && slices.Equal(a.Balancers, b.Balancers)
}

func (c UpdateService) tell(def *TaskDef) string {
	text := "update service"
	if c.Desired != nil {
		text += fmt.Sprintf(", desired %d", *c.Desired)
	}
	if c.Family != "" {
		text += ", " + def.Name()
	}
	for _, part := range []struct {
		changed bool
		what    string
	}{
		{c.Network != nil, "network"}, {c.Balancers != nil, "load balancers"}, {c.Platform != nil, "platform version"},
		{c.Strategy != nil, "capacity provider strategy"}, {c.Rebalance != nil, "availability zone rebalancing"},
		{c.Alarms != nil, "alarms"}, {c.Force, "force new deployment"},
	} {
		if part.changed {
			text += ", " + part.what
		}
	}
	return text
}

func setIf[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}
