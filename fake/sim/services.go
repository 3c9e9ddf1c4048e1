package sim

import (
	"fmt"
	"hash/fnv"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// cadence is how often the service scheduler comes round to a service: the
// times of real captures fall on a grid of ten seconds.
const cadence = 10 * time.Second

// eventsKept is how many events ECS keeps of a service (SDK ecs, Service).
const eventsKept = 100

// repeatAfter is how long an identical event is held back (developer guide,
// service-event-messages), and how often steadiness is told again.
const repeatAfter = 6 * time.Hour

// wakeDeploy has the scheduler come round to a service at its next turn.
func (w *World) wakeDeploy(k Key) {
	if k.Name == "" {
		return
	}
	h := fnv.New64a()
	h.Write([]byte(k.Cluster + "/" + k.Name))
	phase := time.Duration(h.Sum64() % uint64(cadence)).Truncate(time.Millisecond)
	since := w.now.Add(-phase)
	w.wake(since.Truncate(cadence).Add(cadence).Sub(since), deployController, k)
}

// event writes a service event: something that was done. A condition that lasts
// is told by tell, which does not repeat itself.
func (w *World) event(s *Service, message, cause string) {
	id := w.stream("id", "events/"+s.Cluster+"/"+s.Name).UUID()
	s.Events = append([]Event{{ID: id, At: w.now, Message: message}}, s.Events[:min(len(s.Events), eventsKept-1)]...)
	w.note(Entry{Kind: "event", Cluster: s.Cluster, Service: s.Name, Text: message, Cause: cause})
}

// tell is an event about a condition: it is written when the condition begins
// and again every six hours while it lasts.
type tell struct {
	Service *Service
	Message string
}

func (n tell) apply(w *World, cause string) error {
	if at, ok := n.Service.LastEvent[n.Message]; ok && w.now.Sub(at) < repeatAfter {
		return nil
	}
	n.Service.LastEvent[n.Message] = w.now
	w.event(n.Service, n.Message, cause)
	return nil
}

func (c CreateService) do(w *World) (Reply, error) {
	cl, err := w.activeCluster(c.Cluster)
	if err != nil {
		return Reply{}, err
	}
	if err := checkName("Service name", c.Name); err != nil {
		return Reply{}, err
	}
	if old := cl.Services[c.Name]; old != nil && old.Status != model.ServiceInactive {
		return Reply{}, &Error{ErrInvalid, "Creation of service was not idempotent."}
	}
	def := w.View().TaskDef(c.Family, c.Revision)
	if def == nil {
		return Reply{}, &Error{ErrClient, "TaskDefinition not found."}
	}
	if err := checkDesired(c.Desired); err != nil {
		return Reply{}, err
	}
	launch, strategy := c.Launch, c.Strategy
	if launch == "" && len(strategy) == 0 {
		if strategy = cl.Strategy; len(strategy) == 0 {
			launch = model.LaunchEC2
		}
	}
	if err := w.checkService(def, launch, strategy, c.Balancers); err != nil {
		return Reply{}, err
	}
	shift := c.Shift.withDefaults()
	if err := checkShift(shift, c.Balancers); err != nil {
		return Reply{}, err
	}
	placement, err := checkPlacement(def, launch, strategy, c.Placement, c.Constraints)
	if err != nil {
		return Reply{}, err
	}
	s := &Service{
		Settings: Settings{
			Def: def, Launch: launch, Strategy: strategy, Balancers: c.Balancers, Subnets: c.Subnets, SecurityGroups: c.SecurityGroups, PublicIP: c.PublicIP,
		},
		Cluster: cl.Name, Name: c.Name, Status: model.ServiceActive, Desired: c.Desired,
		Placement: placement, Constraints: c.Constraints, MinPercent: orDefault(c.MinPercent, 100), MaxPercent: orDefault(c.MaxPercent, 200),
		Breaker: c.Breaker, BreakerRollback: c.BreakerRollback, Shift: shift, Alarms: c.Alarms, Grace: c.Grace, ExecEnabled: c.ExecEnabled, Tags: c.Tags,
		CreatedAt: w.now, LastEvent: map[string]time.Time{},
	}
	cl.Services[c.Name] = s
	w.note(Entry{Kind: "command", Cluster: cl.Name, Service: s.Name, Text: fmt.Sprintf("create service, %s, desired %d", def.Name(), s.Desired)})
	w.deploy(s, def)
	return Reply{}, nil
}

// tasksPerService is ECS's quota for a desired count (endpoints and quotas).
const tasksPerService = 5000

func checkDesired(n int) error {
	switch {
	case n < 0:
		return &Error{ErrInvalid, "Invalid desired count: it cannot be negative."}
	case n > tasksPerService:
		return &Error{ErrInvalid, fmt.Sprintf("Invalid desired count: %d is above the quota of %d tasks per service.", n, tasksPerService)}
	}
	return nil
}

func orDefault(n, def int) int {
	if n < 0 {
		return def
	}
	return n
}

func (w *World) checkService(def *TaskDef, launch model.LaunchType, strategy []StrategyItem, balancers []Balancer) error {
	if err := checkLaunch(def, launch, strategy); err != nil {
		return err
	}
	for _, it := range strategy {
		if !onFargate("", it.Provider) && w.state.providers[it.Provider] == nil {
			return &Error{ErrInvalid, "The specified capacity provider '" + it.Provider + "' was not found. Specify a valid name and try again."}
		}
	}
	for _, b := range balancers {
		g := w.state.groups[b.Group]
		if g == nil {
			return &Error{ErrInvalid, "The target group " + b.Group + " does not exist."}
		}
		if len(g.rules) == 0 {
			return &Error{ErrInvalid, "The target group with targetGroupArn " + w.View().TargetGroupARN(g) + " does not have an associated load balancer."}
		}
		if !offers(def, b) {
			return &Error{ErrInvalid, fmt.Sprintf("The container %s did not have a container port %d defined.", b.Container, b.Port)}
		}
	}
	return nil
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

// deploy begins a new deployment of def; those before it become ACTIVE.
func (w *World) deploy(s *Service, def *TaskDef) {
	for _, d := range s.Deployments {
		d.Status = model.DeploymentActive
	}
	id := "ecs-svc/" + w.stream("id", "deployments/"+s.Cluster+"/"+s.Name).Digits(19)
	s.Def = def
	d := &Deployment{
		Settings: s.Settings, ID: id, Status: model.DeploymentPrimary, Desired: s.Desired, Rollout: model.RolloutInProgress,
		Reason: "ECS deployment " + id + " in progress.", CreatedAt: w.now, UpdatedAt: w.now,
	}
	s.Deployments = append([]*Deployment{d}, s.Deployments...)
	w.watchAlarms(s, d)
	w.note(Entry{Kind: "deployment", Cluster: s.Cluster, Service: s.Name, Entity: id, Text: "IN_PROGRESS " + def.Name()})
	w.beginServiceDeployment(s, d)
	w.unsettle(s)
}

// unsettle forgets what held the scheduler back and has it come round soon.
func (w *World) unsettle(s *Service) {
	s.SteadyAnnounced, s.BackoffUntil, s.BackoffStep = time.Time{}, time.Time{}, 0
	clear(s.LastEvent)
	soon := w.stream("scheduler", s.Cluster+"/"+s.Name).Between(400*time.Millisecond, 1500*time.Millisecond)
	w.wake(soon, deployController, Key{s.Cluster, s.Name})
}

func (w *World) activeService(cluster, name string) (*Service, error) {
	cl, err := w.activeCluster(cluster)
	if err != nil {
		return nil, err
	}
	s := cl.Services[name]
	switch {
	case s == nil:
		return nil, &Error{ErrServiceNotFound, "Service not found."}
	case s.Status != model.ServiceActive:
		return nil, &Error{ErrServiceNotActive, "Service was not ACTIVE."}
	}
	return s, nil
}

func (c UpdateService) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	def := s.Def
	if c.Family != "" {
		if def = w.View().TaskDef(c.Family, c.Revision); def == nil {
			return Reply{}, &Error{ErrClient, "TaskDefinition not found."}
		}
		if err := w.checkService(def, s.Launch, s.Strategy, s.Balancers); err != nil {
			return Reply{}, err
		}
	}
	if c.Desired != nil {
		if err := checkDesired(*c.Desired); err != nil {
			return Reply{}, err
		}
	}
	shift := s.Shift
	setIf(&shift, c.Shift)
	shift = shift.withDefaults()
	if err := checkShift(shift, s.Balancers); err != nil {
		return Reply{}, err
	}
	placement, constraints := s.Placement, s.Constraints
	setIf(&placement, c.Placement)
	setIf(&constraints, c.Constraints)
	if placement, err = checkPlacement(def, s.Launch, s.Strategy, placement, constraints); err != nil {
		return Reply{}, err
	}
	s.Placement, s.Constraints = placement, constraints
	setIf(&s.MinPercent, c.MinPercent)
	setIf(&s.MaxPercent, c.MaxPercent)
	setIf(&s.Breaker, c.Breaker)
	setIf(&s.BreakerRollback, c.BreakerRollback)
	setIf(&s.Grace, c.Grace)
	s.Shift = shift
	setIf(&s.Alarms, c.Alarms)
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: c.tell(def)})
	if c.Desired != nil {
		w.setDesired(s, *c.Desired, "UpdateService")
	}
	if c.Force || def != s.Def {
		w.deploy(s, def)
	}
	return Reply{}, nil
}

