package scenario

import (
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
	// CapacityProviderStrategy shares its tasks out among capacity providers.
	CapacityProviderStrategy []StrategyItem `yaml:"capacityProviderStrategy"`
	// PlacementStrategy chooses among the instances that can take a task, rule by
	// rule. Spread over zones, then over instances, when empty.
	PlacementStrategy []PlacementStrategy `yaml:"placementStrategy"`
	// PlacementConstraints are what an instance must obey to get a task.
	PlacementConstraints []PlacementConstraint `yaml:"placementConstraints"`
	// MinimumHealthyPercent is how many of the desired tasks must stay healthy
	// during a deployment. 100 when empty.
	MinimumHealthyPercent *int `yaml:"minimumHealthyPercent"`
	// MaximumPercent is how many may exist during a deployment. 200 when empty.
	MaximumPercent *int `yaml:"maximumPercent"`
	// CircuitBreaker lets a deployment whose tasks fail end as failed, and rolls
	// it back.
	CircuitBreaker bool `yaml:"circuitBreaker"`
	// Breaker is the circuit breaker in all its detail, in place of circuitBreaker.
	Breaker *Breaker `yaml:"breaker"`
	// Daemon runs one task on each instance in place of a desired count.
	Daemon bool `yaml:"daemon"`
	// ZoneRebalancing moves tasks between zones. ENABLED where possible, when empty.
	ZoneRebalancing string `yaml:"zoneRebalancing" enum:"ENABLED,DISABLED"`
	// Deployment is how a new revision replaces the old one. By rolling when empty.
	Deployment *Deployment `yaml:"deployment"`
	// GracePeriod is how long after its start a task's failed health checks are ignored.
	GracePeriod time.Duration `yaml:"gracePeriod"`
	// TargetGroup is where the first container's port is registered.
	TargetGroup string `yaml:"targetGroup" ref:"targetGroup"`
	// LoadBalancers are the target groups, when there are several or when
	// deployments shift traffic between two.
	LoadBalancers []LoadBalancer `yaml:"loadBalancers"`
	// Tags are the service's tags.
	Tags map[string]string `yaml:"tags"`
	// Scaling changes the desired count as the load does.
	Scaling *Scaling `yaml:"scaling"`
	// Alarms are CloudWatch alarms on the service's metrics.
	Alarms []Alarm `yaml:"alarms"`
	// Traffic is the requests that the service is given.
	Traffic *Traffic `yaml:"traffic"`
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
		MaxPercent: percentOr(s.MaximumPercent), Breaker: s.CircuitBreaker, BreakerRollback: s.CircuitBreaker, Grace: s.GracePeriod, Tags: s.Tags,
		Launch: model.LaunchType(s.LaunchType), Placement: strategies(s.PlacementStrategy), Constraints: constraints(s.PlacementConstraints),
	}
	c.Daemon, c.Rebalance = s.Daemon, s.ZoneRebalancing
	if b := s.Breaker; b != nil {
		if *b.Value == 0 {
			return c, m.fail(path+".breaker.value", "value is 0: a circuit breaker needs a threshold of at least 1")
		}
		c.Breaker, c.BreakerRollback, c.Threshold, c.KeepFailures = true, b.Rollback, sim.Threshold{Type: b.Type, Value: *b.Value}, b.Cumulative
	}
	if d := s.Deployment; d != nil {
		c.Shift, c.Alarms = d.shift(m.v.Config()), d.watch()
		if e := d.EarlySuccess; e != nil {
			c.Early = sim.EarlySuccess{Enable: true, Percent: e.HealthyPercent, Deferred: e.Deferred}
		}
	}
	if c.Strategy, err = m.capacity(path, cluster, s.CapacityProvider, s.CapacityProviderStrategy); err != nil {
		return c, err
	}
	if c.Launch == "" && len(c.Strategy) == 0 && !c.Daemon {
		c.Launch = model.LaunchFargate
	}
	c.Balancers, err = m.balancers(path, def, s)
	return c, err
}

func percentOr(p *int) int {
	if p == nil {
		return -1 // AWS's default
	}
	return *p
}
