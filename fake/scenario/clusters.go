package scenario

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

func (b builder) clusters() error {
	for i, c := range b.Clusters {
		path := fmt.Sprintf("$.clusters[%d]", i)
		if err := b.do(path+".name", sim.CreateCluster{Name: c.Name}); err != nil {
			return err
		}
		for j, p := range c.CapacityProviders {
			if err := b.do(fmt.Sprintf("%s.capacityProviders[%d].name", path, j), sim.CreateProvider{Settled: true, Provider: sim.Provider{
				Name: p.Name, Cluster: c.Name, Type: p.InstanceType, Min: p.Min, Max: p.Max, Desired: p.Desired, TargetCapacity: p.TargetCapacity,
			}}); err != nil {
				return err
			}
		}
		for j, s := range c.Services {
			if err := b.service(fmt.Sprintf("%s.services[%d]", path, j), c.Name, s); err != nil {
				return err
			}
		}
		// Traffic may come from a service further down: it is declared last.
		for j, s := range c.Services {
			if s.Traffic == nil {
				continue
			}
			if err := b.do(fmt.Sprintf("%s.services[%d].traffic", path, j), sim.SetTraffic{Cluster: c.Name, Name: s.Name, Traffic: s.Traffic.build()}); err != nil {
				return err
			}
		}
		for j, s := range c.Schedules {
			if err := b.schedule(fmt.Sprintf("%s.schedules[%d]", path, j), c.Name, s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b builder) service(path, cluster string, s Service) error {
	family, n, err := revision(s.TaskDefinition)
	if err != nil {
		return b.file.fail(path+".taskDefinition", "%v", err)
	}
	def := b.w.View().TaskDef(family, n)
	if def == nil {
		return b.file.fail(path+".taskDefinition", "there is no task definition %q in this scenario%s", s.TaskDefinition, hint(family, b.w.View().Families()))
	}
	c := sim.CreateService{
		Cluster: cluster, Name: s.Name, Family: family, Revision: n, Desired: s.Desired, MinPercent: percentOr(s.MinimumHealthyPercent),
		MaxPercent: percentOr(s.MaximumPercent), Breaker: s.CircuitBreaker, BreakerRollback: s.CircuitBreaker, Grace: s.GracePeriod,
		Spread: []string{"attribute:ecs.availability-zone", "instanceId"},
	}
	if s.CapacityProvider == "" {
		c.Launch = model.LaunchFargate
	} else {
		c.Strategy = []sim.StrategyItem{{Provider: s.CapacityProvider, Weight: 1}}
	}
	if s.TargetGroup != "" {
		first := def.Containers[0]
		if len(first.Ports) == 0 {
			return b.file.fail(path+".targetGroup", "container %s of %s has no port for the target group %s", first.Name, def.Name(), s.TargetGroup)
		}
		c.Balancers = []sim.Balancer{{Group: s.TargetGroup, Container: first.Name, Port: first.Ports[0].ContainerPort}}
	}
	if err := b.do(path+".name", c); err != nil {
		return err
	}
	if sc := s.Scaling; sc != nil {
		if err := b.do(path+".scaling", sim.PutScaling{Cluster: cluster, Name: s.Name, Min: sc.Min, Max: sc.Max, Policies: sc.policies(s.Name)}); err != nil {
			return err
		}
	}
	for i, a := range s.Alarms {
		if err := b.do(fmt.Sprintf("%s.alarms[%d].name", path, i), sim.PutAlarm{Alarm: sim.Alarm{
			Name: a.Name, Cluster: cluster, Service: s.Name, Metric: a.Metric, Comparison: "GreaterThanThreshold", Threshold: a.Above, Periods: a.Minutes,
		}}); err != nil {
			return err
		}
	}
	return nil
}

func percentOr(p *int) int {
	if p == nil {
		return -1 // AWS's default
	}
	return *p
}

func (sc Scaling) policies(service string) (out []sim.Policy) {
	for _, p := range []struct {
		suffix, metric string
		target         float64
	}{{"cpu", "ECSServiceAverageCPUUtilization", sc.CPU}, {"memory", "ECSServiceAverageMemoryUtilization", sc.Memory}} {
		if p.target > 0 {
			out = append(out, sim.Policy{
				Name: fmt.Sprintf("%s-%s-%g", service, p.suffix, p.target), Metric: p.metric, Target: p.target,
				OutCooldown: sc.OutCooldown, InCooldown: sc.InCooldown,
			})
		}
	}
	return out
}

func (t Traffic) build() *sim.Traffic {
	out := &sim.Traffic{Base: t.Base, Noise: t.Noise, From: t.From, Ratio: t.Ratio}
	for _, p := range t.Peaks {
		out.Peaks = append(out.Peaks, sim.Peak{At: time.Duration(p.At), Width: p.Width, Height: p.Rate})
	}
	return out
}

func (b builder) schedule(path, cluster string, s Schedule) error {
	family, n, err := revision(s.TaskDefinition)
	if err != nil {
		return b.file.fail(path+".taskDefinition", "%v", err)
	}
	return b.do(path+".taskDefinition", sim.PutSchedule{Name: s.Name, At: time.Duration(s.At), Run: sim.RunTask{
		Cluster: cluster, Family: family, Revision: n, Count: or(s.Count, 1), Launch: model.LaunchFargate,
	}})
}