func (c UpdateService) tell(def *TaskDef) string {
	text := "update service"
	if c.Desired != nil {
		text += fmt.Sprintf(", desired %d", *c.Desired)
	}
	if c.Family != "" {
		text += ", " + def.Name()
	}
	if c.Force {
		text += ", force new deployment"
	}
	return text
}

func setIf[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

func (w *World) setDesired(s *Service, n int, cause string) {
	if s.Desired == n {
		return
	}
	w.note(Entry{Kind: "desired", Cluster: s.Cluster, Service: s.Name, Text: fmt.Sprintf("%d -> %d", s.Desired, n), Cause: cause})
	s.Desired = n
	for _, d := range s.Deployments {
		if d.Status == model.DeploymentPrimary || s.shifting() {
			d.Desired, d.UpdatedAt = d.wanted(n), w.now
		}
	}
	w.unsettle(s)
}

func (c DeleteService) do(w *World) (Reply, error) {
	s, err := w.activeService(c.Cluster, c.Name)
	if err != nil {
		return Reply{}, err
	}
	if s.Desired > 0 && !c.Force {
		return Reply{}, &Error{ErrInvalid, "The service cannot be stopped while it is scaled above 0."}
	}
	w.note(Entry{Kind: "command", Cluster: s.Cluster, Service: s.Name, Text: "delete service"})
	s.Status = model.ServiceDraining
	w.dropScaling(s)
	if d := s.openDeployment(); d != nil {
		w.cutShort(s, d, reasonDeleted)
	}
	w.setDesired(s, 0, "DeleteService")
	w.wake(0, deployController, Key{s.Cluster, s.Name})
	return Reply{}, nil
}
