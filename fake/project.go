package fake

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// projector turns what the simulator knows into the model. Whatever it returns
// is a copy: the world goes on changing.
type projector struct{ sim.View }

func (p projector) taskDefRef(d *sim.TaskDef) model.TaskDefRef {
	return p.ClusterRef("").TaskDef(d.Family, d.Revision)
}

func (p projector) cluster(c *sim.Cluster) model.Cluster {
	out := model.Cluster{
		Ref: p.ClusterRef(c.Name), Status: c.Status, Instances: len(c.Instances), CapacityProviders: slices.Clone(c.Providers),
		Default: strategy(c.Strategy), Insights: cmp.Or(c.Insights, "disabled"),
	}
	for _, s := range p.View.Services(c.Name) {
		if s.Status == model.ServiceActive {
			out.Services++
		}
	}
	for _, t := range p.View.Tasks(c.Name) {
		switch {
		case t.Status == model.TaskRunning:
			out.Running++
		case t.Desired == model.TaskRunning:
			out.Pending++
		}
	}
	return out
}

func (p projector) service(s *sim.Service) model.Service {
	running, pending := p.Counts(s, nil)
	out := model.Service{
		Ref: p.ClusterRef(s.Cluster).Service(s.Name), Status: s.Status, Desired: s.Desired, Running: running, Pending: pending,
		TaskDef: p.taskDefRef(s.Def), LaunchType: s.Launch, MinHealthyPercent: s.MinPercent, MaxPercent: s.MaxPercent,
		Breaker: s.Breaker, BreakerRollback: s.BreakerRollback, ExecEnabled: s.ExecEnabled, CreatedAt: s.CreatedAt,
		Daemon: s.Daemon, AvailabilityZoning: "DISABLED", Strategy: cmp.Or(s.Shift.Strategy, sim.StrategyRolling),
	}
	if len(s.Alarms.Names) > 0 {
		out.Alarms, out.AlarmsOn = slices.Clone(s.Alarms.Names), s.Alarms.Enable
	}
	if s.Rebalance {
		out.AvailabilityZoning = "ENABLED"
	}
	for _, it := range s.Strategy {
		out.CapacityProviders = append(out.CapacityProviders, it.Provider)
	}
	out.Shares = strategy(s.Strategy)
	for _, c := range s.Constraints {
		out.Constraints = append(out.Constraints, strings.TrimSpace(c.Type+" "+c.Expression))
	}
	for _, r := range s.Placement {
		out.Placement = append(out.Placement, strings.TrimSpace(r.Type+" "+r.Field))
	}
	if s.Def.NetworkMode == "awsvpc" {
		out.Subnets = slices.Clone(s.Subnets)
	}
	for _, b := range s.Balancers {
		// ECS tells the grace period only of a service with a load balancer.
		out.HealthGracePeriod = s.Grace
		out.LoadBalancers = append(out.LoadBalancers, p.balancer(b))
	}
	for _, d := range s.Deployments {
		running, pending := p.Counts(s, d)
		out.Deployments = append(out.Deployments, model.Deployment{
			ID: d.ID, Status: d.Status, TaskDef: p.taskDefRef(d.Def), Desired: d.Desired, Running: running, Pending: pending,
			Failed: d.Failed, Rollout: d.Rollout, RolloutReason: d.Reason, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, LaunchType: s.Launch,
		})
	}
	for _, e := range s.Events {
		out.Events = append(out.Events, model.Event(e))
	}
	return out
}

func (p projector) balancer(b sim.Balancer) model.LoadBalancer {
	out := model.LoadBalancer{Container: b.Container, Port: b.Port}
	if g := p.TargetGroup(b.Group); g != nil {
		out.TargetGroupARN = p.TargetGroupARN(g)
	}
	if g := p.TargetGroup(b.Alternate); g != nil {
		out.AlternateARN, out.ProductionRule, out.TestRule = p.TargetGroupARN(g), b.ProductionRule, b.TestRule
	}
	return out
}

func strategy(items []sim.StrategyItem) []model.StrategyItem {
	var out []model.StrategyItem
	for _, it := range items {
		out = append(out, model.StrategyItem{Provider: it.Provider, Weight: it.Weight, Base: it.Base})
	}
	return out
}

