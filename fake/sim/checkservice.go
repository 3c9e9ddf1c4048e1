package sim

import (
	"cmp"
	"fmt"
	"slices"
)

// tasksPerService is ECS's quota for a desired count (endpoints and quotas).
const tasksPerService = 5000

// balancersPerService is how many target groups a service may have (endpoints
// and quotas).
const balancersPerService = 5

// Limits of a deployment configuration (SDK ecs).
const (
	alarmsPerService = 10
	tagsPerResource  = 50
)

var errDaemonDesired = &Error{ErrInvalid, "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again"}

// checkService holds a service, new or changed, to what ECS accepts.
func (w *World) checkService(s *Service) error {
	for _, check := range []func(*Service) error{
		checkScheduling, checkDesired, checkPercents, checkFailure, w.checkCapacity, checkRules, w.checkBalancers, checkShifting, checkTags,
	} {
		if err := check(s); err != nil {
			return err
		}
	}
	return nil
}

// checkScheduling tells what a daemon cannot have.
func checkScheduling(s *Service) error {
	if !s.Daemon {
		return nil
	}
	fargate := onFargate(s.Launch, "") || slices.ContainsFunc(s.Strategy, func(it StrategyItem) bool { return onFargate("", it.Provider) })
	switch {
	case fargate:
		return &Error{ErrInvalid, "The daemon scheduling strategy does not support the FARGATE launch type. Change the launch type and try again"}
	case len(s.Strategy) > 0:
		return &Error{ErrInvalid, "The daemon scheduling strategy does not support a capacity provider strategy. Remove it and try again"}
	case len(s.Placement) > 0:
		return &Error{ErrInvalid, "The daemon scheduling strategy does not support placement strategies. Remove them and try again"}
	case s.MaxPercent != 100:
		return &Error{ErrInvalid, "The daemon scheduling strategy does not support values other than 100 for maximumPercent. Change the value and try again"}
	case s.Shift.Shifts():
		return &Error{ErrInvalid, "The daemon scheduling strategy does not support the deployment strategy " + s.Shift.Strategy + "."}
	}
	return nil
}

func checkDesired(s *Service) error {
	switch {
	case s.Desired < 0:
		return &Error{ErrInvalid, "DesiredCount can not be lesser than 0"}
	case s.Desired > tasksPerService:
		return &Error{ErrInvalid, fmt.Sprintf("Invalid desired count: %d is above the quota of %d tasks per service.", s.Desired, tasksPerService)}
	case s.Grace < 0:
		return &Error{ErrInvalid, "The health check grace period cannot be negative."}
	case s.Grace > 0 && len(s.Balancers) == 0:
		return &Error{ErrInvalid, "Health check grace period is only valid for services configured to use load balancers"}
	}
	return nil
}

func checkPercents(s *Service) error {
	switch {
	case s.MinPercent < 0 || s.MinPercent > 100:
		return &Error{ErrInvalid, "minimumHealthyPercent must be between 0 and 100."}
	case s.MaxPercent < 100:
		return &Error{ErrInvalid, "maximumPercent must be at least 100."}
	case !s.Daemon && s.MinPercent == 100 && s.MaxPercent == 100:
		return &Error{ErrInvalid, "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments."}
	}
	return nil
}

// checkFailure looks at what may fail a deployment, and at what ends it early.
func checkFailure(s *Service) error {
	if err := s.Threshold.check(); err != nil {
		return err
	}
	rolling := !s.Shift.Shifts()
	switch {
	case s.Alarms.Enable && len(s.Alarms.Names) == 0:
		return &Error{ErrInvalid, "The deployment alarms need at least one alarm name."}
	case len(s.Alarms.Names) > alarmsPerService:
		return &Error{ErrInvalid, fmt.Sprintf("The deployment alarms cannot have more than %d alarm names.", alarmsPerService)}
	case !s.Early.Enable:
		return nil
	case !rolling:
		return &Error{ErrInvalid, "Early success criteria are only supported with the ROLLING deployment strategy."}
	case s.Early.Percent < 0 || s.Early.Percent > 100:
		return &Error{ErrInvalid, "The healthyPercent of the early success criteria must be between 0 and 100."}
	case s.Early.Percent < s.MinPercent:
		return &Error{ErrInvalid, "The healthyPercent of the early success criteria must be greater than or equal to the minimumHealthyPercent."}
	}
	return nil
}

