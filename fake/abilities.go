package fake

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Instances lists the container instances of a cluster, sorted by id.
func (f *Fake) Instances(ctx context.Context, cluster model.ClusterRef) (out []model.Instance, err error) {
	if err := f.admit(ctx, "cluster "+cluster.Name, "ecs:ListContainerInstances", "ecs:DescribeContainerInstances"); err != nil {
		return nil, err
	}
	f.view(func(p projector) {
		if p.Cluster(cluster.Name) == nil {
			err = noCluster("ecs:ListContainerInstances", cluster.Name)
			return
		}
		for _, i := range p.View.Instances(cluster.Name) {
			out = append(out, p.instance(i))
		}
	})
	return out, err
}

// Metrics reads the CPU and memory utilisation of services, minute by minute.
func (f *Fake) Metrics(ctx context.Context, services []model.ServiceRef, window time.Duration) (map[model.ServiceRef][]model.Series, error) {
	if err := f.admit(ctx, "utilisation of services", "cloudwatch:GetMetricData"); err != nil {
		return nil, err
	}
	out := map[model.ServiceRef][]model.Series{}
	f.view(func(p projector) {
		end := p.Now().Truncate(time.Minute)
		for _, ref := range services {
			if s := p.Service(keyOf(ref)); s != nil {
				if series := p.series(s, end.Add(-window), end); series != nil {
					out[ref] = series
				}
			}
		}
	})
	return out, nil
}

func keyOf(ref model.ServiceRef) sim.Key { return sim.Key{Cluster: ref.Cluster.Name, Name: ref.Name} }

// series are a service's two metrics in [from, to); nil when nothing of it ran.
func (p projector) series(s *sim.Service, from, to time.Time) []model.Series {
	from = from.Truncate(time.Minute)
	n := int(to.Sub(from) / time.Minute)
	cpu := model.Series{Metric: model.CPUUtilization, Unit: "Percent", Start: from, Period: time.Minute, Values: make([]float64, n)}
	memory := cpu
	memory.Metric, memory.Values = model.MemoryUtilization, make([]float64, n)
	for i := range n {
		cpu.Values[i], memory.Values[i] = math.NaN(), math.NaN()
	}
	ran := false
	for _, m := range p.Minutes(s, from, to) {
		if m.Tasks == 0 {
			continue
		}
		ran = true
		i := int(m.At.Sub(from) / time.Minute)
		cpu.Values[i], memory.Values[i] = m.CPU, m.Memory
	}
	if !ran {
		return nil
	}
	return []model.Series{cpu, memory}
}

// Targets reads the health of a service's targets.
func (f *Fake) Targets(ctx context.Context, ref model.ServiceRef) (out []model.Target, err error) {
	err = f.ofService(ctx, ref, "elasticloadbalancing:DescribeTargetHealth", func(p projector, s *sim.Service) {
		for _, g := range p.groups(s) {
			first := len(out)
			for _, t := range p.View.Targets(g) {
				out = append(out, model.Target{
					TargetGroupARN: p.TargetGroupARN(g), ID: t.ID, Port: t.Port, Zone: t.Zone, State: t.State, Reason: t.Reason, Description: t.Description,
				})
			}
			model.Sort(out[first:], model.Target.Compare)
		}
	})
	return out, err
}

