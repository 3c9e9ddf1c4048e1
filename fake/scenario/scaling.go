package scenario

import (
	"fmt"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

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
	// Requests is the requests per minute and target to hold. 0 leaves them out.
	Requests float64 `yaml:"requests"`
	// NoScaleIn lets these policies scale out only.
	NoScaleIn bool `yaml:"noScaleIn"`
	// Policies are other policies: on metrics of your own, or of steps, which an
	// alarm of the service that names one triggers.
	Policies []ScalingPolicy `yaml:"policies"`
	// Scheduled are changes of the bounds at certain times.
	Scheduled []ScheduledAction `yaml:"scheduled"`
	// OutCooldown is the pause after scaling out.
	OutCooldown time.Duration `yaml:"outCooldown" default:"300s"`
	// InCooldown is the pause after scaling in.
	InCooldown time.Duration `yaml:"inCooldown" default:"300s"`
}

// ScheduledAction changes the bounds of scaling at certain times.
type ScheduledAction struct {
	// Name is the action's name.
	Name string `yaml:"name" required:"true"`
	// Schedule is when: at(2026-11-23T12:00:00), rate(1 hour) or cron(0 12 * * ? *).
	Schedule string `yaml:"schedule" required:"true"`
	// Timezone is that of the schedule, such as Europe/Berlin.
	Timezone string `yaml:"timezone" default:"UTC"`
	// Min is the least desired count from then on. It stays when not written.
	Min *int `yaml:"min"`
	// Max is the greatest. It stays when not written.
	Max *int `yaml:"max"`
}

// scaling is the command that makes a service a scalable target.
func (m maker) scaling(path string, k sim.Key, sc Scaling) (sim.PutScaling, error) {
	out := sim.PutScaling{Cluster: k.Cluster, Name: k.Name, Min: sc.Min, Max: sc.Max}
	for _, p := range []struct {
		suffix, metric string
		target         float64
	}{
		{"cpu", "ECSServiceAverageCPUUtilization", sc.CPU}, {"memory", "ECSServiceAverageMemoryUtilization", sc.Memory},
		{"requests", "ALBRequestCountPerTarget", sc.Requests},
	} {
		if p.target == 0 {
			continue
		}
		policy := sim.Policy{
			Name: fmt.Sprintf("%s-%s-%g", k.Name, p.suffix, p.target), Metric: p.metric, Target: p.target,
			OutCooldown: sc.OutCooldown, InCooldown: sc.InCooldown, NoScaleIn: sc.NoScaleIn,
		}
		if p.suffix == "requests" {
			g, err := m.groupOf(path+".requests", k)
			if err != nil {
				return out, err
			}
			policy.Label = m.v.ResourceLabel(g)
		}
		out.Policies = append(out.Policies, policy)
	}
	return out, nil
}

// groupOf is the first target group of a service.
func (m maker) groupOf(path string, k sim.Key) (*sim.TargetGroup, error) {
	if s := m.v.Service(k); s != nil && len(s.Balancers) > 0 {
		return m.v.TargetGroup(s.Balancers[0].Group), nil
	}
	return nil, m.fail(path, "service %s has no target group whose requests could be counted", k.Name)
}

func (a ScheduledAction) build(k sim.Key) sim.PutScheduledAction {
	out := sim.ScheduledAction{Name: a.Name, Schedule: a.Schedule, Min: a.Min, Max: a.Max}
	if zone, err := time.LoadLocation(a.Timezone); err == nil {
		out.Zone = zone
	}
	return sim.PutScheduledAction{Cluster: k.Cluster, Name: k.Name, Action: out}
}
