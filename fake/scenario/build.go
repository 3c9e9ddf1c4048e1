package scenario

import (
	"errors"
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// Build makes the world of the scenario as it is at Start. The same seed gives
// the same world, to the byte. What the simulator refuses is an error with the
// place in the file.
func (s *Scenario) Build(seed uint64) (*sim.World, error) {
	w := sim.New(sim.Config{
		Seed: seed, Start: s.Start.Add(-s.Settle).UTC(), Partition: "aws", Region: s.Region, Account: s.Account, Zones: s.Zones,
	})
	b := builder{s, maker{s.file, w.View()}, w}
	for _, part := range []func() error{b.facts, b.images, b.taskDefinitions, b.loadBalancers, b.targetGroups, b.listeners, b.clusters} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	w.Step(s.Settle)
	if err := b.plan(); err != nil {
		return nil, err
	}
	return w, nil
}

type builder struct {
	*Scenario
	maker
	w *sim.World
}

// do carries out a command that stands at path in the file.
func (b builder) do(path string, c sim.Command) error {
	if _, err := b.w.Do(c); err != nil {
		return b.fail(path, "%v", err)
	}
	return nil
}

func (b builder) images() error {
	for i, im := range b.Images {
		if err := b.do(fmt.Sprintf("$.images[%d].name", i), sim.SetImage{Image: im.Name, Does: im.behaviour()}); err != nil {
			return err
		}
	}
	return nil
}

func (b builder) taskDefinitions() error {
	for i, d := range b.TaskDefinitions {
		path := fmt.Sprintf("$.taskDefinitions[%d]", i)
		for j, c := range d.Containers {
			if c.LogGroup == "" {
				continue
			}
			if err := b.do(fmt.Sprintf("%s.containers[%d].logGroup", path, j), sim.CreateLogGroup{Name: c.LogGroup}); err != nil {
				return err
			}
		}
		for n := range d.Repeat {
			one := numbered(d, n+1)
			for _, tag := range one.Tags {
				if err := b.do(path+".family", sim.RegisterTaskDef{Def: one.build(b.w.Config(), tag)}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b builder) targetGroups() error {
	for i, g := range b.TargetGroups {
		for n := range g.Repeat {
			if err := b.do(fmt.Sprintf("$.targetGroups[%d].name", i), sim.CreateTargetGroup{Group: numbered(g, n+1).build()}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b builder) clusters() error {
	for i, c := range b.Clusters {
		path := fmt.Sprintf("$.clusters[%d]", i)
		if err := b.do(path+".name", sim.CreateCluster{Name: c.Name, Providers: []string{"FARGATE", "FARGATE_SPOT"}, Tags: c.Tags, Insights: c.ContainerInsights}); err != nil {
			return err
		}
		for j, p := range c.CapacityProviders {
			if err := b.do(fmt.Sprintf("%s.capacityProviders[%d].name", path, j), p.build(c.Name)); err != nil {
				return err
			}
		}
		for j, s := range c.Services {
			for n := range s.Repeat {
				if err := b.declare(fmt.Sprintf("%s.services[%d]", path, j), c.Name, numbered(s, n+1)); err != nil {
					return err
				}
			}
		}
		// Traffic may come from a service further down: it is declared last.
		for j, s := range c.Services {
			for n := range s.Repeat {
				if err := b.traffic(fmt.Sprintf("%s.services[%d].traffic", path, j), c.Name, numbered(s, n+1)); err != nil {
					return err
				}
			}
		}
		for j, s := range c.Schedules {
			path := fmt.Sprintf("%s.schedules[%d]", path, j)
			put, err := b.schedule(path, c.Name, s)
			if err != nil {
				return err
			}
			if err := b.do(path+".taskDefinition", put); err != nil {
				return err
			}
		}
	}
	return nil
}

// declare makes a service with everything that belongs to it.
func (b builder) declare(path, cluster string, s Service) error {
	c, err := b.service(path, cluster, s)
	if err != nil {
		return err
	}
	if err := b.do(path+".name", c); err != nil {
		return err
	}
	k := sim.Key{Cluster: cluster, Name: s.Name}
	if s.Scaling != nil {
		put, err := b.scaling(path+".scaling", k, *s.Scaling)
		if err != nil {
			return err
		}
		if err := b.do(path+".scaling", put); err != nil {
			return err
		}
		for i, p := range s.Scaling.Policies {
			if err := b.do(fmt.Sprintf("%s.scaling.policies[%d].name", path, i), p.build(b.v, k)); err != nil {
				return err
			}
		}
	}
	if s.Scaling != nil {
		for i, a := range s.Scaling.Scheduled {
			if _, err := time.LoadLocation(a.Timezone); err != nil {
				return b.fail(fmt.Sprintf("%s.scaling.scheduled[%d].timezone", path, i), "the time zone %q is not known", a.Timezone)
			}
			if err := b.do(fmt.Sprintf("%s.scaling.scheduled[%d].schedule", path, i), a.build(k)); err != nil {
				return err
			}
		}
	}
	for i, a := range s.Alarms {
		at := fmt.Sprintf("%s.alarms[%d]", path, i)
		put, err := b.alarm(at, k, a)
		if err != nil {
			return err
		}
		if err := b.do(at+".name", put); err != nil {
			return err
		}
	}
	return nil
}

func (b builder) traffic(path, cluster string, s Service) error {
	if s.Traffic == nil {
		return nil
	}
	c, err := b.maker.traffic(path, sim.Key{Cluster: cluster, Name: s.Name}, *s.Traffic)
	if err != nil {
		return err
	}
	return b.do(path, c)
}

// plan puts the steps on the world's agenda.
func (b builder) plan() error {
	if err := b.checkPlan(); err != nil {
		return err
	}
	for i := range b.Plan {
		st := &b.Plan[i]
		c, err := st.Command(b.v)
		if err != nil {
			return err
		}
		if err := b.do(st.path+".after", c); err != nil {
			return err
		}
	}
	return nil
}

// passing tells a refusal that another moment may not give.
func passing(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.passing
}
