package scenario

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Service declares a service.
type Service struct {
	// Name is the service's name.
	Name string `yaml:"name" required:"true"`
	// Repeat makes so many of it: {n} in its texts is the number of each, from 1.
	Repeat int `yaml:"repeat" default:"1"`
	// TaskDefinition is what its tasks run: family, or family:revision.
	TaskDefinition string `yaml:"taskDefinition" required:"true" ref:"taskDefinition"`
	// Desired is how many tasks it should have.
	Desired int `yaml:"desired"`
	// LaunchType is where its tasks run: FARGATE, unless there is a capacity provider.
	LaunchType string `yaml:"launchType" enum:"FARGATE,EC2"`
	// CapacityProvider is what its tasks run on in place of a launch type.
	CapacityProvider string `yaml:"capacityProvider"`
	// MinimumHealthyPercent is how many of the desired tasks must stay healthy
	// during a deployment. 100 when empty.
	MinimumHealthyPercent *int `yaml:"minimumHealthyPercent"`
	// MaximumPercent is how many may exist during a deployment. 200 when empty.
	MaximumPercent *int `yaml:"maximumPercent"`
	// CircuitBreaker lets a deployment whose tasks fail end as failed, and rolls
	// it back.
	CircuitBreaker bool `yaml:"circuitBreaker"`
	// GracePeriod is how long after its start a task's failed health checks are ignored.
	GracePeriod time.Duration `yaml:"gracePeriod"`
	// TargetGroup is where the first container's port is registered.
	TargetGroup string `yaml:"targetGroup" ref:"targetGroup"`
	// Scaling changes the desired count as the load does.
	Scaling *Scaling `yaml:"scaling"`
	// Alarms are CloudWatch alarms on the service's metrics.
	Alarms []Alarm `yaml:"alarms"`
	// Traffic is the requests that the service is given.
	Traffic *Traffic `yaml:"traffic"`
}

// Scaling is target tracking between bounds.
type Scaling struct {
	// Min is the least desired count.
	Min int `yaml:"min"`
	// Max is the greatest.
	Max int `yaml:"max"`
	// CPU is the percentage of CPU to hold. 0 leaves CPU out.
	CPU float64 `yaml:"cpu"`
	// Memory is the percentage of memory to hold. 0 leaves memory out.
	Memory float64 `yaml:"memory"`
	// OutCooldown is the pause after scaling out.
	OutCooldown time.Duration `yaml:"outCooldown" default:"300s"`
	// InCooldown is the pause after scaling in.
	InCooldown time.Duration `yaml:"inCooldown" default:"300s"`
}

// Alarm tells when a metric of the service stays above a threshold.
type Alarm struct {
	// Name is the alarm's name.
	Name string `yaml:"name" required:"true"`
	// Metric is what it watches.
	Metric string `yaml:"metric" enum:"CPUUtilization,MemoryUtilization"`
	// Above is the threshold, in percent.
	Above float64 `yaml:"above"`
	// Minutes is how many one-minute values in a row must be above it.
	Minutes int `yaml:"minutes"`
}

// Traffic is the requests that a service is given.
type Traffic struct {
	// Base is the requests per second when nothing is on.
	Base float64 `yaml:"base"`
	// Noise is how far a minute deviates from the shape, relative to it.
	Noise float64 `yaml:"noise"`
	// Peaks come once a day each.
	Peaks []Peak `yaml:"peaks"`
	// From names a service of the cluster whose requests cause these.
	From string `yaml:"from"`
	// Ratio is how many requests each of its own causes.
	Ratio float64 `yaml:"ratio"`
}

// Peak is a bell over the day.
type Peak struct {
	// At is when it is highest.
	At TimeOfDay `yaml:"at"`
	// Width is how long it is above half of its height.
	Width time.Duration `yaml:"width"`
	// Rate is the requests per second at its top.
	Rate float64 `yaml:"rate"`
}

// service is the command that makes a service, without its scaling, alarms and
// traffic.
func (m maker) service(path, cluster string, s Service) (sim.CreateService, error) {
	def, err := m.taskDef(path+".taskDefinition", s.TaskDefinition)
	if err != nil {
		return sim.CreateService{}, err
	}
	c := sim.CreateService{
		Cluster: cluster, Name: s.Name, Family: def.Family, Revision: def.Revision, Desired: s.Desired, MinPercent: percentOr(s.MinimumHealthyPercent),
		MaxPercent: percentOr(s.MaximumPercent), Breaker: s.CircuitBreaker, BreakerRollback: s.CircuitBreaker, Grace: s.GracePeriod,
	}
	c.Launch = model.LaunchType(s.LaunchType)
	switch {
	case s.CapacityProvider == "" && s.LaunchType == "":
		c.Launch = model.LaunchFargate
	case s.CapacityProvider != "":
		if err := m.provider(path+".capacityProvider", cluster, s.CapacityProvider); err != nil {
			return c, err
		}
		c.Strategy = []sim.StrategyItem{{Provider: s.CapacityProvider, Weight: 1}}
		c.Placement = []sim.Strategy{{Type: sim.PlaceSpread, Field: "attribute:ecs.availability-zone"}, {Type: sim.PlaceSpread, Field: "instanceId"}}
	}
	if s.TargetGroup != "" {
		if err := m.group(path+".targetGroup", s.TargetGroup); err != nil {
			return c, err
		}
		first := def.Containers[0]
		if len(first.Ports) == 0 {
			return c, m.fail(path+".targetGroup", "container %s of %s has no port for the target group %s", first.Name, def.Name(), s.TargetGroup)
		}
		c.Balancers = []sim.Balancer{{Group: s.TargetGroup, Container: first.Name, Port: first.Ports[0].ContainerPort}}
	}
	return c, nil
}

func percentOr(p *int) int {
	if p == nil {
		return -1 // AWS's default
	}
	return *p
}

func (sc Scaling) build(k sim.Key) sim.PutScaling {
	out := sim.PutScaling{Cluster: k.Cluster, Name: k.Name, Min: sc.Min, Max: sc.Max}
	for _, p := range []struct {
		suffix, metric string
		target         float64
	}{{"cpu", "ECSServiceAverageCPUUtilization", sc.CPU}, {"memory", "ECSServiceAverageMemoryUtilization", sc.Memory}} {
		if p.target > 0 {
			out.Policies = append(out.Policies, sim.Policy{
				Name: fmt.Sprintf("%s-%s-%g", k.Name, p.suffix, p.target), Metric: p.metric, Target: p.target,
				OutCooldown: sc.OutCooldown, InCooldown: sc.InCooldown,
			})
		}
	}
	return out
}

func (a Alarm) build(k sim.Key) sim.PutAlarm {
	return sim.PutAlarm{Alarm: sim.Alarm{
		Name: a.Name, Cluster: k.Cluster, Service: k.Name, Metric: a.Metric, Comparison: "GreaterThanThreshold", Threshold: a.Above, Periods: a.Minutes,
	}}
}

func (t Traffic) build(k sim.Key) sim.SetTraffic {
	out := &sim.Traffic{Base: t.Base, Noise: t.Noise, From: t.From, Ratio: t.Ratio}
	for _, p := range t.Peaks {
		out.Peaks = append(out.Peaks, sim.Peak{At: time.Duration(p.At), Width: p.Width, Height: p.Rate})
	}
	return sim.SetTraffic{Cluster: k.Cluster, Name: k.Name, Traffic: out}
}
