package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ecsdeck/ecsdeck/fake/sim"
	"github.com/ecsdeck/ecsdeck/model"
)

// Build makes the world of the scenario as it is at Start. The same seed gives
// the same world, to the byte. What the simulator refuses is an error with the
// place in the file.
func (s *Scenario) Build(seed uint64) (*sim.World, error) {
	b := builder{Scenario: s, w: sim.New(sim.Config{
		Seed: seed, Start: s.Start.Add(-s.Settle).UTC(), Partition: "aws", Region: s.Region, Account: s.Account, Zones: s.Zones,
	})}
	for _, part := range []func() error{b.images, b.taskDefinitions, b.targetGroups, b.clusters} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	b.w.Step(s.Settle)
	if err := b.plan(); err != nil {
		return nil, err
	}
	return b.w, nil
}

type builder struct {
	*Scenario
	w *sim.World
}

// do carries out a command that stands at path in the file.
func (b builder) do(path string, c sim.Command) error {
	if _, err := b.w.Do(c); err != nil {
		return b.file.fail(path, "%v", err)
	}
	return nil
}

func (b builder) images() error {
	for i, im := range b.Images {
		path := fmt.Sprintf("$.images[%d].name", i)
		if err := b.do(path, sim.SetImage{Image: im.Name, Does: sim.Behaviour{
			Size: im.Size, Boot: im.Boot, IdleCPU: im.IdleCPU, CPUPerRequest: im.CPUPerRequest, IdleMemory: im.IdleMemory,
			MemoryPerRate: im.MemoryPerRate, LeakPerHour: im.LeakPerHour, Pull: pulls[im.Pull], ExitAfter: im.ExitAfter,
			ExitCode: im.ExitCode, FailsAfter: im.FailsAfter, StopSlow: im.StopSlow, Voice: im.Voice, LogEvery: im.LogEvery,
		}}); err != nil {
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
		for _, tag := range d.Tags {
			if err := b.do(path+".family", sim.RegisterTaskDef{Def: b.definition(d, tag)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b builder) definition(d TaskDefinition, tag string) sim.TaskDef {
	def := sim.TaskDef{
		Family: d.Family, CPU: d.CPU, Memory: d.Memory, NetworkMode: d.NetworkMode, Requires: d.Requires,
		ExecutionRole: b.role(d.ExecutionRole), TaskRole: b.role(d.TaskRole),
	}
	for _, c := range d.Containers {
		def.Containers = append(def.Containers, b.container(d, c, tag))
	}
	return def
}

// role is the ARN of a role of the world's account; what is one already stays.
func (b builder) role(name string) string {
	if name == "" || strings.HasPrefix(name, "arn:") {
		return name
	}
	return "arn:aws:iam::" + b.Account + ":role/" + name
}

func (b builder) container(d TaskDefinition, c Container, tag string) sim.ContainerDef {
	def := sim.ContainerDef{
		Name: c.Name, Image: c.Image, Essential: c.Essential == nil || *c.Essential, CPU: c.CPU, Memory: c.Memory,
		SoftLimit: c.MemoryReservation, Command: c.Command, StopTimeout: c.StopTimeout,
	}
	if def.Image != "" && !strings.Contains(def.Image[strings.LastIndexByte(def.Image, '/')+1:], ":") {
		def.Image += ":" + tag
	}
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		def.Environment = append(def.Environment, model.Variable{Name: name, Value: c.Environment[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
		def.Secrets = append(def.Secrets, model.Secret{Name: name, From: c.Secrets[name]})
	}
	if c.Port != 0 {
		host := c.HostPort
		if d.NetworkMode == "awsvpc" {
			host = c.Port
		}
		def.Ports = []model.Port{{ContainerPort: c.Port, HostPort: host, Protocol: "tcp"}}
	}
	if h := c.HealthCheck; h != nil {
		def.HealthCheck = model.HealthCheck{Command: []string{"CMD-SHELL", h.Command}, Interval: h.Interval, Timeout: h.Timeout, Retries: h.Retries, StartPeriod: h.StartPeriod}
	}
	if c.LogGroup != "" {
		def.Log = model.LogConfig{Driver: "awslogs", Options: map[string]string{"awslogs-group": c.LogGroup, "awslogs-region": b.Region, "awslogs-stream-prefix": "ecs"}}
	}
	return def
}

func (b builder) targetGroups() error {
	for i, g := range b.TargetGroups {
		if err := b.do(fmt.Sprintf("$.targetGroups[%d].name", i), sim.CreateTargetGroup{Group: sim.TargetGroup{
			Name: g.Name, Balancer: g.LoadBalancer, Kind: g.TargetType, Port: g.Port, Path: g.Path, Interval: g.Interval,
			Timeout: g.Interval / 2, Healthy: g.HealthyThreshold, Unhealthy: g.UnhealthyThreshold, Delay: g.DeregistrationDelay,
		}}); err != nil {
			return err
		}
	}
	return nil
}

func (b builder) plan() error {
	for i, st := range b.Plan {
		path := fmt.Sprintf("$.plan[%d]", i)
		cluster, name, found := strings.Cut(st.Service, "/")
		if !found || b.w.View().Service(sim.Key{Cluster: cluster, Name: name}) == nil {
			return b.file.fail(path+".service", "%q is no cluster/service of this scenario", st.Service)
		}
		c := sim.UpdateService{Cluster: cluster, Name: name, Desired: st.Scale}
		if st.Deploy != "" {
			family, n, err := revision(st.Deploy)
			if err != nil || b.w.View().TaskDef(family, n) == nil {
				return b.file.fail(path+".deploy", "there is no task definition %q in this scenario", st.Deploy)
			}
			c.Family, c.Revision = family, n
		}
		if err := b.do(path+".after", sim.Later{At: b.Start.UTC().Add(st.After), Command: c}); err != nil {
			return err
		}
	}
	return nil
}