// groups are the target groups of a service, each once.
func (p projector) groups(s *sim.Service) (out []*sim.TargetGroup) {
	for _, b := range s.Balancers {
		for _, name := range []string{b.Group, b.Alternate} {
			if g := p.TargetGroup(name); g != nil && !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	return out
}

// TargetGroups describes the target groups of a service, sorted by name.
func (f *Fake) TargetGroups(ctx context.Context, ref model.ServiceRef) (out []model.TargetGroup, err error) {
	err = f.ofService(ctx, ref, "elasticloadbalancing:DescribeTargetGroups", func(p projector, s *sim.Service) {
		for _, g := range p.groups(s) {
			row := model.TargetGroup{
				ARN: p.TargetGroupARN(g), Name: g.Name, Protocol: g.Protocol, Port: g.Port, TargetType: g.Kind, HealthPath: g.Path, HealthPort: g.CheckPort,
				HealthProtocol: g.CheckProtocol, Interval: int(g.Interval / time.Second), Timeout: int(g.Timeout / time.Second),
				Healthy: g.Healthy, Failing: g.Unhealthy, Matcher: g.Matcher, Delay: g.Delay, DelayKnown: true,
			}
			if lb := p.LoadBalancer(g.Balancer); lb != nil {
				row.LoadBalancers = []string{p.LoadBalancerARN(lb)}
			}
			if s.Shift.Shifts() {
				row.Weights = p.weights(s, g)
			}
			out = append(out, row)
		}
	})
	model.Sort(out, func(x, y model.TargetGroup) int { return strings.Compare(x.Name, y.Name) })
	return out, err
}

// weights are a group's shares of what the rules of the service forward, by the
// ARNs of the rules.
func (p projector) weights(s *sim.Service, g *sim.TargetGroup) (out []model.RuleWeight) {
	var arns []string
	for _, b := range s.Balancers {
		arns = append(arns, b.ProductionRule, b.TestRule)
	}
	slices.Sort(arns)
	for _, arn := range slices.Compact(arns) {
		r := p.Rule(arn)
		if r == nil {
			continue
		}
		sum, own, named := 0, 0, false
		for _, w := range r.Forward {
			sum += w.Weight
			if w.Group == g.Name {
				own, named = own+w.Weight, true
			}
		}
		if named && sum > 0 {
			out = append(out, model.RuleWeight{Rule: arn, Percent: 100 * float64(own) / float64(sum)})
		}
	}
	return out
}

// Scaling reads what Application Auto Scaling may do to a service. When its
// policies cannot be read, the target comes with a *backend.Partial.
func (f *Fake) Scaling(ctx context.Context, ref model.ServiceRef) (out model.ScalableTarget, ok bool, err error) {
	err = f.ofService(ctx, ref, "application-autoscaling:DescribeScalableTargets", func(p projector, s *sim.Service) {
		if s.Scaling == nil {
			return
		}
		ok = true
		out = model.ScalableTarget{Service: p.ClusterRef(s.Cluster).Service(s.Name), Min: s.Scaling.Min, Max: s.Scaling.Max}
		out.InSuspended, out.OutSuspended = s.Scaling.Suspended.In, s.Scaling.Suspended.Out
		out.ScheduledSuspended = s.Scaling.Suspended.Scheduled
	})
	if err != nil || !ok {
		return out, ok, err
	}
	err = f.ofService(ctx, ref, "application-autoscaling:DescribeScalingPolicies", func(p projector, s *sim.Service) {
		if s.Scaling == nil {
			return
		}
		for _, pol := range s.Scaling.Policies {
			out.Policies = append(out.Policies, p.policy(s, pol))
		}
	})
	if err != nil {
		err = &backend.Partial{Missing: []string{"policies"}, Err: err}
	}
	return out, true, err
}

// policy has a metric, a target and cooldowns only where it tracks a target.
func (p projector) policy(s *sim.Service, pol *sim.Policy) model.ScalingPolicy {
	out := model.ScalingPolicy{ARN: p.PolicyARN(s, pol), Name: pol.Name, Type: pol.Type}
	if pol.Type == sim.TargetTracking {
		out.Metric, out.Target, out.OutCooldown, out.InCooldown = pol.Metric, pol.Target, pol.OutCooldown, pol.InCooldown
		out.NoScaleIn = pol.NoScaleIn
		if pol.Custom != nil {
			out.Metric = pol.Custom.Metric.Name
		}
	}
	if pol.Type == sim.StepScaling {
		out.Adjustment, out.Cooldown = pol.Step.Adjustment, pol.Step.Cooldown
		for _, s := range pol.Step.Steps {
			out.Steps = append(out.Steps, model.ScalingStep{Lower: bound(s.Lower), Upper: bound(s.Upper), By: s.By})
		}
	}
	for _, a := range p.PolicyAlarms(s, pol) {
		out.Alarms = append(out.Alarms, a.Name)
	}
	return out
}

// Activities reads what Application Auto Scaling has done, newest first.
func (f *Fake) Activities(ctx context.Context, ref model.ServiceRef) (out []model.Activity, err error) {
	err = f.ofService(ctx, ref, "application-autoscaling:DescribeScalingActivities", func(p projector, s *sim.Service) {
		if s.Scaling == nil {
			return
		}
		for _, a := range s.Scaling.Activities {
			if len(a.Not) > 0 {
				continue // nothing was done
			}
			out = append(out, model.Activity{
				ID: a.ID, Service: p.ClusterRef(s.Cluster).Service(s.Name), StartAt: a.At, EndAt: a.End, Description: a.Description,
				Cause: a.Cause, Status: a.Status, StatusMessage: a.StatusMessage,
			})
		}
	})
	return out, err
}

// Alarms reads the alarms that watch a service, sorted by name.
func (f *Fake) Alarms(ctx context.Context, ref model.ServiceRef) (out []model.Alarm, err error) {
	err = f.ofService(ctx, ref, "cloudwatch:DescribeAlarms", func(p projector, s *sim.Service) {
		for _, a := range p.ServiceAlarms(s) {
			dimensions := map[string]string{}
			for _, d := range a.Dimensions {
				dimensions[d.Name] = d.Value
			}
			out = append(out, model.Alarm{
				Name: a.Name, State: a.State, Reason: a.Reason, Namespace: a.Namespace, Metric: a.Metric, Dimensions: dimensions,
				Comparison: a.Comparison, Threshold: a.Threshold, Period: a.Period, Periods: a.Periods, UpdatedAt: a.UpdatedAt,
			})
		}
	})
	return out, err
}

// ofService looks at one service. AWS knows of targets, scaling and alarms
// apart from services: of one that does not exist there are none.
func (f *Fake) ofService(ctx context.Context, ref model.ServiceRef, action string, look func(projector, *sim.Service)) error {
	if err := f.admit(ctx, "service "+ref.String(), action); err != nil {
		return err
	}
	f.view(func(p projector) {
		if s := p.Service(keyOf(ref)); s != nil {
			look(p, s)
		}
	})
	return nil
}

func (p projector) instance(i *sim.Instance) model.Instance {
	cpu, memory := p.Free(i)
	out := model.Instance{
		Ref: p.ClusterRef(i.Cluster).Instance(i.ID), EC2ID: i.EC2ID, Status: i.Status, AgentConnected: i.Agent, Type: i.Type, Zone: i.Zone,
		CapacityProvider: i.Provider, CPU: model.Room{Registered: i.CPU, Remaining: cpu}, Memory: model.Room{Registered: i.Memory, Remaining: memory},
		RegisteredAt: i.RegisteredAt, Attributes: p.Attributes(i),
	}
	for _, t := range p.InstanceTasks(i) {
		switch {
		case t.Status == model.TaskRunning:
			out.Running++
		case t.Desired == model.TaskRunning:
			out.Pending++
		}
	}
	out.Ports, out.PortsUDP, out.AgentVersion = p.PortsTaken(i), p.PortsTakenUDP(i), sim.AgentVersion
	if i.GPUs > 0 {
		out.GPUs = model.Room{Registered: i.GPUs, Remaining: p.FreeGPUs(i)}
	}
	return out
}