func (p projector) task(t *sim.Task) model.Task {
	x := t.Times
	cpu, memory := t.Limits()
	out := model.Task{
		Ref: p.ClusterRef(t.Cluster).Task(t.ID), TaskDef: p.taskDefRef(t.Def), Group: t.Group, StartedBy: t.StartedBy,
		Status: t.Status, DesiredStatus: t.Desired, Health: t.Health, LaunchType: t.Launch, CapacityProvider: t.Provider,
		Zone: t.Zone, CPU: cpu, Memory: memory, IP: t.IP, StopCode: t.StopCode, StoppedReason: t.StoppedReason, Version: t.Version,
		CreatedAt: x.Created, ConnectivityAt: x.Connected, PullStartedAt: x.PullStarted, PullStoppedAt: x.PullStopped, StartedAt: x.Started,
		StoppingAt: x.Stopping, ExecutionStoppedAt: x.ExecutionStopped, StoppedAt: x.Stopped, Exec: t.Exec,
	}
	if t.Launch == model.LaunchFargate {
		out.Platform, out.Storage = "Linux 1.4.0", cmp.Or(t.Overrides.Storage, t.Def.Storage, 20)
	}
	if t.Def.NetworkMode == "awsvpc" {
		out.Interface = model.Interface{ID: t.ENI, Subnet: t.Subnet, Status: interfaceStatus(t)}
	}
	if t.Instance != "" {
		out.Instance = p.ClusterRef(t.Cluster).Instance(t.Instance)
	}
	if !x.Connected.IsZero() {
		out.Connectivity = t.Connectivity()
	}
	for i := range t.Containers {
		out.Containers = append(out.Containers, p.container(t, &t.Containers[i]))
	}
	return out
}

// interfaceStatus is how far a task's network interface is.
func interfaceStatus(t *sim.Task) string {
	switch t.Status {
	case model.TaskProvisioning:
		return "PRECREATED"
	case model.TaskDeprovisioning:
		return "DETACHING"
	case model.TaskStopped, model.TaskDeleted:
		return "DELETED"
	}
	return "ATTACHED"
}

func (p projector) container(t *sim.Task, c *sim.Container) model.Container {
	out := model.Container{
		ARN:  p.ClusterRef(t.Cluster).Task(t.ID).ContainerARN(c.ID),
		Name: c.Name, Image: c.Image, Digest: c.Digest, Status: c.Status, Health: c.Health, Exited: c.Exited, ExitCode: c.ExitCode,
		Reason: c.Reason, RuntimeID: c.Runtime, CPU: c.CPU, Memory: c.Memory, SoftLimit: c.Soft,
	}
	if t.Exec {
		out.ExecAgent = string(c.Status) // it comes up with the container and ends with it
	}
	// A task with an interface of its own has no bindings: its ports are its own.
	if t.Def.NetworkMode == "awsvpc" {
		out.IP = t.IP
	} else {
		out.Bindings = slices.Clone(c.Bindings)
	}
	return out
}

func (p projector) taskDefinition(d *sim.TaskDef) model.TaskDefinition {
	out := model.TaskDefinition{
		Ref: p.taskDefRef(d), Status: d.Status, CPU: d.CPU, Memory: d.Memory, NetworkMode: d.NetworkMode, Compatibilities: []string{"EC2"},
		ExecutionRole: d.ExecutionRole, TaskRole: d.TaskRole, Containers: slices.Clone(d.Containers), RegisteredAt: d.RegisteredAt, RegisteredBy: caller(p.Config()),
		Requires: slices.Clone(d.Requires), OS: d.OS, Arch: d.Arch, Storage: d.Storage,
	}
	out.GPUs, out.Attributes = d.GPUs, d.Requirements()
	for _, c := range d.Constraints {
		out.Constraints = append(out.Constraints, strings.TrimSpace(c.Type+" "+c.Expression))
	}
	if d.Fargate() {
		out.Compatibilities = append(out.Compatibilities, string(model.LaunchFargate))
	}
	return out
}