func (w *World) checkCapacity(s *Service) error {
	return w.checkLaunch(w.state.clusters[s.Cluster], s.Def, s.Launch, s.Strategy)
}

// checkRules looks at placement strategies and constraints, and puts the
// former as ECS stores them.
func checkRules(s *Service) (err error) {
	s.Placement, err = checkPlacement(s.Def, s.Launch, s.Strategy, s.Placement, s.Constraints)
	return err
}

func (w *World) checkBalancers(s *Service) error {
	if len(s.Balancers) > balancersPerService {
		return &Error{ErrInvalid, fmt.Sprintf("load balancers can have at most %d items.", balancersPerService)}
	}
	seen := map[Balancer]bool{}
	for _, b := range s.Balancers {
		place := Balancer{Group: b.Group, Container: b.Container, Port: b.Port}
		if seen[place] {
			return &Error{ErrInvalid, fmt.Sprintf("The target group %s is given twice for port %d of container %s.", b.Group, b.Port, b.Container)}
		}
		seen[place] = true
		g := w.state.groups[b.Group]
		if g == nil {
			return &Error{ErrInvalid, "The target group " + b.Group + " does not exist."}
		}
		if len(g.rules) == 0 {
			return &Error{ErrInvalid, "The target group with targetGroupArn " + w.View().TargetGroupARN(g) + " does not have an associated load balancer."}
		}
		if err := cmp.Or(w.checkTargetKind(s.Def, g), w.checkTargetKind(s.Def, w.state.groups[b.Alternate])); err != nil {
			return err
		}
		if !offers(s.Def, b) {
			return &Error{ErrInvalid, fmt.Sprintf("The container %s did not have a container port %d defined.", b.Container, b.Port)}
		}
	}
	return nil
}

// checkTargetKind refuses a target group that tasks of a definition cannot be
// in: those with an interface of their own are targets by its address, others
// by their instance (SDK ecs, LoadBalancer.TargetGroupArn).
func (w *World) checkTargetKind(def *TaskDef, g *TargetGroup) error {
	kind := kindInstance
	switch {
	case g == nil || def.NetworkMode == "none":
		return nil
	case def.NetworkMode == "awsvpc":
		kind = kindIP
	}
	if g.Kind != kind {
		return &Error{ErrInvalid, fmt.Sprintf("The provided target group %s has target type %s, which is incompatible with the %s network mode specified in the task definition.", w.View().TargetGroupARN(g), g.Kind, cmp.Or(def.NetworkMode, "bridge"))}
	}
	return nil
}

// checkShifting looks at how traffic is to be moved, and fills in what AWS does.
func checkShifting(s *Service) error {
	s.Shift = s.Shift.withDefaults()
	if s.Daemon && s.Shift.Shifts() {
		return &Error{ErrInvalid, "The deployment strategy " + s.Shift.Strategy + " is not supported with the DAEMON scheduling strategy."}
	}
	return checkShift(s.Shift, s.Balancers)
}

func offers(def *TaskDef, b Balancer) bool {
	for _, c := range def.Containers {
		for _, p := range c.Ports {
			if c.Name == b.Container && p.ContainerPort == b.Port {
				return true
			}
		}
	}
	return false
}

// rebalanceable is why a service cannot have availability zone rebalancing
// (SDK ecs, AvailabilityZoneRebalancing); nil when it can.
func rebalanceable(s *Service) error {
	switch {
	case s.Daemon:
		return &Error{ErrInvalid, "Availability Zone rebalancing is not supported with the DAEMON scheduling strategy."}
	case s.MaxPercent <= 100:
		return &Error{ErrInvalid, "Availability Zone rebalancing requires a maximumPercent greater than 100."}
	case len(s.Placement) > 0 && s.Placement[0] != Strategy{PlaceSpread, attributeZone}:
		return &Error{ErrInvalid, "Availability Zone rebalancing requires the first placement strategy to spread across attribute:ecs.availability-zone."}
	}
	return nil
}

// checkTags holds tags, and what they are propagated from, to the rules of tags
// (SDK ecs, Tag).
func checkTags(s *Service) error {
	if err := checkTagSet(s.Tags); err != nil {
		return err
	}
	if p := s.PropagateTags; p != "" && p != "NONE" && p != "TASK_DEFINITION" && p != "SERVICE" {
		return &Error{ErrInvalid, "PropagateTags should be one of [TASK_DEFINITION,SERVICE,NONE]"}
	}
	return nil
}
