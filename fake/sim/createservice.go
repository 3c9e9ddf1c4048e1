package sim

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

func (c CreateService) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	if err := checkName("Service name", c.Name); err != nil {
		return Reply{}, err
	}
	if c.Daemon && c.Desired != 0 {
		return Reply{}, errDaemonDesired
	}
	if len(c.Token) > 36 {
		return Reply{}, &Error{ErrInvalid, "idempotency token longer than 36."}
	}
	switch old := cl.Services[c.Name]; {
	case old == nil || old.Status == model.ServiceInactive:
	case old.Status == model.ServiceDraining:
		return Reply{}, &Error{ErrInvalid, "Unable to Start a service that is still Draining."}
	case c.Token != "" && old.created == c.print():
		return Reply{}, nil // said again, not asked again
	default:
		return Reply{}, &Error{ErrInvalid, "Creation of service was not idempotent."}
	}
	def := w.View().TaskDef(c.Family, c.Revision)
	if def == nil {
		return Reply{}, &Error{ErrClient, "TaskDefinition not found."}
	}
	if def.Status != defActive {
		return Reply{}, errDefInactive
	}
	s := c.service(cl, def)
	if err := w.checkService(s); err != nil {
		return Reply{}, err
	}
	switch err := rebalanceable(s); {
	case c.Rebalance == "":
		s.Rebalance = err == nil
	case s.Rebalance && err != nil:
		return Reply{}, err
	}
	s.CreatedAt = w.now
	cl.Services[c.Name] = s
	if s.Daemon {
		cl.daemons = append(cl.daemons, s.Name)
	}
	w.note(Entry{Kind: "command", Cluster: cl.Name, Service: s.Name, Text: c.tell(def)})
	w.record(Change{Action: "CreateService", Cluster: cl.Name, Service: s.Name, Definition: def.Name(), Desired: &c.Desired})
	w.deploy(s, def)
	return Reply{}, nil
}

// service is the service that is asked for, with AWS's defaults.
func (c CreateService) service(cl *Cluster, def *TaskDef) *Service {
	launch, strategy := c.Launch, c.Strategy
	if launch == "" && len(strategy) == 0 {
		if strategy = cl.Strategy; len(strategy) == 0 || c.Daemon {
			launch, strategy = model.LaunchEC2, nil
		}
	}
	least, most := 100, 200
	if c.Daemon {
		least, most = 0, 100
	}
	return &Service{
		Settings: Settings{
			Def: def, Launch: launch, Strategy: strategy, Balancers: c.Balancers, Subnets: c.Subnets, SecurityGroups: c.SecurityGroups,
			PublicIP: c.PublicIP, Platform: c.Platform,
		},
		Cluster: cl.Name, Name: c.Name, Status: model.ServiceActive, Daemon: c.Daemon, Desired: c.Desired, Placement: c.Placement, Constraints: c.Constraints,
		MinPercent: orDefault(c.MinPercent, least), MaxPercent: orDefault(c.MaxPercent, most),
		Breaker: c.Breaker, BreakerRollback: c.BreakerRollback, Threshold: c.Threshold, KeepFailures: c.KeepFailures, Early: c.Early,
		Shift: c.Shift, Alarms: c.Alarms, Grace: c.Grace, ExecEnabled: c.ExecEnabled, Rebalance: c.Rebalance == "ENABLED",
		PropagateTags: c.PropagateTags, ManagedTags: c.ManagedTags, Tags: c.Tags, LastEvent: map[string]time.Time{}, created: c.print(),
	}
}

// print is the request as a text: equal for equal requests.
func (c CreateService) print() string { return fmt.Sprintf("%+v", c) }

func (c CreateService) tell(def *TaskDef) string {
	if c.Daemon {
		return "create daemon service, " + def.Name()
	}
	return fmt.Sprintf("create service, %s, desired %d", def.Name(), c.Desired)
}

func orDefault(n, def int) int {
	if n < 0 {
		return def
	}
	return n
}
